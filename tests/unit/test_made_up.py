"""What is made up of a page view stands in it where conditions look, so that all of them see it."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.conditions import ConditionType
from core.plugins import load_plugins
from core.rules import MISSING
from core.simulator.made_up import newcomer, seen_of
from core.visits import Location, Visit

REGISTRY = load_plugins(entry_points=False)
SEEING = [each for each in REGISTRY.condition_types.values() if each.sees]
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
SAMPLES = {"url": "https://shop.example/a", "text": "Hanoi", "number": 3, "choice": "VN", "boolean": True}


def sample(kind: ConditionType) -> Any:
    return {"language": "vi", "time_zone": "Europe/Paris"}.get(kind.key, SAMPLES.get(kind.value.name))


@pytest.mark.parametrize("kind", SEEING, ids=lambda kind: kind.key)
def test_what_a_type_says_it_sees_is_what_it_observes(kind: ConditionType) -> None:
    assert kind.sees in {each.name for each in (*fields(Visit), *fields(Location))}
    visit = newcomer(NOW, ZoneInfo("UTC"), "https://shop.example/")
    told = seen_of(REGISTRY, visit, {kind.key: sample(kind)}, NOW)
    assert REGISTRY.see(kind.key, told.visit) == told.raw(kind.key) == sample(kind)
    unknown = seen_of(REGISTRY, visit, {kind.key: None}, NOW)
    assert unknown.raw(kind.key) is MISSING
    wrong = seen_of(REGISTRY, visit, {kind.key: {"a": 1}}, NOW)
    assert wrong.observe(kind.key, visit) is MISSING


def test_a_good_part_of_the_conditions_says_so() -> None:
    assert len(SEEING) >= 13
