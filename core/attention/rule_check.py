"""What is remarked on a campaign's rule while it is built, beside the campaigns that win over it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from core.attention.running import rows_with_revisions
from core.attention.untold import untold
from core.campaigns.drafts import Draft, moment
from core.errors import SmartTriggerError
from core.i18n import _
from core.plugins import Registry
from core.rules import compile_rule
from core.rules.review import Above, ChannelLimits, Remark, review
from core.rules.unfinished import compile_unfinished
from core.sites import site
from core.storage import Storage
from core.storage.models import Campaign as CampaignRow

MOST_ABOVE: Final = 200
"""Campaigns that a rule is compared with, those next above it first."""


def rule_check(
    storage: Storage, registry: Registry, site_id: int, campaign_id: int | None, draft: Draft, now: datetime
) -> tuple[Remark, ...]:
    """Remarks on a draft's rule, as far as it is finished. `campaign_id`: None for a new one."""
    rule = compile_unfinished(draft.audience, registry.condition_types, campaign_id or 0)
    if rule is None:
        return ()
    channel = registry.channels.get(draft.channel)
    limits = ChannelLimits(channel.label, channel.lacks) if channel else None
    with storage.connection():
        above = _above(registry, site_id, campaign_id, draft, now)
        here = site(storage, site_id)
        cookieless = here.settings.consent == "cookieless"  # where earlier visits are not known
        found = review(rule, above, limits, remembered=not (draft.without_memory or cookieless))
    return (*found, *untold(storage, registry, here, rule))


def _above(registry: Registry, site_id: int, campaign_id: int | None, draft: Draft, now: datetime) -> Iterator[Above]:
    """Campaigns of the site that visitors meet now and that stand higher in its list, the lowest first."""
    rows = rows_with_revisions().where(
        CampaignRow.site == site_id, CampaignRow.status == "active", CampaignRow.flag == ""
    )
    ordered = rows.order_by(CampaignRow.position.desc(), CampaignRow.id.desc())
    own = CampaignRow.get_or_none(CampaignRow.id == campaign_id)
    higher: list[Any] = [each for each in ordered if own is None or (each.position, each.id) < (own.position, own.id)]
    for row in higher[:MOST_ABOVE]:
        other = Draft.of(row.revision.content)
        if other.without_memory or not draft.without_memory:  # else some of this one's visitors never meet the other
            with contextlib.suppress(SmartTriggerError, ValueError):  # one that can't be read wins over nobody
                if _runs(other, row.site.time_zone, now):
                    rule = compile_rule(other.audience, registry.condition_types, published=True, campaign=row.id)
                    yield Above(other.name.strip() or _("Without a name"), rule, other.control_group)


def _runs(draft: Draft, time_zone: str, now: datetime) -> bool:
    starts, ends = moment(draft.starts, time_zone), moment(draft.ends, time_zone)
    return (starts is None or starts <= now) and (ends is None or now < ends)
