"""Campaigns: made, read, and led through the steps of the editor.

The draft is edited in core.campaigns.draft_changes; what visitors meet is changed by core.campaigns.switching
and, as to which of several, core.campaigns.order; what the list shows is in core.campaigns.listing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from peewee import JOIN, fn

from core import sites
from core.campaigns.draft_problems import DraftProblem, SiteChoice, Surroundings, problems
from core.campaigns.drafts import MAX_NAME, STEPS, Draft, moment
from core.campaigns.flags import flag_words
from core.campaigns.translations import taken_for_right
from core.errors import Conflict, InvalidDraft, InvalidInput, NotFound
from core.i18n import _
from core.plugins import Registry
from core.storage import Storage
from core.storage.campaign_rows import gone as gone
from core.storage.campaign_rows import locked, note_change, published, write
from core.storage.models import Agent, Revision, Site
from core.storage.models import Campaign as CampaignRow


@dataclass(frozen=True, slots=True)
class Campaign:
    """A smart message with its draft, and the revision that visitors meet."""

    id: int
    site: SiteChoice
    status: str
    """draft | active | paused | ended."""
    draft: Draft
    draft_version: int
    steps_done: tuple[str, ...]
    published: Draft | None
    """The newest revision; None: never published."""
    revision_number: int | None
    published_at: datetime | None
    generation: int
    flag: str
    """Why it is not run although it is switched on; "" if nothing stands in the way."""
    position: int
    changed_at: datetime
    changed_by: str
    """Name of the employee, "" if nobody's."""
    archived: bool = False
    deleted: bool = False

    @property
    def unpublished(self) -> tuple[str, ...]:
        """Fields in which the draft differs from what visitors meet; all that are filled in if they meet nothing."""
        return self.draft.visible_differences(self.published or Draft())


def addressed(draft: Draft, site_recipient: str, agent_id: int) -> Draft:
    """A draft as somebody begins it: sent by them, replies to whom the site's first messages go to, else to them."""
    return replace(draft, sender=agent_id, recipient=site_recipient or f"agent:{agent_id}")


def create(storage: Storage, *, site_id: int, agent_id: int | None, draft: Draft | None = None) -> Campaign:
    """Make a draft, last in its site's order: a new campaign never takes over from those that run.

    Raises NotFound for a site that is gone.
    """
    draft = taken_for_right(draft or Draft(), Draft())
    now = datetime.now(UTC)
    with storage.transaction():
        _site(site_id)
        row = CampaignRow.create(
            site=site_id,
            position=_next_position(site_id),
            draft=draft.as_data(),
            created_at=now,
            created_by=agent_id,
            changed_at=now,
            changed_by=agent_id,
        )
        version = 0
        for field in draft.differences(Draft()):
            version += 1
            note_change(row.id, version, field, getattr(draft, field), agent_id, now)
        CampaignRow.update(draft_version=version).where(CampaignRow.id == row.id).execute()
        storage.touch("campaigns")
        return get(storage, row.id)


def get(storage: Storage, campaign_id: int) -> Campaign:
    """One campaign, an archived or deleted one too. Raises NotFound."""
    with storage.connection():
        row = (
            CampaignRow.select(CampaignRow, Site, Agent)
            .join(Site)
            .switch(CampaignRow)
            .join(Agent, JOIN.LEFT_OUTER, on=CampaignRow.changed_by, attr="changer")
            .where(CampaignRow.id == campaign_id)
            .get_or_none()
        )
        if row is None:
            raise gone()
        return _campaign(row, published(row))


def set_site(storage: Storage, campaign_id: int, site_id: int, *, agent_id: int | None) -> Campaign:
    """Move a campaign that was never published to another site, last in its order.

    Raises Conflict once it was published: its numbers belong to the site.
    """
    now = datetime.now(UTC)
    with storage.transaction():
        row = locked(storage, campaign_id)
        if row.revision_number is not None:
            raise Conflict(
                "campaign_site_fixed", _("A published campaign stays on its site. Duplicate it for another one.")
            )
        if row.site_id != site_id:
            _site(site_id)
            write(row, now, agent_id, site=site_id, position=_next_position(site_id))
            storage.touch("campaigns")
        return get(storage, campaign_id)


def finish_step(storage: Storage, registry: Registry, campaign_id: int, step: str, *, agent_id: int | None) -> Campaign:
    """Mark a step as done. Raises InvalidDraft while something mandatory is missing in it."""
    if step not in STEPS:
        raise InvalidInput("step_unknown", f"There is no step “{step}”.", "step")
    now = datetime.now(UTC)
    with storage.transaction():
        row = locked(storage, campaign_id)
        found = [each for each in problems_of(storage, registry, get(storage, campaign_id)) if each.step == step]
        if found:
            raise InvalidDraft(found)
        if step not in row.steps_done:
            write(row, now, agent_id, steps_done=[*row.steps_done, step])
            storage.touch("campaigns")
        return get(storage, campaign_id)


def duplicate(storage: Storage, campaign_id: int, *, agent_id: int | None) -> Campaign:
    """A draft with the same fields, named "Copy of …" in the language of who makes it."""
    with storage.transaction():
        original = get(storage, campaign_id)
        name = _("Copy of {name}").format(name=original.draft.name)[:MAX_NAME].rstrip() if original.draft.name else ""
        return create(storage, site_id=original.site.id, agent_id=agent_id, draft=replace(original.draft, name=name))


def problems_of(storage: Storage, registry: Registry, campaign: Campaign) -> tuple[DraftProblem, ...]:
    """What keeps a campaign's draft from being published."""
    return problems(campaign.draft, Surroundings.load(storage, registry, campaign.site))


def site_choices(storage: Storage) -> tuple[SiteChoice, ...]:
    """Every site, by name, archived ones last."""
    with storage.connection():
        found = [site_choice(row) for row in Site.select()]
    return tuple(sorted(found, key=lambda each: (each.archived, each.name.casefold(), each.id)))


def site_of(site: sites.Site) -> SiteChoice:
    """A site as campaigns see it."""
    known = site.settings
    return SiteChoice(site.id, site.name, known.time_zone, site.archived, known.consent == "cookieless")


def site_choice(row: Site) -> SiteChoice:
    return SiteChoice(row.id, row.name, row.time_zone, row.archived_at is not None, row.consent == "cookieless")


def is_over(draft: Draft | None, time_zone: str, now: datetime) -> bool:
    """Whether the end of what visitors meet is past; a broken date never is."""
    try:
        ends = moment(draft.ends, time_zone) if draft else None
    except ValueError:
        return False
    return ends is not None and ends <= now


def _site(site_id: int) -> Site:
    row = Site.get_or_none(Site.id == site_id)
    if row is None:
        raise NotFound("site_unknown", _("This site is not here any more. Choose another."))
    return row


def _next_position(site_id: int) -> int:
    last = CampaignRow.select(fn.MAX(CampaignRow.position)).where(CampaignRow.site == site_id).scalar()
    return 1 if last is None else last + 1


def _campaign(row: Any, revision: Revision | None) -> Campaign:
    met = Draft.of(revision.content) if revision else None
    site = site_choice(row.site)
    ended = row.status == "active" and is_over(met, site.time_zone, datetime.now(UTC))
    changer = getattr(row, "changer", None)
    return Campaign(
        id=row.id,
        site=site,
        status="ended" if ended else row.status,
        draft=Draft.of(row.draft),
        draft_version=row.draft_version,
        steps_done=tuple(row.steps_done),
        published=met,
        revision_number=row.revision_number,
        published_at=revision.created_at if revision else None,
        generation=row.generation,
        flag=flag_words(row.flag),
        position=row.position,
        changed_at=row.changed_at,
        changed_by=changer.name if changer else "",
        archived=row.archived_at is not None,
        deleted=row.deleted_at is not None,
    )
