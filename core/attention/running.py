"""The campaigns that are switched on, as visitors meet them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.campaigns import is_over
from core.campaigns.drafts import Draft, moment
from core.campaigns.flags import flag_words
from core.i18n import _
from core.plugins import Registry
from core.rules import sentence
from core.storage.models import Campaign as CampaignRow
from core.storage.models import Revision, Site


@dataclass(frozen=True, slots=True)
class RunningCampaign:
    """A campaign that is switched on and whose time is not over."""

    id: int
    name: str
    site_id: int
    site_name: str
    audience: str
    """The sentence of who sees it."""
    flag: str
    """Why it is not run although it is on, "" if it is."""
    since: datetime
    """Since when visitors can meet it as it stands: published, switched on, or begun; what is edited is a draft."""
    starts: datetime | None
    draft: Draft
    """What visitors meet."""

    def starts_later(self, now: datetime) -> bool:
        return self.starts is not None and self.starts > now


def running_campaigns(registry: Registry, now: datetime) -> tuple[RunningCampaign, ...]:
    """By site and priority. Needs a connection."""
    rows = rows_with_revisions().where(CampaignRow.status == "active", Site.archived_at.is_null())
    ordered = rows.order_by(Site.name, Site.id, CampaignRow.position, CampaignRow.id)
    every = (_running(row, registry) for row in ordered)
    return tuple(each for each, zone in every if not is_over(each.draft, zone, now))


def rows_with_revisions() -> Any:
    """A query of all campaigns that were ever published, with site and `revision`, which visitors meet."""
    with_revision = (Revision.campaign == CampaignRow.id) & (Revision.number == CampaignRow.revision_number)
    return (
        CampaignRow.select(CampaignRow, Site, Revision)
        .join(Site)
        .switch(CampaignRow)
        .join(Revision, on=with_revision, attr="revision")
        .where(CampaignRow.archived_at.is_null(), CampaignRow.deleted_at.is_null())
    )


def _running(row: Any, registry: Registry) -> tuple[RunningCampaign, str]:
    draft = Draft.of(row.revision.content)
    published, starts = row.revision.created_at, _moment(draft, row.site.time_zone)
    campaign = RunningCampaign(
        id=row.id,
        name=draft.name.strip() or _("Without a name"),
        site_id=row.site.id,
        site_name=row.site.name,
        audience=sentence(draft.audience, registry.condition_types),
        flag=flag_words(row.flag),
        since=max(row.switched_on_at or published, published, starts or published),
        starts=starts,
        draft=draft,
    )
    return campaign, row.site.time_zone


def _moment(draft: Draft, zone: str) -> datetime | None:
    try:
        return moment(draft.starts, zone)
    except ValueError:  # the plan flags it
        return None
