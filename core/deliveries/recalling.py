"""What the database knows of a visitor's history: claims decide by it, as passports forget and can be behind."""

from __future__ import annotations

from collections.abc import Sequence

from core.storage import Storage
from core.storage.fields import from_ms, to_ms
from core.visits import Visit
from core.visits.history import History, Memory
from core.visits.passports import Passport


def recall(storage: Storage, visitors: Sequence[int], passport: Passport, visit: Visit) -> History | None:
    """The history by now of a visitor, the first of `visitors`; None without memory. Needs a connection.

    The others are the same person in other browsers: what was met there counts, visits and conversations are a
    browser's own, as in passports. A cookieless visitor's conversation is the one that the passport names: neighbours
    share the rest.
    """
    if not passport.memory:
        return None
    since, visitor_id = to_ms(visit.started or visit.now), visitors[0]
    places = ", ".join(["%s"] * len(visitors))
    met = storage.execute(_MET.format(places=places), (since, visitor_id, *visitors))
    talked = _TALKED + (" AND key = %s" if passport.shares_its_visitor else "")
    values = (visitor_id, passport.conversation) if passport.shares_its_visitor else (visitor_id,)
    ((is_open, last_ms),) = storage.execute(talked, values)
    memories = tuple(
        Memory(campaign, 0, from_ms(at), False, *(None if ms is None else from_ms(ms) for ms in moments))
        for campaign, at, *moments, _ in met
    )
    in_visit = sum(count for *_, count in met)
    return History(memories, in_visit, bool(is_open), None if last_ms is None else from_ms(last_ms))


_MET = """
SELECT campaign_id, MAX(claimed_at), MAX(read_at), MAX(clicked_at), MAX(replied_at),
       MAX(CASE WHEN shown_at IS NOT NULL THEN claimed_at END),
       COUNT(CASE WHEN shown_at IS NOT NULL AND claimed_at >= %s AND visitor_id = %s THEN 1 END)
FROM display WHERE visitor_id IN ({places}) GROUP BY campaign_id
"""

_TALKED = """
SELECT MAX(CASE WHEN status = 'open' THEN 1 ELSE 0 END), MAX(changed_at)
FROM conversation WHERE visitor_id = %s
"""
