"""How the rows of campaigns are held and written, by everything in the core that changes them.

It stands here and not in core.campaigns because the team changes campaigns, too: core.campaigns imports core.team.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from peewee import ModelSelect, fn

from core.errors import Conflict, NotFound
from core.i18n import _
from core.storage import Storage
from core.storage.models import Campaign, DraftChange, Revision, Site

Row = TypeVar("Row", Campaign, Site)


def locked(storage: Storage, campaign_id: int) -> Campaign:
    """The row of a campaign that can be changed, held until the transaction ends. Raises NotFound, Conflict."""
    row = held(storage, campaign_id)
    if row.deleted_at is not None:
        raise Conflict("campaign_deleted", _("This campaign was deleted. Undo that first."))
    if row.archived_at is not None:
        raise Conflict("campaign_archived", _("This campaign is archived. Take it out of the archive first."))
    return row


def held(storage: Storage, campaign_id: int) -> Campaign:
    """The row, an archived or deleted one too, held until the transaction ends. Raises NotFound."""
    row = _holding(storage, Campaign.select().where(Campaign.id == campaign_id)).get_or_none()
    if row is None:
        raise gone()
    return row


def held_together(storage: Storage, campaign_ids: Iterable[int]) -> list[Campaign]:
    """Several rows, held in one order everywhere, so that no two writers wait for each other; those that are here."""
    return list(_holding(storage, Campaign.select().where(Campaign.id.in_(list(campaign_ids))).order_by(Campaign.id)))


def hold_site(storage: Storage, site_id: int) -> None:
    """Hold a site with all its campaigns until the transaction ends: two who add campaigns by name see each other's."""
    list(_holding(storage, Site.select(Site.id).where(Site.id == site_id)))
    list(_holding(storage, Campaign.select().where(Campaign.site == site_id).order_by(Campaign.id)))


def write(row: Campaign, now: datetime, agent_id: int | None, **values: object) -> None:
    """Change columns of a row that is held, and note who did it."""
    Campaign.update(**values, changed_at=now, changed_by=agent_id).where(Campaign.id == row.id).execute()


def note_change(campaign_id: int, version: int, field: str, value: object, agent_id: int | None, now: datetime) -> None:
    """Keep one edit of a draft; the campaign's row is held."""
    DraftChange.create(campaign=campaign_id, version=version, field=field, value=value, agent=agent_id, changed_at=now)


def published(row: Campaign) -> Revision | None:
    """The revision that visitors meet."""
    found: Revision | None = Revision.get_or_none(campaign=row.id, number=row.revision_number)
    return found


def add_revision(row: Campaign, content: Mapping[str, Any], now: datetime, agent_id: int | None) -> int:
    """Write the next revision and return its number; visitors meet it once the row, which is held, names it."""
    newest = Revision.select(fn.MAX(Revision.number)).where(Revision.campaign == row.id).scalar()
    number = int(newest or 0) + 1
    Revision.create(
        campaign=row.id,
        number=number,
        content=content,
        created_at=now,
        created_by=agent_id,
        goal=content.get("goal"),
        goal_days=content.get("goal_days") if content.get("goal") else None,
    )
    return number


def gone() -> NotFound:
    return NotFound("campaign_unknown", _("This campaign is not here any more. Go back to the list."))


def _holding(storage: Storage, query: ModelSelect[Row]) -> ModelSelect[Row]:
    """SQLite's transaction has the whole file. The weaker lock of PostgreSQL lets claims refer to the row meanwhile."""
    return query if storage.is_sqlite else query.for_update("FOR NO KEY UPDATE")  # type: ignore[arg-type]
