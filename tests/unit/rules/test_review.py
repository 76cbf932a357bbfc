"""A rule that may not mean what was meant is remarked on, at the node, with a way out; and never without reason."""

from __future__ import annotations

import pytest

from core.rules import OPEN, Rule, compile_rule
from core.rules.review import ChannelLimits, review
from core.rules.unfinished import compile_unfinished
from tests.unit.rules.conftest import group
from tests.unit.rules.rows import BUILT_IN, on, page, visits


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
