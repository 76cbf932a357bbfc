"""What the condition builder knows of rules and values, without a page."""

from __future__ import annotations

from typing import Any

import pytest

from admin_ui.campaign_editor.builder.rule_values import (
    Place,
    conditions_in,
    depth_of,
    duration_unit,
    fresh_condition,
    height_of,
    number,
    number_text,
    one_step,
    place_of,
    reshaped,
)
from core.plugins import load_plugins
from core.rules import MAX_DEPTH, check, find, is_sound, move, sentence, walk, with_ids
from core.rules.values import Boolean, Number, Text
from tests import sample_plugin

TYPES = load_plugins((), extra=[sample_plugin], entry_points=False).condition_types


def group(name: str, *rules: dict[str, Any], match: str = "all") -> dict[str, Any]:
    return {"id": name, "match": match, "rules": list(rules)}


def condition(name: str) -> dict[str, Any]:
    return {"id": name, "fact": "visits", "operator": "at_least", "value": 1}


RULE = group("root", condition("a"), group("g", condition("b"), condition("c")), condition("d"))


@pytest.mark.parametrize("key", sorted(TYPES))
def test_every_condition_begins_with_an_operator_that_it_knows(key: str) -> None:
    node = fresh_condition(TYPES[key])
    found = check(group("root", node), TYPES)
    assert {each.field for each in found} <= {"value", "key"}


@pytest.mark.parametrize(
    ("value_type", "before", "after", "value", "expected"),
    [
        (Number(), "at_least", "less_than", 3, 3),
        (Number(), "at_least", "between", 3, [3, None]),
        (Number(), "between", "equals", [3, 5], 3),
        (Number(), "between", "equals", [None, 5], None),
        (Number(), "at_least", "is_set", 3, None),
        (Number(), "is_set", "at_least", None, None),
        (Text(), "is", "contains", ["a", "b"], ["a", "b"]),
        (Boolean(), "is_set", "is", None, True),
    ],
)
def test_a_value_is_kept_as_far_as_it_fits_the_new_operator(
    value_type: Any, before: str, after: str, value: Any, expected: Any
) -> None:
    assert reshaped(value, value_type.operator(after), value_type.operator(before), value_type) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("3", 3), ("3.0", 3), ("2.5", 2.5), ("-1", -1), ("", None), ("?", None), ("1e999", None), ("nan", None)],
)
def test_a_number_is_what_can_be_read_as_one(typed: str, expected: float | None) -> None:
    assert number(typed) == expected


@pytest.mark.parametrize(("value", "words"), [(3, "3"), (3.0, "3"), (2.5, "2.5"), (None, ""), ("3", ""), (True, "")])
def test_only_numbers_are_shown_as_numbers(value: object, words: str) -> None:
    assert number_text(value) == words


@pytest.mark.parametrize(
    ("seconds", "unit"),
    [(0, "seconds"), (90, "seconds"), (120, "minutes"), (7200, "hours"), (172_800, "days"), (None, "seconds")],
)
def test_a_duration_is_shown_in_its_largest_whole_unit(seconds: object, unit: str) -> None:
    assert duration_unit(seconds) == unit


@pytest.mark.parametrize(
    ("node", "by", "place"),
    [
        ("a", -1, None),
        ("a", 1, Place("g", 0)),
        ("d", -1, Place("g", 2)),
        ("d", 1, None),
        ("c", -1, Place("g", 0)),
        ("b", -1, Place("root", 1)),
        ("c", 1, Place("root", 2)),
        ("g", -1, Place("root", 0)),
        ("g", 1, Place("root", 2)),
    ],
)
def test_one_step_goes_into_and_out_of_groups_as_the_rule_reads(node: str, by: int, place: Place | None) -> None:
    assert one_step(RULE, node, by) == place


def test_steps_down_lead_through_the_whole_rule_and_back() -> None:
    rule, seen = RULE, []
    while (place := one_step(rule, "a", 1)) is not None:
        rule = move(rule, "a", place.parent, place.at)
        seen.append(place_of(rule, "a"))
    assert seen == [Place("g", 0), Place("g", 1), Place("g", 2), Place("root", 1), Place("root", 2)]
    while (place := one_step(rule, "a", -1)) is not None:
        rule = move(rule, "a", place.parent, place.at)
    assert rule == RULE


def test_a_group_does_not_go_where_it_would_stand_too_deep() -> None:
    inner: dict[str, Any] = group("deep")
    for level in range(MAX_DEPTH - 2):
        inner = group(f"level{level}", inner)
    rule = group("root", group("low", condition("a")), inner)
    outermost = str(inner["id"])
    assert one_step(rule, outermost, -1) == Place("root", 0), "past the group, not into it"


def test_depth_and_height_count_levels_of_groups() -> None:
    assert (depth_of(RULE, "root"), depth_of(RULE, "g")) == (1, 2)
    assert (height_of(RULE), height_of(find(RULE, "g")), height_of(find(RULE, "a"))) == (2, 1, 0)
    assert conditions_in(RULE) == 4


def test_rules_without_ids_get_them_and_mean_the_same() -> None:
    bare = {
        "schema": 1,
        "match": "all",
        "rules": [
            {"fact": "visits", "operator": "is_set"},
            {"match": "any", "rules": [{"id": "x", "fact": "visits", "operator": "is_set"}]},
        ],
    }
    named = with_ids(bare)
    ids = [node.get("id") for _, node, place in walk(named) if place]
    assert all(ids)
    assert len(set(ids)) == 3
    assert sentence(named, TYPES) == sentence(bare, TYPES)
    assert with_ids(named) is named


@pytest.mark.parametrize(
    "rule",
    [None, [], {"match": "all"}, {"match": "all", "rules": [1]}, {"match": "all", "rules": [{"match": "any"}]}],
)
def test_a_rule_that_can_not_be_drawn_is_recognised(rule: object) -> None:
    assert not is_sound(rule)
    assert is_sound(RULE)


def test_an_event_is_asked_for_once_until_somebody_says_otherwise() -> None:
    kind = load_plugins(entry_points=False).condition_types["page_event"]
    fresh = fresh_condition(kind)
    assert (fresh["operator"], fresh["value"]) == ("at_least", 1)
    assert not check(group("root", {**fresh, "key": "order placed"}), {"page_event": kind}), "it lacks its name alone"
