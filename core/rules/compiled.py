"""Rules made ready for page views: operands are prepared once, verdicts are shared between rules."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from core.rules.anything import read_as
from core.rules.facts import MISSING, OPEN, UNKNOWN, Facts, Unknown, fact_name
from core.rules.operators import Operator
from core.rules.tree import SCHEMA, FactType, Match, Rule, Types, is_group, node_id
from core.rules.value_type import ValueType

Cache = dict[str, object]
"""Observations by fact name and verdicts by predicate, of one page view and for all its rules."""

TYPEOF = {
    "number": "number",
    "duration": "number",
    "percent": "number",
    "text": "string",
    "choice": "string",
    "boolean": "boolean",
}
"""JavaScript's name for the observations of the value types that the browser knows."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """A condition on a fact that the server knows, without which a rule can't be true; plans are indexed by these."""

    fact: str
    """Fact name, with the key if there is one."""
    operator: Literal["is", "is_any_of"]
    """`is` for addresses (plans are indexed by `core.rules.url_patterns.UrlPattern.paths`), `is_any_of` for choices."""
    values: tuple[str | int, ...]
    predicate: str


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition with its operand prepared."""

    id: str
    fact: str
    key: str | None
    name: str
    """The fact's name in `Facts`."""
    type: FactType
    reading: ValueType
    """The type's own, or the one that the condition reads its observations as."""
    operator: Operator
    value: Any
    """As stored."""
    prepared: Any
    predicate: str
    """Same text, same question: conditions of any rules that ask it share one verdict."""
    residual: Rule
    """The condition as it is left for the browser; all page views share it."""

    def observation(self, facts: Facts, cache: Cache) -> Any:
        """What was observed as the operator takes it, or MISSING, OPEN or UNKNOWN."""
        seen = cache.get(self.name)
        if seen is None:
            raw = facts.get(self.name, OPEN if self.type.browser else MISSING)
            seen = cache[self.name] = raw if isinstance(raw, Unknown) else self.type.value.observed(raw)
        if self.reading is self.type.value or isinstance(seen, Unknown):
            return seen
        return self.reading.observed(seen)

    def verdict(self, facts: Facts, cache: Cache) -> Any:
        """True, False or OPEN."""
        known = cache.get(self.predicate)
        if known is None:
            seen = self.observation(facts, cache)
            if seen is OPEN or seen is UNKNOWN:
                known = OPEN
            elif seen is MISSING:
                known = self.operator.negative
            else:
                known = self.operator.decide(seen, self.prepared)
            cache[self.predicate] = known
        return known

    def settle(self, facts: Facts, cache: Cache) -> bool | Rule:
        """The verdict, or what is left of the condition."""
        known = self.verdict(facts, cache)
        return self.residual if known is OPEN else known


@dataclass(frozen=True, slots=True)
class Group:
    """A group with its children compiled."""

    id: str
    given_id: str | None
    match: Match
    children: tuple[Condition | Group, ...]

    def settle(self, facts: Facts, cache: Cache) -> bool | Rule:
        """The verdict, or the group that is left of the open children."""
        decisive = self.match != "all"
        left = []
        for child in self.children:
            settled = child.settle(facts, cache)
            if settled is decisive:
                return self.match == "any"
            if settled is not True and settled is not False:
                left.append(settled)
        if not left:
            return self.match != "any"
        named = {} if self.given_id is None else {"id": self.given_id}
        return {**named, "match": self.match, "rules": left}

    def conditions(self) -> Iterator[Condition]:
        """All conditions below, in reading order."""
        for child in self.children:
            if isinstance(child, Condition):
                yield child
            else:
                yield from child.conditions()


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule that page views are held against; immutable, safe to share between threads."""

    root: Group
    conditions: tuple[Condition, ...]
    """All of them, in reading order."""
    necessary: frozenset[Requirement]

    def simplify(self, facts: Facts, cache: Cache | None = None) -> bool | Rule:
        """True, False, or the residual: a plain rule of the open conditions alone, which nobody may change.

        Hand in the same `cache`, at first empty, for all rules of one page view, and with the same facts.
        """
        settled = self.root.settle(facts, {} if cache is None else cache)
        if settled is True or settled is False:
            return settled
        return {"schema": SCHEMA, **settled}


def compile_checked(rule: Rule, types: Types, campaign: int) -> CompiledRule:
    """Compile a rule that has no problems."""
    root = _group(rule, (), types, campaign)
    return CompiledRule(root, conditions=tuple(root.conditions()), necessary=frozenset(_necessary(root)))


def _group(node: Rule, place: tuple[int, ...], types: Types, campaign: int) -> Group:
    children = tuple(
        _group(child, (*place, i), types, campaign)
        if is_group(child)
        else _condition(child, (*place, i), types, campaign)
        for i, child in enumerate(node["rules"])
    )
    return Group(node_id(node, place), node.get("id"), node["match"], children)


def _condition(node: Rule, place: tuple[int, ...], types: Types, campaign: int) -> Condition:
    fact, key, operator, value = node["fact"], node.get("key"), node["operator"], node.get("value")
    kind = types[fact]
    reading = read_as(kind, node)
    known = reading.operator(operator)
    name = fact_name(fact, str(campaign) if kind.per_campaign else key)
    residual = {field: node[field] for field in ("id", "fact", "key", "as", "operator") if node.get(field) is not None}
    if known.operand != "none":
        residual["value"] = value
    elif known.browser:
        residual["type"] = TYPEOF[reading.name]
    return Condition(
        id=node_id(node, place),
        fact=fact,
        key=key,
        name=name,
        type=kind,
        reading=reading,
        operator=known,
        value=value,
        prepared=known.prepare(value),
        predicate=json.dumps([name, reading.name, operator, value]),
        residual=_copy(residual),
    )


def _necessary(group: Group) -> Iterator[Requirement]:
    if group.match != "all":
        return
    for child in group.children:
        if isinstance(child, Group):
            yield from _necessary(child)
        elif child.type.browser or child.type.per_campaign:  # an index asks once for all campaigns
            continue
        elif (child.reading.name, child.operator.key) in _NECESSARY:
            yield Requirement(child.name, child.operator.key, tuple(child.value), child.predicate)  # type: ignore[arg-type]


_NECESSARY = {("url", "is"), ("choice", "is_any_of"), ("choices", "is_any_of"), ("weekday", "is_any_of")}


def _copy(data: Any) -> Any:
    """Plain data of its own, so that whoever goes on editing the rule does not change the compiled one."""
    if isinstance(data, dict):
        return {key: _copy(value) for key, value in data.items()}
    return [_copy(one) for one in data] if isinstance(data, list) else data
