"""Ranges of days, as a site's clock has them, and what they are divided into."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from core.storage.fields import from_ms, to_ms

Step = Literal["hour", "day"]

HOURLY_DAYS: Final = 2
"""Ranges of at most so many days are told by the hour."""
KEPT_BY_THE_HOUR: Final = timedelta(days=30)
"""How long ago a day may be and still be told by the hour: what was held back is kept no longer (core.jobs)."""
LONGEST: Final = timedelta(days=2 * 366)

PRESETS: Final = {"today": 1, "7d": 7, "28d": 28, "90d": 90, "12m": 365}
"""Days of the ranges that have a name; each ends with today."""

QUARTER_MS: Final = 900_000
"""Offsets of time zones are whole quarters of an hour, so no quarter is in two hours or days anywhere."""


@dataclass(frozen=True, slots=True)
class Range:
    """Whole days, both ends included; where they begin and end depends on the clock of each site."""

    first: date
    last: date
    step: Step = "day"

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def before(self) -> Range:
        """As many days, right before."""
        span = timedelta(days=self.days)
        return Range(self.first - span, self.last - span, self.step)

    def buckets(self) -> tuple[int, ...]:
        """What the range is divided into, as `bucket_of` numbers it."""
        days = range(self.first.toordinal(), self.last.toordinal() + 1)
        return tuple(days) if self.step == "day" else tuple(day * 24 + hour for day in days for hour in range(24))


def preset(name: str, today: date) -> Range:
    """The range with this name; the last 28 days for a name that there is not."""
    days = PRESETS.get(name, PRESETS["28d"])
    return _range(today - timedelta(days=days - 1), today, today)


def own(first: date, last: date, today: date) -> Range:
    """A range that somebody chose: the days in order, none after today, and not too many."""
    first, last = min(first, last), min(max(first, last), today)
    return _range(max(min(first, last), last - LONGEST), last, today)


def _range(first: date, last: date, today: date) -> Range:
    hourly = (last - first).days < HOURLY_DAYS and today - first < KEPT_BY_THE_HOUR
    return Range(first, last, "hour" if hourly else "day")


def today(zone: ZoneInfo, now: datetime) -> date:
    """What day it is there."""
    return now.astimezone(zone).date()


def start_ms(day: date, zone: ZoneInfo) -> int:
    """When a day begins there: at midnight, or where the clock skips midnight, when it goes on."""
    return to_ms(datetime.combine(day, time(), zone).astimezone(UTC))


def same_time_ms(day: date, zone: ZoneInfo, now: datetime) -> int:
    """When it is as late as now on another day there."""
    return to_ms(datetime.combine(day, now.astimezone(zone).time(), zone).astimezone(UTC))


def bucket_of(at_ms: int, zone: ZoneInfo, step: Step) -> int:
    """The number of the day, or of the hour on the clock, that a moment is in there."""
    local = from_ms(at_ms).astimezone(zone)
    return local.toordinal() if step == "day" else local.toordinal() * 24 + local.hour


def moment_of(bucket: int, step: Step) -> datetime:
    """What the clock shows when a bucket begins."""
    day, hour = (bucket, 0) if step == "day" else divmod(bucket, 24)
    return datetime.combine(date.fromordinal(day), time(hour))  # a clock's time, of any site
