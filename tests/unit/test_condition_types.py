"""Every condition type of the catalogue decides, as tests/vectors/observations.json says, and keeps the contract."""

from __future__ import annotations

from typing import Any

import pytest

from core.plugins import Registry, load_plugins
from core.rules import sentence
from core.testing import assert_condition_contract, verdict
from tests.vector_files import own

CASES = own("observations")
REGISTRY = load_plugins(entry_points=False)


@pytest.fixture
def registry() -> Registry:
    return REGISTRY


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_page_view_meets_a_condition(registry: Registry, case: dict[str, Any]) -> None:
    assert verdict(registry.condition_types[case["fact"]], case) == case["expect"], case["sentence"]


@pytest.mark.parametrize("key", REGISTRY.condition_types)
def test_a_condition_type_keeps_the_contract(registry: Registry, key: str) -> None:
    assert_condition_contract(registry.condition_types[key])


def test_every_type_has_cases_of_both_verdicts_with_names_of_their_own(registry: Registry) -> None:
    verdicts = {(case["fact"], case["expect"]) for case in CASES if case["expect"] != "open"}
    assert verdicts == {(key, verdict) for key in registry.condition_types for verdict in (True, False)}
    names = [case["name"] for case in CASES]
    assert len(set(names)) == len(names)


WITHIN_A_VISIT = {"pages_in_visit", "messages_in_visit", "open_conversation", "sample"}
"""Conditions of remembered visitors that ask for nothing of earlier days."""


@pytest.mark.parametrize("key", [key for key, kind in REGISTRY.condition_types.items() if kind.needs_memory])
def test_what_safari_forgets_is_said_at_every_condition_that_asks_for_earlier_days(key: str) -> None:
    """Safari deletes what scripts have stored after seven days without a visit."""
    said = "Safari after seven days" in REGISTRY.condition_types[key].missing_hint
    assert said is (key not in WITHIN_A_VISIT)


def test_every_type_is_said_in_a_sentence_without_gaps(registry: Registry) -> None:
    said = [sentence(as_rule(case), registry.condition_types) for case in CASES]
    assert all(words.startswith("Visitors ") and "not valid" not in words and "…" not in words for words in said)


def test_what_is_asked_of_a_page_is_said_in_other_words_than_of_a_day_or_a_system(registry: Registry) -> None:
    """A translation has one form for one phrase: "on {value}" can't be both at a place and at a time."""
    said: dict[str, set[str]] = {}
    for kind in registry.condition_types.values():
        for phrase in kind.phrases.values():
            said.setdefault(phrase, set()).add(kind.group)
    assert {phrase: groups for phrase, groups in said.items() if len(groups) > 1} == {}


def as_rule(case: dict[str, Any]) -> dict[str, Any]:
    asked = {name: case[name] for name in ("fact", "key", "as", "operator", "value") if name in case}
    return {"schema": 1, "match": "all", "rules": [{"id": "c"} | asked]}
