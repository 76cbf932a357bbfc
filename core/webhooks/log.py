"""What became of a webhook's events, and what can be done about it: send again, send a test, let go."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from core.errors import NotFound
from core.i18n import _
from core.storage import Storage
from core.storage.fields import from_ms, to_ms
from core.webhooks import webhook
from core.webhooks.events import EVENT_TYPES
from core.webhooks.outbox import EVENT_COLUMNS, TOPIC, Event, event_of, write

PAGE_SIZE: Final = 20
BATCH: Final = 500
"""Events deleted in one transaction, so that nobody waits long behind it."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try."""

    at: datetime
    duration_ms: int
    status: int | None
    answer: str
    problem: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """An event on its way, or at its end."""

    id: int
    state: str
    """waiting | delivered | given_up."""
    due_at: datetime
    event: Event
    attempts: tuple[Attempt, ...]
    """The newest first."""


@dataclass(frozen=True, slots=True)
class Log:
    """The newest deliveries."""

    deliveries: tuple[Delivery, ...]
    more: bool


def deliveries(storage: Storage, webhook_id: int, pages: int = 1, *, state: str = "") -> Log:
    """The newest of a webhook, so many pages of them, of one state or ("") of any."""
    most = pages * PAGE_SIZE
    with storage.connection():
        rows = storage.execute(_READ, (webhook_id, state, state, most + 1))
        tries = _attempts(storage, [row[0] for row in rows[:most]])
    found = (
        Delivery(number, state, from_ms(due_ms), event_of(event), tries.get(number, ()))
        for number, state, due_ms, *event in rows[:most]
    )
    return Log(tuple(found), len(rows) > most)


def send_test(storage: Storage, webhook_id: int, now: datetime) -> None:
    """Send what the first of its events would look like; tried once, also while it is off. Raises NotFound."""
    with storage.transaction():
        event = EVENT_TYPES[webhook(storage, webhook_id).settings.events[0]]
        write(storage, event, [webhook_id], event.sample, now)
        storage.touch(TOPIC)


def send_again(storage: Storage, delivery_id: int, now: datetime) -> None:
    """Try one anew from the beginning, whatever became of it; receivers know it by its id. Raises NotFound."""
    with storage.transaction():
        if not storage.execute(_AGAIN, (to_ms(now), delivery_id)):
            raise NotFound("delivery_unknown", _("This event is not kept any more."))
        storage.touch(TOPIC)


def send_given_up(storage: Storage, webhook_id: int, now: datetime) -> None:
    """Try all anew that were given up."""
    act = "UPDATE webhook_delivery SET state = 'waiting', attempts = 0, due_at = %s"
    _settle(storage, act, (to_ms(now),), webhook_id)


def let_go(storage: Storage, webhook_id: int) -> None:
    """Take away all that were given up, so that nobody is reminded of them any more."""
    _settle(storage, "DELETE FROM webhook_delivery", (), webhook_id)


def delete_old_events(storage: Storage, before: datetime) -> int:
    """Delete events before a moment, delivered or not; returns how many."""
    deleted = 0
    while True:
        with storage.transaction():
            gone = len(storage.execute(_OLD, (to_ms(before), BATCH)))
        deleted += gone
        if gone < BATCH:
            return deleted


def _settle(storage: Storage, act: str, values: tuple[object, ...], webhook_id: int) -> None:
    with storage.transaction():
        storage.execute(f"{act} WHERE webhook_id = %s AND state = 'given_up'", (*values, webhook_id))
        storage.touch(TOPIC)


def _attempts(storage: Storage, numbers: Sequence[int]) -> dict[int, tuple[Attempt, ...]]:
    if not numbers:
        return {}
    rows = storage.execute(_TRIES.replace("NUMBERS", ", ".join(["%s"] * len(numbers))), numbers)
    by_delivery = itertools.groupby(rows, key=lambda row: row[0])
    return {number: tuple(map(_attempt, found)) for number, found in by_delivery}


def _attempt(row: Sequence[Any]) -> Attempt:
    _, at_ms, *rest = row
    return Attempt(from_ms(at_ms), *rest)


_READ = f"""
SELECT d.id, d.state, d.due_at, {EVENT_COLUMNS}
FROM webhook_delivery d JOIN webhook_event e ON e.id = d.event_id
WHERE d.webhook_id = %s AND (%s = '' OR d.state = %s) ORDER BY d.id DESC LIMIT %s
"""  # noqa: S608  # our own text; values stand apart
_TRIES = """
SELECT delivery_id, at, duration_ms, status, answer, problem FROM webhook_attempt
WHERE delivery_id IN (NUMBERS) ORDER BY delivery_id, id DESC
"""
_AGAIN = "UPDATE webhook_delivery SET state = 'waiting', attempts = 0, due_at = %s WHERE id = %s RETURNING id"
_OLD = """
DELETE FROM webhook_event WHERE id IN (SELECT id FROM webhook_event WHERE created_at < %s LIMIT %s) RETURNING id
"""
