"""Two edits of the same rule as one: what each changed survives, node by node; where both changed one, mine wins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from core.rules.edits import with_ids
from core.rules.tree import Rule, is_group, is_sound, walk

_TOP: Final = ""
"""The root's name here, whatever its id."""


@dataclass(frozen=True, slots=True)
class Merge:
    """The rule that comes of two edits."""

    rule: Rule
    lost: bool
    """Whether something that they changed had to give way."""


@dataclass(frozen=True, slots=True)
class _Node:
    """A node apart from the tree."""

    parent: str | None
    own: Rule
    """Its fields without its children."""
    children: tuple[str, ...] | None
    """None: a condition."""


_Nodes = Mapping[str, _Node]


def merge(base: Rule, theirs: Rule, mine: Rule) -> Merge:
    """Put together what was made of `base` by two people; `mine` was saved later.

    Adding, removing, moving and changing nodes count; a group that one removed while the other changed something in it
    goes as the later one left it. Where a rule can't be taken apart the later one stands.
    """
    if not all(map(is_sound, (base, theirs, mine))):
        return Merge(mine, theirs not in (base, mine))
    b, t, m = _nodes(base), _nodes(theirs), _nodes(mine)
    parents = _parents(b, t, m)
    owns = {name: _own(name, b, t, m) for name in parents}
    rule = _grown(_TOP, owns, _orders(parents, b, t, m))
    if sum(1 for _ in walk(rule)) != len(parents):  # one moved a group into another, the other that one into it
        return Merge(mine, lost=True)
    return Merge(rule, _loses(b, t, _nodes(rule)))


def changed_nodes(before: Rule, after: Rule) -> frozenset[str]:
    """Ids of the nodes that were added, removed, moved to another group or changed; none where a rule is unsound."""
    if not (is_sound(before) and is_sound(after)):
        return frozenset()
    old, new = _nodes(before), _nodes(after)
    return frozenset(
        name for name in {*old, *new} if name not in old or name not in new or _differs(old[name], new[name])
    )


def _nodes(rule: Rule) -> _Nodes:
    found: dict[str, _Node] = {}
    names: dict[tuple[int, ...], str] = {}
    for given, node, place in walk(with_ids(rule)):
        name = names[place] = given if place else _TOP
        children = tuple(str(child["id"]) for child in node["rules"]) if is_group(node) else None
        own = {field: value for field, value in node.items() if field != "rules"}
        found[name] = _Node(names[place[:-1]] if place else None, own, children)
    return found


def _differs(one: _Node, other: _Node) -> bool:
    return one.own != other.own or one.parent != other.parent


def _own(name: str, b: _Nodes, t: _Nodes, m: _Nodes) -> Rule:
    if name not in m or (name in b and name in t and m[name].own == b[name].own):
        return t[name].own
    return m[name].own


def _parents(b: _Nodes, t: _Nodes, m: _Nodes) -> dict[str, str | None]:
    """The nodes that stay, each with the group that it stands in."""
    kept = _kept(b, t, m)
    parents: dict[str, str | None] = {_TOP: None}
    for name in kept - {_TOP}:
        sides = (m, t) if name in m and (name not in b or m[name].parent != b[name].parent) else (t, m)
        groups = (side[name].parent for side in sides if name in side)
        found = next((group for group in groups if group in kept and _is_group(group, t, m)), None)
        if found is not None:
            parents[name] = found
    while homeless := [name for name, parent in parents.items() if parent is not None and parent not in parents]:
        for name in homeless:
            del parents[name]
    return parents


def _kept(b: _Nodes, t: _Nodes, m: _Nodes) -> set[str]:
    kept = {name for name in {*t, *m} if (name in t and name in m) or name not in b}
    for name in [each for each in m if each not in b or _differs(m[each], b[each])]:
        around: str | None = name
        while around is not None:  # what I changed needs the groups around it, also those that they removed
            kept.add(around)
            around = m[around].parent
    for name in m:  # parents come first: with a group that is brought back comes what I left in it
        parent = m[name].parent
        if name not in t and parent is not None and parent not in t and parent in kept:
            kept.add(name)
    return kept


def _is_group(name: str, t: _Nodes, m: _Nodes) -> bool:
    return all(side[name].children is not None for side in (t, m) if name in side)


def _orders(parents: Mapping[str, str | None], b: _Nodes, t: _Nodes, m: _Nodes) -> dict[str, list[str]]:
    """The children of each group in their order."""
    together: dict[str, set[str]] = {}
    for name, parent in parents.items():
        if parent is not None:
            together.setdefault(parent, set()).add(name)
    return {group: _order(group, members, b, t, m) for group, members in together.items()}


def _order(group: str, members: set[str], b: _Nodes, t: _Nodes, m: _Nodes) -> list[str]:
    first, second = (m, t) if _reordered(group, b, m) else (t, m)
    ordered = [name for name in _children(group, first) if name in members]
    beside = list(_children(group, second))
    rest = [name for name in beside if name in members and name not in ordered]
    for name in rest:
        after = (each for each in beside[beside.index(name) + 1 :] if each in ordered)
        following = next(after, None)
        ordered.insert(len(ordered) if following is None else ordered.index(following), name)
    return ordered + sorted(members.difference(ordered))


def _reordered(group: str, b: _Nodes, m: _Nodes) -> bool:
    before, now = _children(group, b), _children(group, m)
    return [name for name in before if name in now] != [name for name in now if name in before]


def _children(group: str, nodes: _Nodes) -> Iterable[str]:
    return (nodes[group].children or ()) if group in nodes else ()


def _grown(name: str, owns: Mapping[str, Rule], orders: Mapping[str, list[str]]) -> Rule:
    own = owns[name]
    if not is_group(own):
        return own
    return {**own, "rules": [_grown(child, owns, orders) for child in orders.get(name, ())]}


def _loses(b: _Nodes, t: _Nodes, merged: _Nodes) -> bool:
    """Whether anything that they made of the base is not in the merged rule."""
    for name in {*b, *t}:
        now = merged.get(name)
        if name not in t:
            if now is not None:
                return True
            continue
        before, wanted = b.get(name), t[name]
        if (before is None or wanted.own != before.own) and (now is None or now.own != wanted.own):
            return True
        if (before is None or wanted.parent != before.parent) and (now is None or now.parent != wanted.parent):
            return True
    return False
