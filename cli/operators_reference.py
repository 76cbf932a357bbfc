"""The reference of operators, from the operator table; each with an example, whose verdicts the operators give."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from cli.settings_reference import GENERATED
from core.rules import MISSING
from core.rules.choices import Choice, Choices
from core.rules.operators import OPERATORS, Operator
from core.rules.url_patterns import parse_pattern
from core.rules.urls import parse_page
from core.rules.value_type import ValueType
from core.rules.values import Boolean, Date, Duration, Number, Percent, Text, TimeOfDay, Url, Weekday

NAMES: Final = {"url": "address", "duration": "length of time", "boolean": "yes or no", "time_of_day": "time of day"}
"""Value types that are called differently among people."""
TAKES: Final = {"none": "nothing", "one": "a value", "pair": "two values", "list": "one value or several"}
TYPES: Final[Mapping[str, ValueType]] = {
    each.name: each
    for each in (
        Text(), Url(), Number(), Duration(), Percent(), Choice(), Choices(), Boolean(), Date(), TimeOfDay(), Weekday(),
    )
}  # fmt: skip
_ADDRESS: Final = "https://shop.example/pricing/teams?ref=a"
_COUNTED: Final = {
    "equals": (3, 3, 4), "does_not_equal": (3, 4, 3), "more_than": (3, 4, 3), "at_least": (3, 3, 2),
    "less_than": (3, 2, 3), "at_most": (3, 3, 4), "between": ([3, 5], 5, 6),
}  # fmt: skip
EXAMPLES: Final[Mapping[str, Mapping[str, tuple[Any, Any, Any]]]] = {
    "text": {
        "is": (["Trial", "Team"], " trial ", "trials"),
        "is_not": (["Trial"], "team", "TRIAL"),
        "contains": (["shoe"], "Running shoes", "Boots"),
        "does_not_contain": (["shoe"], "Boots", "Running shoes"),
        "starts_with": (["run"], "Running shoes", "A run"),
        "ends_with": (["shoes"], "Running shoes", "shoe"),
        "matches": (["^[A-Z]{2}-[0-9]+$"], "de-17", "17"),
        "does_not_match": (["^[0-9]+$"], "de-17", "17"),
    },
    "url": {
        "is": (["/pricing*", "/plans"], _ADDRESS, "https://shop.example/"),
        "is_not": (["/pricing*"], "https://shop.example/", _ADDRESS),
        "contains": (["teams"], _ADDRESS, "https://shop.example/"),
        "does_not_contain": (["teams"], "https://shop.example/", _ADDRESS),
        "starts_with": (["/pri"], _ADDRESS, "https://shop.example/a/pri"),
        "matches": (["[?&]ref="], _ADDRESS, "https://shop.example/"),
        "does_not_match": (["[?&]ref="], "https://shop.example/", _ADDRESS),
    },
    "number": _COUNTED,
    "duration": _COUNTED,
    "percent": _COUNTED,
    "choice": {"is_any_of": (["VN", "DE"], "VN", "vn"), "is_none_of": (["VN", "DE"], "FR", "VN")},
    "choices": {
        "is_any_of": (["a", "b"], ["b", "c"], ["c"]),
        "is_none_of": (["a", "b"], ["c"], ["b", "c"]),
        "is_all_of": (["a", "b"], ["a", "b", "c"], ["a"]),
    },
    "boolean": {"is": (True, True, False)},
    "date": {
        "before": ("2026-12-01", "2026-11-30", "2026-12-01"),
        "after": ("2026-12-01", "2026-12-02", "2026-12-01"),
        "on": ("2026-12-01", "2026-12-01", "2026-12-02"),
        "between": (["2026-12-01", "2026-12-24"], "2026-12-24", "2026-12-25"),
    },
    "time_of_day": {"between": (["22:00", "06:00"], "05:59", "06:00")},
    "weekday": {"is_any_of": ([6, 7], 7, 5), "is_none_of": ([6, 7], 5, 7)},
}
"""By value type and operator: a value, an observation on which it holds, and one on which it fails."""
ADDRESSES: Final = (
    ("/pricing", "https://shop.example/pricing/?utm_source=x"),
    ("/pricing", "https://shop.example/pricing/teams"),
    ("/docs/*", "https://shop.example/docs"),
    ("/docs/*", "https://shop.example/docs/start"),
    ("/Docs", "https://shop.example/docs"),
    ("shop.example/*", "https://shop.example/about"),
    ("shop.example/p/*", "https://www.shop.example/p/1"),
    ("*.shop.example/p/*", "https://www.shop.example/p/1"),
    ("/search?q=*", "https://shop.example/search?page=2&q=shoes"),
    ("/search?q=shoes", "https://shop.example/search"),
    ("/app#/cart/*", "https://shop.example/app#/cart/42"),
)
"""Patterns and pages; whether they fit is asked when the page is written."""
INTRODUCTION: Final = """\
How conditions compare, by what they observe ([conditions.md](conditions.md)). **Unknown** is what can't be known, or is of another kind than the condition asks for: nothing is turned into another kind, "10" is no number. Where a value may be several, one of them is enough; for *is not* and its kin none of them may fit. Text is compared without the blanks around it and without regard to case, choices exactly. What the browser observes can be compared by the operators that it knows; all others are the server's.

The examples are told by the program that decides."""  # noqa: E501  # a paragraph is one line


def operators_page() -> str:
    """docs/operators.md."""
    lines = ["# Comparisons", "", GENERATED, "", INTRODUCTION, ""]
    for name, row in OPERATORS.items():
        lines += [f"## {called(name).capitalize()}", ""]
        lines += ["| comparison | takes | asked for | holds on | fails on | on unknown | browser | in files |"]
        lines += ["|---|---|---|---|---|---|---|---|", *(_row(name, each) for each in row.values()), ""]
        lines += _addresses() if name == "url" else ()
    return "\n".join(lines)


def example(name: str, operator: Operator) -> tuple[str, str, str]:
    """What is asked for, what it holds on and what it fails on. Raises ValueError where the operator says otherwise."""
    if operator.operand == "none":
        return "", *(("", "anything known") if operator.negative else ("anything known", ""))
    value, right, wrong = EXAMPLES[name][operator.key]
    kind = TYPES[name]
    verdicts = [_holds(kind, operator, value, each) for each in (right, wrong)]
    if kind.check(operator.key, value) or verdicts != [True, False]:
        raise ValueError(f"the example of {name} {operator.key} does not show what it says")
    return _said(value), _said(right), _said(wrong)


def called(value_type: str) -> str:
    """A value type's name among people."""
    return NAMES.get(value_type, value_type)


def anchor(value_type: str) -> str:
    """Where it stands on the page."""
    return called(value_type).replace(" ", "-")


def _holds(kind: ValueType, operator: Operator, value: object, observation: object) -> bool:
    seen = kind.observed(observation)
    return operator.negative if seen is MISSING else operator.decide(seen, operator.prepare(value))


def _said(value: object) -> str:
    several = value if isinstance(value, list) else [value]
    words = (str(each).lower() if isinstance(each, bool) else str(each) for each in several)
    return ", ".join(f"`{each}`" for each in words).replace("|", r"\|")


def _row(name: str, operator: Operator) -> str:
    unknown = "holds" if operator.negative else "fails"
    browser = "knows it" if operator.browser else ""
    asked, right, wrong = example(name, operator)
    cells = (operator.phrase, TAKES[operator.operand], asked, right, wrong, unknown, browser, f"`{operator.key}`")
    return f"| {' | '.join(cells)} |"


def _addresses() -> list[str]:
    """How *is* compares addresses, by example."""
    lines = ["*Is* compares addresses by their parts; `*` stands for any characters:", ""]
    lines += ["| asked for | page | |", "|---|---|---|"]
    for pattern, page in ADDRESSES:
        seen = parse_page(page)
        holds = seen is not None and parse_pattern(pattern).matches(seen)
        lines.append(f"| `{pattern}` | `{page}` | {'holds' if holds else 'fails'} |")
    return [*lines, ""]
