"""What the database knows of a visitor's history: claims decide by it, as passports forget and can be behind."""

from __future__ import annotations

from core.storage import Storage
from core.storage.fields import from_ms, to_ms
from core.visits import Visit
from core.visits.history import History, Memory
from core.visits.passports import Passport


def recall(storage: Storage, visitor_id: int, passport: Passport, visit: Visit) -> History | None:
    """The history of a visitor by now; None without memory. Needs a connection.

    A cookieless visitor's conversation is the one that the passport names: neighbours share the rest.
    """
    if not passport.memory:
        return None
    since = to_ms(visit.started or visit.now)
    shown = storage.execute(_SHOWN, (since, visitor_id))
    talked = _TALKED + (" AND key = %s" if passport.shares_its_visitor else "")
    values = (visitor_id, passport.conversation) if passport.shares_its_visitor else (visitor_id,)
    ((is_open, last_ms),) = storage.execute(talked, values)
    memories = tuple(
        Memory(campaign, 0, from_ms(at), False, *(None if ms is None else from_ms(ms) for ms in moments))
        for campaign, at, *moments, _ in shown
    )
    in_visit = sum(count for *_, count in shown)
    return History(memories, in_visit, bool(is_open), None if last_ms is None else from_ms(last_ms))


_SHOWN = """
SELECT campaign_id, MAX(claimed_at), MAX(read_at), MAX(clicked_at), MAX(replied_at),
       COUNT(CASE WHEN claimed_at >= %s THEN 1 END)
FROM display WHERE visitor_id = %s GROUP BY campaign_id
"""

_TALKED = """
SELECT MAX(CASE WHEN status = 'open' THEN 1 ELSE 0 END), MAX(changed_at)
FROM conversation WHERE visitor_id = %s
"""
