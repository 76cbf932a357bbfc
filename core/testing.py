"""What authors of plugins test with: page views made up, cases told as data, and the contract of a condition type.

    from smart_trigger import assert_condition_contract, make_visit, run_cases

`core/pytest_plugin.py` hands them to pytest as fixtures. Nothing here needs pytest.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from core.conditions import ConditionType
from core.opening_hours import OpeningHours
from core.rules import OPEN, check, compile_rule, sentence
from core.rules.facts import MISSING
from core.rules.operands import is_number
from core.rules.operators import Operator
from core.rules.value_type import ValueType
from core.rules.values import Number
from core.team.presence import TeamNow
from core.visits import Location, Visit
from core.visits.history import ACTS, History, Memory

A_FRIDAY = datetime(2026, 11, 27, 12, tzinfo=UTC)
"""When made-up page views happen, unless they say otherwise."""

_PLACE = ("country", "region", "city")
_MOMENTS = ("now", "first_seen", "started", "previous_visit")
_HOSTILE = ("", " ", "\x00", "‮", "a" * 100_000, "\ud800", "%00", "'; DROP TABLE visitor; --", "<script>", "١٢٣")


_WRONG: tuple[Any, ...] = (None, {}, "\ud800", float("nan"), 2**60, [], [[]], True, "a" * 100_000)


def make_visit(**told: Any) -> Visit:
    """A page view: what is told, else a first visit's first page at shop.example, on a Friday noon in UTC.

    Takes the fields of Visit, `country`, `region` and `city` by themselves, moments also as ISO 8601 text,
    `site_time_zone` also as a name, `history` and `opening_hours` (`Hours.of`) also as data,
    as can `team` (`{"online": ["agent:3"], "room": {"group:1": 2}}`).
    """
    place = Location(*(told.pop(name, "") for name in _PLACE))
    for name in _MOMENTS:
        if isinstance(told.get(name), str):
            told[name] = datetime.fromisoformat(told[name])
    if isinstance(told.get("opening_hours"), Mapping):
        told["opening_hours"] = OpeningHours.of(told["opening_hours"])
    if isinstance(told.get("team"), Mapping):
        told["team"] = TeamNow(frozenset(told["team"].get("online", ())), dict(told["team"].get("room", {})))
    if isinstance(told.get("history"), Mapping):
        told["history"] = _history(told["history"])
    zone = told.pop("site_time_zone", "UTC")
    standing: dict[str, Any] = {"now": A_FRIDAY, "url": "https://shop.example/", "number": 1, "pages": 1}
    return Visit(
        site_time_zone=ZoneInfo(zone) if isinstance(zone, str) else zone,
        **{"location": place} | standing | told,
    )


def _history(data: Mapping[str, Any]) -> History:
    """`{"campaigns": {"7": {"shown": "2026-11-20T12:00Z"}}, "last_message_at": …}`, else as the fields are."""
    fields = {name: value for name, value in data.items() if name != "campaigns"}
    if moment := fields.get("last_message_at"):
        fields["last_message_at"] = datetime.fromisoformat(moment)
    memories = []
    for campaign, acts in data.get("campaigns", {}).items():
        shown, read, clicked, replied = (datetime.fromisoformat(acts[act]) if act in acts else None for act in ACTS)
        assert shown is not None, "what was read, clicked or replied to was shown"
        memories.append(Memory(int(campaign), 1, shown, False, read, clicked, replied, shown))
    return History(tuple(memories), **fields)


def verdict(kind: ConditionType, case: Mapping[str, Any]) -> bool | str:
    """What a condition of this type says of one page view: true, false, or "open" until the browser has told.

    `case`: `operator`, `value` (none for operators without), `key` for types that take one, `as` where a condition
    chooses between kinds of values, `campaign` (an id) where each has its own, and either `visit` (told as in
    `make_visit`) or, for types that the browser observes, `observed` (null: there is none).
    """
    key = case.get("key")
    asked = {name: case[name] for name in ("key", "as", "operator", "value") if name in case}
    rule = {"schema": 1, "match": "all", "rules": [{"id": "it", "fact": kind.key} | asked]}
    campaign = case.get("campaign", 1)
    compiled = compile_rule(rule, {kind.key: kind}, campaign=campaign)
    if kind.browser:
        raw = case.get("observed", OPEN)
    else:
        visit = make_visit(**case.get("visit", {}))
        raw = _observed(kind, visit, key, campaign)
    left = compiled.simplify({compiled.conditions[0].name: MISSING if raw is None else raw})
    return "open" if isinstance(left, dict) else left


def run_cases(kind: ConditionType, cases: Path | Iterable[Mapping[str, Any]]) -> int:
    """Hold a condition type against cases (`verdict`), each with its `name` and what to `expect`; returns how many.

    `cases`: data, or a JSON file of `{"schema": 1, "cases": […]}`. Raises AssertionError, naming the first wrong one.
    """
    told = [*(_read(cases) if isinstance(cases, Path) else cases)]
    assert told, "there are no cases"
    for case in told:
        said = verdict(kind, case)
        assert said == case["expect"], f"{case['name']}: {said} instead of {case['expect']}"
    return len(told)


def assert_condition_contract(kind: ConditionType) -> None:
    """Everything that the product counts on. Raises AssertionError, or the PluginError of an incomplete type.

    Its names are there and its operators can be asked and said in a sentence without gaps; a wrong value is a problem
    in one sentence and never an exception; what is observed of a page view is of the value type or nothing, and as
    the type declares it for the rule check; and whatever a page view holds, observing it raises nothing.
    """
    kind.verify()
    assert kind.operators, f"{kind.key}: there is nothing to ask"
    readings: list[tuple[str | None, ValueType]] = [*kind.value.kinds.items()] or [(None, kind.value)]
    for name, reading in readings:
        for operator in map(reading.operator, reading.operators(browser=kind.browser)):
            _assert_can_be_asked(_Asked(kind, operator, name))
    if not kind.browser:
        for raw in _observations(kind, make_visit()):
            assert kind.value.observed(raw) is not MISSING, f"{kind.key}: {raw!r} is no {kind.value.noun}"
        for visit in hostile_visits():
            for raw in _observations(kind, visit):
                kind.value.observed(raw)
        for visit in (make_visit(visitor="somebody", history={}), *hostile_visits()):
            _assert_is_as_declared(kind, visit)


def hostile_visits() -> Iterator[Visit]:
    """Page views as nobody means them: empty, huge, in other alphabets, without memory."""
    nothing = make_visit(url="", number=None, pages=None, memory=False)
    yield nothing
    for words in _HOSTILE:
        yield replace(
            nothing,
            url=f"https://shop.example/{words}?{words}={words}#{words}", title=words, referrer=words, language=words,
            time_zone=words, user_agent=words, landing=words, previous=words, came_from=words,
            location=Location(words, words, words), screen_width=0, screen_height=2**31,
            attributes={"name": words, words: words},
        )  # fmt: skip


def _assert_is_as_declared(kind: ConditionType, visit: Visit) -> None:
    """What the rule check takes the type's word for."""
    seen = [*_observations(kind, visit)]
    if kind.always_told and (visit.memory or not kind.needs_memory):
        assert seen, f"{kind.key}: is always told, and there is nothing to see"
    if isinstance(kind.value, Number):
        for raw in (each for each in seen if is_number(each)):
            assert kind.value.lowest is None or kind.value.lowest <= raw, f"{kind.key}: {raw} is below its lowest"
            assert kind.value.highest is None or raw <= kind.value.highest, f"{kind.key}: {raw} is above its highest"


@dataclass(frozen=True, slots=True)
class _Asked:
    kind: ConditionType
    operator: Operator
    read_as: str | None

    def rule(self, *value: Any) -> dict[str, Any]:
        condition: dict[str, Any] = {"id": "it", "fact": self.kind.key, "operator": self.operator.key}
        if self.kind.takes_key:
            condition["key"] = "name"
        if self.read_as is not None:
            condition["as"] = self.read_as
        if value:
            condition["value"] = value[0]
        return {"schema": 1, "match": "all", "rules": [condition]}


def _assert_can_be_asked(asked: _Asked) -> None:
    kind, operator, types = asked.kind, asked.operator, {asked.kind.key: asked.kind}
    name = f"{kind.key} {operator.key}"
    if operator.operand == "none":
        rule = asked.rule()
        assert not check(rule, types), f"{name}: is a problem without a value"
        assert sentence(rule, types).startswith("Visitors "), f"{name}: has no sentence"
    for wrong in _WRONG:
        if operator.operand == "none" and wrong is None:
            continue
        for problem in check(asked.rule(wrong), types):
            assert problem.message.endswith("."), f"{name}: {problem.message!r} is no sentence"
        sentence(asked.rule(wrong), types)


def _observations(kind: ConditionType, visit: Visit) -> Iterator[object]:
    """What is seen of a page view, under each of several keys for types that take one."""
    for key in ("name", *_HOSTILE) if kind.takes_key else (None,):
        raw = _observed(kind, visit, key, campaign=1)
        if raw is not None:
            yield raw


def _observed(kind: ConditionType, visit: Visit, key: str | None, campaign: int) -> object:
    if kind.per_campaign:
        return kind.observe_for(visit, campaign)
    return kind.observe(visit) if key is None else kind.observe_key(visit, key)


def _read(file: Path) -> list[dict[str, Any]]:
    data = json.loads(file.read_text(encoding="utf-8"))
    assert data["schema"] == 1, f"{file}: its schema is not 1"
    cases: list[dict[str, Any]] = data["cases"]
    return cases
