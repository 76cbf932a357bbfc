"""Does what an import's plan says, all of it or nothing, and takes it back."""

from __future__ import annotations

from dataclasses import dataclass

from core import campaigns, media
from core.campaign_files.planning import Plan, plan
from core.campaign_files.reading import CampaignFile
from core.campaigns import draft_changes, switching
from core.campaigns.draft_changes import Replaced
from core.errors import Conflict
from core.i18n import _
from core.plugins import Registry
from core.storage import Storage
from core.storage.campaign_rows import hold_site


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: the plan, and what it takes to undo it."""

    plan: Plan
    ids: tuple[int, ...]
    """Of the plan's campaigns, in its order."""
    made: tuple[int, ...]
    """Ids of the new campaigns."""
    changed: tuple[Replaced, ...]


def import_(
    storage: Storage,
    registry: Registry,
    file: CampaignFile,
    site_id: int,
    *,
    agent_id: int | None,
    seen: Plan | None = None,
) -> Imported:
    """Take a file's campaigns in: new ones as drafts, last in the site's order; of others the draft changes.

    `seen` is the plan that somebody agreed to. Raises InvalidFile, NotFound, and Conflict when it is another by now.
    """
    with storage.transaction():
        hold_site(storage, site_id)
        to_do = plan(storage, registry, file, site_id)
        if seen is not None and to_do != seen:
            raise Conflict("import_changed", _("These campaigns were changed meanwhile. Look again, then import."))
        for picture in to_do.pictures:
            media.keep_encoded(storage, picture.data)
        ids, made, changed = [], [], []
        for each in to_do.campaigns:
            campaign_id = each.campaign_id
            if campaign_id is None:
                campaign_id = campaigns.create(storage, site_id=site_id, agent_id=agent_id, draft=each.after).id
                made.append(campaign_id)
            elif each.fields:
                changed.append(draft_changes.replace_draft(storage, campaign_id, each.after, agent_id=agent_id))
            ids.append(campaign_id)
        return Imported(to_do, tuple(ids), tuple(made), tuple(changed))


def undo(storage: Storage, done: Imported, *, agent_id: int | None) -> None:
    """Take an import back: new campaigns are deleted, drafts as they were but for what was changed since."""
    with storage.transaction():
        for campaign_id in done.made:
            switching.delete(storage, campaign_id, agent_id=agent_id)
        for each in done.changed:
            draft_changes.bring_back(storage, each, agent_id=agent_id)
