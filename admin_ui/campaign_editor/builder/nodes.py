"""What a condition and a group have in common on the page, and what they can ask the builder for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from nicegui import ui
from nicegui.events import GenericEventArguments

from admin_ui.campaign_editor.builder.rule_values import Place
from admin_ui.components.basics import box, icon, icon_button, text
from admin_ui.components.choosers import Item
from admin_ui.components.row_menu import Action, row_menu
from core.campaigns.draft_problems import DraftProblem
from core.conditions import ConditionType
from core.i18n import N_, _
from core.rules import Rule
from core.sites import Site

HANDLE = N_("Move {what}: drag, or Alt with the arrow keys")


class Controls(Protocol):
    """What rows and groups can ask the builder for."""

    types: Mapping[str, ConditionType]
    items: Sequence[Item]
    site: Site
    """The campaign's site as it is now."""
    without_memory: bool
    """Whether the campaign shows to visitors of whom nothing is remembered, too."""
    say_lost: Callable[[str], None]
    """Says what the edit made last has taken away, with the way back."""

    def add_condition(self, parent: str, fact: str, after: str = "") -> None: ...
    def add_below(self, after: str) -> None: ...
    def add_group(self, parent: str) -> None: ...
    def can_add_group(self, parent: str) -> bool: ...
    def change(self, node_id: str, node: Rule) -> None: ...
    def set_match(self, node_id: str, match: str) -> None: ...
    def remove(self, node_id: str) -> None: ...
    def duplicate(self, node_id: str) -> None: ...
    def step(self, node_id: str, by: int) -> None: ...
    def move(self, node_id: str, place: Place) -> None: ...
    def put_into_group(self, node_id: str) -> None: ...


class NodeView:
    """A row or a group with the connective before it. static/rows.js and builder.js send what hands ask for."""

    def __init__(self, controls: Controls, name: str) -> None:
        self.controls = controls
        self.name = name
        self._named: list[tuple[ui.element, str]] = []
        self.element = box("st-node")
        self.element.props["data-node"] = name
        with self.element:
            self._connective = text("", "st-connective", "span")
        self.connect("")
        self.element.on("node-move.stop", lambda event: controls.step(name, int(event.args["detail"])), args=["detail"])
        self.element.on("node-add.stop", lambda: controls.add_below(name))
        self.element.on("node-remove.stop", lambda: controls.remove(name))
        self.element.on("node-drop.stop", self._dropped, args=["detail"])

    def connect(self, words: str) -> None:
        """Show how this stands to what is before it; "" for the first one."""
        self._connective.set_text(words)
        self._connective.set_visibility(bool(words))

    def delete(self) -> None:
        self.element.delete()

    def move_into(self, container: ui.element, at: int) -> None:
        self.element.move(container, target_index=at)

    def show_problem(self, problem: DraftProblem | None) -> None:
        raise NotImplementedError

    def show_hint(self) -> None:
        """Say what is to be known of the observation."""

    def show_remark(self, words: str, *, quietly: bool) -> None:
        """Say what may not have been meant; nothing is wrong with it, so it is not red. "" for nothing.

        `quietly`: nothing moves by it; what does not stand open is told by a mark, which opens it.
        """
        opens = bool(words) and (self._remark.visible or not quietly)
        self._remark_words.set_text(words if opens else "")
        self._remark.set_visibility(opens)
        self._remarked = words
        self._remark_mark.set_visibility(bool(words) and not opens)
        said = _("Remark: {words}").format(words=words)
        self._remark_mark.props["aria-label"] = self._remark_mark.props["title"] = said

    def focus(self) -> None:
        """Go to what is to be filled in."""
        self.element.client.run_javascript(f"stBuilder.focus({self.element.id})")

    def focus_handle(self) -> None:
        self.element.client.run_javascript(f"stRows.focus({self.element.id}, '[data-handle]')")

    def _remark_line(self) -> None:
        """The place for a remark, and the mark at the edge that opens it."""
        self._remark_mark = icon_button("lightbulb", "", self._open_remark).classes("st-remark-mark")
        self._remark_mark.set_visibility(False)
        with box("st-remark").props("role=note") as self._remark:
            icon("lightbulb")
            self._remark_words = text("")
        self._remark.set_visibility(False)

    def _open_remark(self) -> None:
        self.show_remark(self._remarked, quietly=False)

    def _dropped(self, event: GenericEventArguments) -> None:
        detail = event.args["detail"]
        if isinstance(detail, dict) and isinstance(detail.get("at"), int):
            self.controls.move(self.name, Place(str(detail.get("parent")), detail["at"]))

    def _tools(self, what: str, *, group: bool) -> None:
        """The menu and the cross at the end."""
        name, controls = self.name, self.controls

        def actions() -> list[Action]:
            found = [
                Action(_("Duplicate"), "content_copy", lambda: controls.duplicate(name)),
                Action(_("Move up"), "arrow_upward", lambda: controls.step(name, -1)),
                Action(_("Move down"), "arrow_downward", lambda: controls.step(name, 1)),
            ]
            if not group:
                found.append(Action(_("Put into a group"), "data_object", lambda: controls.put_into_group(name)))
            return found

        with box("st-node-tools", "span"):
            more = row_menu("", actions, "more_vert")
            remove = icon_button("close", "", lambda: controls.remove(name))
        self._named += [(more, N_("Actions for {what}")), (remove, N_("Remove {what}"))]
        self._call_them(what)

    def _call_them(self, what: str) -> None:
        """Name the controls after what they belong to."""
        for element, words in self._named:
            element.props["aria-label"] = _(words).format(what=what)
            if words != HANDLE:
                element.props["title"] = _(words).format(what=what)

    def _handle(self) -> None:
        handle = box("st-handle", "button").props("type=button draggable=true")
        handle.props["data-handle"] = ""
        self._named.append((handle, HANDLE))
        handle.props["title"] = _("Drag, or Alt + ↑ ↓")
        with handle:
            icon("drag_indicator")
