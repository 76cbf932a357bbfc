"""Pure edits of a rule tree by node id: each returns a new rule and leaves the old one alone.

A rule in the making may have problems; edits only need its groups to be groups.
"""

from __future__ import annotations

import copy
import secrets
from collections.abc import Callable
from typing import Any

from core.errors import Conflict, NotFound
from core.i18n import _
from core.rules.tree import SCHEMA, Match, Rule, is_group, walk

_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


def new_id() -> str:
    """A short id of a node: 32^6 of them, so that two edits in two tabs don't meet."""
    return "".join(secrets.choice(_LETTERS) for _ in range(6))


def new_rule(match: Match = "all") -> Rule:
    """An empty rule: every visitor."""
    return {"schema": SCHEMA, "match": match, "rules": []}


def new_group(match: Match = "all", rules: list[Rule] | None = None) -> Rule:
    """A group to add."""
    return {"id": new_id(), "match": match, "rules": copy.deepcopy(rules or [])}


def new_condition(fact: str, operator: str | None = None, value: object = None, key: str | None = None) -> Rule:
    """A condition to add; what isn't chosen yet is left out."""
    fields = {"fact": fact, "key": key, "operator": operator, "value": copy.deepcopy(value)}
    return {"id": new_id(), **{name: given for name, given in fields.items() if given is not None}}


def with_ids(rule: Rule) -> Rule:
    """A sound rule with an id on every node below the root; the same rule if they are there.

    New ids are made from the places, so that everybody who opens the same rule names its nodes alike.
    """
    below = [(node, place) for _, node, place in walk(rule) if place]
    given = [node.get("id") for node, _ in below]
    if all(isinstance(each, str) and each for each in given) and len(set(given)) == len(given):
        return rule
    named = copy.deepcopy(rule)
    taken = {each for each in given if isinstance(each, str)}
    seen: set[str] = set()
    for _id, node, place in walk(named):
        name = node.get("id")
        if place and (not isinstance(name, str) or not name or name in seen):
            name = "n" + "-".join(map(str, place))
            while name in taken:
                name += "x"
            node["id"] = name
            taken.add(name)
        seen.add(str(name))
    return named


def find(rule: Rule, node_id: str) -> Rule:
    """The node of this id (the root's is "root" unless it has its own). Raises NotFound."""
    return _at(rule, _place(rule, node_id))


def add(rule: Rule, parent_id: str, node: Rule, at: int | None = None) -> Rule:
    """Put a node into a group, at the end unless `at` says where; ids that are missing or taken are made anew.

    Raises NotFound if there is no such group.
    """
    place = _place(rule, parent_id, group=True)
    taken = {name for name, _, _ in walk(rule)}
    fresh = _with_ids(copy.deepcopy(node), taken)
    return _changed(rule, place, lambda parent: {**parent, "rules": _inserted(parent["rules"], fresh, at)})


def remove(rule: Rule, node_id: str) -> Rule:
    """Take a node away, with all that is in it. Raises NotFound; Conflict for the root, which stays."""
    place = _place(rule, node_id)
    if not place:
        raise Conflict("root_stays", _("The outermost group can't be taken away. Take away what is in it."))
    return _without(rule, place)


def update(rule: Rule, node_id: str, **changes: Any) -> Rule:
    """Change fields of a node; None takes a field away. Raises NotFound."""
    place = _place(rule, node_id)

    def changed(node: Rule) -> Rule:
        merged = {**node, **copy.deepcopy(changes)}
        return {name: given for name, given in merged.items() if given is not None or name not in changes}

    return _changed(rule, place, changed)


def move(rule: Rule, node_id: str, parent_id: str, at: int | None = None) -> Rule:
    """Move a node into a group, to position `at` among the children that it then has (None: to the end).

    Raises NotFound; Conflict if the node would come into itself.
    """
    place = _place(rule, node_id)
    if not place:
        raise Conflict("root_stays", _("The outermost group can't be moved. Move what is in it."))
    if _place(rule, parent_id, group=True)[: len(place)] == place:
        raise Conflict("moved_into_itself", _("A group can't be moved into itself. Choose a group outside of it."))
    node = find(rule, node_id)
    # The node leaves first; a parent without an id of its own is found again by its place.
    target = _after_removal(_place(rule, parent_id, group=True), place)
    return _changed(
        _without(rule, place), target, lambda parent: {**parent, "rules": _inserted(parent["rules"], node, at)}
    )


def _place(rule: Rule, node_id: str, *, group: bool = False) -> tuple[int, ...]:
    for name, node, place in walk(rule):
        if name == node_id and (not group or is_group(node)):
            return place
    if group:
        message = _("The group is not there any more. Reload the page to see the present state.")
    else:
        message = _("The condition or group is not there any more. Reload the page to see the present state.")
    raise NotFound("node_unknown", message)


def _at(rule: Rule, place: tuple[int, ...]) -> Rule:
    for index in place:
        rule = rule["rules"][index]
    return rule


def _changed(rule: Rule, place: tuple[int, ...], change: Callable[[Rule], Rule]) -> Rule:
    """A copy along the path to the node; what lies beside it is shared."""
    if not place:
        return change(rule)
    first, *rest = place
    children = list(rule["rules"])
    children[first] = _changed(children[first], tuple(rest), change)
    return {**rule, "rules": children}


def _without(rule: Rule, place: tuple[int, ...]) -> Rule:
    gone = place[-1]
    return _changed(
        rule, place[:-1], lambda parent: {**parent, "rules": parent["rules"][:gone] + parent["rules"][gone + 1 :]}
    )


def _after_removal(place: tuple[int, ...], removed: tuple[int, ...]) -> tuple[int, ...]:
    level = len(removed) - 1
    if place[:level] == removed[:level] and len(place) > level and place[level] > removed[level]:
        return (*place[:level], place[level] - 1, *place[level + 1 :])
    return place


def _inserted(children: list[Rule], node: Rule, at: int | None) -> list[Rule]:
    index = len(children) if at is None else max(0, min(at, len(children)))
    return [*children[:index], node, *children[index:]]


def _with_ids(node: Rule, taken: set[str]) -> Rule:
    for _id, inner, _place in walk(node):
        inner.pop("schema", None)
        while not isinstance(inner.get("id"), str) or not inner["id"] or inner["id"] in taken:
            inner["id"] = new_id()
        taken.add(inner["id"])
    return node
