"""Days that have ended, counted once and kept, so that a long range is read from few rows.

A day's row holds what its displays had come to by the moment of its site's mark; what became of them later is newer
news (`display.news_at`), which readers add and the next roll-up counts in. So figures are exact at any time.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from core.i18n.languages import primary
from core.performance.ranges import today
from core.performance.tallies import Tally
from core.storage import Storage
from core.storage.fields import from_ms

ALL: Final = 0
"""Stands for all campaigns of a site together."""


@dataclass(frozen=True, slots=True)
class ClockedSite:
    """A site, its clock, its campaigns, and how far its days are counted."""

    id: int
    zone: ZoneInfo
    campaigns: frozenset[int]
    until_ms: int | None
    """None: no day is counted by this clock."""

    @property
    def counted(self) -> date:
        """The first day that is not counted."""
        return date.min if self.until_ms is None else today(self.zone, from_ms(self.until_ms))


def clocked_sites(storage: Storage, site_id: int | None = None) -> tuple[ClockedSite, ...]:
    """All sites, archived ones too, or one. Campaigns are those that were ever published, deleted ones too."""
    campaigns: dict[int, set[int]] = {}
    for campaign, site in storage.execute("SELECT id, site_id FROM campaign WHERE revision_number IS NOT NULL"):
        campaigns.setdefault(site, set()).add(campaign)
    found = []
    for site, time_zone, until_ms, counted_by in storage.execute(_SITES):
        if site_id in (None, site):
            mark = until_ms if counted_by == time_zone else None
            found.append(ClockedSite(site, ZoneInfo(time_zone), frozenset(campaigns.get(site, ())), mark))
    return tuple(found)


def kept(
    storage: Storage, site: ClockedSite, campaigns: Collection[int] | None, first: date, end: date, dimension: str
) -> Iterator[Tally]:
    """What was counted of these days (without `end`), as it stood at the site's mark; None: of each campaign."""
    values: list[object] = [site.id, dimension, first.toordinal(), end.toordinal()]
    text = "SELECT campaign_id, day, figures FROM daily_count WHERE site_id = %s AND dimension = %s"
    text += " AND day >= %s AND day < %s"
    if campaigns is None:
        text += f" AND campaign_id <> {ALL}"
    else:
        text += f" AND campaign_id IN ({', '.join(['%s'] * len(campaigns))})"
        values += campaigns
    rows = storage.execute(text, values)
    figures = json.loads(f"[{','.join(row[2] for row in rows)}]")  # one call for thousands of small objects
    for (campaign, day, _), divided in zip(rows, figures, strict=True):
        for value, found in divided.items():
            # days that were counted before languages were counted by their main parts
            yield Tally(campaign, day, primary(value) if dimension == "language" else value, found)


_SITES: Final = """
SELECT s.id, s.time_zone, m.until, m.time_zone FROM site s LEFT JOIN daily_mark m ON m.site_id = s.id ORDER BY s.id
"""
