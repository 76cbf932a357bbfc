"""The Python evaluator meets every named case."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from core.rules import check, compile_rule, explain, fact_name, sentence
from core.rules.operators import OPERATORS
from tests.vector_files import VALUE_TYPES, Case, Kind, leaves, own, own_cases, shared_cases

CASES = [*own_cases(), *shared_cases()]


def test_every_case_gets_its_verdict() -> None:
    """One test for all of them: they are thousands, and each is a matter of microseconds."""
    assert len(CASES) > 800
    wrong = [f"{case.name}: {case.sentence} {found}" for case in CASES for found in faults(case)]
    assert wrong == [], "\n".join(wrong)


def faults(case: Case) -> Iterator[str]:
    """In what the evaluator does not do as the case says."""
    settled = compile_rule(case.rule, case.kinds).simplify(case.known)
    verdict = "open" if isinstance(settled, dict) else settled
    if verdict != case.expect:
        yield f"gave {verdict}, not {case.expect}"
    if case.residual is not None and settled != case.residual:
        yield f"left {settled}, not {case.residual}"
    if case.residual_open_facts is not None:
        left = leaves(settled) if isinstance(settled, dict) else ()
        asked = {fact_name(c["fact"], c.get("key")) for c in left}
        if asked != set(case.residual_open_facts):
            yield f"left {asked} open, not {case.residual_open_facts}"


def test_the_explanation_says_the_same_as_the_verdict() -> None:
    said = {"holds": True, "fails": False, "open": "open"}
    for case in CASES:
        trace = explain(compile_rule(case.rule, case.kinds), case.known)
        assert said[trace.verdict] == case.expect, case.name
        assert trace.why.endswith("."), case.name


def test_every_rule_has_a_sentence_without_gaps() -> None:
    for case in CASES:
        assert "…" not in sentence(case.rule, case.kinds), case.name


@pytest.mark.parametrize("case", own("problems"), ids=lambda case: case["name"])
def test_a_value_is_refused_or_taken(case: dict[str, Any]) -> None:
    condition: dict[str, Any] = {"id": "c", "fact": "it", **{k: case[k] for k in ("operator", "value") if k in case}}
    types = {"it": Kind("It", VALUE_TYPES[case["type"]])}
    problems = check({"schema": 1, "match": "all", "rules": [condition]}, types)
    expected = [] if case.get("valid") else [("c", case["problem"]["field"], case["problem"]["code"])]
    assert [(p.node_id, p.field, p.code) for p in problems] == expected, case["sentence"]
    assert all(p.message.endswith(".") for p in problems)


def test_own_cases_cover_every_operator_of_every_type() -> None:
    wanted = {
        (name, key, seen) for name, row in OPERATORS.items() for key in row for seen in ("observed", "missing", "open")
    }
    had = {
        (case["type"], case["operator"], seen)
        for case in own("conditions")
        for seen in ("observed", "missing", "open")
        if seen in case
    }
    assert wanted == had
    verdicts = {
        (case["type"], case["operator"], case["expect"]) for case in own("conditions") if case.get("open") is None
    }
    assert {(t, o, v) for t, o, _ in wanted for v in (True, False)} == verdicts


def test_names_are_unique() -> None:
    for file in ("conditions", "urls", "groups", "problems"):
        names = [case["name"] for case in own(file)]
        assert len(set(names)) == len(names)
