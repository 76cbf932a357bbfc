"""Edits the buttons under a message: a row each, with its words, what it does, and where it leads."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from nicegui import ui

from admin_ui.components.basics import box, button, icon_button
from admin_ui.components.choosers import NativeSelect, PlainInput
from admin_ui.components.emoji_button import EmojiButton
from admin_ui.components.toast import undo
from core.messages.buttons import ACTIONS, MAX_BUTTONS

Buttons = list[dict[str, Any]]


class ButtonsEditor:
    """Holds a draft's buttons; `on_change` gets a new list whenever one of them changes."""

    def __init__(self, value: Buttons, on_change: Callable[[Buttons], None]) -> None:
        self._value = value
        self._on_change = on_change
        with box("st-extras") as self.element:
            self._rows = box("st-extra-rows")
            self._add = button("Button", self._append, kind="quiet", icon="add")
        self._build()

    def show(self, value: Buttons) -> None:
        """Show what somebody else has made of them."""
        self._value = value
        self._build()

    def focus(self) -> None:
        """Go to where something of them is mended."""
        ui.run_javascript(f"getHtmlElement({self.element.id}).querySelector('input, button')?.focus()")

    def _build(self) -> None:
        self._rows.clear()
        for place, each in enumerate(self._value, 1):
            self._row(place, each)
        self._count()

    def _row(self, place: int, each: dict[str, Any]) -> PlainInput:
        name = f"Button {place}"
        with self._rows, box("st-extra-row"):
            put = self._setter(each["id"], "label")
            words = PlainInput(each["label"], put, kind="text", label=f"{name}: words", placeholder="Words")
            with words:
                EmojiButton()
            NativeSelect(
                list(ACTIONS.items()),
                each["action"],
                lambda action: self._act(each["id"], action, leads),
                label=f"{name}: what it does",
            )
            leads = PlainInput(
                each["link"],
                self._setter(each["id"], "link"),
                kind="text",
                label=f"{name}: address",
                placeholder="https://… or /page",
            )
            leads.set_visibility(each["action"] == "link")
            icon_button("close", f"Remove {name.lower()}", lambda: self._remove(each["id"]))
        return words

    def _count(self) -> None:
        self._add.set_visibility(len(self._value) < MAX_BUTTONS)

    def _setter(self, button_id: str, part: str) -> Callable[[Any], None]:
        def put(value: Any) -> None:
            self._tell([{**each, part: str(value)} if each["id"] == button_id else each for each in self._value])

        return put

    def _act(self, button_id: str, action: str, leads: PlainInput) -> None:
        self._setter(button_id, "action")(action)
        leads.set_visibility(action == "link")

    def _append(self) -> None:
        added = {"id": secrets.token_hex(4), "label": "", "action": "link", "link": ""}
        self._tell([*self._value, added])
        self._row(len(self._value), added).focus()
        self._count()

    def _remove(self, button_id: str) -> None:
        place = next(place for place, each in enumerate(self._value) if each["id"] == button_id)
        removed = self._value[place]
        self._tell([each for each in self._value if each is not removed])
        self._build()
        undo("Button removed", lambda: self._restore(removed, place))

    def _restore(self, removed: dict[str, Any], place: int) -> None:
        self._tell([*self._value[:place], removed, *self._value[place:]])
        self._build()

    def _tell(self, value: Buttons) -> None:
        self._value = value
        self._on_change(value)
