"""Tells a process what changed in the database, whoever changed it, and keeps what it holds in memory fresh."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from typing import Final

from peewee import InterfaceError, PeeweeException
from playhouse.pool import MaxConnectionsExceeded

from core.storage import Storage

log = logging.getLogger("smart_trigger.live")

Notice = Callable[[frozenset[str]], None]
"""Called with the topics that changed, on the watcher's thread: be quick, or set an event."""

SQLITE_SECONDS = 0.05
POSTGRESQL_SECONDS = 0.25
AWAY_SECONDS = 1.0


class Watcher:
    """One thread that reads the pulse on a connection of its own, and survives a database that goes away.

    What was changed before the first look counts as changed, so nothing is lost between `subscribe` and that look;
    a subscriber reads its state after it has subscribed.
    """

    def __init__(self, storage: Storage) -> None:
        self._storage: Final = storage
        self._subscribers: tuple[Notice, ...] = ()
        self._lock: Final = threading.Lock()
        self._stopping: Final = threading.Event()
        self._thread: threading.Thread | None = None
        self._data_version: int | None = None
        self._seen: dict[str, int] = {}

    def start(self) -> None:
        self._thread = threading.Thread(target=self._watch, name="watcher", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread; returns when it has ended."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()

    def subscribe(self, notice: Notice) -> Callable[[], None]:
        """Have `notice` called with every change from now on; returns what ends that."""
        with self._lock:
            self._subscribers = (*self._subscribers, notice)

        def unsubscribe() -> None:
            with self._lock:
                self._subscribers = tuple(each for each in self._subscribers if each is not notice)

        return unsubscribe

    def _watch(self) -> None:
        away = False
        while not self._stopping.is_set():
            try:
                changed = self._look()
            except (PeeweeException, InterfaceError, MaxConnectionsExceeded, OSError) as error:
                if not away:
                    log.warning("the database does not answer, trying again every second: %s", error)
                away = True
                self._drop_connection()
                self._stopping.wait(AWAY_SECONDS)
                continue
            if away:
                log.warning("the database answers again")
            away = False
            if changed:
                self._tell(changed)
            self._stopping.wait(SQLITE_SECONDS if self._storage.is_sqlite else POSTGRESQL_SECONDS)
        self._drop_connection()

    def _look(self) -> frozenset[str]:
        """The topics that changed since the last look."""
        database = self._storage.main
        if database.is_closed():
            database.connect()
            self._data_version = None
        if self._storage.is_sqlite:
            (version,) = database.execute_sql("PRAGMA data_version").fetchone()
            if version == self._data_version:
                return frozenset()
            self._data_version = version
        now = dict(self._storage.execute("SELECT topic, version FROM pulse"))
        changed = frozenset(topic for topic, version in now.items() if self._seen.get(topic) != version)
        self._seen = now
        return changed

    def _tell(self, changed: frozenset[str]) -> None:
        for notice in self._subscribers:
            try:
                notice(changed)
            except Exception:
                log.exception("a subscriber failed on %s", sorted(changed))

    def _drop_connection(self) -> None:
        """Close the connection for good instead of handing a broken one to the pool."""
        try:
            self._storage.main.manual_close()  # type: ignore[attr-defined]  # the pools have it
        except Exception:
            log.debug("closing the watcher's connection failed", exc_info=True)


class Refresher:
    """Calls `refresh` on a thread of its own whenever one of the topics changes, and every `every_seconds`.

    After each it rests for `rest_seconds`, so that changes that come thick and fast are looked at together. A refresh
    that fails is tried again after a second; until it succeeds, what was read before stays in use.
    """

    def __init__(
        self,
        watcher: Watcher,
        name: str,
        topics: Iterable[str],
        refresh: Callable[[], None],
        every_seconds: float | None = None,
        rest_seconds: float = 0.0,
    ) -> None:
        self._watcher: Final = watcher
        self._name: Final = name
        self._topics: Final = frozenset(topics)
        self._refresh: Final = refresh
        self._every_seconds: Final = every_seconds
        self._rest_seconds: Final = rest_seconds
        self._wake: Final = threading.Event()
        self._stopping: Final = threading.Event()
        self._thread: threading.Thread | None = None
        self._unsubscribe: Callable[[], None] | None = None

    def start(self) -> None:
        """Refresh once, here and now, and go on in the background; a failure now is retried there."""
        self._unsubscribe = self._watcher.subscribe(self._notice)
        failed = not self._try()
        self._thread = threading.Thread(target=self._run, args=(failed,), name=self._name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread; returns when it has ended."""
        if self._unsubscribe is not None:
            self._unsubscribe()
        self._stopping.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join()

    def wake(self) -> None:
        """Refresh soon; callable from any thread."""
        self._wake.set()

    def _notice(self, changed: frozenset[str]) -> None:
        if changed & self._topics:
            self.wake()

    def _run(self, failed: bool) -> None:
        while True:
            self._stopping.wait(AWAY_SECONDS if failed else self._rest_seconds)
            if not failed:
                self._wake.wait(self._every_seconds)
            if self._stopping.is_set():
                return
            self._wake.clear()
            failed = not self._try()

    def _try(self) -> bool:
        try:
            self._refresh()
        except Exception as error:
            log.warning("%s can't be read now, keeping what was read before: %s", self._name, error)
            log.debug("refresh failed", exc_info=True)
            return False
        return True
