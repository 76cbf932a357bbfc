"""Edits the contact form of a message: what it asks, what visitors agree to, and its button."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import partial
from typing import Any

from nicegui import ui

from admin_ui.campaign_editor.merge_form import label_tools
from admin_ui.campaign_editor.ordered_rows import OrderedRows, Rows, RowView, RowWords
from admin_ui.components.basics import box, button, text
from admin_ui.components.choosers import PlainInput
from admin_ui.components.held import Checkbox
from core.i18n import _
from core.messages.forms import KINDS, MAX_FIELDS, new_form

Form = dict[str, Any]


class FormEditor:
    """Holds a draft's contact form, or none; `on_change` and `say_lost` as in OrderedRows."""

    def __init__(
        self,
        value: Form | None,
        on_change: Callable[[Form | None, object], None],
        say_lost: Callable[[str], None],
    ) -> None:
        self._value: Form | None = None
        self._on_change = on_change
        self._say_lost = say_lost
        self.element = box("st-extras")
        self._build(value)

    def show(self, value: Form | None) -> None:
        """Show what was made of it elsewhere."""
        if value is None or self._value is None:
            self._build(value)
            return
        self._value = value
        self._rows.show(value["fields"])
        for name, part in self._parts.items():
            part.show(value[name])
        self._offer()

    def focus(self, name: str, part: str) -> None:
        """Go to a part of a question, or of the form itself, where something is mended, or to the first there is."""
        if self._value is not None and part in self._parts:
            self._parts[part].focus()
        elif self._value is None or not self._rows.focus(name, part):
            ui.run_javascript(f"stRows.focus({self.element.id})")

    def _build(self, value: Form | None) -> None:
        self._value = value
        self.element.clear()
        with self.element:
            if value is None:
                button(_("Contact form"), self._begin, kind="quiet", icon="add")
                return
            words = RowWords(
                actions=_("Actions for question {n}"),
                move=_("Move question {n}: drag, or Alt with the arrow keys"),
                remove=_("Remove question {n}"),
                removed=_("Question removed"),
            )
            self._rows = OrderedRows(value["fields"], self._question, self._asked, self._say_lost, words)
            with box("st-line st-wrap"):
                self._asks = {kind: self._ask_button(kind, name) for kind, name in KINDS.items()}
            with box("st-extra-parts"):
                self._parts = {
                    "consent": self._part("consent", _("Consent"), _("You may write to me about my question.")),
                    "consent_link": self._part("consent_link", _("Link of the consent"), "/privacy"),
                    "submit": self._part("submit", _("Words on the button"), _("Send")),
                }
            button(_("Remove the contact form"), self._drop, kind="quiet", icon="delete")
        self._offer()

    def _question(self, view: RowView) -> None:
        row, name = view.row, view.row["id"]
        words = PlainInput(
            row["label"],
            lambda typed: self._rows.change(name, "label", str(typed), typed=True),
            kind="text",
            label="",
            placeholder=_("What do you want to know?"),
        )
        label_tools(words)
        required = Checkbox(_("Required"), value=row["required"])
        required.on_value_change(lambda event: self._rows.change(name, "required", bool(event.value)))
        view.edit("label", words, _("Question {n}"))

    def _part(self, name: str, label: str, example: str) -> PlainInput:
        assert self._value is not None
        with box("st-field"):
            text(label, "st-label")
            put = partial(self._put, name)
            kind = "address" if name == "consent_link" else "text"
            field = PlainInput(self._value[name], put, kind=kind, label=label, placeholder=example)
            if kind == "text":
                label_tools(field)
        return field

    def _ask_button(self, kind: str, name: str) -> ui.button:
        ask = button(_(name), partial(self._ask, kind), kind="quiet", icon="add")
        ask.props["aria-label"] = _("Ask: {what}").format(what=_(name))
        ask.props["data-leads-on"] = ""
        return ask

    def _offer(self) -> None:
        """What else could be asked."""
        fields = self._rows.rows
        asked = {each["kind"] for each in fields}
        for kind, ask in self._asks.items():
            ask.set_visibility((kind == "text" or kind not in asked) and len(fields) < MAX_FIELDS)

    def _ask(self, kind: str) -> None:
        label = "" if kind == "text" else _(KINDS[kind])
        self._rows.add({"id": secrets.token_hex(4), "kind": kind, "label": label, "required": kind != "name"})

    def _begin(self) -> None:
        self._build(new_form())
        self._on_change(self._value, None)

    def _drop(self) -> None:
        self._build(None)
        self._on_change(None, None)
        with self.element:  # the button that was pressed is gone
            self._say_lost(_("Contact form removed"))

    def _asked(self, rows: Rows, what: object) -> None:
        self._change({"fields": rows}, what)
        if what is None:
            self._offer()

    def _put(self, name: str, value: Any) -> None:
        self._change({name: str(value)}, name)

    def _change(self, parts: Form, what: object) -> None:
        if self._value is not None:
            self._value = {**self._value, **parts}
            self._on_change(self._value, what)
