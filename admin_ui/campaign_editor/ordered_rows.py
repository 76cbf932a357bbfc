"""Rows that are put in order by hand, as a message's buttons and a form's questions are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from nicegui import ui
from nicegui.events import GenericEventArguments

from admin_ui.components.basics import box, icon, icon_button
from admin_ui.components.choosers import Control
from admin_ui.components.row_menu import Action, row_menu
from core.i18n import _

Row = dict[str, Any]
"""Plain data with an id; never changed in place."""
Rows = list[Row]


@dataclass(frozen=True, slots=True)
class RowWords:
    """What is said of a row, by its place: `{n}`."""

    actions: str
    move: str
    remove: str
    removed: str


@dataclass
class RowView:
    """A row on the page; `fields` is where its own controls stand."""

    row: Row
    element: ui.element
    fields: ui.element
    named: list[tuple[ui.element, str]] = field(default_factory=list)
    parts: dict[str, Control] = field(default_factory=dict)

    def call(self, element: ui.element, words: str) -> None:
        """Name a control after the place of its row, `{n}`."""
        self.named.append((element, words))

    def edit(self, part: str, control: Control, words: str) -> None:
        """Say which part of the row a control edits, and name it."""
        self.parts[part] = control
        self.call(control, words)

    def number(self, place: int) -> None:
        for element, words in self.named:
            name = words.format(n=place)
            if isinstance(element, Control):
                element.props["label"] = name
            else:
                element.props["aria-label"] = element.props["title"] = name

    def focus(self) -> None:
        self.element.client.run_javascript(f"stRows.focus({self.element.id})")

    def focus_handle(self) -> None:
        self.element.client.run_javascript(f"stRows.focus({self.element.id}, '[data-handle]')")


class OrderedRows:
    """Draws rows and changes them; a row that stays as it is keeps its elements, with the focus in one of them.

    `draw` puts a row's controls into it. `on_change` gets new rows, and the place where one types key by key or None;
    `say_lost` tells what the change made last has taken away.
    """

    def __init__(
        self,
        rows: Sequence[Row],
        draw: Callable[[RowView], None],
        on_change: Callable[[Rows, object], None],
        say_lost: Callable[[str], None],
        words: RowWords,
    ) -> None:
        self._draw = draw
        self._on_change = on_change
        self._say_lost = say_lost
        self._words = words
        self._views: dict[str, RowView] = {}
        self.element = box("st-extra-rows")
        self.element.props["data-children"] = ""
        self.show(rows)

    @property
    def rows(self) -> Rows:
        return [view.row for view in self._views.values()]

    def show(self, rows: Sequence[Row]) -> None:
        """Take over rows that were changed elsewhere."""
        before, self._views = self._views, {}
        for at, row in enumerate(rows):
            view = before.get(row["id"])
            if view is None or view.row != row:
                view = self._view(row)
            self._views[row["id"]] = view
            standing = self.element.default_slot.children
            if at >= len(standing) or standing[at] is not view.element:
                view.element.move(self.element, target_index=at)
        for name, view in before.items():
            if self._views.get(name) is not view:
                view.element.delete()
        self._number()

    def focus(self, name: str, part: str) -> bool:
        """Go to what edits a part of a row, if there is such a one."""
        control = self._views[name].parts.get(part) if name in self._views else None
        if control is not None:
            control.focus()
        return control is not None

    def add(self, row: Row) -> None:
        """Add a row at the end and go to it."""
        self._take([*self.rows, row])
        self._views[row["id"]].focus()

    def change(self, name: str, part: str, value: Any, *, typed: bool = False) -> None:
        """Take over what is shown in a row already, `typed` key by key or not."""
        view = self._views[name]
        view.row = {**view.row, part: value}
        self._on_change(self.rows, (name, part) if typed else None)

    def place(self, name: str, at: int) -> None:
        """Move a row to another place; beyond an end it stays there."""
        rows = self.rows
        row = self._views[name].row
        others = [each for each in rows if each is not row]
        moved = [*others[: max(at, 0)], row, *others[max(at, 0) :]]
        if moved != rows:
            self._take(moved)
            self._views[name].focus_handle()

    def step(self, name: str, by: int) -> None:
        self.place(name, list(self._views).index(name) + by)

    def remove(self, name: str) -> None:
        at = list(self._views).index(name)
        self._take([each for each in self.rows if each["id"] != name])
        with self.element:  # the row that was clicked is gone
            self._say_lost(self._words.removed)
        left = list(self._views.values())
        if left:
            left[min(at, len(left) - 1)].focus_handle()

    def _take(self, rows: Rows) -> None:
        self.show(rows)
        self._on_change(self.rows, None)

    def _number(self) -> None:
        for place, view in enumerate(self._views.values(), 1):
            view.number(place)

    def _view(self, row: Row) -> RowView:
        name = row["id"]
        with self.element, box("st-extra-row") as element:
            handle = box("st-handle", "button").props("type=button draggable=true data-handle")
            with handle:
                icon("drag_indicator")
            view = RowView(row, element, box("st-extra-fields"))
            view.call(handle, self._words.move)
            with view.fields:
                self._draw(view)
            with box("st-node-tools", "span"):
                actions = [
                    Action(_("Move up"), "arrow_upward", partial(self.step, name, -1)),
                    Action(_("Move down"), "arrow_downward", partial(self.step, name, 1)),
                ]
                view.call(row_menu("", actions, "more_vert"), self._words.actions)
                view.call(icon_button("close", "", partial(self.remove, name)), self._words.remove)
        element.props["data-node"] = name
        element.on("node-move.stop", lambda event: self.step(name, int(event.args["detail"])), args=["detail"])
        element.on("node-drop.stop", partial(self._dropped, name), args=["detail"])
        return view

    def _dropped(self, name: str, event: GenericEventArguments) -> None:
        detail = event.args["detail"]
        if isinstance(detail, dict) and isinstance(detail.get("at"), int) and name in self._views:
            self.place(name, detail["at"])
