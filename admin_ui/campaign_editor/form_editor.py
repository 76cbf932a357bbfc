"""Edits the contact form of a message: what it asks, what visitors agree to, and its button."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import partial
from typing import Any

from nicegui import ui

from admin_ui.components.basics import box, button, icon_button, text
from admin_ui.components.choosers import PlainInput
from admin_ui.components.emoji_button import EmojiButton
from admin_ui.components.toast import undo
from core.messages.forms import KINDS, MAX_FIELDS, new_form

Form = dict[str, Any]


class FormEditor:
    """Holds a draft's contact form, or none; `on_change` gets a new one whenever something of it changes."""

    def __init__(self, value: Form | None, on_change: Callable[[Form | None], None]) -> None:
        self._value = value
        self._on_change = on_change
        self.element = box("st-extras")
        self._build()

    def show(self, value: Form | None) -> None:
        """Show what somebody else has made of it."""
        self._value = value
        self._build()

    def focus(self) -> None:
        """Go to where something of it is mended."""
        ui.run_javascript(f"getHtmlElement({self.element.id}).querySelector('input, button')?.focus()")

    def _build(self) -> None:
        self.element.clear()
        with self.element:
            if self._value is None:
                self._add = button("Contact form", self._begin, kind="quiet", icon="add")
                return
            self._rows = box("st-extra-rows")
            self._kinds = box("st-line st-wrap")
            self._rest(self._value)
        self._build_questions()

    def _build_questions(self) -> None:
        self._rows.clear()
        for place, each in enumerate(self._fields(), 1):
            self._question(place, each)
        self._offer()

    def _offer(self) -> None:
        """What else could be asked."""
        fields = self._fields()
        asked = {each["kind"] for each in fields}
        self._kinds.clear()
        with self._kinds:
            for kind, name in KINDS.items():
                if (kind == "text" or kind not in asked) and len(fields) < MAX_FIELDS:
                    ask = button(name, partial(self._ask, kind), kind="quiet", icon="add")
                    ask.props["aria-label"] = f"Ask: {name}"

    def _question(self, place: int, each: dict[str, Any]) -> PlainInput:
        with self._rows, box("st-extra-row"):
            words = PlainInput(
                each["label"],
                lambda value: self._change_field(each["id"], label=str(value)),
                kind="text",
                label=f"Question {place}",
                placeholder="What do you want to know?",
            )
            with words:
                EmojiButton()
            required = ui.checkbox("Required", value=each["required"])
            required.on_value_change(lambda event: self._change_field(each["id"], required=bool(event.value)))
            icon_button("close", f"Remove question {place}", lambda: self._remove(each["id"]))
        return words

    def _rest(self, form: Form) -> None:
        with box("st-extra-parts"):
            self._part(form, "consent", "Consent", "You may write to me about my question.")
            self._part(form, "consent_link", "Link of the consent", "/privacy")
            self._part(form, "submit", "Words on the button", "Send")
        button("Remove the contact form", self._drop, kind="quiet", icon="delete")

    def _part(self, form: Form, name: str, label: str, example: str) -> None:
        with box("st-field"):
            text(label, "st-label")
            put = partial(self._put, name)
            with PlainInput(form[name], put, kind="text", label=label, placeholder=example):
                if name != "consent_link":
                    EmojiButton()

    def _put(self, name: str, value: Any) -> None:
        self._change(**{name: str(value)})

    def _begin(self) -> None:
        self._tell(new_form())
        self._build()

    def _drop(self) -> None:
        before = self._value
        self._tell(None)
        self._build()
        undo("Contact form removed", lambda: self._restore(before))

    def _restore(self, form: Form | None) -> None:
        self._tell(form)
        self._build()

    def _ask(self, kind: str) -> None:
        label = "" if kind == "text" else KINDS[kind]
        field = {"id": secrets.token_hex(4), "kind": kind, "label": label, "required": kind != "name"}
        self._change(fields=[*self._fields(), field])
        self._question(len(self._fields()), field).focus()
        self._offer()

    def _remove(self, field_id: str) -> None:
        fields = self._fields()
        place = next(place for place, each in enumerate(fields) if each["id"] == field_id)
        self._change(fields=[*fields[:place], *fields[place + 1 :]])
        self._build_questions()
        undo("Question removed", lambda: self._put_back(fields[place], place))

    def _put_back(self, field: dict[str, Any], place: int) -> None:
        fields = self._fields()
        self._change(fields=[*fields[:place], field, *fields[place:]])
        if self._value is not None:
            self._build_questions()

    def _change_field(self, field_id: str, **parts: Any) -> None:
        self._change(fields=[{**each, **parts} if each["id"] == field_id else each for each in self._fields()])

    def _fields(self) -> list[dict[str, Any]]:
        return list(self._value["fields"]) if self._value else []

    def _change(self, **parts: Any) -> None:
        if self._value is not None:
            self._tell({**self._value, **parts})

    def _tell(self, value: Form | None) -> None:
        self._value = value
        self._on_change(value)
