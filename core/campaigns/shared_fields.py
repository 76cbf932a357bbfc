"""Fields of a draft in which two people's edits are merged; in every other one the later wins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from core import rules
from core.messages import translations


@dataclass(frozen=True, slots=True)
class Merge:
    """What comes of two edits."""

    value: Any
    lost: bool
    """Whether something that the earlier one changed had to give way."""


@dataclass(frozen=True, slots=True)
class Sharing:
    """How two edits of a field are put together."""

    merge: Callable[[Any, Any, Any], Merge]
    """Of what both began with, theirs, and mine, which is the later one."""
    changed: Callable[[Any, Any], frozenset[str]]
    """Names of the parts that differ."""


def _merge_rules(base: Any, theirs: Any, mine: Any) -> Merge:
    merged = rules.merge(base, theirs, mine)
    return Merge(merged.rule, merged.lost)


def _merge_translations(base: Any, theirs: Any, mine: Any) -> Merge:
    merged = translations.merge(base, theirs, mine)
    return Merge(merged.value, merged.lost)


SHARED: Final[Mapping[str, Sharing]] = {
    "audience": Sharing(_merge_rules, rules.changed_nodes),
    "translations": Sharing(_merge_translations, translations.changed_parts),
}
