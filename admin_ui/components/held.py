"""Values that the browser holds while the server keeps a copy: each is told once, when the server makes it another one.

NiceGUI sends an element whole, its value with it, whenever anything of it changes. What was typed meanwhile is on its
way to the server then, and the value would come back as it was before. Where the server makes it another one meanwhile,
the later change stands, which is the one that is on its way: the browser numbers its changes, and passes over a value
that was told before the newest of them was heard (static/wire.js).
"""

from __future__ import annotations

from typing import Any

from nicegui import ui
from nicegui.element import Element
from nicegui.elements.mixins.value_element import ValueElement
from nicegui.events import GenericEventArguments


class Held(Element):
    """An element whose value is left alone by updates of all else; `is_news`: the browser has yet to be told it."""

    VALUE_PROP: str
    is_news = True
    _heard = 0
    """The number of the browser's change that was heard last."""

    def _handle_event(self, msg: dict[str, Any]) -> None:
        self._heard = msg.get("number", self._heard)
        super()._handle_event(msg)

    def _to_dict(self) -> dict[str, Any]:
        described = super()._to_dict() | {"holds": self.VALUE_PROP, "heard": self._heard}
        if not self.is_news:
            described["preserved_props"] = [self.VALUE_PROP]
        self.is_news = False  # this is what goes to the browser
        return described


class HeldValue(Held, ValueElement[Any]):
    """The same for NiceGUI's own elements with a value."""

    def _handle_value_change(self, value: Any) -> None:
        self.is_news = self._send_update_on_value_change
        super()._handle_value_change(value)

    def _event_args_to_value(self, e: GenericEventArguments) -> Any:
        self.is_news = False  # also where it is the same as before, of which nothing else is told
        return super()._event_args_to_value(e)


class TextInput(ui.input, HeldValue):
    """One line."""


class TextArea(ui.textarea, HeldValue):
    """Several lines."""


class Select(ui.select, HeldValue):
    """One or several of a list."""


class Checkbox(ui.checkbox, HeldValue):
    """Yes or no."""
