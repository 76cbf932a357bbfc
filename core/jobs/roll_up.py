"""Hourly counts of page views, so that a long range is read from few rows; displays: core.jobs.count_days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from core.storage import Storage
from core.storage.fields import from_ms, to_ms

HOUR: Final = timedelta(hours=1)
LATE: Final = timedelta(hours=3)
"""How late a page view may be written (a database that was away) and still be counted in its hour."""
VIEWS: Final = "views"
VIEWS_DROPPED: Final = "views_dropped"

_HOUR_MS: Final = 3_600_000

Count = tuple[int, int, str, int]
"""site, hour in milliseconds, metric, count"""


def roll_up(storage: Storage, now: datetime) -> int:
    """Count every hour that has ended and is not counted yet, and the last ones anew; returns how many hours.

    What is counted twice is written twice with the same result.
    """
    until = hour_of(now)
    since = _since(storage, until)
    if since >= until:
        return 0
    found = list(_views(storage, since, until))
    with storage.transaction():
        sites = {site for (site,) in storage.execute("SELECT id FROM site")}
        for count in found:
            if count[0] in sites:
                storage.execute(_WRITE, count)
    return int((until - since) / HOUR)


def hour_of(moment: datetime) -> datetime:
    """The full hour (UTC) that a moment is in."""
    return from_ms(to_ms(moment) // _HOUR_MS * _HOUR_MS)


def _since(storage: Storage, until: datetime) -> datetime:
    """The first hour to count: a little before the last one with a count, else where the data begin."""
    with storage.connection():
        ((last_ms,),) = storage.execute("SELECT MAX(hour_at) FROM hourly_count")
        if last_ms is not None:
            return from_ms(last_ms) + HOUR - LATE
    with storage.reading_log():
        ((first_view,),) = storage.log.execute_sql("SELECT MIN(at) FROM page_view").fetchall()
    return until if first_view is None else hour_of(from_ms(first_view))


def _views(storage: Storage, since: datetime, until: datetime) -> Iterator[Count]:
    with storage.reading_log():
        place = "?" if storage.is_sqlite else "%s"
        span = (to_ms(since), to_ms(until))
        for metric, text in ((VIEWS, _PAGE_VIEWS), (VIEWS_DROPPED, _DROPPED)):
            for site, hour_ms, count in storage.log.execute_sql(text.replace("%s", place), span).fetchall():
                yield site, hour_ms, metric, int(count)


_PAGE_VIEWS = """
SELECT site_id, at / 3600000 * 3600000, COUNT(*) FROM page_view WHERE at >= %s AND at < %s GROUP BY 1, 2
"""
_DROPPED = """
SELECT site_id, hour_at, SUM(count) FROM dropped_views WHERE hour_at >= %s AND hour_at < %s GROUP BY 1, 2
"""
_WRITE = """
INSERT INTO hourly_count (site_id, campaign_id, revision_number, hour_at, metric, count)
VALUES (%s, 0, 0, %s, %s, %s)
ON CONFLICT (site_id, campaign_id, revision_number, hour_at, metric) DO UPDATE SET count = excluded.count
"""
