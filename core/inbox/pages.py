"""Where a visitor is now: the newest page that they are known to have opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.inbox.conversations import gone
from core.storage import Storage
from core.storage.fields import from_ms
from core.visits.passports import DERIVED


@dataclass(frozen=True, slots=True)
class SeenPage:
    """A page, and when it was opened."""

    url: str
    title: str
    at: datetime


def newest_page(storage: Storage, key: str) -> SeenPage | None:
    """The newest page of a conversation's visitor, None if none was told. Raises NotFound (`conversation_gone`).

    A cookieless visitor's page views could be a neighbour's: there it is the page on which the conversation began, as
    it is when page views are not kept any more.
    """
    with storage.connection():
        rows = storage.execute(_BEGAN, (key,))
    if not rows:
        raise gone()
    site_id, visitor_key, url, title, began_ms = rows[0]
    began = SeenPage(url, title, from_ms(began_ms)) if url else None
    return began if visitor_key.startswith(DERIVED) else _last_view(storage, site_id, visitor_key) or began


def _last_view(storage: Storage, site_id: int, visitor_key: str) -> SeenPage | None:
    text = _LAST_VIEW.replace("%s", "?") if storage.is_sqlite else _LAST_VIEW
    with storage.reading_log():
        row = storage.log.execute_sql(text, (site_id, visitor_key)).fetchone()
    return None if row is None else SeenPage(row[0], row[1], from_ms(row[2]))


_BEGAN = """
SELECT c.site_id, v.key, c.page_url, c.page_title, c.created_at
FROM conversation c JOIN visitor v ON v.id = c.visitor_id WHERE c.key = %s
"""
_LAST_VIEW = "SELECT url, title, at FROM page_view WHERE site_id = %s AND visitor_key = %s ORDER BY at DESC LIMIT 1"
