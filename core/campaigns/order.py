"""The order of a site's campaigns: of several that could show, the highest does. Moving one does not change it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from core.campaigns import get
from core.errors import Conflict
from core.i18n import _
from core.storage import Storage
from core.storage.campaign_rows import held_together, locked
from core.storage.models import Campaign as CampaignRow

Move = Literal["top", "up", "down", "bottom"]


@dataclass(frozen=True, slots=True)
class Moved:
    """A campaign passed others: what `move_back` undoes."""

    campaign_id: int
    passed: tuple[int, ...]
    """Ids of those it went past, the nearest to its old place first; hidden ones too."""
    up: bool
    place: int
    """Where it stands now in its site's order, from 1."""
    places: int


def move(storage: Storage, campaign_id: int, to: Move, *, among: Collection[int] | None = None) -> Moved | None:
    """Move a campaign in its site's order; None if it stands there already.

    `among` are the ids that the marketer sees: one step passes one row on screen, and top and bottom are the ends of
    what is on screen. Raises NotFound and Conflict for a campaign that can't be moved.
    """
    with storage.transaction():
        order = _held_order(storage, campaign_id)
        seen = [each for each in order if among is None or each in among or each == campaign_id]
        here = seen.index(campaign_id)
        there = {"top": 0, "up": max(here - 1, 0), "down": min(here + 1, len(seen) - 1), "bottom": len(seen) - 1}[to]
        if there == here:
            return None
        old, new = order.index(campaign_id), order.index(seen[there])
        up = new < old
        passed = tuple(reversed(order[new:old])) if up else tuple(order[old + 1 : new + 1])
        _place(storage, order, campaign_id, new)
    return Moved(campaign_id, passed, up, new + 1, len(order))


def move_back(storage: Storage, done: Moved) -> None:
    """Undo a move: past the same campaigns, as far as they are still here.

    Raises Conflict when somebody has moved it since, NotFound.
    """
    with storage.transaction():
        order = _held_order(storage, done.campaign_id)
        here = order.index(done.campaign_id)
        passed = [order.index(each) for each in done.passed if each in order]
        if any((each > here) != done.up for each in passed):
            raise Conflict("campaign_moved", _("Somebody has moved campaigns since, so this one stays where it is."))
        if passed:
            _place(storage, order, done.campaign_id, passed[0])


def _held_order(storage: Storage, campaign_id: int) -> list[int]:
    """The ids of a campaign's site in their order, the rows held; archived ones have no place."""
    site_id = get(storage, campaign_id).site.id
    here = (CampaignRow.site == site_id, CampaignRow.deleted_at.is_null(), CampaignRow.archived_at.is_null())
    found = [row.id for row in CampaignRow.select(CampaignRow.id).where(*here)]
    rows = held_together(storage, found)
    locked(storage, campaign_id)
    return [row.id for row in sorted(rows, key=lambda row: (row.position, row.id))]


def _place(storage: Storage, order: list[int], campaign_id: int, at: int) -> None:
    """Put a campaign where another one stands, which makes way."""
    order.remove(campaign_id)
    order.insert(at, campaign_id)
    for position, each in enumerate(order, start=1):
        moved = CampaignRow.update(position=position)
        moved.where(CampaignRow.id == each, CampaignRow.position != position).execute()
    storage.touch("campaigns", "plan")
