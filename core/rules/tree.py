"""The words of a rule tree: what a node is, where it may stand, what can be wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from core.rules.value_type import ValueType

SCHEMA = 1
"""Meaning of the operators; a new number comes with a migration."""

MAX_DEPTH = 8
"""Levels of groups, the root's included."""

MAX_NODES = 500
"""Groups and conditions of a rule, the root included."""

ROOT = "root"
"""Id of the root, unless it has one of its own."""

Match = Literal["all", "any", "none"]
MATCHES: tuple[Match, ...] = ("all", "any", "none")

Rule = dict[str, Any]
"""A rule, group or condition as plain JSON data."""

Source = Literal["page", "history", "now"]
"""page: what a page view tells, also when it is long over; history: what the visitor has met, which the claim reads
from the database; now: how things stand at this moment (who is online, whether it is open)."""

Field = Literal["fact", "operator", "value", "key", "group"]


class FactType(Protocol):
    """What the rule engine asks of a condition type."""

    @property
    def label(self) -> str: ...

    @property
    def value(self) -> ValueType: ...

    @property
    def browser(self) -> bool:
        """True where the browser observes it."""
        ...

    @property
    def takes_key(self) -> bool: ...

    @property
    def key_type(self) -> ValueType | None:
        """What the keys are, where they are chosen and not typed."""
        ...

    @property
    def per_campaign(self) -> bool:
        """Whether each campaign that asks has a fact of its own."""
        ...

    @property
    def key_hint(self) -> str:
        """What to type where `is_key` says no."""
        ...

    def is_key(self, key: str) -> bool:
        """Whether something that was typed can be a key."""
        ...

    @property
    def source(self) -> Source:
        """What an observation is made of."""
        ...

    @property
    def needs_memory(self) -> bool:
        """Whether there is something to observe of remembered visitors alone."""
        ...

    @property
    def always_told(self) -> bool:
        """Whether something is observed on every page view, of those visitors at least."""
        ...

    @property
    def phrases(self) -> Mapping[str, str]:
        """How sentences say an operator after "Visitors": "on {value}"; others are said with label and operator."""
        ...


Types = Mapping[str, FactType]
"""Condition types by key."""


@dataclass(frozen=True)
class Problem:
    """Something that keeps a rule from being used, and where to mend it."""

    node_id: str
    """The node's id; its place (`0.2` is the third child of the first) if it has none."""
    field: Field
    code: str
    message: str


def is_group(node: Mapping[str, object]) -> bool:
    """Whether a node is a group, or means to be one."""
    return "match" in node or "rules" in node


def is_sound(rule: object) -> bool:
    """Whether a rule can be walked and edited: groups are groups with lists, all the way down, and not without end."""
    if not isinstance(rule, dict) or not isinstance(rule.get("rules"), list):
        return False
    todo: list[tuple[object, int]] = [(rule, 1)]
    while todo:
        node, depth = todo.pop()
        if not isinstance(node, dict) or depth > 4 * MAX_DEPTH:
            return False
        if is_group(node):
            children = node.get("rules")
            if not isinstance(children, list):
                return False
            todo.extend((child, depth + 1) for child in children)
    return True


def match_of(node: Mapping[str, object]) -> Match | None:
    """How a group combines its children; None if it doesn't say."""
    given = node.get("match")
    return next((match for match in MATCHES if match == given), None) if isinstance(given, str) else None


def node_id(node: Mapping[str, object], place: tuple[int, ...]) -> str:
    """A node's id, or else its place in the tree."""
    given = node.get("id")
    if isinstance(given, str) and given:
        return given
    return ".".join(map(str, place)) if place else ROOT


def walk(rule: Rule) -> Iterator[tuple[str, Rule, tuple[int, ...]]]:
    """Id, node and place of every node of a checked rule, parents first."""
    todo: list[tuple[Rule, tuple[int, ...]]] = [(rule, ())]
    while todo:
        node, place = todo.pop()
        yield node_id(node, place), node, place
        children = node.get("rules", ())
        todo.extend((children[i], (*place, i)) for i in reversed(range(len(children))))
