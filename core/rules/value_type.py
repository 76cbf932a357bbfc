"""What every type of values can do.

A value type offers operators (core/rules/operators.py), checks what a marketer typed, recognises what was observed, and
puts a condition's value into words.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Literal

from core.i18n import _
from core.rules import wording
from core.rules.facts import Unknown
from core.rules.operators import OPERATORS, Operator
from core.rules.texts import shown

Missing = Literal[Unknown.MISSING]


class ValueType:
    """What all value types can do."""

    name: ClassVar[str]
    """The row of the operator table, and the name of the editor."""
    noun: ClassVar[str]
    """What an observation has to be, in words."""
    kinds: ClassVar[Mapping[str, ValueType]] = MappingProxyType({})
    """The types that a condition chooses between, by name (core.rules.anything); none: it is only this one."""

    def operators(self, *, browser: bool = False) -> tuple[str, ...]:
        """Keys of the operators on offer; where the browser observes, those that it can decide on."""
        row = OPERATORS[self.name].values()
        return tuple(operator.key for operator in row if operator.browser or not browser)

    def operator(self, key: str) -> Operator:
        """An operator by its key. Raises KeyError."""
        return OPERATORS[self.name][key]

    def check(self, operator: str, value: object) -> str | None:
        """A sentence on what is wrong with the value and what to do, or None."""
        known = OPERATORS[self.name].get(operator)
        if known is None:
            return _("“{operator}” can't be asked here. Choose another comparison.").format(operator=shown(operator))
        problem = known.check(value)
        if problem or known.operand == "none":
            return problem
        each = value if isinstance(value, list) else [value]
        return next(filter(None, map(self.check_element, each)), None)

    def check_element(self, value: Any) -> str | None:
        """What this type asks of a single value that is of the right shape."""
        return None

    def observed(self, raw: object) -> Any:
        """The observation as operators take it; MISSING for None and for the wrong type."""
        raise NotImplementedError

    def phrase(self, operator: str, value: object) -> str:
        """The condition's predicate in words: "is at least 3 visits", "is /pricing* or /plans"."""
        known = OPERATORS[self.name][operator]
        return wording.predicate(known, value, self.speak, self.speak_pair)

    def words(self, operator: str, value: object) -> str:
        """The value alone in words: "3 visits", "/pricing* or /plans"."""
        return wording.operand(OPERATORS[self.name][operator], value, self.speak, self.speak_pair)

    def speak(self, value: Any) -> str:
        """A single value in words."""
        return str(value)

    def speak_wrong(self, value: Any) -> tuple[object, str]:
        """What to call a single value of the right shape that is wrong, and what is the matter with it ("": wrong)."""
        return value, ""

    def speak_pair(self, first: Any, second: Any) -> str:
        """Two bounds in words."""
        return wording.pair(self.speak(first), self.speak(second))

    def tell(self, raw: Any) -> str:
        """An observation in words: one that `observed` takes."""
        return self.speak(raw)
