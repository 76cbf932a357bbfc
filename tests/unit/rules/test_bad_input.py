"""Whatever stands in a rule, and whatever is observed: a problem or a defined verdict, never an exception."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from core.rules import MISSING, OPEN, Rule, check, compile_rule, explain, sentence
from core.rules.operators import Operator
from core.rules.review import review
from core.rules.texts import compile_pattern, pattern_problem, search
from core.rules.value_type import ValueType
from tests.rule_strategies import KEYS, TYPES, readings
from tests.unit.rules.conftest import VISITS, Hostile, group
from tests.unit.rules.test_check import nested

RIGHT: dict[str, Any] = {
    "text": "a", "url": "/a", "number": 3, "duration": 3, "percent": 3, "choice": "a", "choices": "a", "boolean": True,
    "date": "2024-02-29", "time_of_day": "09:30", "weekday": 1,
}  # fmt: skip
BAD: dict[str, Any] = {
    "nothing": None, "true": True, "zero": 0, "minus": -1, "half": 0.5, "nan": float("nan"), "infinite": float("inf"),
    "beyond": 2**53, "huge": 10**400, "empty": "", "blank": " \u00a0", "digits": "10", "long": "a" * 100_000,
    "half a character": "\ud800", "null": "\x00", "emoji": "👩‍👩‍👧", "right to left": "\u202eabc", "sigma": "ΑΣ",
    "percent": "%zz%E0%A4%A", "script": "<script>alert(1)</script>", "sql": "'; DROP TABLE visitor; --",
    "pattern": "(a+)+$", "address": "https://[::1", "long host": "https://" + "a" * 70_000 + ".example/",
    "list": ["a"], "empty list": [], "mixed": ["a", 1, None], "deep": [[[["a"]]]], "many": ["a"] * 5_000,
    "object": {"a": 1}, "bytes": b"a", "day": date(2024, 2, 29), "moment": datetime(2024, 2, 29, tzinfo=UTC),
    "clock": time(9, 30), "set": {"a"}, "hostile": Hostile(), "class": int,
}  # fmt: skip


def asked() -> Iterator[tuple[str, dict[str, Any], Operator, ValueType]]:
    """Every operator of every type of fact, as a condition without its value."""
    for fact, kind in TYPES.items():
        for name, reading in readings(kind).items():
            for key in reading.operators(browser=kind.browser):
                node = {"id": "c", "fact": fact, "operator": key, **({"as": name} if name else {})}
                yield fact, {**node, **({"key": KEYS[0]} if kind.takes_key else {})}, reading.operator(key), reading


CASES = list(asked())
IDS = [f"{fact} {node.get('as', '')} {node['operator']}" for fact, node, *_ in CASES]


def valued(node: Rule, operator: Operator, one: Any) -> Rule:
    """The condition with this value, in the shape that its operator takes."""
    if operator.operand == "none":
        return node
    return {**node, "value": {"one": one, "list": [one], "pair": [one, one]}[operator.operand]}


@pytest.mark.parametrize(("fact", "node", "operator", "reading"), CASES, ids=IDS)
def test_every_operator_takes_or_refuses_every_value(
    fact: str, node: Rule, operator: Operator, reading: ValueType
) -> None:
    for name, value in BAD.items():
        for given in ({**node, "value": value}, valued(node, operator, value), {**node, "key": value}):
            rule = group("all", given)
            problems = check(rule, TYPES)
            assert sentence(rule, TYPES), name
            assert all(each.message.endswith(".") and each.message.encode() for each in problems), name
            if not problems:
                compiled = compile_rule(rule, TYPES)
                assert compiled.simplify({compiled.conditions[0].name: MISSING}) is operator.negative, name
                review(compiled)


@pytest.mark.parametrize(("fact", "node", "operator", "reading"), CASES, ids=IDS)
def test_every_operator_has_a_verdict_on_every_observation(
    fact: str, node: Rule, operator: Operator, reading: ValueType
) -> None:
    compiled = compile_rule(group("all", valued(node, operator, RIGHT[reading.name])), TYPES)
    (name,) = {each.name for each in compiled.conditions}
    for case, raw in BAD.items():
        verdict = compiled.simplify({name: raw})
        assert verdict in (True, False), case
        if reading.observed(raw) is MISSING:
            assert verdict is operator.negative, case
        trace = explain(compiled, {name: raw})
        assert trace.verdict == ("holds" if verdict else "fails"), case
        assert trace.children[0].why.encode(errors="replace"), case
    assert isinstance(compiled.simplify({name: OPEN}), dict)


def test_what_is_nested_or_crowded_beyond_the_limit_is_refused_with_the_limit_named() -> None:
    (deep,) = check(nested(50), TYPES)
    assert (deep.code, deep.message) == ("too_deep", "Groups can be nested 8 deep. Move this one up.")
    crowded = check(group("all", *[{**VISITS, "id": f"n{n}"} for n in range(5_000)]), TYPES)
    assert (crowded[-1].code, crowded[-1].message) == (
        "too_many_nodes", "This audience has more than 500 conditions and groups. Take some away.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("(a+)+$", "a" * 100_000 + "b"),
        ("(a|aa)+$", "a" * 100_000 + "b"),
        ("(.*)*$x", "a" * 100_000),
        ("(x+x+)+y", "x" * 100_000),
        ("^(([a-z])+.)+[A-Z]([a-z])+$", "a" * 100_000 + "!"),
        ("(?:(?:a?){50}){15}b", "a" * 2_000),
        ("^(\\s|\\pZ)*$", "\u00a0" * 50_000 + "x"),
    ],
)
def test_patterns_that_blow_up_a_backtracking_engine_are_answered(pattern: str, text: str) -> None:
    assert pattern_problem(pattern) is None
    assert search(compile_pattern(pattern), text) is False
    for fact, seen in (("plan:a", text), ("page", f"https://shop.example/{text}")):
        name, _, key = fact.partition(":")
        node = {"id": "c", "fact": name, "operator": "matches", "value": [pattern], **({"key": key} if key else {})}
        assert compile_rule(group("all", node), TYPES).simplify({fact: seen}) in (True, False)


@pytest.mark.parametrize(
    "pattern", ["((a{1,100}){1,100}){1,100}", "(?:\\pL{1,500}){1,500}", "(" * 500 + "a" + ")" * 500 + "{1000}{1000}"]
)
def test_patterns_that_would_take_too_much_memory_are_refused(pattern: str) -> None:
    assert pattern_problem(pattern)
