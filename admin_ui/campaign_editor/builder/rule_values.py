"""What the condition builder knows of rules and values, without a page: defaults, shapes, moves."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from admin_ui.campaign_editor.builder.translation import translated
from core.conditions import ConditionType
from core.i18n import N_
from core.rules import MAX_DEPTH, ROOT, Rule, is_group, new_condition, walk
from core.rules.operators import Operator
from core.rules.value_type import ValueType
from core.rules.values import Boolean, Number

UNITS: Final[Mapping[str, int]] = {
    N_("seconds"): 1,
    N_("minutes"): 60,
    N_("hours"): 3600,
    N_("days"): 86_400,
}
"""Units of a duration, with their seconds."""

_PREFERRED: Final = ("at_least", "is", "is_any_of", "at_most", "between")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node stands, or shall stand: in which group, as which child."""

    parent: str
    at: int


def fresh_condition(kind: ConditionType) -> Rule:
    """A condition of this type as the menu adds it: the operator people mean most often, no value yet."""
    operator = default_operator(kind.operators)
    return new_condition(kind.key, operator, default_value(kind.value, kind.value.operator(operator)))


def default_operator(offered: Sequence[str]) -> str:
    """The operator that people mean most often."""
    return next((each for each in _PREFERRED if each in offered), offered[0])


def default_value(value_type: ValueType, operator: Operator) -> Any:
    """What a new condition begins with; None where the marketer has to say."""
    if operator.operand != "one":
        return None
    return True if isinstance(value_type, Boolean) else value_type.start if isinstance(value_type, Number) else None


def reshaped(value: Any, operator: Operator, before: Operator | None, value_type: ValueType) -> Any:
    """The value when the operator has changed: kept as far as it means the same to the new one."""
    if before is None or operator.operand == "none":
        return default_value(value_type, operator)
    if operator.operand == before.operand == "list" and isinstance(value, list):
        said = (translated(each, value_type, before, operator) if isinstance(each, str) else each for each in value)
        return [each for each in said if each is not None] or None
    if operator.operand == before.operand:
        return value
    first = value[0] if isinstance(value, list) and value else None if isinstance(value, list) else value
    if first is None:
        return default_value(value_type, operator)
    return {"one": first, "pair": [first, None], "list": [first]}[operator.operand]


def number(text: str) -> int | float | None:
    """What was typed as a number; None for nothing or nonsense."""
    try:
        found = float(text)
    except ValueError:
        return None
    if not math.isfinite(found):
        return None
    return int(found) if found.is_integer() else found


def number_text(value: object) -> str:
    """A stored number as it is typed; "" for what is none."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return ""
    return str(int(value)) if float(value).is_integer() else str(value)


def duration_unit(seconds: object) -> str:
    """The largest unit in which the seconds are whole; 90 is "seconds", 120 "minutes"."""
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or seconds == 0:
        return "seconds"
    return next((name for name, size in reversed(list(UNITS.items())) if seconds % size == 0), "seconds")


def root_id(rule: Rule) -> str:
    return str(rule.get("id") or ROOT)


def place_of(rule: Rule, node_id: str) -> Place:
    """Where a node stands. Raises KeyError for the root and for what is not there."""
    names = {place: name for name, _, place in walk(rule)}
    for name, _, place in walk(rule):
        if name == node_id and place:
            return Place(names[place[:-1]], place[-1])
    raise KeyError(node_id)


def depth_of(rule: Rule, node_id: str) -> int:
    """How deep a group stands; the root's depth is 1."""
    return next(len(place) + 1 for name, _, place in walk(rule) if name == node_id)


def height_of(node: Rule) -> int:
    """Levels of groups in a node; a condition has none."""
    if not is_group(node):
        return 0
    return 1 + max((len(place) for _, inner, place in walk(node) if is_group(inner)), default=0)


def one_step(rule: Rule, node_id: str, by: int) -> Place | None:
    """Where a node comes to stand one step up (-1) or down (1) as the rule reads; None at the very edge.

    It goes into a group that stands in the way, and out of its own at the group's edge.
    """
    here = place_of(rule, node_id)
    siblings = next(node["rules"] for name, node, _ in walk(rule) if name == here.parent)
    beside = here.at + by
    if 0 <= beside < len(siblings):
        other = siblings[beside]
        fits = depth_of(rule, here.parent) + 1 + height_of(siblings[here.at]) <= MAX_DEPTH
        if is_group(other) and fits:
            return Place(str(other["id"]), len(other["rules"]) if by < 0 else 0)
        return Place(here.parent, beside)
    if here.parent == root_id(rule):
        return None
    outer = place_of(rule, here.parent)
    return Place(outer.parent, outer.at + (0 if by < 0 else 1))


def conditions_in(node: Rule) -> int:
    """How many conditions a node holds, itself included."""
    return sum(not is_group(inner) for _, inner, _ in walk(node))
