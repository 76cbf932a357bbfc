"""What became of a message that was shown: told by the browser, again and again until it is acknowledged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Literal

from core.storage import Storage
from core.storage.fields import from_ms, to_ms
from core.visits.history import Memory

Event = Literal["shown", "opened", "clicked", "answered", "dismissed"]

IMPLIED: Final[Mapping[str, tuple[str, ...]]] = {
    "shown": ("shown",),
    "opened": ("shown", "opened"),
    "clicked": ("shown", "clicked"),
    "answered": ("shown", "clicked", "read"),
    "dismissed": ("shown", "dismissed", "read"),
    "replied": ("shown", "replied", "read"),
    "lead": ("shown", "lead", "read"),
}
"""What each event says of a display. Dismissing and answering, by words, a button or the form, are reading."""


BECAME: Final = "campaign_id, generation, claimed_at, read_at, clicked_at, replied_at"


def record(storage: Storage, events: Iterable[tuple[str, Event]], now: datetime) -> list[Memory]:
    """Write down events of displays (by id), each the first time it is told; returns what became of their campaigns.

    A display that is not here any more (its campaign was removed) is passed over.
    """
    told: dict[str, set[str]] = {}
    for display, event in events:
        told.setdefault(display, set()).update(IMPLIED[event])
    with storage.transaction():
        # in one order everywhere, so that two writers never wait for each other
        found = [mark(storage, display, sorted(told[display]), now) for display in sorted(told)]
    return [each for each in found if each is not None]


def mark(storage: Storage, display: str, marks: Sequence[str], now: datetime) -> Memory | None:
    """Set these moments of a display where they are not set yet. Needs a transaction.

    All of them say that it was shown, so a goal that was reached before this was known counts from now on.
    """
    changes = ", ".join(["news_at = %s", _GOAL, *(f"{each}_at = COALESCE({each}_at, %s)" for each in marks)])
    text = f"UPDATE display SET {changes} WHERE id = %s RETURNING {BECAME}"  # noqa: S608  # names from IMPLIED
    rows = storage.execute(text, (*[to_ms(now)] * (len(marks) + 2), display))
    return became(rows[0]) if rows else None


def became(row: Sequence[Any]) -> Memory:
    """What a display's row, read as BECAME, says for its visitor's passport."""
    campaign, generation, claimed_ms, *moments = row
    read, clicked, replied = (None if ms is None else from_ms(ms) for ms in moments)
    return Memory(campaign, generation, from_ms(claimed_ms), read is not None, read, clicked, replied)


_GOAL: Final = """
goal_at = CASE WHEN goal_at IS NULL AND reached_at IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM display o WHERE o.visitor_id = display.visitor_id AND o.campaign_id = display.campaign_id
    AND o.generation = display.generation AND o.goal_at IS NOT NULL)
THEN %s ELSE goal_at END
"""
