"""A draft's edits, one field at a time, so that two editors lose nothing to each other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from peewee import JOIN

from core.campaigns import Campaign, get
from core.campaigns.drafts import FIELD_LABELS, Draft
from core.campaigns.shared_fields import SHARED
from core.errors import Conflict
from core.i18n import _
from core.storage import Storage
from core.storage.campaign_rows import locked, note_change, write
from core.storage.models import Agent, DraftChange

CROSSED = timedelta(minutes=1)
"""Of two edits of a field so close to each other, the earlier one's author can't have seen the later one."""
CROSSED_TOLD = timedelta(days=1)
"""How long the author of the earlier one hears of it when they open the editor again."""


@dataclass(frozen=True, slots=True)
class Change:
    """One saved edit of one field."""

    version: int
    field: str
    value: Any
    agent_id: int | None
    agent_name: str
    changed_at: datetime

    @property
    def label(self) -> str:
        """The field's name on screen."""
        return _(FIELD_LABELS.get(self.field, self.field))


@dataclass(frozen=True, slots=True)
class Saved:
    """Answer to a save: the draft's new version, and what others saved since the version the editor knew."""

    version: int
    saved_at: datetime
    others: tuple[Change, ...] = ()
    value: Any = None
    """What the field holds now: what was sent, or that merged with what others had saved."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """Answer to what replaces a whole draft: the campaign since, and what the draft was, so that it can come back."""

    campaign: Campaign
    replaced: Draft
    versions: frozenset[int]
    """Those of the saves that it took."""


def save(
    storage: Storage,
    campaign_id: int,
    field: str,
    value: object,
    *,
    agent_id: int | None,
    base_version: int,
    base_value: object = None,
) -> Saved:
    """Save one field of the draft; `base_version` is the newest one that the editor has seen.

    The later of two editors wins a field; the earlier one's value stays among the changes. Of a field that is shared
    (core.campaigns.shared_fields) both edits survive as far as they can, if `base_value` says what the editor began
    with. Raises InvalidInput for a value of the wrong shape, Conflict for an archived or deleted campaign.
    """
    now = datetime.now(UTC)
    with storage.transaction():
        row = locked(storage, campaign_id)
        before = Draft.of(row.draft)
        draft = before.changed(field, value)
        stored, sharing = getattr(before, field), SHARED.get(field)
        if sharing and isinstance(base_value, dict) and stored != base_value:
            draft = before.changed(field, sharing.merge(base_value, stored, value).value)
        value = getattr(draft, field)
        version = row.draft_version + 1
        note_change(campaign_id, version, field, value, agent_id, now)
        write(row, now, agent_id, draft=draft.as_data(), draft_version=version)
        storage.touch("campaigns")
        others = _changes(campaign_id, base_version, before=version)
    return Saved(version, now, others, value)


def changes_since(storage: Storage, campaign_id: int, version: int) -> tuple[Change, ...]:
    """What was saved after `version`, oldest first."""
    with storage.connection():
        return _changes(campaign_id, version)


def crossed(storage: Storage, campaign_id: int, agent_id: int, now: datetime) -> tuple[tuple[Change, Any], ...]:
    """What others saved over this agent's words while these were being typed: the change that stands, and the words.

    What is merged doesn't cross.
    """
    with storage.connection():
        changes = _changes(campaign_id, 0, since=now - CROSSED_TOLD)
    found = []
    for field in {each.field for each in changes} - SHARED.keys():
        of_field = [each for each in changes if each.field == field]
        mine = [each for each in of_field if each.agent_id == agent_id][-1:]
        theirs = [each for each in of_field if mine and each.version > mine[0].version]
        if theirs and theirs[0].changed_at - mine[0].changed_at <= CROSSED and theirs[-1].value != mine[0].value:
            found.append((theirs[-1], mine[0].value))
    return tuple(found)


def discard_changes(storage: Storage, campaign_id: int, *, agent_id: int | None) -> Replaced:
    """Take the draft back to what visitors meet. Raises Conflict for a campaign that was never published."""
    with storage.transaction():
        locked(storage, campaign_id)
        campaign = get(storage, campaign_id)
        if campaign.published is None:
            raise Conflict("campaign_unpublished", _("Nothing is published yet, so there is nothing to go back to."))
        return replace_draft(storage, campaign_id, campaign.published, agent_id=agent_id)


def replace_draft(storage: Storage, campaign_id: int, draft: Draft, *, agent_id: int | None) -> Replaced:
    """Take the draft to another one, by saves of the fields that differ. Raises InvalidInput, NotFound, Conflict."""
    with storage.transaction():
        locked(storage, campaign_id)
        campaign = get(storage, campaign_id)
        versions = set()
        for field in draft.differences(campaign.draft):
            value, known = getattr(draft, field), campaign.draft_version
            versions.add(save(storage, campaign_id, field, value, agent_id=agent_id, base_version=known).version)
        return Replaced(get(storage, campaign_id), campaign.draft, frozenset(versions))


def bring_back(storage: Storage, done: Replaced, *, agent_id: int | None) -> Campaign:
    """Undo a replacement: fields that somebody has changed since stay as they are. Raises NotFound, Conflict."""
    with storage.transaction():
        locked(storage, done.campaign.id)
        now = get(storage, done.campaign.id).draft
        given = done.campaign.draft
        kept = [name for name in given.differences(done.replaced) if getattr(now, name) == getattr(given, name)]
        earlier = {name: getattr(done.replaced, name) for name in kept}
        return replace_draft(storage, done.campaign.id, replace(now, **earlier), agent_id=agent_id).campaign


def _changes(
    campaign_id: int, after: int, before: int | None = None, since: datetime | None = None
) -> tuple[Change, ...]:
    query = (
        DraftChange.select(DraftChange, Agent)
        .join(Agent, JOIN.LEFT_OUTER)
        .where(DraftChange.campaign == campaign_id, DraftChange.version > after)
        .order_by(DraftChange.version)
    )
    rows = query if before is None else query.where(DraftChange.version < before)
    rows = rows if since is None else rows.where(DraftChange.changed_at > since)
    return tuple(
        Change(row.version, row.field, row.value, row.agent_id, row.agent.name if row.agent else "", row.changed_at)
        for row in rows
    )
