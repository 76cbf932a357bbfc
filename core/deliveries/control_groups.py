"""Control groups: a share of those who would be shown a campaign see nothing, so that one can tell what it changes.

Who has been drawn stays so in a generation, whatever becomes of the share, and in all browsers of one person.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from core.deliveries.decisions import PlannedCampaign
from core.storage import Storage
from core.storage.fields import to_ms

_KEY: Final = b"control group"
_PLACES: Final = 1 << 64


def is_drawn(campaign: int, visitor: str, percent: int) -> bool:
    """Whether so many percent of visitors, even ones, have this one among them: another draw in each campaign."""
    digest = hashlib.blake2b(f"{campaign}:{visitor}".encode(), digest_size=8, key=_KEY).digest()
    return int.from_bytes(digest) * 100 < percent * _PLACES


def drawn_before(storage: Storage, campaign: int, generation: int, visitors: Sequence[int]) -> bool | None:
    """Whether one person's browsers are in the control group as it was noted; None: nothing is. Needs a connection."""
    places = ", ".join(["%s"] * len(visitors))
    rows = storage.execute(_DRAWN.format(places=places), (campaign, generation, *visitors))
    return bool(rows[0][0]) if rows else None


def draw(storage: Storage, planned: PlannedCampaign, visitors: Sequence[int], key: str, now: datetime) -> bool:
    """Whether a visitor, the first of `visitors`, is in the group; noted the first time. Needs a transaction."""
    before = drawn_before(storage, planned.id, planned.generation, visitors)
    if before is not None:
        return before
    drawn = is_drawn(planned.id, key, planned.control_group)
    row = (planned.id, visitors[0], planned.generation, planned.revision_number, drawn, to_ms(now))
    storage.execute(_NOTE, row)
    return drawn


_DRAWN = """
SELECT control FROM compared WHERE campaign_id = %s AND generation = %s AND visitor_id IN ({places})
ORDER BY claimed_at LIMIT 1
"""
_NOTE = """
INSERT INTO compared (campaign_id, visitor_id, generation, revision_number, control, claimed_at)
VALUES (%s, %s, %s, %s, %s, %s)
"""
