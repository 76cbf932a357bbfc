"""A rule that may not mean what was meant is remarked on, at the node, with a way out; and never without reason."""

from __future__ import annotations

import random
from itertools import product
from typing import Any

import pytest

from core.plugins import load_plugins
from core.rules import OPEN, Rule, check, compile_rule
from core.rules.review import Above, ChannelLimits, can_be, review
from core.rules.unfinished import compile_unfinished
from core.rules.url_patterns import parse_pattern
from core.rules.url_relations import excludes, includes
from core.rules.urls import parse_page
from core.rules.values import Number
from core.rules.worlds import worlds
from tests.random_rules import RandomRules
from tests.rule_strategies import TYPES
from tests.unit.rules.conftest import group

BUILT_IN = load_plugins(entry_points=False).condition_types


def on(name: str, fact: str, operator: str, value: Any = None) -> Rule:
    return {"id": name, "fact": fact, "operator": operator, **({} if value is None else {"value": value})}


def page(name: str, *patterns: str, operator: str = "is") -> Rule:
    return on(name, "page_url", operator, list(patterns))


def visits(name: str, operator: str, value: Any = None) -> Rule:
    return on(name, "visits", operator, value)


def remarked(rule: Rule) -> list[tuple[str, str]]:
    return [(each.node_id, each.code) for each in review(compile_rule(rule, BUILT_IN))]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (group("all", page("a", "/a"), page("b", "/b")), [("b", "never")]),
        (group("all", page("a", "/a", "/c"), page("b", "/b", "/c")), []),
        (group("all", page("a", "/a*"), page("b", "/about")), []),
        (group("all", page("a", "shop.example/*"), page("b", "blog.example/*")), [("b", "never")]),
        (group("all", page("a", "/a*"), page("b", "/a*", "/b", operator="is_not")), [("b", "never")]),
        (group("all", page("a", "/shop/*"), page("b", "/*", operator="is_not")), [("b", "never")]),
        (group("any", page("a", "/a", operator="is_not"), page("b", "/b", operator="is_not")), [("b", "always")]),
        (group("any", page("a", "/a", operator="is_not"), page("b", "/a*", operator="is_not")), []),
        (group("all", page("a", "/a", operator="is_not"), page("b", "/b", operator="is_not")), []),
        (group("all", visits("a", "at_least", 5), visits("b", "less_than", 5)), [("b", "never")]),
        (group("all", visits("a", "at_least", 5), visits("b", "at_most", 5)), []),
        (group("all", visits("a", "more_than", 2), visits("b", "less_than", 3)), []),
        (group("any", visits("a", "at_least", 3), visits("b", "less_than", 3)), []),
        (group("any", visits("a", "is_set"), visits("b", "is_not_set")), [("b", "always")]),
        (group("any", visits("a", "does_not_equal", 1), visits("b", "at_least", 1)), [("b", "always")]),
        (group("none", visits("a", "does_not_equal", 1), visits("b", "at_least", 1)), [("b", "never")]),
        (group("all", on("a", "country", "is_any_of", ["VN"]), on("b", "country", "is_any_of", ["DE"])),
         [("b", "never")]),
        (group("any", on("a", "country", "is_none_of", ["VN"]), on("b", "country", "is_none_of", ["DE"])),
         [("b", "always")]),
        (group("all", on("a", "date", "after", "2026-12-24"), on("b", "date", "before", "2026-12-25")),
         [("b", "never")]),
        (group("all", on("a", "weekday", "is_any_of", [6, 7]), on("b", "weekday", "is_none_of", [6, 7])),
         [("b", "never")]),
        (group("all", on("a", "time_of_day", "between", ["22:00", "06:00"]),
               on("b", "time_of_day", "between", ["06:00", "22:00"])), [("b", "never")]),
        (group("all", on("a", "page_title", "starts_with", ["Ware"]),
               on("b", "page_title", "does_not_contain", ["are"])), [("b", "never")]),
        (group("all", on("a", "page_title", "is", ["Wares"]), on("b", "page_title", "contains", ["shoe"])),
         [("b", "never")]),
        (group("all", on("a", "page_title", "is", ["Wares"]), on("b", "page_title", "matches", ["^w"])), []),
        (group("all", page("a", "/a"), group("all", visits("b", "equals", 1), visits("c", "equals", 2), id="g")),
         [("c", "never")]),
        (group("all", group("any", page("a", "/a"), visits("v", "equals", 1), id="g"), page("b", "/b"),
               visits("c", "at_least", 2)), [("root", "never")]),
        (group("all", page("a", "/a"), page("b", "/b"), group("any", visits("c", "is_set"), visits("d", "is_not_set"))),
         [("d", "always"), ("b", "never")]),
        (group("all", group("all", visits("c", "equals", 1), visits("d", "equals", 2)),
               group("any", visits("e", "is_set"), visits("f", "at_most", 3))), [("d", "never")]),
        (group("all", on("a", "exit_intent", "is", True), on("b", "exit_intent", "is", False)), [("b", "never")]),
        (group("all", group("any", id="g"), visits("b", "at_least", 2)), []),
        (group("all"), []),
    ],
)  # fmt: skip
def test_what_never_or_always_holds_is_remarked_where_it_is(rule: Rule, expected: list[tuple[str, str]]) -> None:
    assert remarked(rule) == expected


def told(rule: Rule, *, remembered: bool = True) -> list[tuple[str, str]]:
    found = review(compile_rule(rule, BUILT_IN), remembered=remembered)
    return [(each.node_id, each.code) for each in found]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (on("a", "sample", "at_most", 0), "never"),
        (on("a", "sample", "at_most", 100), "always"),
        (on("a", "sample", "more_than", 0), "always"),
        (on("a", "sample", "more_than", 100), "never"),
        (on("a", "sample", "between", [0, 100]), "always"),
        (on("a", "sample", "between", [0, 0]), "never"),
        (on("a", "sample", "at_most", 1), None),
        (on("a", "sample", "at_most", 99.9), None),
        (visits("a", "at_least", 1), "always"),
        (visits("a", "less_than", 1), "never"),
        (visits("a", "at_least", 2), None),
        (visits("a", "more_than", 1), None),
        (visits("a", "is_set"), "always"),
        (on("a", "pages_in_visit", "at_least", 1), "always"),
        (on("a", "messages_in_visit", "at_least", 0), "always"),
        (on("a", "scroll_depth", "at_least", 0), "always"),
        (on("a", "scroll_depth", "at_most", 100), "always"),
        (on("a", "scroll_depth", "more_than", 100), "never"),
        (on("a", "scroll_depth", "at_least", 1), None),
        (on("a", "scroll_depth", "less_than", 100), None),
        (on("a", "time_on_page", "at_least", 0), "always"),
        (on("a", "time_on_page", "less_than", 0), "never"),
        (on("a", "time_on_page", "at_most", 0), None),
        (on("a", "idle_time", "at_least", 0), "always"),
        ({**on("a", "page_event", "at_least", 0), "key": "order placed"}, "always"),
        ({**on("a", "page_event", "at_least", 1), "key": "order placed"}, None),
        (on("a", "weekday", "is_any_of", [1, 2, 3, 4, 5, 6, 7]), "always"),
        (on("a", "weekday", "is_none_of", [1, 2, 3, 4, 5, 6, 7]), "never"),
        (on("a", "weekday", "is_any_of", [1, 2, 3, 4, 5, 6]), None),
        (on("a", "visitor_weekday", "is_any_of", [1, 2, 3, 4, 5, 6, 7]), None),
        (on("a", "time_of_day", "between", ["00:00", "00:00"]), "always"),
        (on("a", "days_since_last_visit", "at_least", 0), None),
        (on("a", "screen_width", "at_least", 1), None),
        (on("a", "screen_width", "less_than", 1), "never"),
    ],
)
def test_a_value_that_makes_a_condition_meaningless_is_remarked(condition: Rule, expected: str | None) -> None:
    wanted = [] if expected is None else [("a", expected)]
    assert told(group("all", condition, page("p", "/a"))) == wanted


def test_of_visitors_without_memory_nobody_says_that_they_meet_what_needs_one() -> None:
    rule = group("all", visits("a", "at_least", 1), on("b", "scroll_depth", "at_least", 0), visits("c", "less_than", 1))
    assert told(rule, remembered=False) == [("b", "always"), ("c", "never")]
    assert told(rule) == [("a", "always"), ("b", "always"), ("c", "never")]


def test_whoever_is_remembered_meets_a_campaign_above_that_asks_for_a_first_visit_at_least() -> None:
    everybody = above("Welcome", group("all", visits("a", "at_least", 1)))
    this = compile_rule(group("all", page("p", "/a")), BUILT_IN)
    assert [each.code for each in review(this, [everybody], remembered=True)] == ["shadowed"]
    assert review(this, [everybody]) == ()


@pytest.mark.parametrize(
    ("match", "value", "message"),
    [
        ("all", 0, "Everybody meets “scroll depth is at least 0%”, so it asks for nothing. Choose another value or "
                   "comparison, or remove it."),
        ("none", 0, "Everybody meets “scroll depth is at least 0%”, so nobody is left. Choose another value or "
                    "comparison, or remove it."),
    ],
)  # fmt: skip
def test_the_remark_on_a_meaningless_value_says_it_and_a_way_out(match: str, value: int, message: str) -> None:
    rule = group(match, on("a", "scroll_depth", "at_least", value), page("p", "/a"))
    assert [each.message for each in review(compile_rule(rule, BUILT_IN))] == [message]
    never = group("all", on("a", "sample", "at_most", 0))
    (remark,) = review(compile_rule(never, BUILT_IN))
    assert remark.message == (
        "Nobody ever meets “random sample is at most 0%”. Choose another value or comparison, or remove the condition."
    )


def page_is_not(name: str, pattern: str) -> Rule:
    return page(name, pattern, operator="is_not")


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (group("all", page("a", "/a"), page("b", "/b")),
         "Nobody can meet this and “page address is /a” at once. Put all values into one of the two conditions."),
        (group("all", visits("a", "at_least", 5), visits("b", "less_than", 5)),
         "Nobody can meet this and “number of visits is at least 5 visits” at once. Change one of the two, or match "
         "any instead of all."),
        (group("any", page_is_not("a", "/a"), page_is_not("b", "/b")),
         "Everybody meets this or “page address is not /a”. To leave both out, put all values into one of the two "
         "conditions."),
        (group("any", visits("a", "does_not_equal", 1), visits("b", "does_not_equal", 2)),
         "Everybody meets this or “number of visits is not 1 visit”. To leave both out, match all of them instead of "
         "any."),
        (group("any", visits("a", "is_set"), visits("b", "is_not_set")),
         "Everybody meets this or “number of visits is known”, so nothing is asked. Change one of the two, or remove "
         "both."),
        (group("none", page_is_not("a", "/a"), page_is_not("b", "/b")),
         "Everybody meets this or “page address is not /a”, so nobody is left. Change one of the two, or remove one."),
    ],
)  # fmt: skip
def test_a_remark_names_the_other_condition_and_a_way_out(rule: Rule, message: str) -> None:
    assert [each.message for each in review(compile_rule(rule, BUILT_IN))] == [message]


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


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (group("all", page("a", "/a"), {"id": "x"}, page("b", "/b")), [("b", "never")]),
        (group("any", page("a", "/a"), {"id": "x"}, page("b", "/b")), []),
        (group("all", group("any", page("a", "/a"), {"id": "x"}), page("b", "/b")), []),
        (group("any", visits("a", "is_set"), visits("b", "is_not_set"), visits("x", "at_least")), [("b", "always")]),
        (group("all", visits("x", "at_least"), visits("y", "at_least")), []),
        (group("all", page("a", "/a"), page("a", "/b")), None),
        (group("some", page("a", "/a")), None),
    ],
)
def test_an_unfinished_condition_may_be_anything(rule: Rule, expected: list[tuple[str, str]] | None) -> None:
    compiled = compile_unfinished(rule, BUILT_IN, 0)
    assert (compiled and [(each.node_id, each.code) for each in review(compiled)]) == expected


def above(name: str, rule: Rule) -> Above:
    return Above(name, compile_rule(rule, BUILT_IN))


@pytest.mark.parametrize(
    ("higher", "rule", "shadowed"),
    [
        (group("all"), group("all", page("a", "/a")), True),
        (group("all", page("a", "/a*")), group("all", page("a", "/about"), visits("b", "at_least", 2)), True),
        (group("all", page("a", "/a*")), group("all", page("a", "/*")), False),
        (group("all", page("a", "/a"), visits("b", "at_least", 2)), group("all", page("a", "/a")), False),
        (group("all", on("t", "time_on_page", "at_least", 5)), group("all", on("t", "time_on_page", "at_least", 30)),
         True),
        (group("all", on("t", "time_on_page", "at_least", 30)), group("all", on("t", "time_on_page", "at_least", 5)),
         False),
        (group("all", page("a", "/b")), group("all", page("a", "/a"), page("b", "/b")), False),
    ],
)  # fmt: skip
def test_a_campaign_that_always_wins_is_named(higher: Rule, rule: Rule, shadowed: bool) -> None:
    first, second = above("Nobody's", group("any")), above("Welcome", higher)
    found = [each for each in review(compile_rule(rule, BUILT_IN), [first, second]) if each.code == "shadowed"]
    assert [each.node_id for each in found] == (["root"] if shadowed else [])
    assert all("“Welcome”" in each.message for each in found)


def test_whoever_meets_a_shadowed_rule_meets_the_one_above() -> None:
    chance, shadowed = RandomRules(3), 0
    for _ in range(400):
        this, other = compile_rule(chance.rule(), TYPES), compile_rule(chance.rule(), TYPES)
        if any(each.code == "shadowed" for each in review(this, [Above("H", other)])):
            shadowed += 1
            for _ in range(10):
                facts = chance.facts({each.name for each in (*this.conditions, *other.conditions)})
                assert this.simplify(facts) is not True or other.simplify(facts) is True
    assert shadowed > 20


def test_a_condition_that_its_channel_never_learns_of_is_remarked() -> None:
    rule = group("any", on("s", "scroll_depth", "at_least", 50), visits("v", "at_least", 2))
    remarks = review(compile_rule(rule, BUILT_IN), channel=ChannelLimits("E-mail", frozenset({"scroll_depth"})))
    assert [(each.node_id, each.code) for each in remarks] == [("s", "not_on_channel")]
    assert remarks[0].message.startswith("E-mail never learns this, so nobody meets it.")


def test_a_rule_with_too_much_to_look_through_is_left_alone_and_quickly() -> None:
    """500 conditions, a thousand values: nothing is claimed, and nobody waits for it."""
    many = [on(f"n{n}", "page_title", "contains", [f"word {n}"]) for n in range(400)]
    values = [on(f"v{n}", "page_url", "is_not", [f"/{n}-{m}*x*" for m in range(100)]) for n in range(3)]
    compiled = compile_rule(group("any", group("all", *many, id="g"), *values), BUILT_IN)
    assert review(compiled) == ()
    assert isinstance(compiled.simplify({"page_title": OPEN}), bool)
