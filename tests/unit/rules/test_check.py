"""What is wrong with a rule is told by node and field, and nothing that comes in raises."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.rules import (
    MAX_NODES,
    ROOT,
    Rule,
    check,
    compile_rule,
    sentence,
)
from core.rules.operands import MAX_VALUES
from tests.rule_strategies import TYPES
from tests.unit.rules.conftest import PAGE, TIME, VISITS, Hostile, _garbage, group


def nested(depth: int) -> Rule:
    rule = group("all")
    for _ in range(depth - 1):
        rule = group("all", rule)
    return rule


def codes(rule: object) -> list[tuple[str, str, str]]:
    return [(problem.node_id, problem.field, problem.code) for problem in check(rule, TYPES)]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (None, (ROOT, "group", "not_a_rule")),
        (VISITS, (ROOT, "group", "not_a_rule")),
        ({**group("all"), "schema": 2}, (ROOT, "group", "unknown_schema")),
        ({**group("all"), "schema": True}, (ROOT, "group", "unknown_schema")),
        (group("some"), (ROOT, "group", "unknown_match")),
        ({"match": "all"}, (ROOT, "group", "no_rules")),
        ({"match": "all", "rules": "many"}, (ROOT, "group", "no_rules")),
        (group("all", group("all", VISITS), 7), ("1", "group", "not_a_node")),
        (group("all", group("any", fact="visits", id="g")), ("g", "group", "group_with_fact")),
        (group("all", {**VISITS, "id": ""}), ("0", "fact", "bad_id")),
        (group("all", {**VISITS, "id": 5}), ("0", "fact", "bad_id")),
        (group("all", VISITS, {**TIME, "id": "v"}), ("v", "fact", "duplicate_id")),
        (group("all", {"id": "c"}), ("c", "fact", "no_fact")),
        (group("all", {"id": "c", "fact": "moon"}), ("c", "fact", "unknown_fact")),
        (group("all", {"id": "c", "fact": ["page"]}), ("c", "fact", "unknown_fact")),
        (group("all", {"id": "c", "fact": "visits"}), ("c", "operator", "no_operator")),
        (group("all", {**VISITS, "operator": "is"}), ("v", "operator", "unknown_operator")),
        (group("all", {**VISITS, "operator": {}}), ("v", "operator", "unknown_operator")),
        (
            group("all", {"id": "s", "fact": "search", "operator": "matches", "value": ["a"]}),
            ("s", "operator", "operator_not_in_browser"),
        ),
        (group("all", {**VISITS, "value": "3"}), ("v", "value", "bad_value")),
        (group("all", {**VISITS, "key": "x"}), ("v", "key", "key_not_taken")),
        (group("all", {"id": "k", "fact": "plan", "operator": "is_set"}), ("k", "key", "no_key")),
        (group("all", {"id": "k", "fact": "plan", "operator": "is_set", "key": " "}), ("k", "key", "no_key")),
    ],
)
def test_a_problem_names_its_node_and_field(rule: object, expected: tuple[str, str, str]) -> None:
    assert codes(rule) == [expected]


def test_every_problem_is_told_at_once_in_reading_order() -> None:
    rule = group("all", {**VISITS, "value": None}, group("some", {**TIME, "operator": "near"}, id="g"), PAGE)
    assert [problem.node_id for problem in check(rule, TYPES)] == ["v", "g", "t"]


def test_groups_nest_eight_deep_and_no_deeper() -> None:
    assert codes(nested(8)) == []
    assert [code for _, _, code in codes(nested(9))] == ["too_deep"]


def test_a_rule_nested_beyond_any_recursion_is_a_problem_and_no_crash() -> None:
    assert [code for _, _, code in codes(nested(100_000))] == ["too_deep"]


def test_a_rule_has_500_nodes_and_no_more() -> None:
    filled = [{**VISITS, "id": f"n{n}"} for n in range(MAX_NODES - 1)]
    assert codes(group("all", *filled)) == []
    assert codes(group("all", *filled, {**VISITS, "id": "one more"})) == [(ROOT, "group", "too_many_nodes")]
    assert codes(group("all", *[{**VISITS, "id": f"n{n}"} for n in range(5_000)]))[-1][2] == "too_many_nodes"


def test_lists_are_bounded() -> None:
    assert codes(group("all", {**PAGE, "value": ["/a"] * (MAX_VALUES + 1)})) == [("p", "value", "bad_value")]


@pytest.mark.parametrize("field", ["id", "match", "rules", "fact", "operator", "value", "key", "schema"])
def test_foreign_objects_are_problems_wherever_they_mean_something(field: str) -> None:
    in_group = {**group("all", VISITS), field: Hostile()}
    in_condition = group("all", {**PAGE, field: Hostile()})
    assert bool(codes(in_group)) == (field not in ("operator", "value", "key"))
    assert bool(codes(in_condition)) == (field != "schema")
    assert sentence(in_group, TYPES)
    assert sentence(in_condition, TYPES)


@settings(deadline=None, max_examples=200)
@given(_garbage)
def test_nothing_that_comes_in_makes_check_or_sentence_raise(rule: object) -> None:
    problems = check(rule, TYPES)
    assert all(problem.message.encode() and problem.message.endswith(".") for problem in problems)
    assert sentence(rule, TYPES)


@settings(deadline=None, max_examples=200)
@given(st.sampled_from([(fact, key) for fact in TYPES for key in TYPES[fact].value.operators()]), _garbage)
def test_no_value_makes_check_raise_and_what_it_passes_compiles(asked: tuple[str, str], value: object) -> None:
    fact, operator = asked
    node = {"fact": fact, "operator": operator, "value": value}
    if TYPES[fact].takes_key:
        node["key"] = "k"
    if not check(group("all", node), TYPES):
        assert compile_rule(group("all", node), TYPES).conditions
