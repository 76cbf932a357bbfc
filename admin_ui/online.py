"""Which employees have a page of the admin open in a browser that answers."""

from __future__ import annotations

import threading
from collections.abc import Callable

from nicegui import Client


class Online:
    """Counts open pages; other threads may ask."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pages: dict[str, int] = {}
        """The employee in front of each page, by its client's id."""
        self.tell: Callable[[], None] = lambda: None
        """Called when somebody comes or goes."""

    @property
    def agents(self) -> frozenset[int]:
        """Ids of everybody who is there."""
        with self._lock:
            return frozenset(self._pages.values())

    def follow(self, client: Client, agent_id: int) -> None:
        """Count a page from when its browser first answers until it has been away for good."""

        def here() -> None:
            with self._lock:
                self._pages[client.id] = agent_id
            self.tell()

        def gone() -> None:
            with self._lock:
                self._pages.pop(client.id, None)
            self.tell()

        client.on_connect(here)
        client.on_delete(gone)
