"""What is seen of a conversation's visitor on the site: their newest page, what it tells of them, and what happened."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from core.inbox.conversations import gone
from core.storage import Storage
from core.storage.fields import from_ms
from core.visits.attributes import Told
from core.visits.page_events import Scalar
from core.visits.passports import DERIVED

NEWEST_EVENTS: Final = 8


@dataclass(frozen=True, slots=True)
class SeenPage:
    """A page, and when it was opened."""

    url: str
    title: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SeenEvent:
    """Something that a page told of, as the page calls it."""

    name: str
    properties: tuple[tuple[str, Scalar], ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """Of whom nothing is known, nothing stands here."""

    page: SeenPage | None = None
    """The newest that is known."""
    attributes: tuple[tuple[str, Told], ...] = ()
    """What that page told of its visitor: smartTrigger("identify", attributes)."""
    events: tuple[SeenEvent, ...] = ()
    """The newest ones, the latest first."""


def seen_of(storage: Storage, key: str) -> Seen:
    """What is seen of the visitor of a conversation. Raises NotFound (`conversation_gone`).

    What is kept of a cookieless visitor could be a neighbour's: there it is the page on which the conversation began,
    as it is when page views are not kept any more.
    """
    with storage.connection():
        rows = storage.execute(_BEGAN, (key,))
    if not rows:
        raise gone()
    site_id, visitor_key, url, title, began_ms = rows[0]
    began = SeenPage(url, title, from_ms(began_ms)) if url else None
    if visitor_key.startswith(DERIVED):
        return Seen(began)
    last_view, events = ((text.replace("%s", "?") if storage.is_sqlite else text) for text in (_LAST_VIEW, _EVENTS))
    with storage.reading_log():
        view = storage.log.execute_sql(last_view, (site_id, visitor_key)).fetchone()
        told = storage.log.execute_sql(events, (site_id, visitor_key, NEWEST_EVENTS)).fetchall()
    return Seen(
        began if view is None else SeenPage(view[0], view[1], from_ms(view[2])),
        () if view is None else tuple(json.loads(view[3]).get("attributes", {}).items()),
        tuple(SeenEvent(name, tuple(json.loads(properties).items()), from_ms(at)) for name, properties, at in told),
    )


_BEGAN = """
SELECT c.site_id, v.key, c.page_url, c.page_title, c.created_at
FROM conversation c JOIN visitor v ON v.id = c.visitor_id WHERE c.key = %s
"""
_LAST_VIEW = """
SELECT url, title, at, facts FROM page_view WHERE site_id = %s AND visitor_key = %s ORDER BY at DESC LIMIT 1
"""
_EVENTS = """
SELECT name, properties, at FROM page_event WHERE site_id = %s AND visitor_key = %s ORDER BY at DESC, id LIMIT %s
"""
