"""Two people in one rule: what each changed survives, node by node."""

from __future__ import annotations

import contextlib
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import SmartTriggerError
from core.rules import (
    Rule,
    add,
    changed_nodes,
    find,
    is_group,
    is_sound,
    merge,
    move,
    new_condition,
    new_group,
    remove,
    update,
    walk,
)
from tests.rule_strategies import rules


def condition(name: str, value: object = 1) -> Rule:
    return {"id": name, "fact": "visits", "operator": "at_least", "value": value}


def group(name: str, *children: Rule, match: str = "any") -> Rule:
    return {"id": name, "match": match, "rules": list(children)}


def rule(*children: Rule, match: str = "all") -> Rule:
    return {"schema": 1, "match": match, "rules": list(children)}


A, B, C = condition("a"), condition("b"), condition("c")
BASE = rule(A, group("g", B, C))
X, Y = condition("x"), condition("y")

CASES: list[tuple[str, Rule, Rule, Rule, bool]] = [
    # what, theirs, mine, both, whether theirs had to give way
    ("each changes another condition",
     rule(condition("a", 7), group("g", B, C)), rule(A, group("g", condition("b", 8), C)),
     rule(condition("a", 7), group("g", condition("b", 8), C)), False),
    ("each adds one at the end, theirs first",
     rule(A, group("g", B, C), X), rule(A, group("g", B, C), Y), rule(A, group("g", B, C), X, Y), False),
    ("each adds one, at the beginning and in the group",
     rule(X, A, group("g", B, C)), rule(A, group("g", B, Y, C)), rule(X, A, group("g", B, Y, C)), False),
    ("one removes what the other left alone",
     rule(group("g", B, C)), rule(A, group("g", B)), rule(group("g", B)), False),
    ("both remove the same", rule(group("g", B, C)), rule(group("g", B, C)), rule(group("g", B, C)), False),
    ("one combines otherwise while the other adds",
     rule(A, group("g", B, C, match="none")), rule(A, group("g", B, C, X)),
     rule(A, group("g", B, C, X, match="none")), False),
    ("one moves what the other changes",
     rule(B, A, group("g", C)), rule(A, group("g", condition("b", 9), C)),
     rule(condition("b", 9), A, group("g", C)), False),
    ("one orders anew while the other adds",
     rule(A, group("g", B, C), X), rule(group("g", C, B), A), rule(group("g", C, B), A, X), False),
    ("the same condition: the later wins",
     rule(condition("a", 7), group("g", B, C)), rule(condition("a", 8), group("g", B, C)),
     rule(condition("a", 8), group("g", B, C)), True),
    ("the same change by both is no loss",
     rule(condition("a", 7), group("g", B, C)), rule(condition("a", 7), group("g", B, C)),
     rule(condition("a", 7), group("g", B, C)), False),
    ("they remove a group while I, later, change something in it: it stays, whole",
     rule(A), rule(A, group("g", condition("b", 8), C)), rule(A, group("g", condition("b", 8), C)), True),
    ("they remove a group while I, later, add to it",
     rule(A), rule(A, group("g", B, C, X)), rule(A, group("g", B, C, X)), True),
    ("I, later, remove a group while they change something in it: it goes",
     rule(A, group("g", condition("b", 8), C)), rule(A), rule(A), True),
    ("I, later, remove a group while they add to it", rule(A, group("g", B, C, X)), rule(A), rule(A), True),
    ("they remove a group out of which I took a condition",
     rule(A), rule(A, B, group("g", C)), rule(A, B), True),
    ("they put a condition into a group that I remove: it stays where it was",
     rule(group("g", B, C, A)), rule(A), rule(A), True),
]  # fmt: skip


@pytest.mark.parametrize(
    ("theirs", "mine", "both", "lost"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_two_edits_become_one(theirs: Rule, mine: Rule, both: Rule, lost: bool) -> None:
    merged = merge(BASE, theirs, mine)
    assert merged.rule == both
    assert merged.lost is lost


def test_groups_moved_into_each_other_go_as_the_later_one_has_it() -> None:
    base = rule(group("g", A), group("h", B))
    theirs, mine = rule(group("h", B, group("g", A))), rule(group("g", A, group("h", B)))
    merged = merge(base, theirs, mine)
    assert (merged.rule, merged.lost) == (mine, True)


def test_rules_that_came_without_ids_are_merged_by_their_places() -> None:
    def bare(first: int, second: int) -> Rule:
        return rule(*({"fact": "visits", "operator": "at_least", "value": each} for each in (first, second)))

    merged = merge(bare(1, 1), bare(7, 1), bare(1, 8))
    assert [each["value"] for each in merged.rule["rules"]] == [7, 8]


@pytest.mark.parametrize("broken", [{"match": "all"}, {"match": "all", "rules": [1]}, {}])
def test_where_a_rule_can_not_be_taken_apart_the_later_one_stands(broken: Rule) -> None:
    assert merge(BASE, broken, rule(A)).rule == rule(A)
    assert merge(BASE, rule(A), broken).rule == broken
    assert merge(broken, rule(A), rule(B)).rule == rule(B)
    assert changed_nodes(broken, BASE) == frozenset()


def test_what_was_changed_is_told_by_node() -> None:
    after = rule(group("g", condition("b", 9), C, X))
    assert changed_nodes(BASE, after) == {"a", "b", "x"}
    assert changed_nodes(BASE, BASE) == frozenset()


def edited(start: Rule, dice: random.Random, marker: str) -> Rule:
    """The rule after a few random edits."""
    now = start
    for turn in range(dice.randrange(4)):
        names = [name for name, _, place in walk(now) if place]
        groups = [name for name, node, _ in walk(now) if is_group(node)]
        with contextlib.suppress(SmartTriggerError):
            act = dice.randrange(5)
            if act == 0 or not names:
                node = new_condition("visits") if dice.randrange(2) else new_group()
                now = add(now, dice.choice(groups), {**node, "id": f"{marker}{turn}"}, dice.randrange(4))
            elif act == 1:
                now = remove(now, dice.choice(names))
            elif act == 2:
                name = dice.choice(names)
                field: dict[str, Any] = {"match": "none"} if is_group(find(now, name)) else {"value": f"{marker}{turn}"}
                now = update(now, name, **field)
            else:
                now = move(now, dice.choice(names), dice.choice(groups), dice.randrange(4))
    return now


@given(rules(), st.randoms(use_true_random=False))
def test_whatever_two_people_do_the_rule_stays_a_rule_and_nothing_of_mine_is_lost(
    base: Rule, dice: random.Random
) -> None:
    theirs, mine = edited(base, dice, "t"), edited(base, dice, "m")
    merged = merge(base, theirs, mine).rule
    assert is_sound(merged)
    names = [name for name, _, _ in walk(merged)]
    assert len(set(names)) == len(names)
    before, left, kept = ({name: node for name, node, _ in walk(each)} for each in (base, merged, mine))
    for name in changed_nodes(base, mine):
        own = kept.get(name)
        if own is None:
            assert name not in left
        elif not is_group(own) and own != before.get(name):  # else only moved, so that their words stay in it
            assert left[name] == own


@given(rules(), st.randoms(use_true_random=False))
def test_whoever_edits_alone_gets_just_that(base: Rule, dice: random.Random) -> None:
    after = edited(base, dice, "e")
    assert merge(base, base, after).rule == after
    assert merge(base, after, base).rule == after
    assert merge(base, after, after).rule == after
    assert not merge(base, after, base).lost
