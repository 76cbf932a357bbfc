"""Keeps what was decided about claims, with the rule's version and what was observed: written behind the answer."""

from __future__ import annotations

import json
import logging
import threading
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

from core.deliveries.claim_answers import Claim, Granted, Refused
from core.deliveries.decisions import Plan, PlannedCampaign
from core.deliveries.mismatch import Judged
from core.messages import cleaned
from core.plugins import Registry
from core.rules import MISSING
from core.rules.compiled import Condition
from core.rules.values import Instant
from core.storage import Storage
from core.storage.fields import to_ms

log = logging.getLogger("smart_trigger.kept_decisions")

CAPACITY: Final = 20_000
"""Decisions that wait at most; further ones are not kept."""
REFUSED_EVERY_MS: Final = 60_000
"""Of the refusals of one campaign for one reason, one in so long is kept by each process: the first."""
LONGEST: Final = 2_000
"""Of an observed text, in characters."""
MOST: Final = 100
"""Of several observed together."""
GRANTED: Final = ""
WITHHELD: Final = {"kept": False}
"""Stands where something was observed that is not kept."""
_ONE_OF_FEW: Final = frozenset({"boolean", "choice", "choices", "date", "time_of_day", "weekday"})
"""Value types that name nobody."""


@dataclass(frozen=True, slots=True)
class _Decided:
    asked: Claim
    planned: PlannedCampaign
    site_id: int
    judged: Judged
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
        planned = plan.campaign(asked.campaign)
        if planned is None:
            return
        code = outcome.code if isinstance(outcome, Refused) else GRANTED
        at_ms = to_ms(now)
        with self._lock:
            if len(self._waiting) >= self._capacity or (code and not self._is_due(asked.campaign, code, at_ms)):
                return
            self._waiting.append(_Decided(asked, planned, plan.site.id, outcome.judged, at_ms, code))

    def write(self) -> None:
        """Write what waits; it goes on waiting if the database is away."""
        with self._lock:
            taken, self._waiting = self._waiting, []
        if not taken:
            return
        rows = [row for each in taken if (row := self._try(each)) is not None]
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

    def _try(self, decided: _Decided) -> tuple[object, ...] | None:
        """Its row; None, logged, if something in it can't be told: no other decision is lost by it."""
        try:
            return self._row(decided)
        except Exception:
            log.exception("a decision about campaign %d is not kept", decided.asked.campaign)
            return None

    def _row(self, decided: _Decided) -> tuple[object, ...]:
        asked = decided.asked
        return (
            *(asked.display, decided.site_id, asked.passport.visitor, asked.campaign, decided.planned.revision_number),
            *(asked.ticket.page_view, decided.at_ms, decided.outcome),
            json.dumps(self._facts(decided), ensure_ascii=False, separators=(",", ":")),
        )

    def _facts(self, decided: _Decided) -> dict[str, Any]:
        """What was observed of all that the rule asks for: null is nothing; what nobody told is left out."""
        memory, judged = decided.asked.passport.memory, decided.judged
        found: dict[str, Any] = {}
        for each in decided.planned.rule.conditions:
            if each.name not in judged.raw:
                continue
            raw = judged.raw[each.name]
            kept = WITHHELD if self._is_withheld(each, raw, memory=memory) else _plain(raw)
            is_nothing = raw is MISSING or (kept is WITHHELD and judged.observed.get(each.name) is MISSING)
            found[each.name] = None if is_nothing else kept
        return found

    def _is_withheld(self, condition: Condition, raw: object, *, memory: bool) -> bool:
        """Whether an observation could be what a visitor typed or, of one without memory, what names them.

        Of those, what stands in the recorded page view (`sees`), or is one of a few, is kept.
        """
        kind = self._registry.condition_types[condition.fact]
        if kind.private or (kind.browser and isinstance(raw, str)):
            return True
        if memory:
            return False
        return condition.key is not None or not (kind.sees or kind.browser or kind.value.name in _ONE_OF_FEW)


def _plain(raw: object) -> Any:
    """An observation as JSON, as its type takes it back; what it can't be (a foreign object) is withheld."""
    if isinstance(raw, (bool, int, float)):
        return raw
    if isinstance(raw, Instant):
        return {"instant": cleaned(raw, LONGEST), "day": raw.day}
    if isinstance(raw, str):
        return cleaned(raw, LONGEST)
    if isinstance(raw, time):
        return f"{raw:%H:%M}"
    if isinstance(raw, date):
        return raw.isoformat()
    if isinstance(raw, (list, tuple, set, frozenset)) and all(isinstance(each, (str, int)) for each in raw):
        return sorted(cleaned(str(each), LONGEST) for each in raw)[:MOST]
    return WITHHELD


_WRITE = """
INSERT INTO decision (key, site_id, visitor_key, campaign_id, revision_number, page_view, at, outcome, facts)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING
"""
