"""Every condition type of the catalogue decides, as tests/vectors/observations.json says."""

from __future__ import annotations

from typing import Any

import pytest

from core.plugins import Registry, load_plugins
from core.rules import Cache, compile_rule, fact_name, sentence
from tests.vector_files import own, page_view

CASES = own("observations")


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_plugins(entry_points=False)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_page_view_meets_a_condition(registry: Registry, case: dict[str, Any]) -> None:
    rule = as_rule(case)
    name = fact_name(case["fact"], case.get("key"))
    compiled = compile_rule(rule, registry.condition_types)
    seen: Cache = {name: registry.observe(name, page_view(case["visit"]))}
    assert compiled.simplify({}, seen) is case["expect"], case["sentence"]
    assert registry.faults.counts == {}


def test_every_type_that_the_server_observes_has_cases_that_hold_and_cases_that_do_not(registry: Registry) -> None:
    server = {key for key, kind in registry.condition_types.items() if not kind.browser}
    assert {case["fact"] for case in CASES} == server


def test_every_type_is_said_in_a_sentence_of_its_own(registry: Registry) -> None:
    said = [sentence(as_rule(case), registry.condition_types) for case in CASES]
    assert all(words.startswith("Visitors ") and "not valid" not in words and "…" not in words for words in said)


def as_rule(case: dict[str, Any]) -> dict[str, Any]:
    asked = {name: case[name] for name in ("fact", "key", "operator", "value") if name in case}
    return {"schema": 1, "match": "all", "rules": [{"id": "c"} | asked]}
