"""The views of a rule's nodes: drawn once, then taken from rule to rule with as little change as there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from admin_ui.campaign_editor.builder.groups import GroupView
from admin_ui.campaign_editor.builder.nodes import Controls, NodeView
from admin_ui.campaign_editor.builder.rows import RowView
from admin_ui.campaign_editor.builder.rule_values import root_id
from core.campaigns.draft_problems import DraftProblem
from core.rules import Rule, is_group, walk
from core.rules.review import Remark


class TreeView:
    """Shows a sound rule whose nodes have ids."""

    def __init__(self, controls: Controls, rule: Rule) -> None:
        self._controls = controls
        self._rule = rule
        self._views: dict[str, NodeView] = {root_id(rule): GroupView(controls, rule, root_id(rule), is_root=True)}
        self._arrange(rule, root_id(rule))
        self._refresh_groups()

    def show(self, rule: Rule) -> None:
        """Take over another rule: rows that are the same stay as they are, with the focus that is in one of them."""
        before, self._rule = self._rule, rule
        nodes = {name: node for name, node, _ in walk(rule)}
        self._delete_gone(before, nodes)
        self._arrange(rule, root_id(rule))
        for name, view in list(self._views.items()):
            if name not in nodes:  # what was in it has moved out by now
                self._views.pop(name).delete()
            elif isinstance(view, RowView):
                view.show(nodes[name])
        self._refresh_groups()

    def holds(self, rule: Rule) -> None:
        """A row has changed in the rule, and shows that already."""
        self._rule = rule

    def show_problems(self, problems: Sequence[DraftProblem]) -> None:
        by_node = {each.node: each for each in problems}
        for name, view in self._views.items():
            view.show_problem(by_node.get(name))

    def show_remarks(self, remarks: Sequence[Remark], *, quietly: bool) -> None:
        by_node = {each.node_id: each.message for each in reversed(remarks)}
        for name, view in self._views.items():
            view.show_remark(by_node.get(name, ""), quietly=quietly)

    def show_hints(self) -> None:
        for view in self._views.values():
            view.show_hint()

    def view(self, name: str) -> NodeView | None:
        return self._views.get(name)

    def group(self, name: str) -> GroupView:
        view = self._views[name]
        assert isinstance(view, GroupView)
        return view

    def _delete_gone(self, before: Rule, nodes: Mapping[str, Rule]) -> None:
        """Delete the views of nodes that are gone and hold nothing that stays."""
        for name, node, _ in walk(before):
            if name in self._views and not any(inner in nodes for inner, _, _ in walk(node)):
                self._views[name].delete()
                for inner, _, _ in walk(node):
                    self._views.pop(inner, None)

    def _arrange(self, group: Rule, name: str) -> None:
        """Let a group show its children in their order, new ones too."""
        children = self.group(name).children
        for at, child in enumerate(group["rules"]):
            own = str(child["id"])
            if own not in self._views:
                with children:
                    self._views[own] = self._draw(child, own)
            standing = children.default_slot.children
            if at >= len(standing) or standing[at] is not self._views[own].element:
                self._views[own].move_into(children, at)
            if is_group(child):
                self._arrange(child, own)

    def _draw(self, node: Rule, name: str) -> NodeView:
        return GroupView(self._controls, node, name) if is_group(node) else RowView(self._controls, node)

    def _refresh_groups(self) -> None:
        for name, node, _ in walk(self._rule):
            if is_group(node):
                self.group(name).refresh(self._rule, self._views)
