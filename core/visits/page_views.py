"""Records page views behind boot: a bounded queue, one writer, batches; what had to be dropped is counted."""

from __future__ import annotations

import json
import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from typing import Final

from playhouse.pool import MaxConnectionsExceeded

from core.storage import Storage
from core.storage.failures import AWAY, in_words
from core.storage.fields import to_ms
from core.visits.recorded_view import RecordedView
from core.visits.site_sightings import SiteSightings

log = logging.getLogger("smart_trigger.page_views")

CAPACITY: Final = 20_000
"""Page views that wait at most; further ones are dropped and counted."""

BATCH: Final = 500
EVERY_SECONDS: Final = 0.2
AWAY_SECONDS: Final = 1.0
_AWAY: Final = (*AWAY, MaxConnectionsExceeded)
_HOUR_MS: Final = 3_600_000

_COLUMNS = (
    "key", "site_id", "visitor_key", "at", "visit", "url", "title", "referrer",
    "country", "region", "city", "device", "language", "facts",
)  # fmt: skip
_INSERT = (
    f"INSERT INTO page_view ({', '.join(_COLUMNS)}) VALUES ({', '.join(['%s'] * len(_COLUMNS))}) "  # noqa: S608  # names are ours
    "ON CONFLICT DO NOTHING"
)
_RETURNED = (
    "UPDATE visitor SET last_seen_at = %s WHERE site_id = %s AND key = %s "
    "AND COALESCE(last_seen_at, first_seen_at) < %s"
)
_NEWEST = "SELECT key, facts FROM page_view WHERE site_id = %s AND visitor_key = %s ORDER BY at DESC LIMIT 1"
_AMEND = "UPDATE page_view SET facts = %s WHERE key = %s"
_DROPPED = (
    "INSERT INTO dropped_views (site_id, hour_at, count) VALUES (%s, %s, %s) "
    "ON CONFLICT (site_id, hour_at) DO UPDATE SET count = dropped_views.count + excluded.count"
)


class PageViewRecorder:
    """Takes page views without waiting, and writes them from one thread; outlives a database that goes away."""

    def __init__(
        self,
        storage: Storage,
        capacity: int = CAPACITY,
        on_views: Callable[[Sequence[RecordedView]], None] = lambda views: None,
    ) -> None:
        """`on_views` is told what is about to be written, more than once where it has to be written again."""
        self._storage: Final = storage
        self._on_views: Final = on_views
        self._capacity: Final = capacity
        self._queue: Final[SimpleQueue[RecordedView | None]] = SimpleQueue()
        self._dropped: Counter[tuple[int, int]] = Counter()
        self._lock: Final = threading.Lock()
        self._stopping: Final = threading.Event()
        self._thread: threading.Thread | None = None
        self._in_hand: list[RecordedView] = []
        """The batch that the writer is busy with; only the thread that writes touches it."""
        self._sightings: Final = SiteSightings(storage)
        self._amendments: dict[tuple[int, str], dict[str, object]] = {}
        """What was told of visitors after their page views."""

    def record(self, view: RecordedView) -> None:
        """Have the page view written soon; drops and counts it when too many wait."""
        if self._queue.qsize() >= self._capacity:
            self._drop(view)
        else:
            self._queue.put(view)

    def amend(self, site_id: int, visitor_key: str, facts: Mapping[str, object]) -> None:
        """Put what was told later to the visitor's newest page view; passed over when too many wait."""
        with self._lock:
            if len(self._amendments) < BATCH:
                self._amendments[site_id, visitor_key] = dict(facts)
        self._queue.put(None)

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="page views", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Write what waits, then end; if the database is away, what waits is lost and logged."""
        self._stopping.set()
        self._queue.put(None)
        if self._thread is not None:
            self._thread.join()

    def flush(self) -> int:
        """Write everything that waits, here and now; returns how many page views that were."""
        written = 0
        while self._in_hand or self._fill(wait=False):
            written += len(self._in_hand)
            self._write_what_it_takes()
            self._in_hand = []
        self._write([], everything=True)
        return written

    def _drop(self, view: RecordedView) -> None:
        hour = to_ms(view.at) // _HOUR_MS * _HOUR_MS
        with self._lock:
            self._dropped[view.site_id, hour] += 1

    def _run(self) -> None:
        while not self._stopping.is_set():
            full = self._fill(wait=True) == BATCH
            while not self._try() and not self._stopping.wait(AWAY_SECONDS):
                pass
            if not full:
                self._stopping.wait(EVERY_SECONDS)
        try:
            self.flush()
        except Exception as error:
            log.error("%d page views were lost at the end: %s", len(self._in_hand) + self._queue.qsize(), error)

    def _fill(self, *, wait: bool) -> int:
        """Take up to a batch of what waits in hand, and say how many; with `wait`, sleeps until there is something."""
        batch = self._in_hand
        try:
            first = self._queue.get(wait, AWAY_SECONDS if wait and (self._sightings.waiting or self._dropped) else None)
            while True:
                if first is not None:
                    batch.append(first)
                if len(batch) >= BATCH or (first is None and wait):
                    break
                first = self._queue.get_nowait()
        except Empty:
            pass
        return len(batch)

    def _try(self) -> bool:
        """Whether what is in hand is dealt with; False: the database is away. What it refuses is counted as dropped."""
        try:
            self._write_what_it_takes()
        except _AWAY as error:
            log.warning("%d page views can't be written now, trying again: %s", len(self._in_hand), in_words(error))
            return False
        self._in_hand = []
        return True

    def _write_what_it_takes(self) -> None:
        """Write what is in hand; if the database refuses it, each page view alone, so that one drops no other."""
        try:
            self._write(self._in_hand)
            return
        except _AWAY:
            raise
        except Exception:
            log.exception("%d page views are refused, writing one by one", len(self._in_hand))
        while self._in_hand:
            try:
                self._write(self._in_hand[:1])
            except _AWAY:
                raise
            except Exception as error:
                log.error("a page view can't be written, dropping it: %s", error)
                self._drop(self._in_hand[0])
            del self._in_hand[0]

    def _write(self, batch: list[RecordedView], *, everything: bool = False) -> None:
        self._tell(batch)
        with self._lock:
            dropped, self._dropped = self._dropped, Counter()
            amendments, self._amendments = self._amendments, {}
        try:
            self._write_log([view.row() for view in batch], [(*key, count) for key, count in dropped.items()])
        except Exception:
            with self._lock:
                self._dropped.update(dropped)
                self._amendments = amendments | self._amendments
            raise
        self._write_amendments(amendments)
        self._note_returns({(view.site_id, view.visitor_key): to_ms(view.at) for view in batch if view.returns})
        self._sightings.note(batch)
        self._sightings.say(everything=everything)

    def _tell(self, batch: Sequence[RecordedView]) -> None:
        """A fault of who listens loses no page view."""
        try:
            self._on_views(batch)
        except _AWAY:
            raise
        except Exception:
            log.exception("%d page views could not be looked at for goals", len(batch))

    def _write_log(self, views: list[tuple[object, ...]], dropped: list[tuple[object, ...]]) -> None:
        if not views and not dropped:
            return
        database = self._storage.log
        with self._transaction():
            cursor = database.connection().cursor()
            for statement, rows in ((_INSERT, views), (_DROPPED, dropped)):
                if rows:
                    cursor.executemany(self._here(statement), rows)

    def _write_amendments(self, amendments: Mapping[tuple[int, str], Mapping[str, object]]) -> None:
        for visitor, facts in amendments.items():
            with (
                self._storage.reading_log(),
                self._storage.log.atomic(*(("IMMEDIATE",) if self._storage.is_sqlite else ())),
            ):
                newest = self._storage.log.execute_sql(self._here(_NEWEST), visitor).fetchone()
                if newest is not None:
                    after = json.dumps(json.loads(newest[1]) | dict(facts))
                    self._storage.log.execute_sql(self._here(_AMEND), (after, newest[0]))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """One of the log."""
        immediate = ("IMMEDIATE",) if self._storage.is_sqlite else ()
        with self._storage.reading_log(), self._storage.log.atomic(*immediate):
            yield

    def _here(self, text: str) -> str:
        return text.replace("%s", "?") if self._storage.is_sqlite else text

    def _note_returns(self, seen: Mapping[tuple[int, str], int]) -> None:
        """Have retention know that these visitors still come; whoever has no row was never shown anything."""
        if not seen:
            return
        with self._storage.transaction():
            for (site_id, visitor_key), at in sorted(seen.items()):  # in one order, so that no two writers wait in turn
                self._storage.execute(_RETURNED, (at, site_id, visitor_key, at))
