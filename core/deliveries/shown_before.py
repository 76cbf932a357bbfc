"""What a visitor has been shown, as far as it decides whether they are shown something more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from core.campaigns.drafts import Frequency
from core.storage import Storage
from core.storage.fields import from_ms, to_ms

GOING_ON: Final = timedelta(minutes=30)
"""An open conversation with a message this recent is going on: nothing proactive is shown meanwhile."""

Refusal = Literal[
    "finished", "already_shown", "gap", "page_view", "off", "schedule", "no_longer_matches", "conditions_not_met",
    "conversation", "unknown_campaign", "control",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShownBefore:
    """One visitor's, with one campaign in its present generation."""

    displays: int = 0
    read: bool = False
    last_at: datetime | None = None
    """When this campaign was last shown."""
    any_last_at: datetime | None = None
    """When any was."""
    on_page_view: bool = False
    """Whether one was on this page view."""
    conversing: bool = False

    def refusal(
        self, frequency: Frequency, gap: timedelta, now: datetime, mismatch: Refusal | None = None
    ) -> Refusal | None:
        """Why the campaign is not shown now; `mismatch`: why its rule does not hold, if it doesn't."""
        if self.read:
            return "finished"
        if mismatch:
            return mismatch
        if self.displays and frequency == "once":
            return "already_shown"
        if self.on_page_view:
            return "page_view"
        if self.any_last_at is not None and now - self.any_last_at < gap:
            return "gap"
        return "conversation" if self.conversing else None


def shown_before(
    storage: Storage,
    visitors: Sequence[int],
    campaign: int,
    generation: int,
    *,
    page_view: str,
    any_last_at: datetime | None,
    now: datetime,
) -> ShownBefore:
    """As the database has it of a visitor, the first of `visitors`. Needs a connection.

    The others are the same person in other browsers: what was shown there counts, conversations are a browser's own.
    """
    this, recent_ms = (campaign, generation), to_ms(now - GOING_ON)
    ((displays, read, last_ms, on_page_view, conversing),) = storage.execute(
        _HISTORY.format(places=", ".join(["%s"] * len(visitors))),
        (*this, *this, *this, page_view, visitors[0], recent_ms, *visitors),
    )
    last_at = None if last_ms is None else from_ms(last_ms)
    return ShownBefore(displays, bool(read), last_at, any_last_at, bool(on_page_view), bool(conversing))


_HISTORY = """
SELECT COUNT(CASE WHEN campaign_id = %s AND generation = %s THEN 1 END),
       COUNT(CASE WHEN campaign_id = %s AND generation = %s THEN read_at END),
       MAX(CASE WHEN campaign_id = %s AND generation = %s THEN claimed_at END),
       COUNT(CASE WHEN page_view = %s THEN 1 END),
       EXISTS (SELECT 1 FROM conversation WHERE visitor_id = %s AND status = 'open' AND changed_at > %s)
FROM display WHERE visitor_id IN ({places})
"""
