"""A group of conditions, as it stands on the page."""

from __future__ import annotations

from collections.abc import Mapping

from admin_ui.campaign_editor.builder.nodes import Controls, NodeView
from admin_ui.components.basics import box, button, text
from admin_ui.components.choosers import NativeSelect, Picker
from core.campaigns.draft_problems import DraftProblem
from core.i18n import N_, _, pgettext
from core.rules import MAX_DEPTH, Rule, find

CONNECTIVES = {"all": N_("and"), "any": N_("or"), "none": N_("nor")}


class GroupView(NodeView):
    """A group: how its children combine, the children, and what can be added."""

    def __init__(self, controls: Controls, node: Rule, name: str, *, is_root: bool = False) -> None:
        super().__init__(controls, name)
        self.is_root = is_root
        with self.element, box("st-group st-group--root" if is_root else "st-group"):
            with box("st-group-head"):
                if not is_root:
                    self._handle()
                text(_("Show to visitors who meet") if is_root else _("Meets"), "st-muted", "span")
                self._match = NativeSelect(
                    _matches(),
                    str(node.get("match")),
                    lambda chosen: controls.set_match(name, chosen),
                    label=_("How these conditions combine"),
                )
                text(_("of these"), "st-muted", "span")
                box("st-grow", "span")
                if not is_root:
                    self._tools(_("this group"), group=True)
            self.children = box("st-children")
            self.children.props["data-children"] = name
            self._empty = text("", "st-group-empty")
            with box("st-group-foot"):
                self._add = Picker(
                    controls.items,
                    self._picked,
                    kind="button",
                    placeholder=_("Condition"),
                    icon="add",
                    nothing=_("No condition like that"),
                    leads_on=True,
                )
                self._group_button = button(_("Group"), lambda: controls.add_group(name), kind="quiet", icon="add")
            self._remark_line()
            self._problem = text("", "st-problem").props("role=alert")
        self._problem.set_visibility(False)

    def refresh(self, rule: Rule, views: Mapping[str, NodeView]) -> None:
        """Connectives and limits as they are now; `views` are all nodes by id."""
        node = find(rule, self.name)
        self._match.show(str(node.get("match")))
        word = _(CONNECTIVES.get(str(node.get("match")), ""))
        for index, child in enumerate(node["rules"]):
            views[str(child["id"])].connect(word if index else "")
        empty = not node["rules"]
        self._empty.set_text(self._empty_words(str(node.get("match"))) if empty else "")
        self._empty.set_visibility(empty)
        can = self.controls.can_add_group(self.name)
        self._group_button.set_enabled(can)
        self._group_button.props["title"] = "" if can else _("Groups can be nested {most} deep").format(most=MAX_DEPTH)
        self._group_button.update()

    def show_problem(self, problem: DraftProblem | None) -> None:
        self._problem.set_text(problem.message if problem else "")
        self._problem.set_visibility(problem is not None)

    def _picked(self, fact: str, after: str = "") -> None:
        self.controls.add_condition(self.name, fact, after)

    def open_menu(self, after: str = "") -> None:
        """Let a condition be chosen, to stand below this one or at the end."""
        self._add.open(after)

    def focus_child(self, at: int) -> None:
        """Go on where a child was removed: to the one that took its place, else to the button that adds one."""
        children = self.children.default_slot.children
        if children:
            next_one = children[min(at, len(children) - 1)].id
            self.element.client.run_javascript(f"stRows.focus({next_one}, '[data-handle]')")
        else:
            self._add.focus()

    def _empty_words(self, match: str) -> str:
        if self.is_root:
            return (
                _("Nobody sees it: “Any” of no conditions is never met. Add a condition.")
                if match == "any"
                else _("Every visitor sees it. Add a condition to say who should.")
            )
        if match == "any":
            return _("Nobody meets “Any” of nothing. Add a condition, or remove the group.")
        return _("Nothing in this group yet, so it asks for nothing.")


def _matches() -> list[tuple[str, str]]:
    return [
        ("all", pgettext("of these conditions", "All")),
        ("any", pgettext("of these conditions", "Any")),
        ("none", pgettext("of these conditions", "None")),
    ]
