"""Values and predicates in plain words, in the reader's language.

What an operator says is a pattern of its own, "is at least {value}", so that other languages may put the value first;
`script/translate` collects them from the operator table and from the units of the condition types.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal

from babel import dates, numbers

from core.i18n import ENGLISH, N_, _, language, ngettext
from core.i18n.catalogues import locale_of

if TYPE_CHECKING:
    from core.rules.operators import Operator

MOST_NAMED = 6
"""Values of a longer list are counted, not named."""

VALUE = "{value}"
ANY, ALL, NONE = N_("{items} or {last}"), N_("{items} and {last}"), N_("{items} nor {last}")
"""How the last of several values is put to the others."""
_ALL = {"is_all_of"}
AMOUNTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "equals": N_("exactly {value}"),
        "does_not_equal": N_("other than {value}"),
        "more_than": N_("more than {value}"),
        "at_least": N_("at least {value}"),
        "less_than": N_("less than {value}"),
        "at_most": N_("at most {value}"),
        "between": N_("between {value}"),
    }
)
"""What operators of numbers ask for, by their keys, within the words of a condition type: "with at least 3 visits"."""


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
    spoken = [speak(one) for one in value]
    return join_all(spoken) if operator.key in _ALL else join_any(spoken)


def pattern(phrase: str) -> str:
    """How an operator's phrase takes its value: "is at least {value}"."""
    return f"{phrase} {VALUE}"


def say(phrase: str, value: str) -> str:
    """An operator's phrase with its value, in the reader's language."""
    return _(pattern(phrase)).format(value=value)


def predicate(
    operator: Operator,
    value: object,
    speak: Callable[[Any], str],
    speak_pair: Callable[[Any, Any], str],
) -> str:
    """Operator and value: "is at least 3 visits", "is neither /a nor /b"."""
    if operator.operand == "none":
        return _(operator.phrase)
    if operator.operand == "one":
        return say(operator.phrase, speak(value))
    values = list(value) if isinstance(value, (list, tuple)) else [value]
    if operator.operand == "pair":
        return say(operator.phrase, speak_pair(values[0], values[1]))
    spoken = list(map(speak, values))
    if operator.phrase in ("is", "is any of"):
        return _("is {value}").format(value=join_any(spoken))
    if operator.phrase in ("is not", "is none of"):
        if len(spoken) == 1:
            return _("is not {value}").format(value=spoken[0])
        return _("is neither {value}").format(value=join_none(spoken))
    if len(spoken) == 1 and operator.phrase.startswith("includes"):
        said = _("does not include {value}") if operator.negative else _("includes {value}")
        return said.format(value=spoken[0])
    return say(operator.phrase, join_all(spoken) if operator.key in _ALL else join_any(spoken))


def join_any(items: Sequence[str]) -> str:
    """A list in words: "a", "a or b", "a, b or c"."""
    return _join(items, _(ANY))


def join_all(items: Sequence[str]) -> str:
    """A list in words: "a, b and c"."""
    return _join(items, _(ALL))


def join_none(items: Sequence[str]) -> str:
    """A list in words after "neither": "a, b nor c"."""
    return _join(items, _(NONE))


def _join(items: Sequence[str], last_of: str) -> str:
    if len(items) > MOST_NAMED:
        more = len(items) - MOST_NAMED + 1
        items = [*items[: MOST_NAMED - 1], ngettext("{n} more", "{n} more", more).format(n=more)]
    return last_of.format(items=", ".join(items[:-1]), last=items[-1]) if len(items) > 1 else items[0]


def pair(first: str, second: str) -> str:
    """Two bounds in words, after "between"."""
    return _("{first} and {second}").format(first=first, second=second)


def number(value: float) -> str:
    """A number without a needless `.0`."""
    said = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    return said if language() == ENGLISH else said.replace(".", numbers.get_decimal_symbol(locale_of(language())))


def quantity(value: float, unit: str) -> str:
    """A number with its unit, one of which is singular: "1 visit"."""
    if not unit:
        return number(value)
    if unit == "%":
        return percent(value)
    one, many = unit_patterns(unit)
    return ngettext(one, many, value).format(n=number(value))


def unit_patterns(unit: str) -> tuple[str, str]:
    """A unit in the plural as a message in two forms: "{n} visit", "{n} visits"; one time is "once"."""
    return "once" if unit == "times" else f"{{n}} {_one(unit)}", f"{{n}} {unit}"


def percent(value: float) -> str:
    return _("{n}%").format(n=number(value))


def duration(seconds: float) -> str:
    """Seconds as people say them: "30 seconds", "1 minute 30 seconds", "2 days"."""
    if seconds < 1:
        return ngettext("{n} second", "{n} seconds", 0).format(n=number(seconds))
    days, rest = divmod(seconds, 86_400)
    hours, rest = divmod(rest, 3_600)
    minutes, rest = divmod(rest, 60)
    left = round(rest, 3)
    said = (
        (days, ngettext("{n} day", "{n} days", days)),
        (hours, ngettext("{n} hour", "{n} hours", hours)),
        (minutes, ngettext("{n} minute", "{n} minutes", minutes)),
        (left, ngettext("{n} second", "{n} seconds", left)),
    )
    return " ".join(words.format(n=number(count)) for count, words in said if count)


def day(iso: str) -> str:
    """A day as people write it: "29 February 2024"."""
    try:
        found = date.fromisoformat(iso)
    except (TypeError, ValueError):
        return str(iso)
    spoken = language()
    return dates.format_date(found, "d MMMM y" if spoken == ENGLISH else "long", locale=locale_of(spoken))


def weekday(number: int, width: Literal["wide", "short"] = "wide") -> str:
    """A day of the week, 1 (Monday) to 7; `short` is as in the head of a calendar, "Mo"."""
    return str(dates.get_day_names(width, locale=locale_of(language()))[number - 1])


def _one(unit: str) -> str:
    if unit.endswith("ies"):
        return f"{unit[:-3]}y"
    return unit[:-1] if unit.endswith("s") and not unit.endswith("ss") else unit
