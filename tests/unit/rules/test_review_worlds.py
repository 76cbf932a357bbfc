"""The rule check is sound: it looks through every world that there can be."""

from __future__ import annotations

import random
from itertools import product
from typing import Any

import pytest

from core.rules import check, compile_rule
from core.rules.review import can_be
from core.rules.url_patterns import parse_pattern
from core.rules.url_relations import excludes, includes
from core.rules.urls import parse_page
from core.rules.values import Number
from core.rules.worlds import worlds
from tests.random_rules import RandomRules
from tests.rule_strategies import TYPES
from tests.unit.rules.conftest import group
from tests.unit.rules.rows import BUILT_IN, on


def test_what_is_called_never_true_never_holds_and_what_is_called_always_true_always_does() -> None:
    chance = RandomRules(1)
    for _ in range(600):
        rule = chance.rule()
        compiled = compile_rule(rule, TYPES)
        names = {each.name for each in compiled.conditions}
        seen = [chance.facts(names) for _ in range(6)]
        for verdict in {compiled.simplify(facts) is True for facts in seen}:  # every fact is told, so none is open
            assert can_be(compiled.root, verdict), rule


@pytest.mark.parametrize("key", [key for key, kind in BUILT_IN.items() if isinstance(kind.value, Number)])
def test_no_number_that_a_type_can_observe_is_outside_of_the_worlds(key: str) -> None:
    chance, kind = random.Random(5), BUILT_IN[key]
    assert isinstance(kind.value, Number)
    lowest, highest = (kind.value.lowest, kind.value.highest)
    for _ in range(60):
        nodes = []
        for at in range(chance.choice((1, 2, 3))):
            operator = chance.choice(kind.operators)
            one = [chance.choice((0, 1, 2, 50, 99.5, 100)) for _ in range(2)]
            value = {"none": None, "one": one[0], "pair": sorted(one)}[kind.value.operator(operator).operand]
            nodes.append({**on(f"n{at}", key, operator, value), **({"key": "x"} if kind.takes_key else {})})
        rule = group("all", *nodes)
        if check(rule, BUILT_IN):
            continue
        conditions = tuple(compile_rule(rule, BUILT_IN).conditions)
        found = worlds(conditions, remembered=True)
        assert found is not None
        for raw in (0, 1e-9, 0.5, 1, 1.5, 2, 50, 99.5, 99.75, 100, 1e6, -3):
            if (lowest is None or lowest <= raw) and (highest is None or raw <= highest):
                facts = {conditions[0].name: raw}
                assert {each.predicate: each.verdict(facts, {}) for each in conditions} in list(found), (rule, raw)


def test_no_observation_is_outside_of_the_worlds() -> None:
    chance = RandomRules(2)
    for _ in range(1_500):
        rule = chance.rule()
        asked: dict[str, list[Any]] = {}
        for each in compile_rule(rule, TYPES).conditions:
            asked.setdefault(each.name, []).append(each)
        facts = chance.facts(asked)
        for conditions in asked.values():
            found = worlds(conditions)
            assert found is not None
            assert {each.predicate: each.verdict(facts, {}) for each in conditions} in list(found), rule


GLOBS = (
    "", "*", "a", "b", "ab", "a*", "b*", "ab*", "*a", "*b", "*ab", "a*b", "a*b*", "*a*", "*b*a", "a*c*b", "a/*", "a/b",
    "*/b", "a/*/b", "a/*b",
)  # fmt: skip


WORDS = ("", "a", "b", "c", "ab", "ba", "acb", "abc", "bab", "aab", "a/b", "a/", "a/a", "a/ab", "b/b", "a/c/b", "acbab")


OTHER_PATTERNS = tuple(
    map("".join, product(
        ("", "s.example", "*.example", "s.*", "https://s.example", "s.example:8080", "*"),
        ("/a", "/*"),
        ("", "?q=a", "?q=*", "?q=b&r=*", "?q=a*"),
        ("", "#a", "#*", "#b*"),
    ))
)  # fmt: skip


OTHER_PAGES = tuple(
    map("".join, product(
        ("https://s.example", "http://s.example", "http://s.example:8080", "https://x.s.example"), ("/a", "/b"),
        ("", "?q=a", "?q=a&q=b", "?q=b&r=1", "?q=ab"), ("", "#a", "#bc"),
    ))
)  # fmt: skip


@pytest.mark.parametrize(
    ("patterns", "addresses"),
    [
        (tuple(f"/{each}" for each in GLOBS), tuple(f"https://s.example/{each}" for each in WORDS)),
        (OTHER_PATTERNS, OTHER_PAGES),
    ],
    ids=["paths", "all else"],
)
def test_no_page_gives_the_lie_to_how_patterns_stand_to_each_other(
    patterns: tuple[str, ...], addresses: tuple[str, ...]
) -> None:
    parsed = {each: parse_pattern(each) for each in patterns}
    pages = [page for page in map(parse_page, addresses) if page is not None]
    met = {name: {page.address for page in pages if pattern.matches(page)} for name, pattern in parsed.items()}
    told = 0
    for one, other in product(patterns, repeat=2):
        if excludes(parsed[one], parsed[other]):
            told += 1
            assert met[one].isdisjoint(met[other]), (one, other)
        if includes(parsed[one], parsed[other]):
            told += 1
            assert met[other] <= met[one], (one, other)
    assert told > len(patterns) ** 2 // 4, "little is told"
