"""Who has the chat in a tab that they look at, as their polls say; kept in memory and written behind them."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Final

from core.storage import Storage
from core.storage.fields import to_ms

EVERY_SECONDS: Final = 10.0
"""How often it is written down."""

KEPT: Final = timedelta(hours=1)

_SEEN: Final = (
    "INSERT INTO open_tab (site_id, visitor_key, seen_at) VALUES (%s, %s, %s) "
    "ON CONFLICT (site_id, visitor_key) DO UPDATE SET seen_at = excluded.seen_at"
)
_FORGET: Final = "DELETE FROM open_tab WHERE seen_at < %s"


class OpenTabs:
    """Notes visitors without waiting; what can't be written is noted again by their next poll."""

    def __init__(self, storage: Storage) -> None:
        self._storage: Final = storage
        self._lock: Final = threading.Lock()
        self._noted: dict[tuple[int, str], int] = {}

    def note(self, site_id: int, visitor_key: str, now: datetime) -> None:
        with self._lock:
            self._noted[site_id, visitor_key] = to_ms(now)

    def write(self) -> None:
        """Write down who was noted since, and forget who has not been for an hour. Peewee's errors come through."""
        with self._lock:
            noted, self._noted = self._noted, {}
        if not noted:
            return
        database = self._storage.log
        statements = (
            [_SEEN.replace("%s", "?"), _FORGET.replace("%s", "?")] if self._storage.is_sqlite else [_SEEN, _FORGET]
        )
        with self._storage.reading_log(), database.atomic(*(("IMMEDIATE",) if self._storage.is_sqlite else ())):
            cursor = database.connection().cursor()
            cursor.executemany(statements[0], [(*who, at) for who, at in sorted(noted.items())])
            cursor.execute(statements[1], (max(noted.values()) - KEPT // timedelta(milliseconds=1),))
