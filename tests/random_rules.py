"""Rules, observations and splits by the hundred thousand, all from one seed.

The kinds are those of tests/rule_strategies.py, where hypothesis looks for the smallest case that fails; this is for
the many.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from typing import Any, Final

from core.rules import MISSING, Rule
from core.rules.operators import Operator
from core.rules.tree import SCHEMA
from core.rules.value_type import ValueType
from tests.rule_strategies import KEYS, TYPES

_LETTERS: Final = "abABäÄßẞİıΣσςéÉ中😀 \u00a0\ufeff\u200b\t0.%/"
_TEXTS: Final = (
    "",
    "a",
    "A ",
    "b",
    "ab",
    "Ba",
    "\u00a0a",
    "İ",
    "ΑΣ",
    "Σ",
    "ας",
    "ß",
    "ẞ",
    "\u200bA",
    "😀",
    "a b",
    "abab",
)
_NUMBERS: Final = (0, 1, -1, 2, 3, 0.5, -0.0, 1e-9, 2.5, 0.1 + 0.2, 0.3, 2**53 - 1, -(2**53) + 1)
_OPTIONS: Final = ("a", "A", "b", " a", "ab")
_PAGES: Final = (
    "https://shop.example/", "https://shop.example/a?b=1#c", "http://www.shop.example/A/b", "/a", "nonsense",
    "https://x.y/a/b?b=2", "https://shop.example/a%20b", "",
)  # fmt: skip
_PATTERNS: Final = ("/", "/a", "/a*", "shop.example/*", "*.shop.example/*", "/a?b=*", "/a#c", "https://x.y/", "/a%20b")
_REGEXES: Final = ("a", "^a$", "(?-i)A", ".*", r"\pL+", "^$", "b|Σ")
_DAYS: Final = ("2024-02-28", "2024-02-29", "2024-03-01", "2023-12-31", "2026-11-27")
_CLOCKS: Final = ("00:00", "06:00", "09:30", "12:00", "22:00", "23:59")
_WRONG: Final[tuple[Any, ...]] = (None, True, 0, 1.5, "1", "x", ["a"], [], {"a": 1}, 2**53, -(2**60), "\u2028")
_MATCHES: Final = ("all", "all", "any", "any", "none")
_OPEN_ONES: Final = [name for name, kind in TYPES.items() if kind.browser]


class RandomRules:
    """One stream of cases."""

    def __init__(self, seed: int) -> None:
        self._random: Final = random.Random(seed)
        self._pick: Final = self._random.choice
        self._values: Final[dict[str, tuple[Callable[[], Any], Callable[[], Any]]]] = {  # of rules, of observations
            "text": (self._text, self._text),
            "url": (lambda: self._pick(_PATTERNS), lambda: self._pick(_PAGES)),
            "number": (self._number, self._number),
            "duration": (lambda: abs(self._number()), self._number),
            "percent": (lambda: self._random.randrange(101), self._number),
            "choice": (lambda: self._pick(_OPTIONS), lambda: self._pick(_OPTIONS)),
            "choices": (lambda: self._pick(_OPTIONS), lambda: self._random.sample(_OPTIONS, self._random.randrange(4))),
            "boolean": (lambda: self._chance(0.5), lambda: self._chance(0.5)),
            "date": (lambda: self._pick(_DAYS), lambda: self._pick(_DAYS)),
            "time_of_day": (lambda: self._pick(_CLOCKS), lambda: self._pick(_CLOCKS)),
            "weekday": (lambda: self._random.randint(1, 7), lambda: self._random.randint(1, 7)),
        }

    def rule(self) -> Rule:
        """A rule without problems, up to eight levels deep."""
        return {"schema": SCHEMA, **self._group(self._pick((1, 1, 2, 2, 3, 7)))}

    def facts(self, names: Iterable[str]) -> dict[str, object]:
        """For each of these facts a value, now and then a wrong one, or MISSING."""
        found: dict[str, object] = {}
        for name in names:
            luck = self._random.random()
            if luck < 0.15:
                found[name] = MISSING
            elif luck < 0.3:
                found[name] = self._pick(_WRONG)
            else:
                value = TYPES[name.partition(":")[0]].value
                kind = self._pick(tuple(value.kinds)) if value.kinds else value.name
                found[name] = self._values[kind][1]()
        return found

    def some(self, names: Iterable[str]) -> list[str]:
        """All of these, as often as not; else some."""
        return list(names) if self._chance(0.5) else [name for name in names if self._chance(0.6)]

    def _group(self, depth: int) -> Rule:
        children = []
        for _ in range(self._pick((0, 1, 2, 2, 3, 4)) or self._random.randrange(2)):
            children.append(self._group(depth - 1) if depth > 1 and self._chance(0.4) else self._condition())
        return {"match": self._pick(_MATCHES), "rules": children}

    def _condition(self) -> Rule:
        fact = self._pick(_OPEN_ONES) if self._chance(0.75) else self._pick(tuple(TYPES))
        kind = TYPES[fact]
        node: Rule = {"fact": fact}
        reading: ValueType = kind.value
        if kind.value.kinds:
            node["as"] = self._pick(tuple(kind.value.kinds))
            reading = kind.value.kinds[node["as"]]
        if kind.takes_key:
            node["key"] = self._pick(KEYS)
        node["operator"] = self._pick(reading.operators(browser=kind.browser))
        value = self._value(reading, reading.operator(node["operator"]))
        return node if value is None else {**node, "value": value}

    def _value(self, reading: ValueType, operator: Operator) -> Any:
        if operator.operand == "none":
            return None
        if operator.operand == "one":
            return self._fitting(reading, operator)
        if operator.operand == "list":
            return [self._fitting(reading, operator) for _ in range(self._pick((1, 1, 2, 3)))]
        pair = [self._fitting(reading, operator), self._fitting(reading, operator)]
        return sorted(pair) if operator.ordered else pair

    def _fitting(self, reading: ValueType, operator: Operator) -> Any:
        if "match" in operator.key:
            return self._pick(_REGEXES)
        while True:
            value = self._values[reading.name][0]()
            if operator.element(value) is None:
                return value

    def _text(self) -> str:
        if self._chance(0.7):
            return self._pick(_TEXTS)
        return "".join(self._random.choices(_LETTERS, k=self._random.randrange(6)))

    def _number(self) -> float:
        return (
            self._pick(_NUMBERS) if self._chance(0.5) else round(self._random.uniform(-3, 9), self._random.randrange(4))
        )

    def _chance(self, share: float) -> bool:
        return self._random.random() < share
