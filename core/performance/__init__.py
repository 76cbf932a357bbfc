"""What campaigns brought: exact counts of what was committed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from core.storage import Storage


@dataclass(frozen=True, slots=True)
class Counts:
    """How many displays of a campaign came to each; claimed but not shown ones never reached a visible tab."""

    claimed: int = 0
    shown: int = 0
    opened: int = 0
    clicked: int = 0
    dismissed: int = 0
    replied: int = 0
    lead: int = 0
    goal: int = 0
    read: int = 0

    @property
    def read_rate(self) -> float | None:
        """Read per shown, 0 to 1; None while nothing was shown."""
        return self.read / self.shown if self.shown else None

    @property
    def replied_rate(self) -> float | None:
        """Replied per shown, 0 to 1; None while nothing was shown."""
        return self.replied / self.shown if self.shown else None


METRICS = tuple(each.name for each in fields(Counts))
"""What can become of a display, each at most once; every one has its moment in table `display`."""


def counts(storage: Storage, campaign_ids: Iterable[int]) -> Mapping[int, Counts]:
    """The counts of each of these campaigns, of all time and all revisions; zeros for one never claimed."""
    found = dict.fromkeys(campaign_ids, Counts())
    if not found:
        return found
    columns = ", ".join(f"COUNT({metric}_at)" for metric in METRICS)
    places = ", ".join(["%s"] * len(found))
    query = f"SELECT campaign_id, {columns} FROM display WHERE campaign_id IN ({places}) GROUP BY campaign_id"  # noqa: S608  # our own names, values apart
    with storage.connection():
        for campaign_id, *figures in storage.execute(query, tuple(found)):
            found[campaign_id] = Counts(*figures)
    return found
