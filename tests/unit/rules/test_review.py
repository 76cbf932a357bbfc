"""A rule that may not mean what was meant is remarked on, at the node, with a way out; and never without reason."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.plugins import load_plugins
from core.rules import OPEN, Rule, compile_rule
from core.rules.review import Above, ChannelLimits, can_be, review
from core.rules.unfinished import compile_unfinished
from core.rules.url_patterns import parse_pattern
from core.rules.url_relations import excludes, includes
from core.rules.urls import parse_page
from core.rules.worlds import worlds
from tests.rule_strategies import TYPES, observations, rules
from tests.unit.rules.conftest import group

BUILT_IN = load_plugins(entry_points=False).condition_types
QUIET = settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))


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


@QUIET
@given(rules(), st.lists(observations(), min_size=3, max_size=3))
def test_what_is_called_never_true_never_holds_and_what_is_called_always_true_always_does(
    rule: Rule, seen: list[dict[str, object]]
) -> None:
    compiled = compile_rule(rule, TYPES)
    verdicts = {compiled.simplify(facts) is True for facts in seen}  # every fact is told, so none is open
    for verdict in verdicts:
        assert can_be(compiled.root, verdict)


@QUIET
@given(rules(), observations())
def test_no_observation_is_outside_of_the_worlds(rule: Rule, facts: dict[str, object]) -> None:
    compiled = compile_rule(rule, TYPES)
    asked: dict[str, list[Any]] = {}
    for each in compiled.conditions:
        asked.setdefault(each.name, []).append(each)
    for conditions in asked.values():
        found = worlds(conditions)
        assert found is not None
        assert {each.predicate: each.verdict(facts, {}) for each in conditions} in list(found)


PARTS = st.sampled_from(["", "*", "a", "b", "ab", "a*", "*b", "a*b", "/", "a/", "/b"])
PATTERNS = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "", "s.example", "*.example", "s.*", "https://s.example", "s.example:8080"]),
    st.lists(PARTS, min_size=1, max_size=3).map(lambda parts: "/" + "/".join(parts)),
    st.sampled_from(["", "", "?q=a", "?q=*", "?q=b&r=*"]),
    st.sampled_from(["", "", "#a", "#*", "#b*"]),
)
PAGES = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["https://s.example", "http://s.example", "http://s.example:8080", "https://x.s.example"]),
    st.lists(st.sampled_from(["", "a", "b", "ab", "acb"]), max_size=3).map(lambda parts: "/" + "/".join(parts)),
    st.sampled_from(["", "?q=a", "?q=a&q=b", "?q=b&r=1"]),
    st.sampled_from(["", "#a", "#b", "#bc"]),
)


@settings(deadline=None, max_examples=400)
@given(PATTERNS, PATTERNS, st.lists(PAGES, min_size=4, max_size=4))
def test_no_page_gives_the_lie_to_how_patterns_stand_to_each_other(one: str, other: str, pages: list[str]) -> None:
    first, second = parse_pattern(one), parse_pattern(other)
    for page in map(parse_page, pages):
        assert page is not None
        here, there = first.matches(page), second.matches(page)
        assert not (excludes(first, second) and here and there)
        assert not (includes(first, second) and there and not here)


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


@QUIET
@given(rules(), rules(), observations())
def test_whoever_meets_a_shadowed_rule_meets_the_one_above(rule: Rule, higher: Rule, facts: dict[str, object]) -> None:
    this, other = compile_rule(rule, TYPES), compile_rule(higher, TYPES)
    if any(each.code == "shadowed" for each in review(this, [Above("H", other)])) and this.simplify(facts) is True:
        assert other.simplify(facts) is True


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
