"""What waits to be told: written in the transaction in which it happens, so that nothing acknowledged is lost."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

from core.storage import Storage
from core.storage.fields import from_ms, to_ms
from core.webhooks.events import EventType

TOPIC: Final = "webhooks"
VERSION: Final = 1
"""Of the payload's form: it is raised when something in it is taken away or means something else."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, as it is told."""

    key: str
    type: str
    at: datetime
    is_test: bool
    data: Mapping[str, Any]

    def body(self, admin_address: str) -> bytes:
        """What is sent, and signed (docs/webhooks.md)."""
        told = {
            "id": self.key,
            "type": self.type,
            "version": VERSION,
            "timestamp": self.at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "test": self.is_test,
            "data": _with_links(self.data, admin_address),
        }
        return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def emit(storage: Storage, event: EventType, site_id: int, subject: int, now: datetime) -> bool:
    """Put an event about the row `subject` into the outbox of every webhook that wants it; whether any does.

    Needs the transaction in which it happens. Touch TOPIC at its end if it answers true.
    """
    wanted = [number for number, events in storage.execute(_LISTENING, (site_id,)) if event.key in json.loads(events)]
    if not wanted:
        return False
    write(storage, event, wanted, event.read(storage, subject), now, site_id=site_id, subject=subject)
    return True


def write(
    storage: Storage,
    event: EventType,
    webhooks: Sequence[int],
    data: Mapping[str, Any],
    now: datetime,
    *,
    site_id: int | None = None,
    subject: int | None = None,
) -> None:
    """Put an event into the outbox of these webhooks; without `subject` it is a test. Needs a transaction."""
    about = {"lead": None, "conversation": None, event.about: subject}
    key = f"evt_{secrets.token_urlsafe(15)}"
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    values = (key, event.key, site_id, about["lead"], about["conversation"], subject is None, written, to_ms(now))
    ((number,),) = storage.execute(_EVENT, values)
    for webhook in webhooks:
        storage.execute(_DELIVERY, (webhook, number, to_ms(now)))


def event_of(row: Sequence[Any]) -> Event:
    """From the columns of EVENT_COLUMNS."""
    key, kind, at_ms, is_test, data = row
    return Event(key, kind, from_ms(at_ms), bool(is_test), json.loads(data))


EVENT_COLUMNS: Final = "e.key, e.type, e.created_at, e.is_test, e.data"


def _with_links(data: Mapping[str, Any], admin_address: str) -> Mapping[str, Any]:
    """With the address at which the team finds the conversation."""
    conversation = data.get("conversation")
    if not conversation:
        return data
    address = f"{admin_address}/inbox?c={quote(conversation['id'])}"
    return {**data, "conversation": {**conversation, "url": address}}


_LISTENING = """
SELECT id, events FROM webhook WHERE off_at IS NULL AND deleted_at IS NULL AND (site_id IS NULL OR site_id = %s)
ORDER BY id
"""
_EVENT = """
INSERT INTO webhook_event (key, type, site_id, lead_id, conversation_id, is_test, data, created_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s) RETURNING id
"""
_DELIVERY = """
INSERT INTO webhook_delivery (webhook_id, event_id, state, attempts, due_at) VALUES (%s, %s, 'waiting', 0, %s)
"""
