"""A condition's value in words: what is right as its type says it, what is missing or wrong marked in its place."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import Any

from core.rules import wording
from core.rules.gaps import missing, wrong
from core.rules.operators import Operator
from core.rules.value_type import ValueType


@dataclass(frozen=True, slots=True)
class SpokenValue:
    """The value of one condition, a wrong one too. Nothing here raises."""

    kind: ValueType
    operator: Operator
    value: Any

    @property
    def is_given(self) -> bool:
        """Whether there is anything to say; an operator without a value has said all."""
        if self.operator.operand == "none":
            return True
        values = self.value if isinstance(self.value, list) else [self.value]
        return not all(_is_blank(each) for each in values)

    def predicate(self) -> str:
        """Operator and value: "is at least 3 visits", "is /plans or pricing (not valid)"."""
        if self.operator.operand == "none" or self._is_right():
            return self.kind.phrase(self.operator.key, self.value)
        if not self.is_given:
            return wording.say(self.operator.phrase, missing())
        if not self._has_right_parts():
            return wording.say(self.operator.phrase, self._all_wrong())
        return wording.predicate(self.operator, self._ordered(), self._say, self._say_pair)

    def words(self) -> str:
        """The value alone."""
        if self.operator.operand == "none" or self._is_right():
            return self.kind.words(self.operator.key, self.value)
        if not self.is_given:
            return missing()
        if not self._has_right_parts():
            return self._all_wrong()
        return wording.operand(self.operator, self._ordered(), self._say, self._say_pair)

    def _is_right(self) -> bool:
        try:
            return self.kind.check(self.operator.key, self.value) is None
        except Exception:  # a value type may be foreign code
            return False

    def _fits(self, one: Any) -> bool:
        try:
            return self.operator.element(one) is None and self.kind.check_element(one) is None
        except Exception:  # a value type may be foreign code
            return False

    def _has_right_parts(self) -> bool:
        """Whether its elements, each for itself, can be said; what is wrong is then one of them."""
        if self.operator.operand == "one":
            return False
        if not isinstance(self.value, list) or (self.operator.operand == "pair" and len(self.value) != 2):
            return False
        return not all(map(self._fits, self.value))

    def _all_wrong(self) -> str:
        """What can't be told apart into right and wrong: one value, two swapped bounds, something of another shape."""
        single = self.operator.operand == "one"
        with contextlib.suppress(Exception):  # a value type may be foreign code
            values = [self.value] if single else self.value
            if isinstance(values, list) and all(self.operator.element(one) is None for one in values):
                return wrong(wording.operand(self.operator, self.value, self.kind.speak, self.kind.speak_pair))
        return wrong(self.value)

    def _ordered(self) -> list[Any]:
        """The elements; where not all are named, the wrong ones are."""
        values = list(self.value)
        if self.operator.operand == "list" and len(values) > wording.MOST_NAMED:
            values.sort(key=self._fits)
        return values

    def _say(self, one: Any) -> str:
        if self._fits(one):
            return (
                self.kind.words(self.operator.key, [one]) if self.operator.operand == "list" else self.kind.speak(one)
            )
        if _is_blank(one):
            return missing()
        with contextlib.suppress(Exception):  # a value type may be foreign code
            if self.operator.element(one) is None:
                return wrong(*self.kind.speak_wrong(one))
        return wrong(one)

    def _say_pair(self, first: Any, second: Any) -> str:
        return wording.pair(self._say(first), self._say(second))


def spoken_key(kind: ValueType, key: str) -> str:
    """A key that was chosen, in words."""
    try:
        return wrong(*kind.speak_wrong(key)) if kind.check_element(key) else kind.speak(key)
    except Exception:  # a value type may be foreign code
        return wrong(key)


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
