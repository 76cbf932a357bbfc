"""Erases a person: what they filled in, what they wrote, and what is known of them."""

from __future__ import annotations

from core.errors import NotFound
from core.storage import Storage


def erase(storage: Storage, lead_id: int) -> None:
    """Delete everything about the visitor behind a lead, but that a message was shown. Raises NotFound.

    The visitor's row stays, without anything personal in it, so that *once* still holds.
    """
    with storage.transaction():
        rows = storage.execute("SELECT visitor_id FROM lead WHERE id = %s", (lead_id,))
        if not rows:
            raise NotFound("lead_unknown", "This lead is not here any more. Somebody has erased it.")
        for text in _ERASE:
            storage.execute(text, rows[0])
        storage.touch("inbox", "leads")


_ERASE = (
    "UPDATE visitor SET name = '', email = '', profile = '{}' WHERE id = %s",
    "DELETE FROM lead WHERE visitor_id = %s",
    "DELETE FROM conversation WHERE visitor_id = %s",
)
