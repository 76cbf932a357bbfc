"""Finds conversations by the handle that a visitor is called by, such as KT42, which no table holds."""

from __future__ import annotations

from core.storage import Storage
from core.visits.handles import handle, handles_in


def visitors_called(storage: Storage, search: str) -> list[int]:
    """Ids of the visitors with conversations who are called by a handle in what is searched; needs a connection.

    All are looked at (0.1 s for 100,000), but only where a word is such a handle.
    """
    wanted = handles_in(search)
    if not wanted:
        return []
    return [number for number, key in storage.execute(_WITH_CONVERSATIONS) if handle(key) in wanted]


def or_called(where: str, visitors: list[int]) -> str:
    """A condition on rows of visitors `v` that those meet, too; their ids are its last values."""
    return f"({where} OR v.id IN ({', '.join(['%s'] * len(visitors))}))" if visitors else where


_WITH_CONVERSATIONS = "SELECT id, key FROM visitor WHERE id IN (SELECT visitor_id FROM conversation)"
