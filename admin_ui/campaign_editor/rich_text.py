"""The text field of the composer: shows what visitors will see, holds the mark-up that is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nicegui.events import GenericEventArguments

from admin_ui.components.focus import lead_to
from admin_ui.components.held import HeldValue
from core.messages import parse, write

MODULES = {"prosemirror": "../vendor/prosemirror", "rich-text": "rich_text"}


class RichText(HeldValue, component="rich_text.js", esm=MODULES):
    """A text with bold, italic, links, pictures and merge tags. Its value is mark-up; the browser works with blocks."""

    LOOPBACK = False

    def __init__(
        self, language: str, value: str, on_change: Callable[[str], None], on_refused: Callable[[str], None]
    ) -> None:
        """`on_change` gets the mark-up at every change, `on_refused` the sentence for a picture that can't be taken.

        `language` says which of a message's texts it is, so that pictures on their way find it when its editor is gone.
        """
        super().__init__(value=value, on_value_change=lambda event: on_change(event.value))
        self.props["language"] = language
        self.on("refused", lambda event: on_refused(str(event.args)))

    def focus(self) -> None:
        """Put the caret into it."""
        lead_to(self)

    def mend(self) -> None:
        """Go to what is wrong in it: to a picture that nothing is said of, else to the text."""
        lead_to(self, "mend")

    def _value_to_model_value(self, value: str) -> Any:
        return parse(value)

    def _value_to_event_value(self, value: Any) -> str:
        return write(value) if isinstance(value, list) else str(value or "")

    def _event_args_to_value(self, e: GenericEventArguments) -> str:
        return write(checked(super()._event_args_to_value(e)))


def checked(told: Any) -> list[dict[str, Any]]:
    """The blocks that a browser tells, as far as they have the shape of blocks."""
    blocks = told if isinstance(told, list) else []
    return [block for block in blocks if isinstance(block, dict) and _is_block(block)]


def _is_block(block: dict[str, Any]) -> bool:
    if block.get("type") == "image":
        whole = all(isinstance(block.get(name), int) for name in ("width", "height"))
        return whole and all(isinstance(block.get(name), str) for name in ("media", "alt"))
    spans = block.get("spans")
    return block.get("type") == "text" and isinstance(spans, list) and all(isinstance(each, dict) for each in spans)
