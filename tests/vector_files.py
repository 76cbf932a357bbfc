"""The named cases that both evaluators meet: our own in tests/vectors, and the shared ones where they are at hand."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.rules import MISSING, OPEN, Facts, FactType, Rule
from core.rules.choices import Choice, Choices
from core.rules.tree import Source
from core.rules.value_type import ValueType
from core.rules.values import Boolean, Date, Duration, Number, Percent, Text, TimeOfDay, Url, Weekday

OWN = Path(__file__).parent / "vectors"
SHARED = Path(__file__).parents[2] / "shared" / "vectors" / "cases.json"

VALUE_TYPES: Mapping[str, ValueType] = {
    "text": Text(),
    "url": Url(),
    "number": Number(),
    "duration": Duration(),
    "percent": Percent(),
    "choice": Choice(),
    "choices": Choices(),
    "boolean": Boolean(),
    "date": Date(),
    "time_of_day": TimeOfDay(),
    "time": TimeOfDay(),
    "weekday": Weekday(),
}

BROWSER_TYPES = frozenset(name for name, value in VALUE_TYPES.items() if value.operators(browser=True))


@dataclass(frozen=True)
class Kind:
    """A condition type, as much of it as the rule engine asks for."""

    label: str
    value: ValueType
    browser: bool = False
    takes_key: bool = False
    key_type: ValueType | None = None
    source: Source = "page"
    per_campaign: bool = False
    needs_memory: bool = False
    always_told: bool = False
    phrases: Mapping[str, str] = field(default_factory=dict)
    key_hint: str = ""

    def is_key(self, key: str) -> bool:
        return True


@dataclass(frozen=True)
class Case:
    """A rule, what is known of a page view, and the verdict: true, false or "open"."""

    name: str
    sentence: str
    types: Mapping[str, str]
    rule: Rule
    facts: Mapping[str, Any]
    missing: tuple[str, ...]
    open: tuple[str, ...]
    expect: bool | str
    residual: Rule | None = None
    residual_open_facts: tuple[str, ...] | None = None
    kinds: Mapping[str, FactType] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        kinds = {}
        for name, value in self.types.items():
            fact, colon, _ = name.partition(":")
            takes_key = bool(colon) or any(other.startswith(f"{fact}:") for other in (*self.missing, *self.open))
            kinds[fact] = Kind(fact, VALUE_TYPES[value], fact in self._open_kinds, takes_key)
        object.__setattr__(self, "kinds", kinds)

    @property
    def _open_kinds(self) -> set[str]:
        return {name.partition(":")[0] for name in self.open} if self.in_browser else set()

    @property
    def known(self) -> Facts:
        """The facts as an evaluator gets them."""
        return {**self.facts, **dict.fromkeys(self.missing, MISSING), **dict.fromkeys(self.open, OPEN)}

    @property
    def in_browser(self) -> bool:
        """Whether the browser can decide on all of it."""
        if not set(self.types.values()) <= BROWSER_TYPES:
            return False
        return all(node["operator"] not in ("matches", "does_not_match") for node in leaves(self.rule))


def leaves(node: Rule) -> Iterator[Rule]:
    """The conditions of a plain rule."""
    for child in node["rules"]:
        if "rules" in child:
            yield from leaves(child)
        else:
            yield child


def own(name: str) -> list[dict[str, Any]]:
    """The cases of one of our files as they stand there."""
    data = json.loads((OWN / f"{name}.json").read_text())
    assert data["schema"] == 1
    cases: list[dict[str, Any]] = data["cases"]
    return cases


def own_cases() -> list[Case]:
    """Our cases of single conditions, addresses and whole rules."""
    single = [_single(case) for name in ("conditions", "urls") for case in own(name)]
    return single + [_whole(case, case["sentence"]) for case in own("groups")]


def shared_cases() -> list[Case]:
    """The shared cases; none where the project stands on its own."""
    if not SHARED.exists():
        return []
    return [_whole(case, case.get("note", "")) for case in json.loads(SHARED.read_text())]


def _single(case: dict[str, Any]) -> Case:
    condition = {"id": "c", "fact": "it", "operator": case["operator"]}
    if "value" in case:
        condition["value"] = case["value"]
    return Case(
        name=case["name"],
        sentence=case["sentence"],
        types={"it": case["type"]},
        rule={"schema": 1, "match": "all", "rules": [condition]},
        facts={"it": case["observed"]} if "observed" in case else {},
        missing=("it",) if case.get("missing") else (),
        open=("it",) if case.get("open") else (),
        expect=case["expect"],
    )


def _whole(case: dict[str, Any], sentence: str) -> Case:
    facts = case.get("residual_open_facts")
    return Case(
        name=case["name"],
        sentence=sentence,
        types=case["types"],
        rule=case["rule"],
        facts=case["facts"],
        missing=tuple(case["missing"]),
        open=tuple(case["open"]),
        expect=case["expect"],
        residual=case.get("residual"),
        residual_open_facts=None if facts is None else tuple(facts),
    )
