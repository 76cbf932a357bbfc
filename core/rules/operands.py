"""The values that stand behind operators: their shapes, and what can be wrong with one of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any, TypeGuard

from core.i18n import _
from core.rules.texts import MAX_TEXT, shown, well_formed

MAX_VALUES = 1_000
"""Most values in one list."""

NUMBER_LIMIT = 2**53
"""Numbers are smaller than this in magnitude: beyond it languages disagree on what a number is."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")


def no_problem(value: object) -> None:
    """Nothing is asked of the value."""


def as_is(value: Any) -> Any:
    """The value needs no preparation."""
    return value


def problem(value: object, operand: str, element: Callable[[object], str | None], *, ordered: bool) -> str | None:
    """What is wrong with a stored value of this shape, whose elements are checked one by one; or None."""
    if operand == "none":
        return None if value is None else _("Nothing is compared here. Take the value away.")
    if operand == "one":
        return _("Fill in a value.") if value is None else element(value)
    if not isinstance(value, list):
        return _("Fill in a value.") if value is None else _("Give the values as a list.")
    if operand == "pair" and len(value) != 2:
        return _("Fill in two values: from and to.")
    if not value:
        return _("Add at least one value.")
    if len(value) > MAX_VALUES:
        return _("These are {n} values. Keep at most {most}.").format(n=len(value), most=MAX_VALUES)
    for one in value:
        wrong = _("Fill in both values.") if operand == "pair" and one is None else element(one)
        if wrong:
            return wrong
    if ordered and value[0] > value[1]:
        return _("“{first}” comes after “{second}”. Swap the two values.").format(
            first=shown(value[0]), second=shown(value[1])
        )
    return None


def is_number(value: object) -> TypeGuard[int | float]:
    """Whether this is a number to us: finite, smaller than 2^53 in magnitude, and not a boolean."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and -NUMBER_LIMIT < value < NUMBER_LIMIT


def number_problem(value: object) -> str | None:
    """What is wrong with a number."""
    return None if is_number(value) else _("“{value}” is no number. Type one, below 2^53.").format(value=shown(value))


def boolean_problem(value: object) -> str | None:
    """What is wrong with a yes or no."""
    return (
        None
        if isinstance(value, bool)
        else _("“{value}” is neither true nor false. Choose one.").format(value=shown(value))
    )


def choice_problem(value: object) -> str | None:
    """What is wrong with the value of an option, whatever the options are."""
    if isinstance(value, str) and value and len(value) <= MAX_TEXT and well_formed(value):
        return None
    return _("“{value}” is no option. Choose from the list.").format(value=shown(value))


def is_day(value: object) -> TypeGuard[str]:
    """Whether this is a day as ISO 8601 writes it: 2024-02-29."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def date_problem(value: object) -> str | None:
    """What is wrong with a day."""
    return None if is_day(value) else _("“{value}” is no day. Write it as in 2024-02-29.").format(value=shown(value))


def is_clock(value: object) -> TypeGuard[str]:
    """Whether this is a time of day: 00:00 to 23:59."""
    return isinstance(value, str) and _CLOCK.fullmatch(value) is not None


def time_problem(value: object) -> str | None:
    """What is wrong with a time of day."""
    return (
        None if is_clock(value) else _("“{value}” is no time of day. Write it as in 09:30.").format(value=shown(value))
    )


def minutes(clock: str) -> int:
    """Minutes since midnight of a time of day."""
    return int(clock[:2]) * 60 + int(clock[3:])


def is_weekday(value: object) -> TypeGuard[int]:
    """Whether this is a weekday: 1 (Monday) to 7."""
    return is_number(value) and value in (1, 2, 3, 4, 5, 6, 7)


def weekday_problem(value: object) -> str | None:
    """What is wrong with a weekday."""
    return (
        None
        if is_weekday(value)
        else _("“{value}” is no weekday. Choose 1 (Monday) to 7 (Sunday).").format(value=shown(value))
    )
