"""A value of which only the condition knows what it is: each says as which type it compares.

    {"fact": "visitor_attribute", "key": "seats", "as": "number", "operator": "at_least", "value": 5}

`as` names one of the value type's `kinds`; left out it is the first. What was observed is then read as that type alone:
the text "10" is no number and counts as missing where a number is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar

from core.i18n import N_
from core.rules import operands
from core.rules.facts import MISSING
from core.rules.value_type import ValueType
from core.rules.values import Boolean, Date, Number, Text

if TYPE_CHECKING:
    from core.rules.tree import FactType


@dataclass(frozen=True)
class Anything(Text):
    """A text, a number, yes or no, or a day; by itself it is compared as text."""

    noun: ClassVar[str] = N_("text, number, yes or no, or day")
    kinds: ClassVar[Mapping[str, ValueType]] = MappingProxyType(
        {"text": Text(), "number": Number(), "boolean": Boolean(), "date": Date()}
    )

    def observed(self, raw: object) -> Any:
        """The bare observation, which each condition reads as its own type."""
        return raw if isinstance(raw, (str, bool)) or operands.is_number(raw) else MISSING

    def tell(self, raw: Any) -> str:
        return super().tell(raw) if isinstance(raw, str) else self._kind_of(raw).tell(raw)

    def _kind_of(self, raw: bool | float) -> ValueType:
        return self.kinds["boolean" if isinstance(raw, bool) else "number"]


def reading_of(kind: FactType, node: Mapping[str, Any]) -> ValueType | None:
    """The type that a condition compares as; None if it names one that there is not."""
    name = node.get("as")
    kinds = kind.value.kinds
    if name is None:
        return next(iter(kinds.values()), kind.value)
    return kinds.get(name) if isinstance(name, str) else None


def read_as(kind: FactType, node: Mapping[str, Any]) -> ValueType:
    """The type that a condition compares as; as if it named none where it names one that there is not."""
    return reading_of(kind, node) or next(iter(kind.value.kinds.values()), kind.value)
