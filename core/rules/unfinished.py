"""A rule in the making, compiled as far as it goes: a condition that is not finished may be anything."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final

from core.rules.compiled import CompiledRule, compile_checked
from core.rules.problems import check
from core.rules.tree import Rule, Source, Types, is_group, node_id
from core.rules.value_type import ValueType
from core.rules.values import Boolean

_GAP: Final = "…"
"""No condition type is called so: their keys are identifiers."""


class _Anything:
    """The type of a condition of which nothing is known."""

    label: Final = ""
    value: Final[ValueType] = Boolean()
    browser: Final = True
    takes_key: Final = True
    key_type: Final[ValueType | None] = None
    per_campaign: Final = False
    needs_memory: Final = False
    always_told: Final = False
    source: Final[Source] = "page"
    phrases: Final[Mapping[str, str]] = MappingProxyType({})
    key_hint: Final = ""

    def is_key(self, key: str) -> bool:
        return True


def compile_unfinished(rule: Rule, types: Types, campaign: int) -> CompiledRule | None:
    """Each unfinished condition asks for a fact of its own; None where groups or ids are wrong, too."""
    problems = check(rule, types)
    if any(each.field == "group" or each.code in ("bad_id", "duplicate_id") for each in problems):
        return None
    filled = _filled(rule, (), {each.node_id for each in problems})
    return compile_checked(filled, {**types, _GAP: _Anything()}, campaign)


def _filled(node: Rule, place: tuple[int, ...], unfinished: Collection[str]) -> Rule:
    here = node_id(node, place)
    if is_group(node):
        return {**node, "rules": [_filled(each, (*place, at), unfinished) for at, each in enumerate(node["rules"])]}
    if here not in unfinished:
        return node
    return {"id": here, "fact": _GAP, "key": here, "operator": "is", "value": True}
