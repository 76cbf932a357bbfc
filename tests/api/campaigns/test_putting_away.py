"""Archiving, deleting, and the order of those that stay."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core import campaigns
from core.campaigns import draft_changes
from core.campaigns import switching as campaign_switch
from core.errors import Conflict, NotFound
from core.storage.models import DraftChange, Revision
from tests.api.campaigns.conftest import World


@pytest.mark.parametrize("act", [campaign_switch.archive, campaign_switch.delete])
def test_archiving_and_deleting_switch_off_and_can_be_undone(world: World, act: Any) -> None:
    campaign = world.running()
    plans = world.pulse("plan")
    before = campaign_switch.standing(world.storage, campaign.id)
    away = act(world.storage, campaign.id, agent_id=world.ada)
    assert away.status == "paused"
    assert away.archived or away.deleted
    assert world.list() == []
    assert world.pulse("plan") == plans + 1
    with pytest.raises(Conflict):
        world.save(campaign.id, "name", "Too late")
    back = campaign_switch.put_back(world.storage, away, before, agent_id=world.ada)
    assert (back.status, back.archived, back.deleted) == ("active", False, False)
    assert world.list() == ["Welcome back"]


@pytest.mark.parametrize("act", [campaign_switch.archive, campaign_switch.delete])
def test_undo_leaves_alone_what_somebody_else_has_done_since(world: World, act: Any) -> None:
    campaign = world.running()
    before = campaign_switch.standing(world.storage, campaign.id)
    off = campaign_switch.switch_off(world.storage, campaign.id, agent_id=world.ada)
    act(world.storage, campaign.id, agent_id=world.bo)
    with pytest.raises(Conflict, match="since"):
        campaign_switch.put_back(world.storage, off, before, agent_id=world.ada)
    assert campaigns.get(world.storage, campaign.id).status == "paused"


def test_an_archived_campaign_comes_back_switched_off(world: World) -> None:
    campaign = world.running()
    campaign_switch.archive(world.storage, campaign.id, agent_id=world.ada)
    assert world.list(tab="archived") == ["Welcome back"]
    back = campaign_switch.unarchive(world.storage, campaign.id, agent_id=world.ada)
    assert (back.status, back.archived) == ("paused", False)


def test_a_deleted_campaign_is_removed_for_good_after_thirty_days(world: World) -> None:
    campaign = world.running()
    campaign_switch.delete(world.storage, campaign.id, agent_id=world.ada)
    now = datetime.now(UTC)
    assert campaign_switch.tidy(world.storage, now + timedelta(days=29)) == 0
    assert campaign_switch.tidy(world.storage, now + timedelta(days=31)) == 1
    with pytest.raises(NotFound):
        campaigns.get(world.storage, campaign.id)
    with world.storage.connection():
        assert (Revision.select().count(), DraftChange.select().count()) == (0, 0)


def test_old_edits_leave_and_the_draft_stays(world: World) -> None:
    campaign = world.create()
    campaign_switch.tidy(world.storage, datetime.now(UTC) + timedelta(days=91))
    assert draft_changes.changes_since(world.storage, campaign.id, 0) == ()
    assert campaigns.get(world.storage, campaign.id).draft == campaign.draft
