"""Events that a site's pages tell of: kept beside page views, and committed before they are acknowledged."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from core.messages import cleaned
from core.storage import Storage
from core.storage.fields import to_ms

MAX_URL: Final = 2_000
MAX_NAME: Final = 64
NEWEST: Final = 5_000
"""Events that are looked through for their names."""

Scalar = str | bool | int | float | None


@dataclass(frozen=True, slots=True)
class PageEvent:
    """Something that happened on a page, as the page calls it."""

    id: str
    """Made by the browser; the same one again is the same event."""
    site_id: int
    visitor_key: str
    at: datetime
    name: str
    properties: Mapping[str, Scalar]
    url: str = ""
    page_view: str = ""
    """Id of the page view, "" where the browser does not know it any more."""

    def row(self) -> tuple[object, ...]:
        """As it is stored: what browsers tell is cut to what PostgreSQL takes."""
        properties = {cleaned(name, MAX_NAME): _storable(value) for name, value in self.properties.items()}
        return (
            *(self.site_id, self.visitor_key, self.id, self.page_view, to_ms(self.at), cleaned(self.name, MAX_NAME)),
            json.dumps(properties, ensure_ascii=False, separators=(",", ":")),
            cleaned(self.url, MAX_URL),
        )


@dataclass(slots=True)
class _Told:
    """What one request waits for."""

    rows: list[tuple[object, ...]]
    written: bool = field(default=False)


class PageEvents:
    """Writes what several requests tell at once in one transaction: each returns when its own is committed."""

    def __init__(self, storage: Storage) -> None:
        self._storage: Final = storage
        self._turn: Final = threading.Lock()
        self._lock: Final = threading.Lock()
        self._waiting: list[_Told] = []

    def write(self, events: Sequence[PageEvent]) -> None:
        """Commit events; those that are here already are passed over. Peewee's errors come through."""
        mine = _Told([each.row() for each in events])
        with self._lock:
            self._waiting.append(mine)
        with self._turn:
            if mine.written:
                return
            with self._lock:
                taken, self._waiting = self._waiting, []
            if mine not in taken:  # it could not be written with others that were refused
                taken = [mine]
            try:
                self._commit(taken)
            except Exception:
                if len(taken) == 1:
                    raise
                self._commit([mine])

    def _commit(self, taken: Sequence[_Told]) -> None:
        database = self._storage.log
        text = _INSERT.replace("%s", "?") if self._storage.is_sqlite else _INSERT
        with self._storage.reading_log(), database.atomic(*(("IMMEDIATE",) if self._storage.is_sqlite else ())):
            database.connection().cursor().executemany(text, [row for each in taken for row in each.rows])
        for each in taken:
            each.written = True


def recent_names(storage: Storage, site_id: int) -> tuple[str, ...]:
    """What the newest events of a site are called, the latest first."""
    text = _NAMES.replace("%s", "?") if storage.is_sqlite else _NAMES
    with storage.reading_log():
        return tuple(name for name, _ in storage.log.execute_sql(text, (site_id, NEWEST)).fetchall())


def _storable(value: Scalar) -> Scalar:
    return cleaned(value, len(value)) if isinstance(value, str) else value


_INSERT = """
INSERT INTO page_event (site_id, visitor_key, id, page_view, at, name, properties, url)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING
"""
# the plus keeps SQLite from going through all events of the site instead of the newest
_NAMES = """
SELECT name, MAX(at) FROM (SELECT name, at FROM page_event WHERE +site_id = %s ORDER BY at DESC LIMIT %s) newest
GROUP BY name ORDER BY 2 DESC, 1
"""
