"""Where the guides stand, and the quiet links that lead there from where one may wonder."""

from __future__ import annotations

from typing import Final

from nicegui.elements.mixins.text_element import TextElement

from admin_ui.components.basics import link

HELP: Final = "/help/"
ABOUT_CONDITIONS: Final = f"{HELP}conditions.html"
ABOUT_FIGURES: Final = f"{HELP}marketer.html#see-whether-it-works"
ABOUT_PLUGINS: Final = f"{HELP}plugins.html"
ABOUT_IDENTITY: Final = f"{HELP}widget.html#signed-in"
ABOUT_WEBHOOKS: Final = f"{HELP}webhooks.html"
ABOUT_WIDGET: Final = f"{HELP}widget.html"


def help_link(words: str, href: str) -> TextElement:
    """A few small words that open a guide beside the work."""
    return link(words, href, "st-small st-help").props("target=_blank rel=noopener")
