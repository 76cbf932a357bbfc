"""What plugins raised: counted here, logged once a minute, and kept where the admin of another process finds it."""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from core.messages import cleaned
from core.storage import Storage
from core.storage.fields import from_ms, to_ms

log = logging.getLogger("smart_trigger.plugins")

QUIET_SECONDS: Final = 60
WRITE_EVERY_SECONDS: Final = 5.0
TOPIC: Final = "plugins"
MAX_ERROR: Final = 100
"""Of what an exception says, in characters: it can quote what a visitor told."""

Where = tuple[str, str]
"""The plugin, and the condition or hook of it that raised."""


@dataclass
class Faults:
    """Those of this process."""

    counts: Counter[Where] = field(default_factory=Counter)
    _logged: dict[Where, float] = field(default_factory=dict)
    _unwritten: dict[Where, tuple[int, str, datetime]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, plugin: str, what: str, error: BaseException) -> None:
        """Count one. Only what is meant for the process, not for the plugin, is raised again."""
        if isinstance(error, (KeyboardInterrupt, GeneratorExit)):
            raise error
        where, words, now = (plugin, what), _words(error), time.monotonic()
        with self._lock:
            self.counts[where] += 1
            count = self._unwritten.get(where, (0,))[0] + 1
            self._unwritten[where] = (count, words, datetime.now(UTC))
            quiet = now - self._logged.get(where, -QUIET_SECONDS) < QUIET_SECONDS
            if not quiet:
                self._logged[where] = now
        if not quiet:
            log.error("plugin %s, %s, failed (%d so far)", plugin, what, self.counts[where], exc_info=error)

    def write(self, storage: Storage) -> None:
        """Add what is new to what is kept. Peewee's errors come through, and it is tried again."""
        with self._lock:
            taken, self._unwritten = self._unwritten, {}
        if not taken:
            return
        try:
            with storage.transaction():
                for (plugin, what), (count, error, at) in sorted(taken.items()):
                    values = (plugin[:200], what[:100], count, to_ms(at), to_ms(at), error)
                    storage.execute(_ADD, values)
                storage.touch(TOPIC)
        except Exception:
            with self._lock:
                for where, (count, error, at) in taken.items():
                    more, newest, last = self._unwritten.get(where, (0, error, at))
                    self._unwritten[where] = (count + more, newest, last)
            raise


@dataclass(frozen=True, slots=True)
class Fault:
    """How often something of a plugin has raised, and what it said last."""

    plugin: str
    what: str
    count: int
    first_at: datetime
    last_at: datetime
    error: str


def _words(error: BaseException) -> str:
    """An exception's type and the beginning of what it says, if it can say anything."""
    try:
        return cleaned(f"{type(error).__name__}: {error}", MAX_ERROR)
    except BaseException:  # whatever a plugin's exception does when it is asked
        return type(error).__name__


def faults(storage: Storage) -> tuple[Fault, ...]:
    """What is kept, the newest first."""
    with storage.connection():
        rows = storage.execute(f"{_READ} ORDER BY last_at DESC, plugin, what")
    return tuple(
        Fault(plugin, what, count, from_ms(first), from_ms(last), error)
        for plugin, what, count, first, last, error in rows
    )


def forget(storage: Storage, plugin: str) -> None:
    """Begin to count anew."""
    with storage.transaction():
        storage.execute("DELETE FROM plugin_fault WHERE plugin = %s", (plugin,))
        storage.touch(TOPIC)


def forget_old(storage: Storage, before: datetime) -> None:
    """Forget what has not raised any more since a moment."""
    with storage.transaction():
        if storage.execute("DELETE FROM plugin_fault WHERE last_at < %s RETURNING plugin", (to_ms(before),)):
            storage.touch(TOPIC)


_READ: Final = "SELECT plugin, what, count, first_at, last_at, error FROM plugin_fault"
_ADD: Final = """
INSERT INTO plugin_fault (plugin, what, count, first_at, last_at, error) VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (plugin, what) DO UPDATE SET count = plugin_fault.count + excluded.count, last_at = excluded.last_at,
    error = excluded.error
"""
