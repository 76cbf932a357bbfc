"""What a campaign changes: how many reached its goal of those who got it, and of its control group."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from core.campaigns.drafts import Draft
from core.performance.intervals import Interval, newcombe
from core.performance.tallies import COMPARED, Figures, Tally, add
from core.storage import Storage


@dataclass(frozen=True, slots=True)
class People:
    """One side: each visitor once a generation, on the day when it was decided which side they are on."""

    count: int
    reached: int

    @property
    def rate(self) -> float | None:
        """0 to 1; None where there is nobody."""
        return self.reached / self.count if self.count else None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both sides of one campaign in a range; only who was compared while it had a goal."""

    received: People
    control: People
    has_goal: bool
    """Whether it has one now."""

    @property
    def interval(self) -> Interval | None:
        """Of the difference; None where one side has nobody."""
        received, control = self.received, self.control
        return newcombe(received.reached, received.count, control.reached, control.count)

    @property
    def difference(self) -> float | None:
        """How much larger a share of those who got it reached the goal, -1 to 1; None where one side has nobody."""
        if self.received.rate is None or self.control.rate is None:
            return None
        return self.received.rate - self.control.rate

    @property
    def tells(self) -> bool:
        """Whether the difference is more than chance makes of nothing."""
        sure = self.interval
        return sure is not None and (sure.low > 0 or sure.high < 0)


def compare(storage: Storage, campaign_id: int, counted: Iterable[Tally]) -> Comparison | None:
    """By a campaign's figures, divided by revision; None where it has no control group. Needs a connection."""
    with_goal = {str(number) for (number,) in storage.execute(_WITH_GOAL, (campaign_id,))}
    found: Figures = {}
    everybody: Figures = {}
    for each in counted:
        add(everybody, each.figures)
        if each.value in with_goal:
            add(found, each.figures)
    rows = storage.execute(_PUBLISHED, (campaign_id,))
    published = Draft.of(json.loads(rows[0][0])) if rows else Draft()
    if not published.control_group and not everybody.get("control"):
        return None
    received, received_goal, control, control_goal = (found.get(each, 0) for each in COMPARED)
    return Comparison(
        People(received, received_goal), People(control, control_goal), has_goal=published.goal is not None
    )


_WITH_GOAL: Final = "SELECT number FROM revision WHERE campaign_id = %s AND goal_id IS NOT NULL"
_PUBLISHED: Final = """
SELECT r.content FROM campaign c JOIN revision r ON r.campaign_id = c.id AND r.number = c.revision_number
WHERE c.id = %s
"""
