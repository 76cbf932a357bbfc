"""Puts a goal that was reached down to the displays that it counts for, each time that it is told with one result.

It counts for every campaign that has the goal and was shown to the visitor before, within as many days as the campaign
says; of a campaign's displays for the newest, and once in a generation, so that a figure counts people and not orders.
Where a campaign has a control group, it counts as well for those who are compared, shown the message or not: within as
many days after the moment when that was decided, the same for both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Final

from core.happenings import GoalReached
from core.storage import Storage
from core.storage.fields import to_ms
from core.storage.visitor_rows import hold_visitors

DAY_MS: Final = 24 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class Reached:
    """A visitor has reached a goal."""

    site_id: int
    visitor: str
    """The visitor id of the passport."""
    goal: int
    at: datetime


def count(storage: Storage, reached: Iterable[Reached], now: datetime) -> int:
    """Count what was reached; returns for how many displays. Most visitors were shown nothing: that costs a look."""
    in_order = sorted(reached, key=lambda each: (each.site_id, each.visitor, each.at, each.goal))
    with storage.connection():
        due = [each for each in in_order if any(storage.execute(text, _values(each)) for text in _LOOKS)]
    if not due:
        return 0
    with storage.transaction():
        return sum(_count_for(storage, each, now) for each in due)


def _count_for(storage: Storage, reached: Reached, now: datetime) -> int:
    hold_visitors(storage, "site_id = %s AND key = %s", (reached.site_id, reached.visitor))
    rows = storage.execute(_COUNTS_FOR, _values(reached))
    newest = [next(displays) for _, displays in groupby(rows, key=lambda row: row[1:])]
    at_ms, now_ms = to_ms(reached.at), to_ms(now)
    for display, *_ in newest:
        ((campaign, site, counted_ms),) = storage.execute(_COUNT, (at_ms, now_ms, now_ms, display))
        if counted_ms is not None:  # else it counts once it is known to have been shown
            storage.tell(GoalReached(at=reached.at, site=site, goal=reached.goal, campaign=campaign, display=display))
    for visitor, campaign, generation in storage.execute(_COMPARED, _values(reached)):
        storage.execute(_COUNT_COMPARED, (at_ms, now_ms, visitor, campaign, generation))
    return len(newest)


def _values(reached: Reached) -> tuple[object, ...]:
    at_ms = to_ms(reached.at)
    return reached.site_id, reached.visitor, reached.goal, at_ms, at_ms


_WITHIN_ITS_DAYS = f"""
JOIN revision r ON r.campaign_id = d.campaign_id AND r.number = d.revision_number
WHERE v.site_id = %s AND v.key = %s AND r.goal_id = %s
AND d.claimed_at < %s AND d.claimed_at + r.goal_days * CAST({DAY_MS} AS BIGINT) >= %s AND d.reached_at IS NULL
"""
# a message that is not known to have been shown is taken only where no other was: it counts once that is told
_COUNTS_FOR = f"""
SELECT d.id, d.campaign_id, d.generation FROM visitor v JOIN display d ON d.visitor_id = v.id {_WITHIN_ITS_DAYS}
AND NOT EXISTS (
    SELECT 1 FROM display o WHERE o.visitor_id = d.visitor_id AND o.campaign_id = d.campaign_id
    AND o.generation = d.generation AND o.goal_at IS NOT NULL)
ORDER BY d.campaign_id, d.generation, CASE WHEN d.shown_at IS NULL THEN 1 ELSE 0 END, d.claimed_at DESC, d.id
"""  # noqa: S608  # our own text
_COMPARED = f"""
SELECT d.visitor_id, d.campaign_id, d.generation FROM visitor v JOIN compared d ON d.visitor_id = v.id
{_WITHIN_ITS_DAYS}
"""  # noqa: S608  # our own text
_LOOKS = (_COUNTS_FOR, _COMPARED)
_COUNT = """
UPDATE display SET reached_at = %s, goal_at = CASE WHEN shown_at IS NOT NULL THEN %s ELSE NULL END, news_at = %s
WHERE id = %s
RETURNING campaign_id, (SELECT s.key FROM site s JOIN campaign c ON c.site_id = s.id WHERE c.id = display.campaign_id),
          goal_at
"""
_COUNT_COMPARED = """
UPDATE compared SET reached_at = %s, goal_at = %s WHERE visitor_id = %s AND campaign_id = %s AND generation = %s
"""
