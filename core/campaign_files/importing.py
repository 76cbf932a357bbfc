"""Does what an import's plan says, all of it or nothing, and takes it back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from core import campaigns, media
from core.campaign_files import references
from core.campaign_files.planning import Plan, Planned, plan
from core.campaign_files.reading import CampaignFile
from core.campaigns import draft_changes, switching
from core.campaigns.draft_changes import Replaced
from core.errors import Conflict
from core.i18n import _
from core.plugins import Registry
from core.storage import Storage
from core.storage.campaign_rows import held_together, hold_site


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
        ids = [
            campaigns.create(storage, site_id=site_id, agent_id=agent_id, draft=each.after).id
            if each.campaign_id is None
            else each.campaign_id
            for each in to_do.campaigns
        ]
        new = [(each, number) for each, number in zip(to_do.campaigns, ids, strict=True) if each.campaign_id is None]
        by_name = {each.after.name: number for each, number in new}
        changed = tuple(_changed(storage, registry, to_do.campaigns, ids, by_name, agent_id))
        return Imported(to_do, tuple(ids), tuple(number for _, number in new), changed)


def _changed(
    storage: Storage,
    registry: Registry,
    planned: Sequence[Planned],
    ids: Sequence[int],
    new: Mapping[str, int],
    agent_id: int | None,
) -> Iterator[Replaced]:
    """Change the drafts of campaigns that were here; of new ones, let rules name each other."""
    for each, campaign_id in zip(planned, ids, strict=True):
        audience = references.settled(each.after.audience, registry.condition_types, new)
        wanted = replace(each.after, audience=audience)
        if each.campaign_id is not None and each.fields:
            yield draft_changes.replace_draft(storage, campaign_id, wanted, agent_id=agent_id)
        elif each.campaign_id is None and wanted != each.after:
            draft_changes.replace_draft(storage, campaign_id, wanted, agent_id=agent_id)


def undo(storage: Storage, done: Imported, *, agent_id: int | None) -> None:
    """Take an import back: new campaigns are deleted, drafts as they were but for what was changed since."""
    with storage.transaction():
        held_together(storage, [*done.made, *(each.campaign.id for each in done.changed)])
        for campaign_id in done.made:
            switching.delete(storage, campaign_id, agent_id=agent_id)
        for each in done.changed:
            draft_changes.bring_back(storage, each, agent_id=agent_id)
