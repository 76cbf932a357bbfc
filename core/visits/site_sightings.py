"""Keeps in each site's row where its snippet was seen last: "seen on your page 5 s ago"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from core.storage import Storage
from core.storage.fields import to_ms
from core.visits.recorded_view import RecordedView

SEEN_EVERY_MS: Final = 2_000
"""How often a site's row is written at most."""


class SiteSightings:
    """The newest page view of each site that its row doesn't tell yet."""

    def __init__(self, storage: Storage) -> None:
        self._storage: Final = storage
        self._unsaid: dict[int, RecordedView] = {}
        self._said_at: dict[int, int] = {}

    @property
    def waiting(self) -> bool:
        """Whether something is still to be written."""
        return bool(self._unsaid)

    def note(self, batch: Sequence[RecordedView]) -> None:
        self._unsaid |= {view.site_id: view for view in batch}

    def say(self, *, everything: bool = False) -> None:
        """Write what is due; `everything`: all of it."""
        due = [
            view
            for view in self._unsaid.values()
            if everything or to_ms(view.at) - self._said_at.get(view.site_id, 0) >= SEEN_EVERY_MS
        ]
        if due:
            self._write(due)
        for view in due:
            self._said_at[view.site_id] = to_ms(view.at)
            del self._unsaid[view.site_id]

    def _write(self, views: Sequence[RecordedView]) -> None:
        with self._storage.transaction():
            for view in views:
                at_ms = to_ms(view.at)
                self._storage.execute(_SEEN, (at_ms, view.url, view.site_id, at_ms))
            self._storage.touch("sites")


_SEEN: Final = "UPDATE site SET seen_at = %s, seen_url = %s WHERE id = %s AND (seen_at IS NULL OR seen_at < %s)"
