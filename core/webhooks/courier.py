"""Delivers what waits in the outbox: soon after it was written, again after failures, for three days."""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from standardwebhooks import Webhook as Signer

from core.live import Refresher, Watcher
from core.settings import Settings
from core.storage import Storage
from core.storage.fields import from_ms, to_ms
from core.webhooks.outbox import EVENT_COLUMNS, TOPIC, Event, event_of
from core.webhooks.sending import SECONDS, Outcome, post

log = logging.getLogger("smart_trigger.webhooks")

WAITS: Final = tuple(timedelta(seconds=each) for each in (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400))
"""How long it is waited after each failure, as https://www.standardwebhooks.com recommends; 75 hours in all."""
JITTER: Final = 0.1
"""By how much of itself a wait is shorter or longer, so that what failed together does not come back together."""
LEASE: Final = timedelta(minutes=1)
"""A sender that has not told after so long what became of an attempt has died: it is made again."""
EVERY_SECONDS: Final = 5.0
"""How often it is looked for what is due again; what is new wakes the courier."""
MOST_AT_ONCE: Final = 8
STOP_SECONDS: Final = 2.0


@dataclass(frozen=True, slots=True)
class Parcel:
    """One delivery that is to be tried now."""

    id: int
    webhook_id: int
    attempts: int
    """Made before this one."""
    url: str
    secrets: tuple[str, ...]
    """All that sign, the newest first."""
    event: Event


class Courier:
    """Sends to several receivers at once, and to each of them one after another.

    Whatever process runs it: a delivery is taken by pushing its time into the future, so that two never send the same,
    and one that dies while it sends is made up for. A receiver knows by the event's id what came twice.
    """

    def __init__(
        self,
        storage: Storage,
        settings: Settings,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        seconds: float = SECONDS,
    ) -> None:
        self._storage: Final = storage
        self._settings: Final = settings
        self._clock: Final = clock
        self._seconds: Final = seconds
        self._lock: Final = threading.Lock()
        self._sending: Final[dict[int, threading.Thread]] = {}
        """By webhook."""
        self._stopped = False
        self._refresher: Refresher | None = None

    def start(self, watcher: Watcher) -> None:
        """Send what waits, and from now on what comes."""
        self._refresher = Refresher(watcher, "webhooks", {TOPIC}, self.look, EVERY_SECONDS)
        self._refresher.start()

    def stop(self) -> None:
        """Begin nothing more. What is being sent is given a moment; if that is too short, it is sent again later."""
        self._stopped = True
        if self._refresher is not None:
            self._refresher.stop()
        self.wait(STOP_SECONDS)

    def wait(self, seconds: float) -> None:
        """Wait until nothing is being sent, at most so long for each."""
        while True:
            with self._lock:
                threads = list(self._sending.values())
            if not threads:
                return
            for thread in threads:
                thread.join(seconds)
                if thread.is_alive():
                    return

    def look(self) -> None:
        """Begin with what is due, as far as there are hands for it."""
        with self._lock:
            while not self._stopped and len(self._sending) < MOST_AT_ONCE:
                parcel = take(self._storage, tuple(self._sending), self._clock())
                if parcel is None:
                    return
                thread = threading.Thread(target=self._send, args=(parcel,), name="webhook", daemon=True)
                self._sending[parcel.webhook_id] = thread
                thread.start()

    def _send(self, parcel: Parcel) -> None:
        try:
            body = parcel.event.body(self._settings.admin_address)
            private = self._settings.webhooks_private
            headers = signed(parcel, body, self._clock())
            outcome = post(parcel.url, headers, body, private=private, seconds=self._seconds)
            note(self._storage, parcel, outcome, self._clock())
        except Exception:
            log.exception("a webhook could not be sent and will be tried again")
        with self._lock:
            del self._sending[parcel.webhook_id]
        try:
            self.look()
        except Exception:
            log.warning("the outbox can't be read now", exc_info=True)


def take(storage: Storage, busy: tuple[int, ...], now: datetime) -> Parcel | None:
    """Take the delivery that is due, of a webhook that is not busy; those of receivers that answer come first."""
    others = f"AND d.webhook_id NOT IN ({', '.join(['%s'] * len(busy))})" if busy else ""
    with storage.connection():
        while rows := storage.execute(_DUE.replace("OTHERS", others), (to_ms(now), *busy)):
            number, webhook_id, attempts, url, secret, old_secret, old_until_ms, *event = rows[0]
            with storage.transaction():
                if storage.execute(_TAKE, (to_ms(now + LEASE), number, to_ms(now))):
                    old = (old_secret,) if old_until_ms is not None and from_ms(old_until_ms) > now else ()
                    return Parcel(number, webhook_id, attempts, url, (secret, *old), event_of(event))
    return None


def signed(parcel: Parcel, body: bytes, now: datetime) -> Mapping[str, str]:
    """The headers of an attempt, by https://www.standardwebhooks.com: a signature for each secret."""
    signatures = [Signer(each).sign(parcel.event.key, now, body.decode()) for each in parcel.secrets]
    return {
        "Content-Type": "application/json",
        "User-Agent": "Smart-Trigger-Webhooks/1",
        "webhook-id": parcel.event.key,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def note(storage: Storage, parcel: Parcel, outcome: Outcome, now: datetime) -> None:
    """Write down what became of an attempt, and when the next one is due."""
    with storage.transaction():
        values = (outcome.status, outcome.duration_ms, outcome.answer, outcome.problem)
        if not storage.execute(_ATTEMPT, (to_ms(now), *values, parcel.id)):
            return  # erased while it was sent
        storage.execute(_TOLD, (to_ms(now), parcel.webhook_id))
        made = parcel.attempts + 1
        if outcome.delivered:
            storage.execute(_DONE, ("delivered", made, parcel.id))
            _answers_again(storage, parcel, now)
        elif outcome.gone or parcel.event.is_test or made > len(WAITS):
            storage.execute(_DONE, ("given_up", made, parcel.id))
        else:
            storage.execute(_AGAIN, (made, to_ms(now + _wait(made)), parcel.id))
        if not outcome.delivered and not parcel.event.is_test:
            storage.execute(_FAILS, (to_ms(now), parcel.webhook_id))
        if outcome.gone:
            storage.execute(_OFF, (to_ms(now), True, parcel.webhook_id))
        storage.touch(TOPIC)


def _answers_again(storage: Storage, parcel: Parcel, now: datetime) -> None:
    """What has failed before is tried at once, now that its receiver answers; but for what is due in a moment: another
    process may be sending that.
    """
    if storage.execute(_RECOVERS, (parcel.webhook_id,)):
        storage.execute(_HURRY, (to_ms(now), parcel.webhook_id, to_ms(now + LEASE)))


def _wait(made: int) -> timedelta:
    return WAITS[made - 1] * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311  # no secret


_DUE = f"""
SELECT d.id, d.webhook_id, d.attempts, w.url, w.secret, w.old_secret, w.old_secret_until, {EVENT_COLUMNS}
FROM webhook_delivery d JOIN webhook w ON w.id = d.webhook_id JOIN webhook_event e ON e.id = d.event_id
WHERE d.state = 'waiting' AND d.due_at <= %s AND w.deleted_at IS NULL AND (w.off_at IS NULL OR e.is_test) OTHERS
ORDER BY CASE WHEN w.failing_since IS NULL THEN 0 ELSE 1 END, d.due_at, d.id LIMIT 1
"""  # noqa: S608  # our own text; values stand apart
_TAKE = "UPDATE webhook_delivery SET due_at = %s WHERE id = %s AND state = 'waiting' AND due_at <= %s RETURNING id"
_ATTEMPT = """
INSERT INTO webhook_attempt (at, status, duration_ms, answer, problem, delivery_id)
SELECT %s, %s, %s, %s, %s, id FROM webhook_delivery WHERE id = %s RETURNING id
"""
_TOLD = "UPDATE webhook SET told_at = %s WHERE id = %s"
_DONE = "UPDATE webhook_delivery SET state = %s, attempts = %s WHERE id = %s"
_AGAIN = "UPDATE webhook_delivery SET attempts = %s, due_at = %s WHERE id = %s"
_FAILS = "UPDATE webhook SET failing_since = COALESCE(failing_since, %s) WHERE id = %s"
_RECOVERS = "UPDATE webhook SET failing_since = NULL WHERE id = %s AND failing_since IS NOT NULL RETURNING id"
_HURRY = """
UPDATE webhook_delivery SET due_at = %s WHERE webhook_id = %s AND state = 'waiting' AND attempts > 0 AND due_at > %s
"""
_OFF = "UPDATE webhook SET off_at = %s, gone = %s WHERE id = %s"
