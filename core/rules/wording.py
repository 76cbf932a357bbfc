"""Values and predicates in plain words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.rules.operators import Operator

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

MOST_NAMED = 6
"""Values of a longer list are counted, not named."""

_UNITS = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))
_ALL = {"is_all_of"}


def operand(
    operator: Operator,
    value: Any,
    speak: Callable[[Any], str],
    speak_pair: Callable[[Any, Any], str],
) -> str:
    """The value of an operator alone: "3 visits", "3 and 5 visits", "/a or /b"; "" where it takes none."""
    if operator.operand == "none":
        return ""
    if operator.operand == "one":
        return speak(value)
    if operator.operand == "pair":
        return speak_pair(value[0], value[1])
    return join([speak(one) for one in value], "and" if operator.key in _ALL else "or")


def predicate(
    operator: Operator,
    value: object,
    speak: Callable[[Any], str],
    speak_pair: Callable[[Any, Any], str],
) -> str:
    """Operator and value: "is at least 3 visits", "is neither /a nor /b"."""
    if operator.operand == "none":
        return operator.phrase
    if operator.operand == "one":
        return f"{operator.phrase} {speak(value)}"
    values = list(value) if isinstance(value, (list, tuple)) else [value]
    if operator.operand == "pair":
        return f"{operator.phrase} {speak_pair(values[0], values[1])}"
    spoken = list(map(speak, values))
    if operator.phrase in ("is", "is any of"):
        return f"is {join(spoken, 'or')}"
    if operator.phrase in ("is not", "is none of"):
        return f"is not {spoken[0]}" if len(spoken) == 1 else f"is neither {join(spoken, 'nor')}"
    if len(spoken) == 1 and operator.phrase.startswith("includes"):
        return f"{'does not include' if operator.negative else 'includes'} {spoken[0]}"
    return f"{operator.phrase} {join(spoken, 'and' if operator.key in _ALL else 'or')}"


def join(items: Sequence[str], word: str) -> str:
    """A list in words: "a", "a or b", "a, b or c"."""
    if len(items) > MOST_NAMED:
        items = [*items[: MOST_NAMED - 1], f"{len(items) - MOST_NAMED + 1} more"]
    return f" {word} ".join(filter(None, [", ".join(items[:-1]), items[-1]]))


def number(value: float) -> str:
    """A number without a needless `.0`."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def quantity(value: float, unit: str) -> str:
    """A number with its unit, one of which is singular: "1 visit"."""
    if not unit:
        return number(value)
    if unit == "%":
        return f"{number(value)}%"
    return f"{number(value)} {_one(unit) if value == 1 else unit}"


def duration(seconds: float) -> str:
    """Seconds as people say them: "30 seconds", "1 minute 30 seconds", "2 days"."""
    if seconds < 1:
        return f"{number(seconds)} seconds"
    said = []
    for size, unit in _UNITS:
        count, rest = divmod(seconds, size) if size > 1 else (seconds, 0)
        if count:
            count = round(count, 3)
            said.append(f"{number(count)} {unit}{'' if count == 1 else 's'}")
        seconds = rest
    return " ".join(said)


def day(iso: str) -> str:
    """A day as people write it: "29 February 2024"."""
    try:
        found = date.fromisoformat(iso)
    except (TypeError, ValueError):
        return str(iso)
    return f"{found.day} {MONTHS[found.month - 1]} {found.year}"


def _one(unit: str) -> str:
    if unit.endswith("ies"):
        return f"{unit[:-3]}y"
    return unit[:-1] if unit.endswith("s") and not unit.endswith("ss") else unit
