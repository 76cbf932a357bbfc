"""Counts the claims that frequency or a control group refused, behind them: written together every second."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from datetime import datetime
from itertools import chain, islice
from typing import Final

from core.deliveries.claim_answers import Claim, Refused
from core.deliveries.decisions import Plan
from core.deliveries.visitors import counted_by
from core.performance.tallies import page_of
from core.storage import Storage
from core.storage.fields import to_ms
from core.storage.visitor_rows import hold_visitors

log = logging.getLogger("smart_trigger.held_back")

COUNTED: Final = frozenset({"finished", "already_shown", "page_view", "gap", "control"})
"""Refusals of visitors who met the conditions, and had been shown enough or are to see nothing."""
CAPACITY: Final = 20_000
"""Refusals that wait at most; further ones are not counted."""
AT_ONCE: Final = 100
"""Written in one transaction, so that no visitor waits long behind it."""

_Key = tuple[int, str]
"""Campaign and page view."""
_Row = tuple[tuple[object, ...], tuple[int, str]]
"""What is written, and the visitor (site and key) whose display would make it none."""


class HeldBack:
    """Notes refusals without waiting; a page view counts once for each campaign, and not where it was granted."""

    def __init__(self, storage: Storage, capacity: int = CAPACITY) -> None:
        self._storage: Final = storage
        self._capacity: Final = capacity
        self._lock: Final = threading.Lock()
        self._waiting: dict[_Key, _Row] = {}

    def note(self, refused: Refused, asked: Claim, plan: Plan, now: datetime) -> None:
        """Have it counted soon, if the conditions were met."""
        planned = plan.campaign(refused.campaign)
        if refused.code not in COUNTED or planned is None:
            return
        page_view = asked.ticket.page_view
        key = (refused.campaign, page_view)
        with self._lock:
            if len(self._waiting) < self._capacity:
                url, *rest = counted_by(asked.ticket.visit)
                row = (*key, planned.revision_number, to_ms(now), page_of(url), *rest)
                self._waiting.setdefault(key, (row, (plan.site.id, asked.passport.visitor)))

    def write(self) -> None:
        """Write what waits; it goes on waiting if the database is away."""
        with self._lock:
            taken, self._waiting = self._waiting, {}
        try:
            while taken:
                some = dict(islice(taken.items(), AT_ONCE))
                self._write(some)
                taken = {key: row for key, row in taken.items() if key not in some}
        except Exception:
            with self._lock:
                self._waiting = taken | self._waiting
            raise

    def _write(self, some: Mapping[_Key, _Row]) -> None:
        """Write these in a transaction that holds their visitors' rows: none of them is granted meanwhile."""
        with self._storage.transaction():
            visitors = {visitor for _, visitor in some.values()}
            places = ", ".join(["(%s, %s)"] * len(visitors))
            values = tuple(chain.from_iterable(visitors))
            hold_visitors(self._storage, f"(site_id, key) IN ({places})", values, lock="SHARE")
            for (campaign, page_view), (row, visitor) in some.items():
                self._storage.execute(_WRITE, (*row, *visitor, campaign, page_view))

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
    SELECT 1 FROM visitor v JOIN display d ON d.visitor_id = v.id
    WHERE v.site_id = %s AND v.key = %s AND d.campaign_id = %s AND d.page_view = %s)
ON CONFLICT (campaign_id, page_view) DO NOTHING
"""
