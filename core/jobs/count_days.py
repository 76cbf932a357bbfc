"""Daily counts of claims (core.performance.days): each day that has ended, and those with news anew."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from core.performance import tallies
from core.performance.days import ALL, ClockedSite, clocked_sites, kept
from core.performance.ranges import QUARTER_MS, bucket_of, start_ms, today
from core.performance.tallies import DIMENSIONS, HELD_BACK, OTHERS, Figures, Tally
from core.storage import Storage
from core.storage.fields import to_ms

LATE: Final = timedelta(hours=3)
"""How late something may be written (a database that was away) and still be counted in its day."""
KEEP_HELD_BACK: Final = timedelta(days=35)
_AT_ONCE_MS: Final = 24 * 3_600_000
"""How much later another process has counted that was at work meanwhile; a later mark is of a clock that was wrong."""
MOST_VALUES: Final = 200
"""Values of a dimension that a day keeps apart, those shown most; the others are counted together."""

Divided = dict[str, Figures]
"""Figures by value."""


def count_days(storage: Storage, now: datetime) -> int:
    """Count all days that are due, of every site; returns how many. Counting again changes nothing."""
    with storage.connection():
        sites = clocked_sites(storage)
    counted = sum(_Run(storage, site, now).count() for site in sites)
    with storage.transaction():
        storage.execute("DELETE FROM held_back WHERE at < %s", (to_ms(now - KEEP_HELD_BACK),))
    return counted


@dataclass(frozen=True, slots=True)
class _Run:
    """One site's days, counted as they stand at one moment."""

    storage: Storage
    site: ClockedSite
    now: datetime

    def count(self) -> int:
        with self.storage.connection():
            days = sorted(self._due())
            found = [(day, dimension, self._day(day, dimension)) for day in days for dimension in DIMENSIONS]
        with self.storage.transaction():
            if not self.storage.execute(_MARK, (self.site.id, to_ms(self.now), self.site.zone.key, _AT_ONCE_MS)):
                return 0  # another process has counted later than this
            if self.site.until_ms is None:  # counted by another clock, or never
                self.storage.execute("DELETE FROM daily_count WHERE site_id = %s", (self.site.id,))
            for day, dimension, campaigns in found:
                for campaign, divided in campaigns.items():
                    text = json.dumps(divided, ensure_ascii=False, separators=(",", ":"))
                    self.storage.execute(_WRITE, (self.site.id, dimension, day.toordinal(), campaign, text))
        return len(days)

    def _due(self) -> set[date]:
        """Days that have ended since the mark, that something may have been written to late, or that have news."""
        campaigns = tuple(self.site.campaigns)
        if not campaigns:
            return set()
        places = ", ".join(["%s"] * len(campaigns))
        if self.site.until_ms is None:
            quarters = self.storage.execute(_FIRST.replace("CAMPAIGNS", places), campaigns * 3)
            first_ms = min((ms for (ms,) in quarters if ms is not None), default=to_ms(self.now))
            found = set()
        else:
            first_ms = self.site.until_ms - LATE // timedelta(milliseconds=1)
            news = self.storage.execute(_NEWS.replace("CAMPAIGNS", places), (first_ms, *campaigns) * 2)
            found = {self._day_of(quarter * QUARTER_MS) for (quarter,) in news}
        end = today(self.site.zone, self.now).toordinal()
        found |= {date.fromordinal(day) for day in range(self._day_of(first_ms).toordinal(), end)}
        return {day for day in found if day.toordinal() < end}

    def _day_of(self, at_ms: int) -> date:
        return date.fromordinal(bucket_of(at_ms, self.site.zone, "day"))

    def _day(self, day: date, dimension: str) -> Mapping[int, Divided]:
        """One day by campaign and value."""
        since_ms, until_ms = (start_ms(each, self.site.zone) for each in (day, day + timedelta(days=1)))
        found: dict[int, Divided] = {}
        campaigns, as_of_ms = self.site.campaigns, to_ms(self.now)
        for each in tallies.displays(self.storage, campaigns, since_ms, until_ms, dimension, as_of_ms=as_of_ms):
            tallies.add(found.setdefault(each.campaign, {}).setdefault(each.value, {}), each.figures)
        for held in self._held_back(day, since_ms, until_ms, dimension):
            tallies.add(found.setdefault(held.campaign, {}).setdefault(held.value, {}), held.figures)
        together: Divided = {}
        for divided in found.values():
            for value, figures in divided.items():
                tallies.add(together.setdefault("" if dimension == "revision" else value, {}), figures)
        if together:
            found[ALL] = together
        return {campaign: _fewer(divided) for campaign, divided in found.items()}

    def _held_back(self, day: date, since_ms: int, until_ms: int, dimension: str) -> list[Tally]:
        """What was held back that day; where that is not kept any more, as it was counted before."""
        if since_ms >= to_ms(self.now - KEEP_HELD_BACK):
            counted = tallies.held_back(self.storage, self.site.campaigns, since_ms, until_ms, dimension)
            return [Tally(each.campaign, 0, each.value, each.figures) for each in counted]
        no_button = dimension == "button"  # nor was there one when days were not counted by it yet
        told_by = "revision" if no_button else dimension
        before = kept(self.storage, self.site, None, day, day + timedelta(days=1), told_by)
        return [
            Tally(each.campaign, 0, "" if no_button else each.value, {HELD_BACK: each.figures[HELD_BACK]})
            for each in before
            if HELD_BACK in each.figures
        ]


def _fewer(divided: Divided) -> Divided:
    if len(divided) <= MOST_VALUES:
        return divided
    ranked = sorted(divided, key=lambda value: (-divided[value].get("shown", 0), value))
    fewer = {value: divided[value] for value in ranked[:MOST_VALUES]}
    for value in ranked[MOST_VALUES:]:
        tallies.add(fewer.setdefault(OTHERS, {}), divided[value])
    return fewer


_FIRST = """
SELECT MIN(claimed_at) FROM display WHERE campaign_id IN (CAMPAIGNS)
UNION ALL SELECT MIN(at) FROM held_back WHERE campaign_id IN (CAMPAIGNS)
UNION ALL SELECT MIN(claimed_at) FROM compared WHERE campaign_id IN (CAMPAIGNS)
"""
_NEWS = f"""
SELECT claimed_at / {QUARTER_MS} FROM display WHERE news_at >= %s AND +campaign_id IN (CAMPAIGNS)
UNION SELECT claimed_at / {QUARTER_MS} FROM compared WHERE goal_at >= %s AND +campaign_id IN (CAMPAIGNS)
"""  # noqa: S608  # our own text
_WRITE = """
INSERT INTO daily_count (site_id, dimension, day, campaign_id, figures) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (site_id, dimension, day, campaign_id) DO UPDATE SET figures = excluded.figures
"""
_MARK = """
INSERT INTO daily_mark (site_id, until, time_zone) VALUES (%s, %s, %s)
ON CONFLICT (site_id) DO UPDATE SET until = excluded.until, time_zone = excluded.time_zone
WHERE daily_mark.until NOT BETWEEN excluded.until + 1 AND excluded.until + %s RETURNING site_id
"""
