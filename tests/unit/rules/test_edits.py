"""Edits return a new rule and leave the old one."""

from __future__ import annotations

import copy

import pytest

from core.errors import Conflict, NotFound
from core.rules import (
    ROOT,
    Rule,
    add,
    check,
    compile_rule,
    find,
    move,
    new_condition,
    new_group,
    new_rule,
    remove,
    update,
    walk,
)
from tests.rule_strategies import TYPES
from tests.unit.rules.conftest import PAGE, TIME, VISITS, group, ids


def start() -> Rule:
    return {"schema": 1, **group("all", PAGE, group("any", VISITS, TIME, id="g"), group("none", id="h"))}


def test_edits_return_a_new_rule_and_leave_the_old_one() -> None:
    rule = start()
    before = copy.deepcopy(rule)
    add(rule, "g", new_condition("page"))
    remove(rule, "v")
    update(rule, "v", value=5)
    move(rule, "v", "h")
    assert rule == before


def test_a_node_is_added_where_it_is_wanted() -> None:
    node = {**new_condition("visits", "at_least", 4), "id": "n"}
    assert ids(add(start(), "g", node), "g") == ["v", "t", "n"]
    assert ids(add(start(), ROOT, node, at=0), ROOT) == ["n", "p", "g", "h"]


def test_an_added_node_gets_ids_that_nobody_has() -> None:
    rule = add(start(), "h", group("any", VISITS, {"fact": "page"}))
    names = [name for name, _, _ in walk(rule)]
    assert len(set(names)) == len(names) == 9
    assert all(isinstance(node.get("id"), str) for name, node, _ in walk(rule) if name != ROOT)


def test_a_node_is_removed_with_what_is_in_it() -> None:
    assert ids(remove(start(), "g"), ROOT) == ["p", "h"]


def test_fields_are_changed_and_taken_away() -> None:
    changed = find(update(start(), "v", operator="is_set", value=None), "v")
    assert changed == {"id": "v", "fact": "visits", "operator": "is_set"}
    assert update(start(), ROOT, match="any")["match"] == "any"


@pytest.mark.parametrize(
    ("node", "parent", "at", "expected"),
    [
        ("p", "g", 1, {ROOT: ["g", "h"], "g": ["v", "p", "t"]}),
        ("p", ROOT, None, {ROOT: ["g", "h", "p"]}),
        ("h", ROOT, 0, {ROOT: ["h", "p", "g"]}),
        ("t", "g", 0, {"g": ["t", "v"]}),
        ("g", "h", None, {ROOT: ["p", "h"], "h": ["g"], "g": ["v", "t"]}),
    ],
)
def test_a_node_is_moved(node: str, parent: str, at: int | None, expected: dict[str, list[str]]) -> None:
    moved = move(start(), node, parent, at)
    assert {name: ids(moved, name) for name in expected} == expected


def test_edits_say_what_they_can_not_do() -> None:
    rule = add(start(), "g", new_group("all"))
    inner = ids(rule, "g")[-1]
    for node, parent in (("g", inner), ("g", "g")):
        with pytest.raises(Conflict):
            move(rule, node, parent)
    with pytest.raises(Conflict):
        remove(rule, ROOT)
    with pytest.raises(NotFound):
        remove(rule, "x")
    with pytest.raises(NotFound):
        add(rule, "v", VISITS)
    with pytest.raises(NotFound):
        move(rule, "v", "t")


def test_a_new_rule_means_everybody() -> None:
    assert check(new_rule(), TYPES) == []
    assert compile_rule(new_rule(), TYPES).simplify({}) is True
