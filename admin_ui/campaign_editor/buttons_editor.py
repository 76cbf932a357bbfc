"""Edits the buttons under a message: a row each, with its words, what it does, and where it leads."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from nicegui import ui

from admin_ui.campaign_editor.merge_form import label_tools
from admin_ui.campaign_editor.ordered_rows import OrderedRows, Rows, RowView, RowWords
from admin_ui.components.basics import box, button
from admin_ui.components.choosers import NativeSelect, PlainInput
from core.i18n import _
from core.messages.buttons import ACTIONS, MAX_BUTTONS


class ButtonsEditor:
    """Holds a draft's buttons; `on_change` and `say_lost` as in OrderedRows."""

    def __init__(self, value: Rows, on_change: Callable[[Rows, object], None], say_lost: Callable[[str], None]) -> None:
        self._on_change = on_change
        words = RowWords(
            actions=_("Actions for button {n}"),
            move=_("Move button {n}: drag, or Alt with the arrow keys"),
            remove=_("Remove button {n}"),
            removed=_("Button removed"),
        )
        with box("st-extras") as self.element:
            self._rows = OrderedRows(value, self._draw, self._changed, say_lost, words)
            self._add = button(_("Button"), self._append, kind="quiet", icon="add")
            self._add.props["data-leads-on"] = ""
        self._count()

    def show(self, value: Rows) -> None:
        """Show what was made of them elsewhere."""
        self._rows.show(value)
        self._count()

    def focus(self, name: str, part: str) -> None:
        """Go to a part of a button where something is mended, or to the first there is."""
        if not self._rows.focus(name, part):
            ui.run_javascript(f"stRows.focus({self.element.id})")

    def _draw(self, view: RowView) -> None:
        row, name = view.row, view.row["id"]

        def act(action: str) -> None:
            self._rows.change(name, "action", action)
            leads.set_visibility(action == "link")

        words = PlainInput(
            row["label"],
            lambda typed: self._rows.change(name, "label", str(typed), typed=True),
            kind="text",
            label="",
            placeholder=_("Words"),
        ).classes("st-extra-first")
        label_tools(words)
        does = NativeSelect([(key, _(said)) for key, said in ACTIONS.items()], row["action"], act, label="")
        leads = PlainInput(
            row["link"],
            lambda typed: self._rows.change(name, "link", str(typed), typed=True),
            kind="address",
            label="",
            placeholder=_("https://… or /page"),
        )
        leads.set_visibility(row["action"] == "link")
        view.edit("label", words, _("Button {n}: words"))
        view.edit("action", does, _("Button {n}: what it does"))
        view.edit("link", leads, _("Button {n}: address"))

    def _append(self) -> None:
        self._rows.add({"id": secrets.token_hex(4), "label": "", "action": "link", "link": ""})

    def _changed(self, rows: Rows, what: object) -> None:
        self._on_change(rows, what)
        self._count()

    def _count(self) -> None:
        self._add.set_visibility(len(self._rows.rows) < MAX_BUTTONS)
