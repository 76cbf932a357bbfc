"""Which employees have a page of the admin open in a browser that answers."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Final

from nicegui import Client

RELOAD_SECONDS: Final = 3.0
"""An absence as short as a reload is none. The page itself outlives a longer one (admin_ui.connection)."""


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
        """Count a page whenever its browser answers, until that has been away for longer than a reload takes."""

        def here() -> None:
            with self._lock:
                self._pages[client.id] = agent_id
            self.tell()

        def gone() -> None:
            with self._lock:
                self._pages.pop(client.id, None)
            self.tell()

        def still_away() -> None:
            if not client.has_socket_connection:
                gone()

        client.on_connect(here)
        client.on_disconnect(lambda: asyncio.get_running_loop().call_later(RELOAD_SECONDS, still_away))
        client.on_delete(gone)
