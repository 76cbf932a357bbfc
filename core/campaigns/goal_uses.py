"""Which campaigns are measured by a goal: by what visitors meet, or by the draft."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, cast

from peewee import JOIN

from core.campaigns.drafts import Draft
from core.storage import Storage
from core.storage.models import Campaign as CampaignRow
from core.storage.models import Revision


def goal_uses(storage: Storage, site_id: int) -> Mapping[int, tuple[str, ...]]:
    """Names of a site's campaigns by goal, archived and deleted ones aside."""
    meets = (Revision.campaign == CampaignRow.id) & (Revision.number == CampaignRow.revision_number)
    rows = (
        CampaignRow.select(CampaignRow.draft, Revision.goal)
        .join(Revision, JOIN.LEFT_OUTER, on=meets)
        .where(CampaignRow.site == site_id, CampaignRow.deleted_at.is_null(), CampaignRow.archived_at.is_null())
        .order_by(CampaignRow.position, CampaignRow.id)
    )
    found: defaultdict[int, list[str]] = defaultdict(list)
    with storage.connection():
        for data, published in cast(Iterator[tuple[dict[str, Any], int | None]], rows.tuples()):
            draft = Draft.of(data)
            for goal in {draft.goal, published} - {None}:
                found[cast(int, goal)].append(draft.name)
    return {goal: tuple(names) for goal, names in found.items()}
