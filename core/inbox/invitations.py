"""The team writes first: a conversation that a visitor has not begun, and how their browser learns of it.

A page view waits for no database, so the conversations that visitors don't know of yet are held in memory, as plans
are; boot puts one into the passport, and from then on the browser asks for news as in any other.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from core.deliveries.visitors import MAX_TITLE, MAX_URL, Profile
from core.errors import InvalidInput
from core.i18n import _
from core.inbox.answers import answer
from core.inbox.entries import append, sendable
from core.messages import cleaned, parse
from core.storage import Storage
from core.storage.fields import from_ms, to_ms
from core.visits import Location
from core.visits.on_site import VisitorHere
from core.visits.passports import Passport
from core.webhooks.events import CONVERSATION_STARTED
from core.webhooks.outbox import TOPIC as WEBHOOKS
from core.webhooks.outbox import emit

TOPIC: Final = "invitations"
EVERY_SECONDS: Final = 60.0
KEPT: Final = timedelta(days=30)
"""How long a visitor can still learn of what was written to them."""


def write_to(storage: Storage, visitor: VisitorHere, agent_id: int, client_id: str, text: str, now: datetime) -> str:
    """Commit an employee's message (in mark-up) to a visitor; the key of the conversation that it is in.

    That is the visitor's latest, else a new one, which the employee has. The same `client_id` again writes nothing
    more. Raises InvalidInput (`text_…`, `visitor_unreachable`).
    """
    if not visitor.can_be_written_to:
        raise InvalidInput("visitor_unreachable", _("This visitor is not remembered, so a message can't reach them."))
    topics = {"inbox", TOPIC}
    with storage.transaction():
        visitor_id = _visitor(storage, visitor, now)
        rows = storage.execute(_LATEST, (visitor_id,))
        if rows:
            ((key,),) = rows
            answer(storage, key, agent_id, client_id, text, now)
        else:
            text = sendable(text)
            key, wanted = _begin(storage, visitor, visitor_id, agent_id, client_id, text, now)
            topics |= {WEBHOOKS} if wanted else set()
        storage.touch(*topics)
    return str(key)


class Invitations:
    """The conversations that the team has begun and that visitors have not read from. Asking touches no database."""

    def __init__(self, storage: Storage, clock: Callable[[], datetime]) -> None:
        self._storage: Final = storage
        self._clock: Final = clock
        self._waiting: Mapping[tuple[int, str], tuple[str, datetime]] = MappingProxyType({})

    def hand_to(self, passport: Passport, site_id: int) -> Passport:
        """The passport, with the conversation that waits for this visitor if they have none."""
        if passport.conversation or not passport.memory:
            return passport
        waiting = self._waiting.get((site_id, passport.visitor))
        return passport if waiting is None else passport.with_conversation(*waiting)

    def refresh(self) -> None:
        """Read them anew. Peewee's errors come through."""
        with self._storage.connection():
            rows = self._storage.execute(_UNREAD, (to_ms(self._clock() - KEPT),))
        self._waiting = MappingProxyType({(site, visitor): (key, from_ms(at)) for site, visitor, key, at in rows})


def _visitor(storage: Storage, visitor: VisitorHere, now: datetime) -> int:
    """The visitor's row, made if they were never shown anything and never wrote; held until the transaction ends."""
    place = Location(visitor.country, visitor.region, visitor.city)
    told = Profile.told(
        place,
        language=visitor.language,
        time_zone=visitor.time_zone,
        url=visitor.url,
        title=visitor.title,
        visits=visitor.visits,
    ).as_data()
    profile = json.dumps({**told, "device": visitor.device}, ensure_ascii=False, separators=(",", ":"))
    first_seen = to_ms(visitor.arrived_at or visitor.page_at)
    rows = storage.execute(_MEET, (visitor.site_id, visitor.key, first_seen, to_ms(now), profile))
    return int(rows[0][0])


def _begin(
    storage: Storage, visitor: VisitorHere, visitor_id: int, agent_id: int, client_id: str, text: str, now: datetime
) -> tuple[str, bool]:
    """The new conversation's key, and whether a webhook wants to know of it."""
    key, at = secrets.token_urlsafe(16), to_ms(now)
    page = (cleaned(visitor.url, MAX_URL), cleaned(visitor.title, MAX_TITLE))
    ((number,),) = storage.execute(_BEGIN, (key, visitor.site_id, visitor_id, agent_id, *page, at, at))
    blocks = parse(text, tags=False)
    append(storage, number, client_id=client_id, author="agent", agent_id=agent_id, blocks=blocks, at=now)
    return key, emit(storage, CONVERSATION_STARTED, visitor.site_id, number, now)


_LATEST = "SELECT key FROM conversation WHERE visitor_id = %s ORDER BY changed_at DESC, id DESC LIMIT 1"

_MEET = """
INSERT INTO visitor (site_id, key, first_seen_at, last_seen_at, last_page_view, profile, name, email)
VALUES (%s, %s, %s, %s, '', %s, '', '')
ON CONFLICT (site_id, key) DO UPDATE SET last_page_view = visitor.last_page_view
RETURNING id
"""

_BEGIN = """
INSERT INTO conversation (key, site_id, visitor_id, agent_id, status, last_seq, team_read_seq, visitor_read_seq,
                          page_url, page_title, created_at, changed_at)
VALUES (%s, %s, %s, %s, 'open', 0, 0, 0, %s, %s, %s, %s)
RETURNING id
"""

_UNREAD = """
SELECT c.site_id, v.key, c.key, c.changed_at FROM conversation c JOIN visitor v ON v.id = c.visitor_id
WHERE c.status = 'open' AND c.changed_at > %s AND c.visitor_read_seq = 0
  AND EXISTS (SELECT 1 FROM message m WHERE m.conversation_id = c.id AND m.seq = 1 AND m.author = 'agent')
ORDER BY c.changed_at
"""
