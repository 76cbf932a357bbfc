"""The operator table and the value types that use it."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.choices import Choice, Choices
from core.rules.facts import MISSING
from core.rules.operators import OPERATORS
from core.rules.texts import BLANKS, compile_pattern, pattern_problem, search
from core.rules.value_type import ValueType
from core.rules.values import Boolean, Date, Duration, Number, Percent, Text, TimeOfDay, Url, Weekday, day_of

SET = ("is_set", "is_not_set")
NUMBERS = ("equals", "does_not_equal", "more_than", "at_least", "less_than", "at_most", "between", *SET)
TEXTS = ("is", "is_not", "contains", "does_not_contain", "starts_with", "ends_with")


@pytest.mark.parametrize(
    ("value", "on_server", "in_browser"),
    [
        (Text(), (*TEXTS, "matches", "does_not_match", *SET), (*TEXTS, *SET)),
        (Url(), (*TEXTS[:-1], "matches", "does_not_match", *SET), ()),
        (Number(), NUMBERS, NUMBERS),
        (Duration(), NUMBERS, NUMBERS),
        (Percent(), NUMBERS, NUMBERS),
        (Choice(), ("is_any_of", "is_none_of", *SET), ("is_any_of", "is_none_of", *SET)),
        (Choices(), ("is_any_of", "is_none_of", "is_all_of", *SET), ()),
        (Boolean(), ("is", *SET), ("is", *SET)),
        (Date(), ("before", "after", "on", "between", *SET), ()),
        (TimeOfDay(), ("between",), ()),
        (Weekday(), ("is_any_of", "is_none_of"), ()),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_each_type_offers_its_operators(
    value: ValueType, on_server: tuple[str, ...], in_browser: tuple[str, ...]
) -> None:
    assert value.operators() == on_server
    assert value.operators(browser=True) == in_browser


def test_negative_operators_are_those_that_say_not_or_none() -> None:
    for row in OPERATORS.values():
        for key, operator in row.items():
            assert operator.negative == ("not" in key.split("_") or "none" in key.split("_")), key


def test_every_operator_has_a_phrase() -> None:
    assert all(operator.phrase for row in OPERATORS.values() for operator in row.values())


@pytest.mark.parametrize(
    ("kind", "operator", "value", "part"),
    [
        (Number(minimum=1, unit="visits"), "at_least", 0, "at least 1 visit"),
        (Number(maximum=10), "between", [3, 11], "at most 10"),
        (Duration(minimum=5), "at_least", 3, "at least 5 seconds"),
        (Percent(), "at_most", 150, "at most 100%"),
        (Choice((("a", "A"),)), "is_any_of", ["a", "b"], "“b”"),
        (Choices(lambda: [("a", "A")]), "is_all_of", ["b"], "“b”"),
        (Text(), "is", ["\ud800"], "half a character"),
        (Text(), "equals", ["a"], "another comparison"),
        (Number(), "at_least", float("nan"), "no number"),
        (Number(), "at_least", float("inf"), "no number"),
        (Number(), "at_least", 10**400, "no number"),
        (Text(), "is", ["a" * 2001], "Shorten"),
    ],
)
def test_a_value_out_of_bounds_is_refused_with_a_sentence(
    kind: ValueType, operator: str, value: object, part: str
) -> None:
    assert part in (kind.check(operator, value) or "")


@pytest.mark.parametrize(
    ("kind", "operator", "value"),
    [
        (Number(minimum=0, maximum=1, step=0.5), "equals", 0.3),
        (Choice((("a", "A"),)), "is_any_of", ["a"]),
        (Choice(), "is_any_of", ["anything"]),
        (Choice((("a", "A"),)), "is_set", None),
        (Choices(lambda: [("a", "A")]), "is_none_of", ["a"]),
    ],
)
def test_a_value_within_bounds_is_taken(kind: ValueType, operator: str, value: object) -> None:
    assert kind.check(operator, value) is None


def test_options_that_can_not_be_listed_make_no_rule_wrong() -> None:
    def failing() -> list[tuple[str, str]]:
        raise RuntimeError("the plugin is broken")

    kind = Choice(failing)
    assert kind.check("is_any_of", ["a"]) is None
    assert kind.phrase("is_any_of", ["a"]) == "is a"


@pytest.mark.parametrize(
    ("kind", "raw", "expected"),
    [
        (Number(), True, MISSING),
        (Number(), float("nan"), MISSING),
        (Number(), float("inf"), MISSING),
        (Number(), 2**53, MISSING),
        (Number(minimum=5), 3, 3),
        (Choices(), ("a", "b"), frozenset("ab")),
        (Choices(), ["a", 1], MISSING),
        (Date(), date(2024, 2, 29), "2024-02-29"),
        (Date(), datetime(2024, 2, 29, tzinfo=UTC), MISSING),
        (Date(), "2024-02-29T10:00:00Z", MISSING),
        (Date(), "2024-02-29\n", MISSING),
        (TimeOfDay(), time(9, 30, 15), 570),
        (TimeOfDay(), "09:30\n", MISSING),
        (TimeOfDay(), "٠٩:٣٠", MISSING),
        (Weekday(), 7.0, 7),
        (Weekday(), 1.5, MISSING),
        (Url(), "https://shop.example:99999/", MISSING),
    ],
)
def test_an_observation_is_of_the_right_type_or_missing(kind: ValueType, raw: object, expected: object) -> None:
    assert kind.observed(raw) == expected


def test_an_instant_becomes_its_day_on_the_site() -> None:
    late = datetime(2024, 2, 29, 23, 30, tzinfo=UTC)
    assert day_of(late, ZoneInfo("Europe/Berlin")) == "2024-03-01"
    assert day_of(late, ZoneInfo("America/New_York")) == "2024-02-29"


@pytest.mark.parametrize(
    ("kind", "operator", "value", "words"),
    [
        (Number(unit="visits"), "at_least", 3, "is at least 3 visits"),
        (Number(unit="visits"), "equals", 1, "is 1 visit"),
        (Number(unit="entries"), "equals", 1.0, "is 1 entry"),
        (Number(unit="visits"), "between", [1, 3], "is between 1 and 3 visits"),
        (Duration(), "at_least", 30, "is at least 30 seconds"),
        (Duration(), "at_least", 120, "is at least 2 minutes"),
        (Duration(), "more_than", 90061, "is more than 1 day 1 hour 1 minute 1 second"),
        (Duration(), "less_than", 0.5, "is less than 0.5 seconds"),
        (Duration(), "equals", 0, "is 0 seconds"),
        (Percent(), "between", [25, 50.5], "is between 25% and 50.5%"),
        (Url(), "is", ["/pricing*", "/plans"], "is /pricing* or /plans"),
        (Url(), "is_not", ["/a"], "is not /a"),
        (Text(), "is_not", ["a", "b", "c"], "is neither “a”, “b” nor “c”"),
        (Text(), "contains", list("abcdefgh"), "contains “a”, “b”, “c”, “d”, “e” or 3 more"),
        (Choice((("DE", "Germany"), ("AT", "Austria"))), "is_any_of", ["DE", "AT"], "is Germany or Austria"),
        (
            Choices((("de", "German"), ("en", "English"))),
            "is_all_of",
            ["de", "en"],
            "includes all of German and English",
        ),
        (Choices(), "is_none_of", ["a"], "does not include a"),
        (Boolean(), "is", True, "is Yes"),
        (Date(), "after", "2024-02-29", "is after 29 February 2024"),
        (TimeOfDay(), "between", ["22:00", "06:00"], "is between 22:00 and 06:00"),
        (Weekday(), "is_any_of", [6, 7], "is Saturday or Sunday"),
        (Weekday(), "is_none_of", [1], "is not Monday"),
        (Text(), "is_not_set", None, "is not known"),
    ],
)
def test_a_predicate_is_said_in_words(kind: ValueType, operator: str, value: Any, words: str) -> None:
    assert kind.phrase(operator, value) == words


@pytest.mark.parametrize(
    ("pattern", "part"),
    [
        ("(?=a)", "look-ahead"),
        ("(?!a)", "look-ahead"),
        ("(?<=a)", "look-behind"),
        ("(?<!a)", "look-behind"),
        ("(a)\\1", "back-references"),
        ("(", "missing )"),
        ("\\pL{1000}", "too large"),
        ("a{1001}", "repetition"),
        ("a" * 1001, "1001 characters"),
        ("", "empty pattern"),
    ],
)
def test_a_pattern_that_can_not_be_used_is_refused_with_the_reason(pattern: str, part: str) -> None:
    assert part in (pattern_problem(pattern) or "")


def test_a_pattern_is_linear_where_others_explode() -> None:
    assert not search(compile_pattern("(a+)+$"), "a" * 100_000 + "b")


@given(st.text(st.characters()))
def test_patterns_search_any_text(text: str) -> None:
    assert search(compile_pattern("(?s).*"), text)


def test_blanks_are_the_space_separators_and_those_named_beside_them() -> None:
    separators = {chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) == "Zs"}
    assert sorted(BLANKS) == sorted({*"\t\n\v\f\r\ufeff", *separators})
