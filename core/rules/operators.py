"""The one operator table: what every operator of every value type means.

A missing observation never reaches `decide`: negative operators hold on it, the others fail.
widget/operators.js is the second evaluator, of the operators marked `browser`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from core.rules import operands, texts, url_patterns
from core.rules.texts import SeenText, fold
from core.rules.urls import Page

Operand = Literal["none", "one", "pair", "list"]
Check = Callable[[object], str | None]
Decide = Callable[[Any, Any], bool]


@dataclass(frozen=True)
class Operator:
    """One operator of one value type."""

    key: str
    phrase: str
    """As in "visits *is at least* 3"."""
    operand: Operand
    decide: Decide
    """(observed, prepared operand) -> verdict; the observation is what the value type's `observed` returned."""
    element: Check = operands.no_problem
    """What is wrong with a single value."""
    prepare_element: Callable[[Any], Any] = operands.as_is
    collect: Callable[[Iterable[Any]], Any] = tuple
    """Makes the operand of the prepared values."""
    negative: bool = False
    """Holds on a missing observation; of several values, holds if none does."""
    browser: bool = False
    """The browser knows it, too."""
    ordered: bool = False
    """The first value of a pair must not be above the second."""

    def check(self, value: object) -> str | None:
        """What is wrong with a stored value, or None."""
        return operands.problem(value, self.operand, self.element, ordered=self.ordered)

    def prepare(self, value: Any) -> Any:
        """Turn a checked value, once, into what `decide` takes."""
        if self.operand == "none":
            return None
        if self.operand == "one":
            return self.prepare_element(value)
        return self.collect(map(self.prepare_element, value))


def _any(holds: Decide) -> Decide:
    """Positive: one of several values suffices."""

    def decide(observed: Any, values: tuple[Any, ...]) -> bool:
        return any(holds(observed, value) for value in values)

    return decide


def _none(holds: Decide) -> Decide:
    """Negative: none of several values may hold."""

    def decide(observed: Any, values: tuple[Any, ...]) -> bool:
        return not any(holds(observed, value) for value in values)

    return decide


def _between(observed: Any, bounds: tuple[Any, Any]) -> bool:
    return bool(bounds[0] <= observed <= bounds[1])


def _within_day(observed: int, bounds: tuple[int, int]) -> bool:
    """The start belongs to the span, the end does not; it runs over midnight if it ends no later than it starts."""
    start, end = bounds
    return start <= observed < end if start < end else observed >= start or observed < end


def _member(observed: Any, values: frozenset[Any]) -> bool:
    return observed in values


def _no_member(observed: Any, values: frozenset[Any]) -> bool:
    return observed not in values


def _text_is(observed: SeenText, values: frozenset[str]) -> bool:
    return observed.folded in values


def _text_is_not(observed: SeenText, values: frozenset[str]) -> bool:
    return observed.folded not in values


def _text_contains(observed: SeenText, value: str) -> bool:
    return value in observed.folded


def _text_starts(observed: SeenText, value: str) -> bool:
    return observed.folded.startswith(value)


def _text_ends(observed: SeenText, value: str) -> bool:
    return observed.folded.endswith(value)


def _text_matches(observed: SeenText, value: Any) -> bool:
    return texts.search(value, observed.raw)


def _url_is(observed: Page, value: url_patterns.UrlPattern) -> bool:
    return value.matches(observed)


def _url_contains(observed: Page, value: str) -> bool:
    return value in observed.text


def _url_starts(observed: Page, value: str) -> bool:
    return (observed.path_text if value.startswith("/") else observed.text).startswith(value)


def _url_matches(observed: Page, value: Any) -> bool:
    return texts.search(value, observed.address)


def _set(*, browser: bool) -> tuple[Operator, Operator]:
    return (
        Operator("is_set", "is known", "none", lambda observed, _: True, browser=browser),
        Operator("is_not_set", "is not known", "none", lambda observed, _: False, negative=True, browser=browser),
    )


def _text() -> tuple[Operator, ...]:
    whole, part, pattern = texts.text_problem, texts.part_problem, texts.pattern_problem
    compiled = texts.compile_pattern
    return (
        Operator("is", "is", "list", _text_is, whole, fold, frozenset, browser=True),
        Operator("is_not", "is not", "list", _text_is_not, whole, fold, frozenset, negative=True, browser=True),
        Operator("contains", "contains", "list", _any(_text_contains), part, fold, browser=True),
        Operator(
            "does_not_contain", "does not contain", "list", _none(_text_contains), part, fold,
            negative=True, browser=True,
        ),
        Operator("starts_with", "starts with", "list", _any(_text_starts), part, fold, browser=True),
        Operator("ends_with", "ends with", "list", _any(_text_ends), part, fold, browser=True),
        Operator("matches", "matches the pattern", "list", _any(_text_matches), pattern, compiled),
        Operator(
            "does_not_match", "does not match the pattern", "list", _none(_text_matches), pattern, compiled,
            negative=True,
        ),
        *_set(browser=True),
    )  # fmt: skip


def _url() -> tuple[Operator, ...]:
    whole, part, pattern = url_patterns.pattern_problem, url_patterns.url_part_problem, texts.pattern_problem
    parsed, bare, compiled = url_patterns.parse_pattern, url_patterns.without_scheme, texts.compile_pattern
    return (
        Operator("is", "is", "list", _any(_url_is), whole, parsed),
        Operator("is_not", "is not", "list", _none(_url_is), whole, parsed, negative=True),
        Operator("contains", "contains", "list", _any(_url_contains), part, bare),
        Operator("does_not_contain", "does not contain", "list", _none(_url_contains), part, bare, negative=True),
        Operator("starts_with", "starts with", "list", _any(_url_starts), part, bare),
        Operator("matches", "matches the pattern", "list", _any(_url_matches), pattern, compiled),
        Operator(
            "does_not_match", "does not match the pattern", "list", _none(_url_matches), pattern, compiled,
            negative=True,
        ),
        *_set(browser=False),
    )  # fmt: skip


def _number() -> tuple[Operator, ...]:
    one = operands.number_problem
    return (
        Operator("equals", "is", "one", lambda seen, n: seen == n, one, browser=True),
        Operator("does_not_equal", "is not", "one", lambda seen, n: seen != n, one, negative=True, browser=True),
        Operator("more_than", "is more than", "one", lambda seen, n: seen > n, one, browser=True),
        Operator("at_least", "is at least", "one", lambda seen, n: seen >= n, one, browser=True),
        Operator("less_than", "is less than", "one", lambda seen, n: seen < n, one, browser=True),
        Operator("at_most", "is at most", "one", lambda seen, n: seen <= n, one, browser=True),
        Operator("between", "is between", "pair", _between, one, browser=True, ordered=True),
        *_set(browser=True),
    )


def _one_of(one: Check, *, browser: bool = False) -> tuple[Operator, Operator]:
    return (
        Operator("is_any_of", "is any of", "list", _member, one, collect=frozenset, browser=browser),
        Operator(
            "is_none_of", "is none of", "list", _no_member, one, collect=frozenset, negative=True, browser=browser
        ),
    )


def _choices() -> tuple[Operator, ...]:
    one = operands.choice_problem
    return (
        Operator("is_any_of", "includes any of", "list", lambda seen, values: not seen.isdisjoint(values), one),
        Operator(
            "is_none_of", "includes none of", "list", lambda seen, values: seen.isdisjoint(values), one,
            negative=True,
        ),
        Operator("is_all_of", "includes all of", "list", lambda seen, values: seen.issuperset(values), one),
        *_set(browser=False),
    )  # fmt: skip


def _date() -> tuple[Operator, ...]:
    one = operands.date_problem
    return (
        Operator("before", "is before", "one", lambda seen, day: seen < day, one),
        Operator("after", "is after", "one", lambda seen, day: seen > day, one),
        Operator("on", "is on", "one", lambda seen, day: seen == day, one),
        Operator("between", "is between", "pair", _between, one, ordered=True),
        *_set(browser=False),
    )


OPERATORS: Mapping[str, Mapping[str, Operator]] = MappingProxyType(
    {
        name: MappingProxyType({operator.key: operator for operator in row})
        for name, row in {
            "text": _text(),
            "url": _url(),
            "number": _number(),
            "duration": _number(),
            "percent": _number(),
            "choice": (*_one_of(operands.choice_problem, browser=True), *_set(browser=True)),
            "choices": _choices(),
            "boolean": (
                Operator(
                    "is", "is", "one", lambda seen, wanted: seen is wanted, operands.boolean_problem, browser=True
                ),
                *_set(browser=True),
            ),
            "date": _date(),
            "time_of_day": (
                Operator("between", "is between", "pair", _within_day, operands.time_problem, operands.minutes),
            ),
            "weekday": _one_of(operands.weekday_problem),
        }.items()
    }
)
"""Operators by value type and key, in the order in which menus show them."""
