"""When a site is open: a weekly table by its own clock, and holidays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, tzinfo
from itertools import pairwise
from typing import Any, Final, Self

from core.errors import InvalidInput
from core.i18n import _, figures
from core.rules.operands import is_clock
from core.rules.wording import weekday
from core.team.people import short

MIDNIGHT: Final = 24 * 60
MOST_PERIODS: Final = 10
MOST_HOLIDAYS: Final = 200
WEEKDAYS: Final = range(1, 8)
"""1 is Monday."""

Period = tuple[str, str]
"""From (included) and until (not), each `HH:MM`; until 00:00 is midnight at the day's end."""
ENDS: Final = (0, 1)
Clock = tuple[int, int]
"""One of a day's times: which period's, and which of its ends."""


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day on which a site is closed whatever the table says."""

    day: str
    """ISO 8601."""
    name: str = ""
    yearly: bool = False
    """Whether the same day of every year is one, too."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Business hours as they are typed and kept."""

    week: tuple[tuple[Period, ...], ...] = ((),) * 7
    """The periods of each day, Monday first."""
    holidays: tuple[Holiday, ...] = ()

    @classmethod
    def of(cls, data: Mapping[str, Any] | None) -> Self | None:
        """As stored; None: the site has none."""
        if data is None:
            return None
        week = tuple(tuple((begin, end) for begin, end in periods) for periods in data["week"])
        return cls(week, tuple(Holiday(**each) for each in data["holidays"]))

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


class OpeningHours:
    """Business hours ready for page views."""

    def __init__(self, hours: Hours) -> None:
        self._week: Final = tuple(tuple(map(_minutes, periods)) for periods in hours.week)
        days = [(date.fromisoformat(each.day), each.yearly) for each in hours.holidays]
        self._days: Final = frozenset(day for day, yearly in days if not yearly)
        self._yearly: Final = frozenset((day.month, day.day) for day, yearly in days if yearly)

    @classmethod
    def of(cls, data: Mapping[str, Any] | None) -> Self | None:
        """Of hours as they are stored; None: the site has none."""
        hours = Hours.of(data)
        return cls(hours) if hours else None

    def open_at(self, instant: datetime, zone: tzinfo) -> bool:
        """Whether it is open by the clock on the wall of that zone, which summer time moves."""
        local = instant.astimezone(zone)
        day = local.date()
        if day in self._days or (day.month, day.day) in self._yearly:
            return False
        minute = local.hour * 60 + local.minute
        return any(begin <= minute < end for begin, end in self._week[local.weekday()])


Checked = dict[str, Any]


def checks(hours: Hours | None) -> Mapping[str, Callable[[], Any]]:
    """For core.errors.together: what gives each part as it is kept, or raises InvalidInput, whose `field` is its name.

    They are called `hours.1` (Monday) to `hours.7`, and `holidays.0` and so on.
    """
    if hours is None:
        return {}
    days = {f"hours.{day}": (lambda day=day: _day(day, hours.week[day - 1])) for day in WEEKDAYS}
    return {**days, **{f"holidays.{at}": (lambda at=at: _holiday(at, hours)) for at in range(len(hours.holidays))}}


def put_together(hours: Hours | None, checked: Checked) -> Hours | None:
    """Business hours of what the checks gave, which is taken out of `checked`."""
    if hours is None:
        return None
    week = tuple(checked.pop(f"hours.{day}") for day in WEEKDAYS)
    holidays = (checked.pop(f"holidays.{at}") for at in range(len(hours.holidays)))
    return Hours(week, tuple(sorted(holidays, key=lambda each: each.day)))


@dataclass(frozen=True, slots=True)
class DayFault:
    """What is wrong with a day's periods."""

    code: str
    message: str
    clocks: frozenset[Clock] = frozenset()
    """Where it is wrong."""


def fault_of(day: int, periods: Sequence[Period]) -> DayFault | None:
    """The first thing that is wrong with a day's periods."""
    if len(periods) > MOST_PERIODS:
        most = _("{day} has more than {most} periods. Take some away.")
        return DayFault("hours_many", most.format(day=weekday(day), most=MOST_PERIODS))
    return _incomplete(day, periods) or fault_of_typed(day, periods)


def fault_of_typed(day: int, periods: Sequence[Period]) -> DayFault | None:
    """The same while somebody types: of those periods alone of which both times stand there."""
    whole = {at: period for at, period in enumerate(periods) if all(map(is_clock, period))}
    return _reversed(day, whole) or _overlapping(day, whole)


def _incomplete(day: int, periods: Sequence[Period]) -> DayFault | None:
    wrong = {(at, end) for at, period in enumerate(periods) for end in ENDS if not is_clock(period[end])}
    if not wrong:
        return None
    said = _("{day}: say from when until when, or take the period away.")
    return DayFault("hours_incomplete", said.format(day=weekday(day)), frozenset(wrong))


def _reversed(day: int, periods: Mapping[int, Period]) -> DayFault | None:
    for at, (begin, end) in periods.items():
        if _minutes((begin, end))[0] >= _minutes((begin, end))[1]:
            said = _(
                "{day}: {begin} to {end} ends before it begins. "
                "For hours past midnight, end at {midnight} and begin the next day at {midnight}."
            )
            times = {"begin": _said(begin), "end": _said(end), "midnight": _said("00:00")}
            return DayFault("hours_reversed", said.format(day=weekday(day), **times), frozenset({(at, 1)}))
    return None


def _overlapping(day: int, periods: Mapping[int, Period]) -> DayFault | None:
    ordered = sorted(periods, key=lambda at: _minutes(periods[at]))
    for before, after in pairwise(ordered):
        if _minutes(periods[after])[0] < _minutes(periods[before])[1]:
            said = _("{day}: {first} and {second} overlap. Let one end before the other begins.")
            first, second = (
                _("{begin} to {end}").format(begin=_said(begin), end=_said(end))
                for begin, end in (periods[before], periods[after])
            )
            words = said.format(day=weekday(day), first=first, second=second)
            return DayFault("hours_overlap", words, frozenset({(before, 1), (after, 0)}))
    return None


def _day(day: int, periods: tuple[Period, ...]) -> tuple[Period, ...]:
    """A day's periods in order."""
    if fault := fault_of(day, periods):
        raise InvalidInput(fault.code, fault.message, f"hours.{day}")
    return tuple(sorted(periods, key=_minutes))


def _holiday(at: int, hours: Hours) -> Holiday:
    holiday, field = hours.holidays[at], f"holidays.{at}"
    if at >= MOST_HOLIDAYS:
        raise InvalidInput("holidays_many", _("A site has {most} holidays at most.").format(most=MOST_HOLIDAYS), field)
    try:
        day = date.fromisoformat(holiday.day).isoformat()
    except ValueError:
        raise InvalidInput("holiday_day", _("Choose the day, or take the holiday away."), field) from None
    if day in (each.day for each in hours.holidays[:at]):
        raise InvalidInput("holiday_twice", _("This day is in the list already. Take one of them away."), field)
    return Holiday(day, short(holiday.name, field), holiday.yearly)


def _minutes(period: Period) -> tuple[int, int]:
    begin, end = (int(clock[:2]) * 60 + int(clock[3:]) for clock in period)
    return begin, end or MIDNIGHT


def _said(clock: str) -> str:
    return figures.clock(time.fromisoformat(clock))
