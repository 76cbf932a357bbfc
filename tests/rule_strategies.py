"""Random rules over a fixed set of facts, random observations, and every split between server and browser."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from core.rules import MISSING, FactType, Rule
from core.rules.anything import Anything
from core.rules.choices import Choice, Choices
from core.rules.value_type import ValueType
from core.rules.values import Boolean, Date, Duration, Number, Percent, Text, TimeOfDay, Url, Weekday
from tests.vector_files import Kind

TYPES: dict[str, FactType] = {
    "page": Kind("Page", Url()),
    "visits": Kind("Visits", Number()),
    "plan": Kind("Plan", Text(), takes_key=True),
    "told": Kind("Told", Anything(), takes_key=True),
    "country": Kind("Country", Choice()),
    "languages": Kind("Languages", Choices()),
    "since": Kind("Since", Date()),
    "clock": Kind("Clock", TimeOfDay()),
    "weekday": Kind("Weekday", Weekday()),
    "time": Kind("Time", Duration(), browser=True),
    "scroll": Kind("Scroll", Percent(), browser=True),
    "cart": Kind("Cart", Number(), browser=True),
    "leaving": Kind("Leaving", Boolean(), browser=True),
    "search": Kind("Search", Text(), browser=True),
    "event": Kind("Event", Text(), browser=True, takes_key=True),
    "turned": Kind("Turned", Choice(), browser=True),
}

KEYS = ("a", "b c")


def readings(kind: FactType) -> dict[str | None, ValueType]:
    """As what a condition can read a fact: by the name in `as`, None where there is no choice."""
    named: dict[str | None, ValueType] = dict(kind.value.kinds.items())
    return named or {None: kind.value}


NAMES = tuple(
    name for fact, kind in TYPES.items() for name in ([f"{fact}:{k}" for k in KEYS] if kind.takes_key else [fact])
)
BROWSER_NAMES = tuple(name for name in NAMES if TYPES[name.partition(":")[0]].browser)

_facts = st.sampled_from([name for name, kind in TYPES.items() if kind.browser] * 3 + list(TYPES))  # mostly open ones

# Few and telling, so that rules often hold; Python and Chromium know the same characters apart from the newest.
_texts = st.one_of(
    st.sampled_from(["", "a", "A ", "b", "ab", "Ba", "\u00a0a", "İ", "ΑΣ", "Σ", "ας", "ß", "ẞ", "\u200bA", "😀"]),
    st.text(st.characters(exclude_categories=("Cs", "Cn")), max_size=4),
)
_parts = _texts.filter(lambda text: text.strip("\ufeff").strip() != "" and text.strip() != "\u200b")
_numbers = st.one_of(
    st.integers(-3, 9), st.floats(-3, 9, allow_nan=False), st.sampled_from([0.1 + 0.2, -0.0, 2**53 - 1])
)
_percents = st.one_of(st.integers(0, 100), st.floats(0, 100))
_durations = st.one_of(st.integers(0, 9), st.floats(0, 9))
_options = st.sampled_from(["a", "A", "b", " a"])
_pages = st.sampled_from(
    ["https://shop.example/", "https://shop.example/a?b=1#c", "http://www.shop.example/A/b", "/a", "nonsense"]
)
_patterns = st.sampled_from(["/", "/a", "/a*", "shop.example/*", "*.shop.example/*", "/a?b=*", "/a#c", "https://x.y/"])
_days = st.dates().map(lambda day: day.isoformat()) | st.just("2024-02-29")
_clocks = st.times().map(lambda time: f"{time:%H:%M}")
_weekdays = st.integers(1, 7)
_regexes = st.sampled_from(["a", "^a$", "(?-i)A", ".*", r"\pL+", "^$"])

_VALUES: dict[str, tuple[st.SearchStrategy[Any], st.SearchStrategy[Any]]] = {  # of rules, of observations
    "text": (_texts, _texts),
    "url": (_patterns, _pages),
    "number": (_numbers, _numbers),
    "duration": (_durations, _durations),
    "percent": (_percents, _percents),
    "choice": (_options.filter(bool), _options),
    "choices": (_options, st.lists(_options, max_size=3)),
    "boolean": (st.booleans(), st.booleans()),
    "date": (_days, _days),
    "time_of_day": (_clocks, _clocks),
    "weekday": (_weekdays, _weekdays),
}

_wrong = st.sampled_from([None, True, 0, 1.5, "1", "x", ["a"], [], {"a": 1}, 2**53, -(2**60)])


@st.composite
def conditions(draw: st.DrawFn) -> Rule:
    """A valid condition on one of the facts."""
    fact = draw(_facts)
    kind = TYPES[fact]
    read = draw(st.sampled_from([None, *kind.value.kinds])) if kind.value.kinds else None
    reading = kind.value.kinds[read or "text"] if kind.value.kinds else kind.value
    operator = draw(st.sampled_from(reading.operators(browser=kind.browser)))
    node: Rule = {"fact": fact, "operator": operator, **({"as": read} if read else {})}
    if kind.takes_key:
        node["key"] = draw(st.sampled_from(KEYS))
    shape = reading.operator(operator)
    one = _VALUES[reading.name][0]
    if operator in ("matches", "does_not_match"):
        one = _regexes
    elif "contain" in operator or "with" in operator:
        one = _parts
    one = one.filter(lambda value: shape.element(value) is None)
    if shape.operand == "one":
        node["value"] = draw(one)
    elif shape.operand == "pair":
        pair = draw(st.lists(one, min_size=2, max_size=2))
        node["value"] = sorted(pair) if shape.ordered else pair
    elif shape.operand == "list":
        node["value"] = draw(st.lists(one, min_size=1, max_size=3))
    return node


def _groups(children: st.SearchStrategy[Rule]) -> st.SearchStrategy[Rule]:
    return st.builds(
        lambda match, rules: {"match": match, "rules": rules},
        st.sampled_from(["all", "any", "none"]),
        st.one_of(st.lists(children, min_size=1, max_size=4), st.lists(children, max_size=1)),
    )


def rules() -> st.SearchStrategy[Rule]:
    """A valid rule, with ids."""
    inner = st.recursive(conditions(), _groups, max_leaves=12)
    return _groups(inner).map(_numbered).filter(lambda rule: _depth(rule) <= 8)


@st.composite
def observations(draw: st.DrawFn) -> dict[str, object]:
    """For every fact a value, now and then a wrong one, or MISSING."""
    found = {}
    for name in NAMES:
        value = TYPES[name.partition(":")[0]].value
        right = _VALUES[value.name][1] if not value.kinds else st.one_of(_texts, _numbers, st.booleans(), _days)
        found[name] = draw(st.one_of(right, right, right, _wrong, st.just(MISSING)))
    return found


splits = st.just(set(BROWSER_NAMES)) | st.sets(st.sampled_from(BROWSER_NAMES), min_size=3)
"""The facts that the server leaves open."""


def _numbered(rule: Rule) -> Rule:
    count = 0

    def number(node: Rule) -> Rule:
        nonlocal count
        count += 1
        numbered = {"id": f"n{count}", **node}
        if "rules" in node:
            numbered["rules"] = [number(child) for child in node["rules"]]
        return numbered

    return {"schema": 1, **number(rule)}


def _depth(node: Rule) -> int:
    return 1 + max(map(_depth, node["rules"]), default=0) if "rules" in node else 0
