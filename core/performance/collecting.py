"""What one range comes to: kept days, news since, and what no roll-up has counted yet. Exact at any moment."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from core.performance import tallies
from core.performance.days import ALL, ClockedSite, kept
from core.performance.ranges import Range, bucket_of, same_time_ms, start_ms
from core.performance.tallies import Counted, Tally
from core.storage import Storage


@dataclass(frozen=True, slots=True)
class Span:
    """A range on one site's clock."""

    site: ClockedSite
    campaigns: Collection[int]
    all_campaigns: bool
    range: Range
    until_ms: int
    """Where it is cut off: the end of its last day, or earlier."""

    @classmethod
    def of(cls, site: ClockedSite, campaign_id: int | None, wanted: Range, now: datetime, *, days_ago: int = 0) -> Span:
        """`days_ago`: the range lies so many days before one that ends now, and is cut off at the same time of day."""
        campaigns: Collection[int] = site.campaigns if campaign_id is None else site.campaigns & {campaign_id}
        until_ms = start_ms(wanted.last + timedelta(days=1), site.zone)
        if days_ago:
            as_late = same_time_ms(now.astimezone(site.zone).date() - timedelta(days=days_ago), site.zone, now)
            until_ms = min(until_ms, as_late)
        return cls(site, campaigns, campaign_id is None, wanted, until_ms)

    @property
    def since_ms(self) -> int:
        return start_ms(self.range.first, self.site.zone)

    @property
    def counted(self) -> date:
        """The first day of the range that is counted from the tables themselves."""
        whole = bucket_of(self.until_ms, self.site.zone, "day")  # the first day that is not in it as a whole
        return max(self.range.first, min(self.site.counted, date.fromordinal(whole)))


def collect(storage: Storage, span: Span, dimension: str, *, together: bool = False) -> Iterator[Tally]:
    """The span's figures by campaign, day and value.

    `together`: campaigns, and their revisions, need not be told apart, which is quicker.
    """
    site, counted = span.site, span.counted
    counted_ms = start_ms(counted, site.zone)
    if counted > span.range.first and site.until_ms is not None:
        apart = None if not together else (ALL,)
        campaigns = apart if span.all_campaigns else span.campaigns
        yield from kept(storage, site, campaigns, span.range.first, counted, dimension)
        newer = tallies.news(storage, span.campaigns, span.since_ms, counted_ms, dimension, site.until_ms)
        yield from _bucketed(newer, span)
    yield from _bucketed(tallies.displays(storage, span.campaigns, counted_ms, span.until_ms, dimension), span)
    yield from _bucketed(tallies.held_back(storage, span.campaigns, counted_ms, span.until_ms, dimension), span)


def collect_hours(storage: Storage, span: Span) -> Iterator[Tally]:
    """The span's figures by the hour, all from the tables themselves: only for a day or two."""
    found = [
        *tallies.displays(storage, span.campaigns, span.since_ms, span.until_ms, "revision"),
        *tallies.held_back(storage, span.campaigns, span.since_ms, span.until_ms, "revision"),
    ]
    for each in found:
        yield Tally(each.campaign, bucket_of(each.at_ms, span.site.zone, "hour"), each.value, each.figures)


def page_views(storage: Storage, span: Span) -> tuple[int, int]:
    """Page views recorded and dropped: full hours from the roll-up, by when they begin, newer ones from the log."""
    site_id, since_ms, until_ms = span.site.id, span.since_ms, span.until_ms
    ((last_ms,),) = storage.execute(_LAST_HOUR, (site_id,))
    rolled_ms = since_ms if last_ms is None else last_ms + _HOUR_MS
    found = dict(storage.execute(_ROLLED, (site_id, since_ms, until_ms)))
    live = (site_id, max(since_ms, rolled_ms), until_ms)
    counts = []
    with storage.reading_log():
        for text in (_VIEWS, _DROPPED):
            cursor = storage.log.execute_sql(text.replace("%s", "?") if storage.is_sqlite else text, live)
            ((count,),) = cursor.fetchall()
            counts.append(int(count))
    return int(found.get("views", 0)) + counts[0], int(found.get("views_dropped", 0)) + counts[1]


def _bucketed(counted: Iterator[Counted], span: Span) -> Iterator[Tally]:
    days: dict[int, int] = {}
    for each in counted:
        day = days.get(each.at_ms)
        if day is None:
            day = days[each.at_ms] = bucket_of(each.at_ms, span.site.zone, "day")
        yield Tally(each.campaign, day, each.value, each.figures)


_HOUR_MS: Final = 3_600_000
_LAST_HOUR = "SELECT MAX(hour_at) FROM hourly_count WHERE site_id = %s AND campaign_id = 0 AND revision_number = 0"
_ROLLED = """
SELECT metric, SUM(count) FROM hourly_count
WHERE site_id = %s AND campaign_id = 0 AND revision_number = 0 AND hour_at >= %s AND hour_at < %s GROUP BY metric
"""
_VIEWS = "SELECT COUNT(*) FROM page_view WHERE site_id = %s AND at >= %s AND at < %s"
_DROPPED = "SELECT COALESCE(SUM(count), 0) FROM dropped_views WHERE site_id = %s AND hour_at >= %s AND hour_at < %s"
