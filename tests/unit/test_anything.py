"""A value of any kind: read strictly, told as what it is, typed in the simulator as people write it."""

from __future__ import annotations

from typing import Any

import pytest

from admin_ui.simulator.observation_editor import as_told, as_typed
from core.rules import MISSING, check, compile_rule, explain, sentence
from core.rules.anything import Anything
from tests.vector_files import Kind

TYPES = {"told": Kind("Attribute", Anything(), takes_key=True), "visits": Kind("Visits", Anything.kinds["number"])}


def asked(operator: str, value: Any = None, **fields: Any) -> dict[str, Any]:
    node = {"id": "a", "fact": "told", "key": "seats", "operator": operator, **fields}
    return {"schema": 1, "match": "all", "rules": [node if value is None else node | {"value": value}]}


@pytest.mark.parametrize(
    ("typed", "told"),
    [("trial", "trial"), ("12", 12), ("1.5", 1.5), ("true", True), ('"12"', "12"), ('"true"', "true"), (None, None)],
)
def test_what_is_typed_is_what_a_website_would_tell(typed: str | None, told: Any) -> None:
    assert as_told(typed) == told
    assert type(as_told(typed)) is type(told)
    assert as_typed(told) == typed


@pytest.mark.parametrize("kind", ["", "url", "moon", 7, ["text"], None])
def test_a_kind_that_there_is_not_is_a_problem(kind: Any) -> None:
    found = [each.code for each in check(asked("is_set", **{"as": kind}), TYPES)]
    assert found == ([] if kind is None else ["unknown_kind"])


def test_only_a_value_of_any_kind_can_be_read_as_one() -> None:
    node = {"id": "v", "fact": "visits", "as": "number", "operator": "is_set"}
    assert [each.code for each in check({"schema": 1, "match": "all", "rules": [node]}, TYPES)] == ["unknown_kind"]


def test_a_value_is_checked_and_said_as_the_kind_that_was_chosen() -> None:
    (wrong,) = check(asked("at_least", "5", **{"as": "number"}), TYPES)
    assert (wrong.field, wrong.code) == ("value", "bad_value")
    (unknown,) = check(asked("at_least", 5), TYPES)
    assert unknown.code == "unknown_operator", "as text it has no such comparison"
    assert sentence(asked("at_least", 5, **{"as": "number"}), TYPES) == "Visitors whose attribute “seats” is at least 5"
    assert sentence(asked("is", True, **{"as": "boolean"}), TYPES) == "Visitors whose attribute “seats” is Yes"


@pytest.mark.parametrize(
    ("seen", "why"),
    [(7, "Observed: 7."), ("7", "Observed: “7”, which is no number and counts as nothing; “is at least” fails then.")],
)
def test_an_explanation_tells_what_was_seen(seen: object, why: str) -> None:
    rule = compile_rule(asked("at_least", 5, **{"as": "number"}), TYPES)
    assert explain(rule, {"told:seats": seen}).children[0].why == why


def test_all_kinds_share_what_was_observed_and_nothing_else() -> None:
    kinds = {"text": "is_set", "number": "is_set", "boolean": "is_set", "date": "is_set"}
    rules = {name: compile_rule(asked(operator, **{"as": name}), TYPES) for name, operator in kinds.items()}
    for seen, right in (("trial", {"text"}), ("2026-11-27", {"text", "date"}), (3, {"number"}), (False, {"boolean"})):
        cache: dict[str, object] = {}
        held = {name for name, rule in rules.items() if rule.simplify({"told:seats": seen}, cache) is True}
        assert held == right
    assert Anything().observed(2**60) is Anything().observed(["a"]) is Anything().observed(None) is MISSING
    assert [Anything().tell(each) for each in ("a", 3, True)] == ["“a”", "3", "Yes"]
