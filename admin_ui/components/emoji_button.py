"""The button that opens the emoji picker."""

from __future__ import annotations

from nicegui import ui

from admin_ui import emoji
from core.i18n import _


class EmojiButton(ui.element, component="emoji_button.js", esm={"emoji": "../vendor/emoji"}):
    """Puts what is picked where the caret is in the nearest field: one that stands beside it, or around it."""

    def __init__(self) -> None:
        super().__init__()
        self.props["names"] = emoji.address()
        self.props["label"] = _("Emoji")
        self.props["nothing"] = _("No emoji called that")
        self.props["failed"] = _("The emoji could not be fetched. Check the connection, then open them again.")
