"""Settling a rule in two steps, explaining it and indexing it agree."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import InvalidRule
from core.rules import (
    OPEN,
    Rule,
    check,
    compile_rule,
    explain,
    fact_name,
    walk,
)
from core.rules.choices import Choice
from core.rules.values import Number
from tests.random_rules import RandomRules
from tests.rule_strategies import BROWSER_NAMES, TYPES, observations, readings, rules, splits
from tests.unit.rules.conftest import PAGE, TIME, VISITS, _garbage, group
from tests.vector_files import Kind, leaves


@settings(deadline=None, max_examples=150)
@given(rules(), st.dictionaries(st.sampled_from([*BROWSER_NAMES, "page", "plan:a", "since"]), _garbage))
def test_no_observation_makes_a_rule_raise(rule: Rule, facts: dict[str, object]) -> None:
    compile_rule(rule, TYPES).simplify(facts)


@settings(deadline=None, max_examples=150)
@given(rules(), observations(), splits)
def test_settling_in_two_steps_is_settling_at_once(rule: Rule, facts: dict[str, object], left: set[str]) -> None:
    compiled = compile_rule(rule, TYPES)
    whole = compiled.simplify(facts)
    assert isinstance(whole, bool)
    part = compiled.simplify({**facts, **dict.fromkeys(left, OPEN)})
    if isinstance(part, dict):
        assert json.loads(json.dumps(part)) == part
        assert part["schema"] == 1
        assert {condition.name for condition in compile_rule(part, TYPES).conditions} <= left
        part = compile_rule(part, TYPES).simplify(facts)
    assert part is whole


def test_a_compiled_rule_stays_as_it_is_whatever_becomes_of_the_one_it_was_made_from() -> None:
    texts = ["checkout"]
    rule = group("all", {"id": "a", "fact": "search", "operator": "is", "value": texts})
    compiled = compile_rule(rule, TYPES)
    before = json.dumps(compiled.simplify({}))
    texts.append("cart")
    assert json.dumps(compiled.simplify({})) == before
    assert compiled.simplify({"search": "cart"}) is False


@settings(deadline=None, max_examples=60)
@given(st.lists(rules(), min_size=2, max_size=5), observations(), splits)
def test_a_shared_cache_changes_no_verdict(many: list[Rule], facts: dict[str, object], left: set[str]) -> None:
    known = {**facts, **dict.fromkeys(left, OPEN)}
    cache: dict[str, object] = {}
    for rule in many:
        compiled = compile_rule(rule, TYPES)
        assert compiled.simplify(known, cache) == compiled.simplify(known)


@settings(deadline=None, max_examples=100)
@given(rules(), observations(), splits)
def test_the_explanation_agrees_and_every_node_is_in_it(rule: Rule, facts: dict[str, object], left: set[str]) -> None:
    known = {**facts, **dict.fromkeys(left, OPEN)}
    compiled = compile_rule(rule, TYPES)
    trace = explain(compiled, known)
    settled = compiled.simplify(known)
    assert trace.verdict == ("open" if isinstance(settled, dict) else "holds" if settled else "fails")
    todo, ids = [trace], set()
    while todo:
        one = todo.pop()
        ids.add(one.node_id)
        todo.extend(one.children)
    assert ids == {name for name, _, _ in walk(rule)}


@settings(deadline=None, max_examples=100)
@given(rules(), observations())
def test_necessary_conditions_are_necessary(rule: Rule, facts: dict[str, object]) -> None:
    compiled = compile_rule(rule, TYPES)
    cache: dict[str, object] = {}
    if compiled.simplify(facts, cache) is True:
        assert all(cache[requirement.predicate] is True for requirement in compiled.necessary)


def test_necessary_conditions_are_those_that_plans_can_be_indexed_by() -> None:
    country = {"id": "c", "fact": "country", "operator": "is_any_of", "value": ["DE", "AT"]}
    inner = group("all", country, id="g")
    compiled = compile_rule(group("all", PAGE, VISITS, inner, group("any", {**country, "id": "d"}), TIME), TYPES)
    assert {(one.fact, one.values) for one in compiled.necessary} == {
        ("page", ("/pricing*", "/plans")),
        ("country", ("DE", "AT")),
    }
    assert compile_rule(group("any", PAGE), TYPES).necessary == frozenset()


def test_a_rule_tells_what_it_asks_for() -> None:
    compiled = compile_rule(group("all", PAGE, group("any", VISITS, TIME)), TYPES)
    assert [condition.name for condition in compiled.conditions] == ["page", "visits", "time"]


def test_a_fact_that_nobody_names_is_open_in_the_browser_and_missing_on_the_server() -> None:
    assert compile_rule(group("all", VISITS), TYPES).simplify({}) is False
    assert compile_rule(group("all", TIME), TYPES).simplify({}) == {"schema": 1, "match": "all", "rules": [TIME]}


def test_a_residual_can_be_changed_without_changing_the_rule() -> None:
    compiled = compile_rule(group("all", {"fact": "search", "operator": "is", "value": ["a"]}), TYPES)
    first = compiled.simplify({})
    assert isinstance(first, dict)
    first["rules"][0]["value"].append("b")
    first["rules"].clear()
    assert compiled.simplify({}) != first


def test_a_rule_with_problems_does_not_compile() -> None:
    with pytest.raises(InvalidRule) as refused:
        compile_rule(group("all", {**VISITS, "value": "3"}), TYPES)
    assert [problem.node_id for problem in refused.value.problems] == ["v"]


def test_a_published_rule_outlives_the_options_it_names() -> None:
    types = {"country": Kind("Country", Choice((("DE", "Germany"),)))}
    rule = group("all", {"id": "c", "fact": "country", "operator": "is_any_of", "value": ["DE", "DD"]})
    assert [(one.node_id, one.field, one.code) for one in check(rule, types)] == [("c", "value", "out_of_bounds")]
    with pytest.raises(InvalidRule):
        compile_rule(rule, types)
    assert compile_rule(rule, types, published=True).simplify({"country": "DE"}) is True


def test_a_published_rule_outlives_a_name_that_is_looked_at_more_closely_now() -> None:
    class Strict(Kind):
        def is_key(self, key: str) -> bool:
            return False

    types = {"clicked": Strict("Clicked", Number(), takes_key=True)}
    rule = group("all", {"id": "c", "fact": "clicked", "key": "a:contains('Buy')", "operator": "equals", "value": 3})
    with pytest.raises(InvalidRule):
        compile_rule(rule, types)
    assert compile_rule(rule, types, published=True).simplify({fact_name("clicked", "a:contains('Buy')"): 3}) is True


def test_random_rules_are_rules_without_problems_of_every_operator() -> None:
    chance = RandomRules(1)
    rules = [chance.rule() for _ in range(2_000)]
    assert [problem for rule in rules for problem in check(rule, TYPES)] == []
    asked = {(node["fact"], node.get("as"), node["operator"]) for rule in rules for node in leaves(rule)}
    possible = {
        (fact, name, operator)
        for fact, kind in TYPES.items()
        for name, reading in readings(kind).items()
        for operator in reading.operators(browser=kind.browser)
    }
    assert asked == possible
