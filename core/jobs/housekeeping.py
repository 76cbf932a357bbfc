"""What is thrown away in time: old page views, conversations and visitors, and everything that has expired."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from core.storage import Storage
from core.storage.fields import to_ms
from core.storage.models import DroppedViews, PageView
from core.storage.visitor_rows import hold_visitors
from core.team.sign_in_limits import FORGET_AFTER
from core.visits import SEEN_EVERY
from core.visits.tokens import LIFE

BATCH: Final = 1_000
"""Rows deleted in one transaction, so that no visitor waits long behind it."""
KEEP_LINKS: Final = timedelta(days=1)
"""How long a one-time link is kept after its end, so that whoever opens it is told that it has expired."""
KEEP_RUNS: Final = timedelta(days=7)
KEEP_VISITORS: Final = LIFE["passport"] + SEEN_EVERY + timedelta(days=30)
"""How long a visitor is kept who does not come: as long as their passport could live by what was last noted, and then
some. Without their row, a once campaign would be shown to them again.
"""


def delete_old_page_views(storage: Storage, before: datetime) -> int:
    """Delete the page views before a moment; returns how many."""
    deleted = 0
    with storage.reading_log():
        while True:
            batch = PageView.select(PageView.key).where(PageView.at < before).limit(BATCH)
            gone = int(PageView.delete().where(PageView.key.in_(batch)).execute())
            deleted += gone
            if gone < BATCH:
                break
        DroppedViews.delete().where(DroppedViews.hour_at < before).execute()
    return deleted


def delete_old_page_events(storage: Storage, before: datetime) -> int:
    """Delete the events that pages told of before a moment; returns how many."""
    return _delete_from_log(storage, _EVENTS, before)


def delete_old_decisions(storage: Storage, before: datetime) -> int:
    """Delete what was kept of decisions before a moment; returns how many."""
    return _delete_from_log(storage, _DECISIONS, before)


def _delete_from_log(storage: Storage, text: str, before: datetime) -> int:
    deleted = 0
    text = text.replace("%s", "?") if storage.is_sqlite else text
    with storage.reading_log():
        while True:
            gone = len(storage.log.execute_sql(text, (to_ms(before), BATCH)).fetchall())
            deleted += gone
            if gone < BATCH:
                return deleted


def delete_old_conversations(storage: Storage, before: datetime) -> int:
    """Delete closed conversations, with their messages, that nothing has happened in since; returns how many."""
    deleted, over = 0, (to_ms(before), to_ms(before))
    while True:
        with storage.transaction():
            gone = len(storage.execute(_CONVERSATIONS, (*over, BATCH, *over)))
            if gone:
                storage.touch("inbox")
        deleted += gone
        if gone < BATCH:
            return deleted


def delete_displays_of_deleted_campaigns(storage: Storage, before: datetime) -> int:
    """Delete what campaigns deleted before a moment have shown, and who was compared, so that little goes with them;
    returns how many displays.

    Conversations stay.
    """
    _delete_of_deleted_campaigns(storage, _COMPARED, before)
    return _delete_of_deleted_campaigns(storage, _DISPLAYS, before)


def _delete_of_deleted_campaigns(storage: Storage, text: str, before: datetime) -> int:
    deleted = 0
    while True:
        with storage.transaction():
            gone = len(storage.execute(text, (to_ms(before), BATCH)))
        deleted += gone
        if gone < BATCH:
            return deleted


def delete_forgotten_visitors(storage: Storage, before: datetime) -> int:
    """Delete visitors last seen before a moment, and what they were shown, unless they have a conversation or are
    a lead, which is kept until somebody erases it; returns how many.
    """
    deleted, last = 0, 0
    while True:
        with storage.connection():  # a reader: looking through all visitors must keep nobody waiting
            found = [visitor for (visitor,) in storage.execute(_FORGOTTEN, (last, to_ms(before), BATCH))]
        if not found:
            return deleted
        last = found[-1]
        places = ", ".join(["%s"] * len(found))
        with storage.transaction():
            hold_visitors(storage, f"id IN ({places})", found, lock="UPDATE")
            deleted += len(storage.execute(_FORGET.replace("VISITORS", places), (*found, to_ms(before))))


def sweep(storage: Storage, now: datetime) -> None:
    """Delete expired sessions, one-time links, salts, failed sign-ins and the records of old job runs."""
    with storage.transaction():
        for text, before in (
            ("DELETE FROM session WHERE expires_at < %s", now),
            ("DELETE FROM login_link WHERE expires_at < %s", now - KEEP_LINKS),
            ("DELETE FROM secret WHERE expires_at < %s", now),
            ("DELETE FROM identity_secret WHERE ends_at < %s", now),
            ("DELETE FROM sign_in_failure WHERE until < %s", now - FORGET_AFTER),
            ("DELETE FROM job_run WHERE started_at < %s", now - KEEP_RUNS),
        ):
            storage.execute(text, (to_ms(before),))


_EVENTS = """
DELETE FROM page_event WHERE (site_id, visitor_key, id) IN (
    SELECT site_id, visitor_key, id FROM page_event WHERE at < %s LIMIT %s)
RETURNING id
"""

_DECISIONS = """
DELETE FROM decision WHERE key IN (SELECT key FROM decision WHERE at < %s LIMIT %s) RETURNING key
"""

_OVER = "status = 'closed' AND changed_at < %s AND closed_at < %s"
# asks twice: of a row that somebody holds, PostgreSQL asks the outer condition again once it is free
_CONVERSATIONS = f"""
DELETE FROM conversation WHERE id IN (SELECT id FROM conversation WHERE {_OVER} LIMIT %s) AND {_OVER} RETURNING id
"""  # noqa: S608  # our own text

_DISPLAYS = """
DELETE FROM display WHERE id IN (
    SELECT d.id FROM display d JOIN campaign c ON c.id = d.campaign_id WHERE c.deleted_at < %s LIMIT %s)
RETURNING id
"""

_COMPARED = """
DELETE FROM compared WHERE (visitor_id, campaign_id, generation) IN (
    SELECT d.visitor_id, d.campaign_id, d.generation FROM compared d JOIN campaign c ON c.id = d.campaign_id
    WHERE c.deleted_at < %s LIMIT %s)
RETURNING campaign_id
"""

_AWAY = """
COALESCE(last_seen_at, first_seen_at) < %s
AND NOT EXISTS (SELECT 1 FROM conversation c WHERE c.visitor_id = visitor.id)
AND NOT EXISTS (SELECT 1 FROM lead l WHERE l.visitor_id = visitor.id)
"""
_FORGOTTEN = f"SELECT id FROM visitor WHERE id > %s AND {_AWAY} ORDER BY id LIMIT %s"  # noqa: S608  # our own text
# asks again, as the rows are held only now: somebody may have come back since they were found
_FORGET = f"DELETE FROM visitor WHERE id IN (VISITORS) AND {_AWAY} RETURNING id"  # noqa: S608  # our own text
