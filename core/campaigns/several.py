"""Several campaigns switched or put away at once: one transaction, and what one of them lacks keeps no other back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from core.campaigns import Campaign
from core.campaigns import switching as switch
from core.campaigns.switching import Standing
from core.errors import SmartTriggerError
from core.plugins import Registry
from core.storage import Storage
from core.storage.campaign_rows import held_together


@dataclass(frozen=True, slots=True)
class Several:
    """What became of them."""

    changed: tuple[tuple[Standing, Campaign], ...]
    """How each stood that is different now, and how the act left it: what `put_back` needs."""
    refused: Mapping[int, SmartTriggerError]
    """Why it could not be done, by id: InvalidDraft where something is missing, Conflict."""


def switch_on(storage: Storage, registry: Registry, campaign_ids: Collection[int], *, agent_id: int | None) -> Several:
    """Let visitors meet them; those that lack something stay as they are."""
    return _each(storage, campaign_ids, lambda each: switch.switch_on(storage, registry, each, agent_id=agent_id))


def switch_off(storage: Storage, campaign_ids: Collection[int], *, agent_id: int | None) -> Several:
    """Stop showing them; drafts and ended ones stay as they are."""
    return _each(storage, campaign_ids, lambda each: switch.switch_off(storage, each, agent_id=agent_id))


def archive(storage: Storage, campaign_ids: Collection[int], *, agent_id: int | None) -> Several:
    """Put them away, switched off."""
    return _each(storage, campaign_ids, lambda each: switch.archive(storage, each, agent_id=agent_id))


def unarchive(storage: Storage, campaign_ids: Collection[int], *, agent_id: int | None) -> Several:
    """Take them out of the archive, switched off."""
    return _each(storage, campaign_ids, lambda each: switch.unarchive(storage, each, agent_id=agent_id))


def delete(storage: Storage, campaign_ids: Collection[int], *, agent_id: int | None) -> Several:
    """Take them out of every list, switched off."""
    return _each(storage, campaign_ids, lambda each: switch.delete(storage, each, agent_id=agent_id))


def put_back(storage: Storage, done: Several, *, agent_id: int | None) -> Several:
    """Undo an act on several: each is as it was, but for those that somebody has changed since."""
    left = {campaign.id: (before, campaign) for before, campaign in done.changed}
    return _each(storage, left, lambda each: switch.put_back(storage, left[each][1], left[each][0], agent_id=agent_id))


def _each(storage: Storage, campaign_ids: Collection[int], act: Callable[[int], Campaign]) -> Several:
    """Do it with all that are here, in the order of their ids, all of them held first (core.storage.campaign_rows)."""
    changed: list[tuple[Standing, Campaign]] = []
    refused: dict[int, SmartTriggerError] = {}
    with storage.transaction():
        for row in held_together(storage, campaign_ids):
            before = switch.standing(storage, row.id)
            try:
                after = act(row.id)
            except SmartTriggerError as error:
                refused[row.id] = error
                continue
            if (before.status, before.archived_at is None, before.deleted_at is None) != (
                after.status,
                not after.archived,
                not after.deleted,
            ):
                changed.append((before, after))
    return Several(tuple(changed), refused)
