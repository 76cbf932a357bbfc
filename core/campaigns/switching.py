"""What changes visitors' lives: publishing, switching on and off, archiving, deleting."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from core.campaigns import Campaign, get, is_over, problems_of
from core.campaigns.draft_problems import DraftProblem
from core.errors import Conflict, InvalidDraft
from core.happenings import CampaignActivated
from core.i18n import _
from core.plugins import Registry
from core.storage import Storage
from core.storage.campaign_rows import add_revision, held, held_together, locked, write
from core.storage.models import Campaign as CampaignRow
from core.storage.models import DraftChange

KEEP_DELETED = timedelta(days=30)
"""How long a deleted campaign can still be brought back by hand."""
KEEP_CHANGES = timedelta(days=90)
"""How long the single edits of a draft are kept."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a campaign stood before it was switched, archived or deleted: what an undo needs."""

    status: str
    archived_at: datetime | None
    deleted_at: datetime | None


def publish(
    storage: Storage,
    registry: Registry,
    campaign_id: int,
    *,
    agent_id: int | None,
    seen_version: int | None = None,
    show_again: bool = False,
) -> Campaign:
    """Make the draft what visitors meet. A paused campaign stays paused, any other is on from now.

    `seen_version` is the draft's version that the marketer has looked at; `show_again` lets visitors who have had the
    message meet it once more. Raises InvalidDraft, and Conflict when the draft has changed since `seen_version`.
    """
    now = datetime.now(UTC)
    with storage.transaction():
        row = locked(storage, campaign_id)
        if seen_version is not None and row.draft_version != seen_version:
            raise Conflict("draft_changed", _("Somebody changed this draft meanwhile. Look at it, then publish."))
        campaign = get(storage, campaign_id)
        _refuse_problems(problems_of(storage, registry, campaign))
        number = row.revision_number
        if campaign.published is None or campaign.unpublished or show_again:
            number = add_revision(row, campaign.draft.as_data(), now, agent_id)
        write(
            row,
            now,
            agent_id,
            revision_number=number,
            generation=row.generation + (1 if show_again else 0),
            status="paused" if row.status == "paused" else "active",
            switched_on_at=now,
            flag="",
        )
        storage.touch("campaigns", "plan")
        return _say_on(storage, get(storage, campaign_id), agent_id, now)


def switch_on(storage: Storage, registry: Registry, campaign_id: int, *, agent_id: int | None) -> Campaign:
    """Let visitors meet a campaign. A paused one runs as it was published; a draft or an ended one is published.

    Raises InvalidDraft when something is missing, be it only a later end.
    """
    with storage.transaction():
        row = locked(storage, campaign_id)
        campaign = get(storage, campaign_id)
        over = is_over(campaign.published, campaign.site.time_zone, datetime.now(UTC))
        if row.status == "active" and not over:
            return campaign
        if row.status == "paused" and not over:
            now = datetime.now(UTC)
            write(row, now, agent_id, status="active", switched_on_at=now)
            storage.touch("campaigns", "plan")
            return _say_on(storage, get(storage, campaign_id), agent_id, now)
        write(row, datetime.now(UTC), agent_id, status="draft")
        return publish(storage, registry, campaign_id, agent_id=agent_id)


def switch_off(storage: Storage, campaign_id: int, *, agent_id: int | None) -> Campaign:
    """Stop showing a campaign: it bites at the next claim, everywhere. Drafts and ended ones stay as they are."""
    with storage.transaction():
        row = locked(storage, campaign_id)
        if row.status == "active":
            write(row, datetime.now(UTC), agent_id, status="paused")
            storage.touch("campaigns", "plan")
        return get(storage, campaign_id)


def archive(storage: Storage, campaign_id: int, *, agent_id: int | None) -> Campaign:
    """Put a campaign away, switched off, with its numbers."""
    return _take_away(storage, campaign_id, agent_id, "archived_at")


def unarchive(storage: Storage, campaign_id: int, *, agent_id: int | None) -> Campaign:
    """Take a campaign out of the archive; it stays switched off until somebody switches it on."""
    with storage.transaction():
        write(held(storage, campaign_id), datetime.now(UTC), agent_id, archived_at=None)
        storage.touch("campaigns", "plan")
        return get(storage, campaign_id)


def delete(storage: Storage, campaign_id: int, *, agent_id: int | None) -> Campaign:
    """Take a campaign out of every list, switched off; `tidy` removes it for good after 30 days."""
    return _take_away(storage, campaign_id, agent_id, "deleted_at")


def put_back(storage: Storage, left: Campaign, standing: Standing, *, agent_id: int | None) -> Campaign:
    """Undo an archiving, a deletion or a switch: everything is as it was.

    `left` is the campaign as that act left it. Raises Conflict if somebody has switched, archived or deleted it since.
    """
    campaign_id = left.id
    with storage.transaction():
        row = held(storage, campaign_id)
        now = (row.status, row.archived_at is not None, row.deleted_at is not None)
        if now != (left.status, left.archived, left.deleted):
            raise Conflict("campaign_changed", _("Somebody has switched, archived or deleted this campaign since."))
        if standing.status != "draft" and row.revision_number is None:
            raise Conflict("campaign_unpublished", _("Nothing is published yet. Activate the campaign in its editor."))
        moment = datetime.now(UTC)
        write(
            row,
            moment,
            agent_id,
            status=standing.status,
            switched_on_at=moment,
            archived_at=standing.archived_at,
            deleted_at=standing.deleted_at,
        )
        storage.touch("campaigns", "plan")
        back = get(storage, campaign_id)
        return back if left.status == "active" else _say_on(storage, back, agent_id, moment)


def standing(storage: Storage, campaign_id: int) -> Standing:
    """How a campaign stands now, for an undo of what comes next."""
    with storage.connection():
        row = held(storage, campaign_id)
        return Standing(row.status, row.archived_at, row.deleted_at)


def end_finished(storage: Storage, now: datetime) -> int:
    """Label the campaigns whose end is past; returns how many. Visitors stopped meeting them at the end itself."""
    with storage.connection():
        running = [row.id for row in CampaignRow.select(CampaignRow.id).where(CampaignRow.status == "active")]
    ended = 0
    for campaign_id in running:
        with storage.transaction():
            ended += _end(storage, campaign_id, now)
    return ended


def tidy(storage: Storage, now: datetime) -> int:
    """Remove campaigns deleted 30 days ago for good, and edits nobody will ask for; returns how many campaigns."""
    with storage.transaction():
        removed = CampaignRow.delete().where(CampaignRow.deleted_at < now - KEEP_DELETED).execute()
        DraftChange.delete().where(DraftChange.changed_at < now - KEEP_CHANGES).execute()
        if removed:
            storage.touch("campaigns")
    return int(removed)


def _end(storage: Storage, campaign_id: int, now: datetime) -> bool:
    """Label one campaign, held meanwhile: a marketer may be giving it a later end. Nobody's change: none is noted."""
    found = held_together(storage, [campaign_id])
    if not found or found[0].status != "active":
        return False
    campaign = get(storage, campaign_id)
    if not is_over(campaign.published, campaign.site.time_zone, now):
        return False
    CampaignRow.update(status="ended").where(CampaignRow.id == campaign_id).execute()
    storage.touch("campaigns")
    return True


def _take_away(storage: Storage, campaign_id: int, agent_id: int | None, column: str) -> Campaign:
    now = datetime.now(UTC)
    with storage.transaction():
        row = held(storage, campaign_id)
        status = "paused" if row.status == "active" else row.status
        write(row, now, agent_id, **{"status": status, column: now})
        storage.touch("campaigns", "plan")
        return get(storage, campaign_id)


def _say_on(storage: Storage, campaign: Campaign, agent_id: int | None, now: datetime) -> Campaign:
    """Tell plugins, if visitors meet it from now on."""
    if campaign.status == "active" and campaign.published is not None and campaign.revision_number is not None:
        ((site,),) = storage.execute("SELECT key FROM site WHERE id = %s", (campaign.site.id,))
        storage.tell(
            CampaignActivated(
                at=now, site=site, campaign=campaign.id, name=campaign.published.name,
                revision=campaign.revision_number, by=agent_id,
            )
        )  # fmt: skip
    return campaign


def _refuse_problems(found: Collection[DraftProblem]) -> None:
    if found:
        raise InvalidDraft(list(found))
