"""Which names of events a rule may ask for, with what a property has to be."""

from __future__ import annotations

import pytest

from core.plugins import load_plugins
from core.rules import check, sentence

TYPES = load_plugins(entry_points=False).condition_types


def asked(key: str) -> dict[str, object]:
    node = {"id": "e", "fact": "page_event", "key": key, "operator": "at_least", "value": 2}
    return {"schema": 1, "match": "all", "rules": [node]}


@pytest.mark.parametrize(
    "key", ["order placed", "a [b = c]", "a[b=]", "a [b >= -1.5]", "đơn [giá > 5]", "a [b != true]"]
)
def test_a_name_with_or_without_a_property_is_one(key: str) -> None:
    assert check(asked(key), TYPES) == []


@pytest.mark.parametrize(
    "key", ["a [b]", "[b = 1]", "a [b > c]", "a [b > ]", "a [b ~ 1]", "a]", "a [b = [c]]", "a [> 1]"]
)
def test_what_is_no_name_of_an_event_is_a_problem_at_its_row(key: str) -> None:
    (problem,) = check(asked(key), TYPES)
    assert (problem.node_id, problem.field, problem.code) == ("e", "key", "bad_key")
    assert "order placed [value > 50]" in problem.message


def test_it_is_said_in_the_sentence() -> None:
    said = sentence(asked("order placed [value > 50]"), TYPES)
    assert said == "Visitors with “order placed [value > 50]” at least 2 times in this visit"
