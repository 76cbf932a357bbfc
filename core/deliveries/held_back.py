"""Counts the claims that frequency refused, behind them: in memory first, written together every second."""

from __future__ import annotations

import logging
import threading
from datetime import datetime
from typing import Final

from core.deliveries.claim_answers import Claim, Refused
from core.deliveries.decisions import Plan
from core.deliveries.visitors import counted_by
from core.performance.tallies import page_of
from core.storage import Storage
from core.storage.fields import to_ms

log = logging.getLogger("smart_trigger.held_back")

BY_FREQUENCY: Final = frozenset({"finished", "already_shown", "page_view", "gap"})
"""Refusals of visitors who met the conditions, and had been shown enough."""
CAPACITY: Final = 20_000
"""Refusals that wait at most; further ones are not counted."""


class HeldBack:
    """Notes refusals without waiting; a page view counts once for each campaign, and not where it was granted."""

    def __init__(self, storage: Storage, capacity: int = CAPACITY) -> None:
        self._storage: Final = storage
        self._capacity: Final = capacity
        self._lock: Final = threading.Lock()
        self._waiting: dict[tuple[int, str], tuple[tuple[object, ...], str]] = {}
        """Rows by campaign and page view, each with whose display would make it none."""

    def note(self, refused: Refused, asked: Claim, plan: Plan, now: datetime) -> None:
        """Have it counted soon, if it was for frequency."""
        planned = plan.campaign(refused.campaign)
        if refused.code not in BY_FREQUENCY or planned is None:
            return
        page_view = asked.ticket.page_view
        key = (refused.campaign, page_view)
        with self._lock:
            if len(self._waiting) < self._capacity:
                url, *rest = counted_by(asked.ticket.visit)
                row = (*key, planned.revision_number, to_ms(now), page_of(url), *rest)
                self._waiting.setdefault(key, (row, asked.passport.visitor))

    def write(self) -> None:
        """Write what waits; it goes on waiting if the database is away."""
        with self._lock:
            taken, self._waiting = self._waiting, {}
        if not taken:
            return
        try:
            with self._storage.transaction():
                for (campaign, page_view), (row, visitor) in taken.items():
                    self._storage.execute(_WRITE, (*row, campaign, visitor, page_view))
        except Exception:
            with self._lock:
                self._waiting = taken | self._waiting
            raise

    def stop(self) -> None:
        """Write what waits; if the database is away, it is lost and logged."""
        try:
            self.write()
        except Exception as error:
            log.error("%d refusals were not counted at the end: %s", len(self._waiting), error)


_WRITE = """
INSERT INTO held_back (campaign_id, page_view, revision_number, at, page_url, country, device, language)
SELECT CAST(%s AS INTEGER), CAST(%s AS VARCHAR(32)), CAST(%s AS INTEGER), CAST(%s AS BIGINT),
       CAST(%s AS TEXT), CAST(%s AS VARCHAR(2)), CAST(%s AS VARCHAR(8)), CAST(%s AS VARCHAR(16))
WHERE NOT EXISTS (
    SELECT 1 FROM campaign c JOIN visitor v ON v.site_id = c.site_id
    JOIN display d ON d.visitor_id = v.id AND d.campaign_id = c.id
    WHERE c.id = %s AND v.key = %s AND d.page_view = %s)
ON CONFLICT (campaign_id, page_view) DO NOTHING
"""
