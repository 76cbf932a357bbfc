"""Tells plugins what has happened: behind the answer, one after another, and whatever a plugin does breaks nothing."""

from __future__ import annotations

import logging
import threading
from queue import Full, Queue
from typing import Final

from core.happenings import Happening
from core.plugins import Registry
from core.storage import Storage

log = logging.getLogger("smart_trigger.plugins")

MOST_WAITING: Final = 10_000
"""What happens while so many wait is not told to plugins."""
STOP_SECONDS: Final = 5.0
"""How long the end waits for plugins to hear the rest."""


class Announcer:
    """One thread that calls the event hooks; it is not there where no plugin has one."""

    def __init__(self, storage: Storage, registry: Registry) -> None:
        self._storage: Final = storage
        self._registry: Final = registry
        self._waiting: Final[Queue[Happening | None]] = Queue(MOST_WAITING)
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        if not self._registry.hears:
            return
        self._storage.happenings.subscribe(self.put)
        self._thread = threading.Thread(target=self._run, name="announcer", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Let plugins hear what has happened so far, for a while."""
        self._storage.happenings.subscribe(None)
        if self._thread is not None:
            try:
                self._waiting.put(None, timeout=STOP_SECONDS)
            except Full:
                return
            self._thread.join(STOP_SECONDS)

    def put(self, happening: Happening) -> None:
        """Take note of it; never waits."""
        try:
            self._waiting.put_nowait(happening)
        except Full:
            log.error("plugins are too slow: %s is not told to them", type(happening).__name__)

    def _run(self) -> None:
        while (happening := self._waiting.get()) is not None:
            self._registry.announce(happening)
