"""The types that an observation and the value of a condition can have.

A value type offers operators (core/rules/operators.py), checks what a marketer typed, recognises what was observed, and
puts a condition's value into words. Plugin authors only name one: `value = Number(unit="visits", minimum=1)`.
"""

from __future__ import annotations

import contextlib
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from types import MappingProxyType
from typing import Any, ClassVar, Literal, Self

from core.i18n import ENGLISH, N_, _, language, pgettext
from core.i18n.catalogues import locale_of
from core.rules import operands, wording
from core.rules.facts import MISSING, Unknown
from core.rules.listings import Listing
from core.rules.operators import OPERATORS, Operator
from core.rules.texts import SeenText, fold, shown
from core.rules.urls import Page, parse_page

Options = Sequence[tuple[str, str]] | Callable[[], Sequence[tuple[str, str]]] | Listing
"""Pairs of value and label, or what returns them, or things of this installation; an empty tuple leaves values open."""

FEW = 20
"""A longer list of options is in alphabetical order in every language."""

LONGEST_TOLD = 300
"""Characters that are told of an observed address."""

Missing = Literal[Unknown.MISSING]

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*(?:Z|[+-]\d\d:?\d\d)", re.ASCII)


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


@dataclass(frozen=True)
class Text(ValueType):
    """A text, compared trimmed and without regard to case."""

    name: ClassVar[str] = "text"
    noun: ClassVar[str] = N_("text")
    placeholder: str = ""
    suggestions: tuple[str, ...] = ()

    def observed(self, raw: object) -> SeenText | Missing:
        return SeenText(raw, fold(raw)) if isinstance(raw, str) else MISSING

    def speak(self, value: Any) -> str:
        return f"“{value}”"

    def tell(self, raw: Any) -> str:
        return self.speak(shown(raw))


@dataclass(frozen=True)
class Url(ValueType):
    """The address of a page, compared by its parts."""

    name: ClassVar[str] = "url"
    noun: ClassVar[str] = N_("full address")

    def observed(self, raw: object) -> Page | Missing:
        return (parse_page(raw) or MISSING) if isinstance(raw, str) else MISSING

    def phrase(self, operator: str, value: object) -> str:
        return super().phrase(operator, _with_home(operator, value))

    def words(self, operator: str, value: object) -> str:
        return super().words(operator, _with_home(operator, value))

    def tell(self, raw: Any) -> str:
        return str(raw) if len(raw) <= LONGEST_TOLD else f"{raw[:LONGEST_TOLD]}…"


@dataclass(frozen=True)
class Number(ValueType):
    """A number, whole or not; `minimum` and `maximum` are for the values of rules, not for observations."""

    name: ClassVar[str] = "number"
    noun: ClassVar[str] = N_("number")
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    start: float | None = None
    """What a new condition begins with; None: whoever adds it has to say."""
    comparisons: tuple[str, ...] = ()
    """Keys of the operators on offer, where not all of them are of use."""
    lowest: float | None = None
    """Nothing lower is ever observed: the rule check takes the type's word for it."""
    highest: float | None = None
    """Nothing higher is."""

    def operators(self, *, browser: bool = False) -> tuple[str, ...]:
        known = super().operators(browser=browser)
        return tuple(each for each in known if each in self.comparisons) if self.comparisons else known

    def check_element(self, value: Any) -> str | None:
        if self.minimum is not None and value < self.minimum:
            said = _("{value} is too little. Type at least {least}.")
            return said.format(value=self.speak(value), least=self.speak(self.minimum))
        if self.maximum is not None and value > self.maximum:
            said = _("{value} is too much. Type at most {most}.")
            return said.format(value=self.speak(value), most=self.speak(self.maximum))
        return None

    def observed(self, raw: object) -> int | float | Missing:
        return raw if operands.is_number(raw) else MISSING

    def speak(self, value: Any) -> str:
        return wording.quantity(value, self.unit)

    def speak_pair(self, first: Any, second: Any) -> str:
        return wording.pair(wording.number(first), self.speak(second))

    def tell(self, raw: Any) -> str:
        """Without the digits that nobody reads; never more than it was, so that 29.98 is not told as 30."""
        return self.speak(raw if isinstance(raw, int) else math.floor(raw * 100) / 100)


@dataclass(frozen=True)
class Duration(Number):
    """A length of time in seconds."""

    name: ClassVar[str] = "duration"
    noun: ClassVar[str] = N_("length of time")
    unit: str = "seconds"
    minimum: float | None = 0

    def speak(self, value: Any) -> str:
        return wording.duration(value)

    def speak_pair(self, first: Any, second: Any) -> str:
        return wording.pair(self.speak(first), self.speak(second))


@dataclass(frozen=True)
class Percent(Number):
    """A share of a hundred."""

    name: ClassVar[str] = "percent"
    noun: ClassVar[str] = N_("percentage")
    unit: str = "%"
    minimum: float | None = 0
    maximum: float | None = 100

    def speak(self, value: Any) -> str:
        return wording.percent(value)

    def speak_pair(self, first: Any, second: Any) -> str:
        return wording.pair(self.speak(first), self.speak(second))


@dataclass(frozen=True)
class Choice(ValueType):
    """One of several options, compared exactly."""

    name: ClassVar[str] = "choice"
    noun: ClassVar[str] = N_("option")
    options: Options = ()
    cldr: Literal["", "territories", "languages"] = ""
    """Where other languages than English find the names of the options: codes of countries or of languages."""

    def choices(self) -> tuple[tuple[str, str], ...]:
        """The options there are now: value and label in the reader's language; a long list in order of its labels."""
        if isinstance(self.options, Listing):
            return self.options.options()
        options = tuple(self.options() if callable(self.options) else self.options)
        if language() == ENGLISH:
            return options
        named = tuple((value, self._named(value, label)) for value, label in options)
        return tuple(sorted(named, key=lambda each: each[1].casefold())) if len(named) > FEW else named

    def _named(self, value: str, label: str) -> str:
        """Countries and languages by Unicode's names for them, anything else by its translation."""
        names: Mapping[str, str] = getattr(locale_of(language()), self.cldr) if self.cldr else {}
        return str(names.get(value) or _(label))

    def check_element(self, value: Any) -> str | None:
        if isinstance(self.options, Listing):
            return self.options.problem(value)
        if self.options == ():
            return None
        try:
            known = {option for option, label in self.choices()}
        except Exception:  # a plugin's list that fails makes no rule wrong
            return None
        if value in known:
            return None
        return _("“{value}” is no option any more. Choose another or take it away.").format(value=shown(value))

    def observed(self, raw: object) -> Any:
        return raw if isinstance(raw, str) else MISSING

    def speak_wrong(self, value: Any) -> tuple[object, str]:
        if isinstance(self.options, Listing):
            return self.options.words(value), _("not here any more")
        return super().speak_wrong(value)

    def speak(self, value: Any) -> str:
        if isinstance(self.options, Listing):
            return self.options.words(value)
        with contextlib.suppress(Exception):  # the bare value will do where a plugin's list fails
            return str(dict(self.choices()).get(value, value))
        return str(value)


@dataclass(frozen=True)
class Choices(Choice):
    """Several options at once."""

    name: ClassVar[str] = "choices"
    noun: ClassVar[str] = N_("list of options")

    def observed(self, raw: object) -> frozenset[str] | Missing:
        if isinstance(raw, (list, tuple, set, frozenset)) and all(isinstance(one, str) for one in raw):
            return frozenset(raw)
        return MISSING

    def tell(self, raw: Any) -> str:
        return ", ".join(map(self.speak, raw)) or pgettext("of a list", "none")


@dataclass(frozen=True)
class Boolean(ValueType):
    """Yes or no."""

    name: ClassVar[str] = "boolean"
    noun: ClassVar[str] = N_("yes or no")

    def observed(self, raw: object) -> bool | Missing:
        return raw if isinstance(raw, bool) else MISSING

    def speak(self, value: Any) -> str:
        return _("true") if value else _("false")


class Instant(str):
    """The text of an instant as it was told, which as a date is its day on the site's clock."""

    __slots__ = ("day",)

    day: str

    def __new__(cls, text: str, day: str) -> Self:
        instant = super().__new__(cls, text)
        instant.day = day
        return instant


@dataclass(frozen=True)
class Date(ValueType):
    """A day in the site's time zone, ISO 8601."""

    name: ClassVar[str] = "date"
    noun: ClassVar[str] = N_("day")

    def observed(self, raw: object) -> str | Missing:
        """A day, as ISO text or `date`. Turn instants into days first (`day_of`): only the site knows its time zone.

        Where other conditions read the same observation as text, let `instant_of` tell both.
        """
        if isinstance(raw, Instant):
            return raw.day
        if isinstance(raw, date) and not isinstance(raw, datetime):
            return raw.isoformat()
        return raw if operands.is_day(raw) else MISSING

    def speak(self, value: Any) -> str:
        return wording.day(value)

    def tell(self, raw: Any) -> str:
        return self.speak(raw.day if isinstance(raw, Instant) else raw.isoformat() if isinstance(raw, date) else raw)


@dataclass(frozen=True)
class TimeOfDay(ValueType):
    """A time of day, `HH:MM`."""

    name: ClassVar[str] = "time_of_day"
    noun: ClassVar[str] = N_("time of day")

    def observed(self, raw: object) -> int | Missing:
        """Minutes since midnight."""
        if isinstance(raw, time):
            return raw.hour * 60 + raw.minute
        return operands.minutes(raw) if operands.is_clock(raw) else MISSING

    def tell(self, raw: Any) -> str:
        return f"{raw:%H:%M}" if isinstance(raw, time) else str(raw)


@dataclass(frozen=True)
class Weekday(ValueType):
    """A day of the week, 1 (Monday) to 7."""

    name: ClassVar[str] = "weekday"
    noun: ClassVar[str] = N_("weekday")

    def observed(self, raw: object) -> int | Missing:
        return int(raw) if operands.is_weekday(raw) else MISSING

    def speak(self, value: Any) -> str:
        return wording.weekday(int(value))


def _with_home(operator: str, value: object) -> object:
    """Addresses of pages with the one that everybody has by its name."""
    if operator not in ("is", "is_not") or not isinstance(value, list):
        return value
    return [_("the home page") if each == "/" else each for each in value]


def day_of(instant: datetime, zone: tzinfo) -> str:
    """The day of an instant in the site's time zone, as date conditions observe it; `instant` has a time zone."""
    return instant.astimezone(zone).date().isoformat()


def instant_of(text: str, zone: tzinfo) -> str:
    """The text, which knows its day in the site's time zone if it is that of an instant, as `2026-12-01T09:30:00Z`."""
    if not _INSTANT.fullmatch(text):
        return text
    try:
        return Instant(text, day_of(datetime.fromisoformat(text), zone))
    except (ValueError, OverflowError):
        return text
