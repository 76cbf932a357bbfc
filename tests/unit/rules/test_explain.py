"""A rule is explained: every node with what was observed, what was asked, and the verdict."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from core.i18n import speaking
from core.plugins import load_plugins
from core.rules import MISSING, OPEN, compile_rule, explain
from core.rules.choices import Choice, Choices
from core.rules.explain import Trace
from core.rules.value_type import ValueType
from core.rules.values import Boolean, Date, Duration, Number, Percent, Text, TimeOfDay, Url
from core.rules.values import Weekday as WeekdayType
from core.testing import make_visit
from tests.unit.rules.conftest import PAGE, TIME, VISITS, group
from tests.unit.rules.test_sentences import SAID


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"visits": 2}, "Observed: 2 visits."),
        ({"visits": MISSING}, "Not known, so “is at least” does not hold."),
        ({"visits": OPEN}, "The browser will tell."),
        (
            {"visits": "2"},
            "Observed: “2”, which is no number and counts as nothing; “is at least” fails then.",
        ),
    ],
)
def test_an_explanation_says_what_was_observed(facts: dict[str, object], why: str) -> None:
    trace = explain(compile_rule(group("all", VISITS), SAID), facts)
    assert trace.children[0].label == "Number of visits is at least 3 visits"
    assert trace.children[0].why == why


def test_an_explanation_counts_the_children() -> None:
    rule = group("all", VISITS, TIME, PAGE)
    trace = explain(compile_rule(rule, SAID), {"visits": 3})
    assert (trace.label, trace.verdict, trace.why) == ("All of these", "fails", "1 of 3 holds, 1 still open.")


COUNTRIES = (("DE", "Germany"), ("AT", "Austria"))


@pytest.mark.parametrize(
    ("kind", "raw", "told"),
    [
        (Text(), "Hanoi", "“Hanoi”"),
        (Text(), "x" * 100_000, f"“{'x' * 60}…”"),
        (Text(), "two\nlines", "“two lines”"),
        (Url(), "https://shop.example/pricing?a=1", "https://shop.example/pricing?a=1"),
        (Url(), "https://shop.example/" + "a" * 9_000, "https://shop.example/" + "a" * 279 + "…"),
        (Number(unit="visits"), 1, "1 visit"),
        (Number(), 1299.999999, "1299.99"),
        (Duration(), 29.9876, "29.98 seconds"),
        (Percent(), 50, "50%"),
        (Choice(COUNTRIES), "AT", "Austria"),
        (Choice(COUNTRIES), "XX", "XX"),
        (Choices(COUNTRIES), ["AT", "DE"], "Austria, Germany"),
        (Choices(COUNTRIES), [], "none"),
        (Boolean(), True, "Yes"),
        (Date(), date(2026, 11, 27), "27 November 2026"),
        (Date(), "2026-11-27", "27 November 2026"),
        (TimeOfDay(), time(9, 5, 59), "09:05"),
        (TimeOfDay(), "09:05", "09:05"),
        (WeekdayType(), 5, "Friday"),
    ],
)
def test_every_kind_of_observation_is_told_as_people_say_it(kind: ValueType, raw: Any, told: str) -> None:
    assert kind.tell(raw) == told


def test_what_a_page_view_shows_of_every_condition_is_told() -> None:
    registry = load_plugins(entry_points=False)
    visit = make_visit(
        url="https://shop.example/pricing?ref=partner&utm_source=letter", title="Pricing", came_from="https://a.example/",
        language="pt-BR", time_zone="Asia/Saigon", country="VN", region="Hanoi", city="Hanoi", screen_width=1440,
        user_agent="Mozilla/5.0 (X11; Linux x86_64) Chrome/131.0", first_seen="2026-11-01T00:00:00+00:00",
        previous_visit="2026-11-20T00:00:00+00:00", landing="https://shop.example/", previous="https://shop.example/",
    )  # fmt: skip
    for key, kind in registry.condition_types.items():
        if not kind.browser and not kind.takes_key:
            raw = registry.see(key, visit)
            operator = kind.operators[0]
            operand = kind.value.operator(operator).operand
            given = {"value": _some(kind.value, operand)} if operand != "none" else {}
            compiled = compile_rule(group("all", {"id": "c", "fact": key, "operator": operator, **given}), {key: kind})
            (only,) = explain(compiled, {key: raw}).children
            assert only.why.startswith("Observed: " if raw is not MISSING else "Not known"), key
            assert "<" not in only.why, "no object of the program's own"
    assert registry.see("query_parameter:ref", visit) == "partner"
    assert (registry.see("moon", visit), registry.observe("moon", visit)) == (MISSING, MISSING)


def test_an_explanation_is_in_the_readers_language() -> None:
    rule = group("all", VISITS, TIME, group("none", PAGE, id="g"), group("any", id="h"))
    compiled = compile_rule(rule, load_types())
    english = list(_words(explain(compiled, {"visits": 2})))
    with speaking("vi"):
        vietnamese = list(_words(explain(compiled, {"visits": 2})))
    assert not set(english) & set(vietnamese)


def load_types() -> dict[str, Any]:
    types = load_plugins(entry_points=False).condition_types
    return {"visits": types["visits"], "time": types["time_on_page"], "page": types["page_url"]}


def _words(trace: Trace) -> Any:
    yield trace.label
    yield trace.why
    for each in trace.children:
        yield from _words(each)


def _some(value: ValueType, operand: str) -> Any:
    """A value that this type takes."""
    one: Any = {
        "url": "/a", "text": "a", "number": 3, "duration": 3, "percent": 3, "date": "2026-11-27",
        "time_of_day": "09:00", "weekday": 1, "boolean": True,
    }.get(value.name)  # fmt: skip
    if isinstance(value, Choice):
        one = value.choices()[0][0] if value.choices() else "a"
    return [one, one] if operand == "pair" else [one] if operand == "list" else one
