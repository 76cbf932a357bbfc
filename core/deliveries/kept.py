"""Keeps what was decided about claims, with the rule's version and what was observed: written behind the answer."""

from __future__ import annotations

import json
import logging
import threading
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

from core.deliveries.claims import Claim, Granted, Refused
from core.deliveries.decisions import Plan, PlannedCampaign
from core.messages import cleaned
from core.plugins import Registry
from core.rules import MISSING
from core.storage import Storage
from core.storage.fields import to_ms
from core.visits import Visit

log = logging.getLogger("smart_trigger.kept_decisions")

CAPACITY: Final = 20_000
"""Decisions that wait at most; further ones are not kept."""
REFUSED_EVERY_MS: Final = 60_000
"""Of the refusals of one campaign for one reason, one in so long is kept by each process: the first."""
LONGEST: Final = 2_000
"""Of an observed text, in characters."""
GRANTED: Final = ""


@dataclass(frozen=True, slots=True)
class _Decided:
    asked: Claim
    planned: PlannedCampaign
    site_id: int
    visit: Visit
    """As it was judged."""
    at_ms: int
    outcome: str


class KeptDecisions:
    """Notes decisions without waiting; everything that takes time is done where they are written."""

    def __init__(self, storage: Storage, registry: Registry, capacity: int = CAPACITY) -> None:
        self._storage: Final = storage
        self._registry: Final = registry
        self._capacity: Final = capacity
        self._lock: Final = threading.Lock()
        self._waiting: list[_Decided] = []
        self._refused_ms: dict[tuple[int, str], int] = {}

    def note(self, outcome: Granted | Refused, asked: Claim, plan: Plan, now: datetime) -> None:
        """Have a decision kept soon; of refusals a sample."""
        planned, visit = plan.campaign(asked.campaign), outcome.visit
        if planned is None or visit is None:
            return
        code = outcome.code if isinstance(outcome, Refused) else GRANTED
        at_ms = to_ms(now)
        with self._lock:
            if len(self._waiting) >= self._capacity or (code and not self._is_due(asked.campaign, code, at_ms)):
                return
            self._waiting.append(_Decided(asked, planned, plan.site.id, visit, at_ms, code))

    def write(self) -> None:
        """Write what waits; it goes on waiting if the database is away."""
        with self._lock:
            taken, self._waiting = self._waiting, []
        if not taken:
            return
        rows = [self._row(each) for each in taken]
        text = _WRITE.replace("%s", "?") if self._storage.is_sqlite else _WRITE
        database = self._storage.log
        try:
            with self._storage.reading_log(), database.atomic(*(("IMMEDIATE",) if self._storage.is_sqlite else ())):
                database.connection().cursor().executemany(text, rows)
        except Exception:
            with self._lock:
                self._waiting = taken + self._waiting
            raise

    def stop(self) -> None:
        """Write what waits; if the database is away, it is lost and logged."""
        try:
            self.write()
        except Exception as error:
            log.error("%d decisions were not kept at the end: %s", len(self._waiting), error)

    def _is_due(self, campaign: int, code: str, at_ms: int) -> bool:
        key = (campaign, code)
        if at_ms - self._refused_ms.get(key, -REFUSED_EVERY_MS) < REFUSED_EVERY_MS:
            return False
        self._refused_ms[key] = at_ms
        return True

    def _row(self, decided: _Decided) -> tuple[object, ...]:
        asked = decided.asked
        return (
            *(asked.display, decided.site_id, asked.passport.visitor, asked.campaign, decided.planned.revision_number),
            *(asked.ticket.page_view, decided.at_ms, decided.outcome),
            json.dumps(self._facts(decided), ensure_ascii=False, separators=(",", ":")),
        )

    def _facts(self, decided: _Decided) -> dict[str, Any]:
        """What was observed of all that the rule asks for: null is nothing; what nobody told is left out."""
        found: dict[str, Any] = {}
        for each in decided.planned.rule.conditions:
            if not each.type.browser:
                found[each.name] = _plain(self._registry.see(each.name, decided.visit))
            elif each.name in decided.asked.facts:
                found[each.name] = _plain(decided.asked.facts[each.name])
        return found


def _plain(raw: object) -> Any:
    """An observation as JSON, as its type takes it back; what it can't be (a foreign object) is nothing."""
    if raw is MISSING or raw is None:
        return None
    if isinstance(raw, (bool, int, float)):
        return raw
    if isinstance(raw, str):
        return cleaned(raw, LONGEST)
    if isinstance(raw, time):
        return f"{raw:%H:%M}"
    if isinstance(raw, date):
        return raw.isoformat()
    if isinstance(raw, (list, tuple, set, frozenset)):
        return sorted(cleaned(str(each), LONGEST) for each in raw)[:100]
    return None


_WRITE = """
INSERT INTO decision (key, site_id, visitor_key, campaign_id, revision_number, page_view, at, outcome, facts)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING
"""
