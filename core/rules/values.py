"""The types that an observation and the value of a condition can have, beside those of core/rules/choices.py.

Plugin authors only name one: `value = Number(unit="visits", minimum=1)`.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from typing import Any, ClassVar, Self

from core.i18n import N_, _, figures
from core.rules import operands, wording
from core.rules.facts import MISSING
from core.rules.texts import SeenText, fold, shown
from core.rules.urls import Page, parse_page
from core.rules.value_type import Missing, ValueType

LONGEST_TOLD = 300
"""Characters that are told of an observed address."""

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*(?:Z|[+-]\d\d:?\d\d)", re.ASCII)


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
class Boolean(ValueType):
    """Yes or no."""

    name: ClassVar[str] = "boolean"
    noun: ClassVar[str] = N_("yes or no")

    def observed(self, raw: object) -> bool | Missing:
        return raw if isinstance(raw, bool) else MISSING

    def speak(self, value: Any) -> str:
        return _("Yes") if value else _("No")


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

    def speak(self, value: Any) -> str:
        return figures.clock(time.fromisoformat(value)) if operands.is_clock(value) else str(value)

    def tell(self, raw: Any) -> str:
        return figures.clock(raw) if isinstance(raw, time) else self.speak(raw)


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
