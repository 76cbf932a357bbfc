"""What a visitor reads of a conversation: what was written since, and up to where they have seen it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.errors import NotFound
from core.inbox.entries import Author, Entry, entries
from core.storage import Storage
from core.storage.fields import from_ms
from core.visits.passports import Passport

SEEN_BY_VISITORS: Sequence[Author] = ("campaign", "visitor", "agent")
"""Who handed a conversation to whom is the team's own business."""
MOST_AT_ONCE = 100
"""Entries that one poll answers."""


@dataclass(frozen=True, slots=True)
class News:
    """What a visitor has not read of a conversation."""

    messages: Sequence[Entry]
    open: bool
    last_seq: int
    """Highest `seq` of the conversation; entries that are the team's own count, but are not told."""
    read_seq: int
    """Up to where the visitor has seen it, by now."""
    changed_at: datetime
    """When something was last written in it."""

    def remembered_by(self, passport: Passport) -> Passport:
        """The passport with what conditions look at; itself if it knows that already."""
        if self.open == passport.conversation_open and not self.messages and passport.last_message_at:
            return passport
        return passport.with_conversation(passport.conversation, self.changed_at, is_open=self.open)


def news(storage: Storage, passport: Passport, conversation: str, after: int, read: int | None) -> News:
    """What was written after `after`; `read` says up to where the visitor has seen it. Raises NotFound."""
    if not may_open(passport, conversation):
        raise conversation_unknown()
    with storage.connection():
        rows = storage.execute(_NEWS, (conversation, passport.visitor, passport.site))
        if not rows:
            raise conversation_unknown()
        conversation_id, status, last_seq, read_seq, changed_ms = rows[0]
        found: Sequence[Entry] = ()
        if last_seq > after:
            found = entries(storage, conversation_id, after=after, limit=MOST_AT_ONCE, authors=SEEN_BY_VISITORS)
        read = min(read or 0, last_seq)
        if read > read_seq:
            _mark_read(storage, conversation_id, read)
        return News(found, status == "open", last_seq, max(read, read_seq), from_ms(changed_ms))


def conversation_unknown() -> NotFound:
    return NotFound("conversation_unknown", "This conversation is not here (any more). Start a new one.")


def may_open(passport: Passport, conversation: str) -> bool:
    """Strangers can share a cookieless id: there, only the key in the signed passport opens a conversation."""
    return not passport.shares_its_visitor or passport.conversation == conversation


def _mark_read(storage: Storage, conversation_id: int, seq: int) -> None:
    with storage.transaction():
        storage.execute(
            "UPDATE conversation SET visitor_read_seq = %s WHERE id = %s AND visitor_read_seq < %s",
            (seq, conversation_id, seq),
        )
        storage.touch("inbox")


_NEWS = """
SELECT c.id, c.status, c.last_seq, c.visitor_read_seq, c.changed_at
FROM conversation c JOIN visitor v ON v.id = c.visitor_id JOIN site s ON s.id = c.site_id
WHERE c.key = %s AND v.key = %s AND s.key = %s
"""
