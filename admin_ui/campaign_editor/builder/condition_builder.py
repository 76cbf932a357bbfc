"""The visual condition builder: every edit that a marketer can make."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from admin_ui.campaign_editor.builder.groups import GroupView
from admin_ui.campaign_editor.builder.menu import menu_items
from admin_ui.campaign_editor.builder.nodes import Controls
from admin_ui.campaign_editor.builder.rule_values import (
    Place,
    conditions_in,
    depth_of,
    fresh_condition,
    height_of,
    one_step,
    place_of,
)
from admin_ui.campaign_editor.builder.tree_view import TreeView
from admin_ui.components.basics import box, button, icon, text
from admin_ui.components.toast import toast
from core.campaigns.draft_problems import DraftProblem
from core.conditions import ConditionType
from core.errors import SmartTriggerError
from core.i18n import _, ngettext
from core.i18n.figures import number
from core.rules import (
    MAX_DEPTH,
    Match,
    Rule,
    add,
    find,
    is_group,
    is_sound,
    move,
    new_group,
    new_rule,
    remove,
    update,
    walk,
    with_ids,
)
from core.rules.review import Remark
from core.sites import Site


class ConditionBuilder(Controls):
    """Shows a rule and edits it.

    `on_change` gets every new rule, and the id of the row that one types in key by key or None; `say_lost` tells what
    the edit made last has taken away. `just_added` is kept up with the rows in which nothing was filled in yet.
    """

    def __init__(
        self,
        rule: Rule,
        types: Mapping[str, ConditionType],
        on_change: Callable[[Rule, object], None],
        say_lost: Callable[[str], None],
        *,
        site: Site,
        just_added: set[str],
        without_memory: bool = False,
    ) -> None:
        self.types = types
        self.items = menu_items(types)
        self.site = site
        self.without_memory = without_memory
        self.rule = rule
        self._on_change = on_change
        self.say_lost = say_lost
        self._tree: TreeView | None = None
        self._just_added = just_added
        self._problems: Sequence[DraftProblem] = ()
        self._remarks: Sequence[Remark] = ()
        self.element = box("st-builder")
        self.element.props["data-builder"] = ""
        self._draw()

    def show(self, rule: Rule) -> None:
        """Take over a rule that was changed elsewhere."""
        before, self.rule = self.rule, with_ids(rule) if is_sound(rule) else rule
        if before != self.rule:
            self._draw()

    def show_without_memory(self, without_memory: bool) -> None:
        """Somebody else has changed whether visitors without cookies see the campaign."""
        self.without_memory = without_memory
        if self._tree is not None:
            self._tree.show_hints()

    def show_site(self, site: Site) -> None:
        """The site was changed, or is another one."""
        if site != self.site:
            self.site = site
            if self._tree is not None:
                self._tree.show_hints()

    def show_problems(self, problems: Sequence[DraftProblem]) -> None:
        """Show each problem at its row."""
        self._problems = problems
        if self._tree is not None:
            self._tree.show_problems(problems)

    def show_remarks(self, remarks: Sequence[Remark], *, quietly: bool) -> None:
        """Show at each node what may not have been meant; `quietly`, as long as nobody waits for it."""
        self._remarks = remarks
        if self._tree is not None:
            self._tree.show_remarks(remarks, quietly=quietly)

    def focus(self, node_id: str) -> None:
        view = self._tree and self._tree.view(node_id)
        if view:
            view.focus()

    # Controls: what rows and groups ask for

    def add_condition(self, parent: str, fact: str, after: str = "") -> None:
        """Add one at the end of a group, or below another one (its id) as long as that is there."""
        known = {name for name, _, _ in walk(self.rule)}
        place = place_of(self.rule, after) if after in known else None
        fresh = fresh_condition(self.types[fact])
        self._insert(place.parent if place else parent, fresh, place.at + 1 if place else None)

    def add_below(self, after: str) -> None:
        """Let a condition be chosen for below another one (Enter); until one is, nothing is added."""
        self._shown.group(place_of(self.rule, after).parent).open_menu(after)

    def add_group(self, parent: str) -> None:
        self._insert(parent, new_group(self._other_match(parent)), None)

    def can_add_group(self, parent: str) -> bool:
        return depth_of(self.rule, parent) < MAX_DEPTH

    def change(self, node_id: str, node: Rule) -> None:
        """Take over what was changed within a row."""
        before = find(self.rule, node_id)
        if before.get("fact") != node.get("fact"):
            self._just_added.add(node_id)
        elif "value" in node:
            self._just_added.discard(node_id)
        fields = {name: None for name in before if name not in node}
        rule = update(self.rule, node_id, **{**fields, **node})
        typed = before.get("operator") == node.get("operator")
        self.rule = rule
        self._shown.holds(rule)
        self._on_change(rule, node_id if typed else None)

    def set_match(self, node_id: str, match: str) -> None:
        self._edit(update(self.rule, node_id, match=match))

    def remove(self, node_id: str) -> None:
        node, place = find(self.rule, node_id), place_of(self.rule, node_id)
        self._just_added -= {name for name, _, _ in walk(node)}
        self._edit(remove(self.rule, node_id))
        self._shown.group(place.parent).focus_child(place.at)
        self._say_removed(node)

    def duplicate(self, node_id: str) -> None:
        place = place_of(self.rule, node_id)
        node = {name: value for name, value in find(self.rule, node_id).items() if name != "id"}
        self._insert(place.parent, node, place.at + 1)

    def step(self, node_id: str, by: int) -> None:
        place = one_step(self.rule, node_id, by)
        if place is not None:
            self.move(node_id, place)

    def move(self, node_id: str, place: Place) -> None:
        """Move a node; where it can't go it stays, and the reason is told."""
        if place == place_of(self.rule, node_id):
            return
        node = find(self.rule, node_id)
        if place.parent in {name for name, _, _ in walk(node)}:
            return
        if is_group(node) and depth_of(self.rule, place.parent) + height_of(node) > MAX_DEPTH:
            toast(_("Groups can be nested {most} deep.").format(most=MAX_DEPTH))
            return
        try:
            self._edit(move(self.rule, node_id, place.parent, place.at))
        except SmartTriggerError as error:
            toast(error.message)
            return
        self._focus_handle(node_id)

    def put_into_group(self, node_id: str) -> None:
        """Wrap a row in a group of its own, so that others can join it."""
        place = place_of(self.rule, node_id)
        if not self.can_add_group(place.parent):
            toast(_("Groups can be nested {most} deep.").format(most=MAX_DEPTH))
            return
        group = new_group(self._other_match(place.parent))
        self._edit(move(add(self.rule, place.parent, group, place.at), node_id, str(group["id"])))
        self._focus_handle(node_id)

    # Within

    @property
    def _shown(self) -> TreeView:
        assert self._tree is not None
        return self._tree

    def _draw(self) -> None:
        """Show the rule as it is now."""
        if not is_sound(self.rule):
            self._unreadable()
            return
        self.rule = with_ids(self.rule)
        if self._tree is not None:
            self._tree.show(self.rule)
        else:
            self.element.clear()
            with self.element:
                self._tree = TreeView(self, self.rule)
        self._tree.show_problems(self._problems)
        self._tree.show_remarks(self._remarks, quietly=True)

    def _unreadable(self) -> None:
        self._tree = None
        self.element.clear()
        with self.element, box("st-note st-note--bad"):
            icon("report")
            text(_("These target customers can't be read. Start them anew; what was there stays among the changes."))
            button(_("Start anew"), lambda: self._edit(new_rule()))

    def _insert(self, parent: str, node: Rule, at: int | None) -> None:
        """Add a node and go to what is to be filled in, or chosen, in it."""
        known = {name for name, _, _ in walk(self.rule)}
        rule = add(self.rule, parent, node, at)
        name = next(each for each, _, _ in walk(rule) if each not in known)
        self._just_added |= {each for each, inner, _ in walk(find(rule, name)) if self._is_blank(inner)}
        self._edit(rule)
        view = self._shown.view(name)
        assert view is not None
        if isinstance(view, GroupView) and not node["rules"]:
            view.open_menu()
        else:
            view.focus()

    def _is_blank(self, node: Rule) -> bool:
        """Whether it is a condition that lacks its name or its value."""
        if is_group(node):
            return False
        kind = self.types.get(str(node.get("fact")))
        return "value" not in node or (kind is not None and kind.takes_key and "key" not in node)

    def _edit(self, rule: Rule) -> None:
        """An edit made here."""
        self.rule = rule
        self._draw()
        self._on_change(self.rule, None)

    def _say_removed(self, node: Rule) -> None:
        count = conditions_in(node)
        if not count:
            words = _("Empty group removed.")
        elif count > 1:
            words = ngettext("{n} condition removed.", "{n} conditions removed.", count).format(n=number(count))
        else:
            words = _("“{name}” removed.").format(name=self._label(node))
        with self.element:  # the row that was clicked is gone
            self.say_lost(words)

    def _focus_handle(self, node_id: str) -> None:
        view = self._shown.view(node_id)
        if view is not None:
            view.focus_handle()

    def _other_match(self, parent: str) -> Match:
        """What a group within this one most often means: the other way to combine."""
        return "all" if find(self.rule, parent).get("match") == "any" else "any"

    def _label(self, node: Rule) -> str:
        kind = self.types.get(str(node.get("fact")))
        return _(kind.label) if kind else str(node.get("fact") or _("Condition"))
