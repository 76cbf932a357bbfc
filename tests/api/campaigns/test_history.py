"""What visitors have met is listed, and can become the draft again."""

from __future__ import annotations

import pytest

from core.campaigns import draft_changes, history, switching
from core.errors import Conflict, NotFound
from core.storage.models import Agent
from tests.api.campaigns.conftest import World


def test_each_publishing_is_a_revision_with_its_number_its_maker_and_its_content(world: World) -> None:
    campaign = world.running(text="First")
    world.save(campaign.id, "text", "Second")
    world.publish(campaign.id)
    newest, oldest = history.revisions(world.storage, campaign.id)
    assert (newest.number, newest.content.text, newest.created_by, newest.met) == (2, "Second", "Ada", True)
    assert (oldest.number, oldest.content.text, oldest.created_by, oldest.met) == (1, "First", "Ada", False)
    assert oldest.created_at <= newest.created_at


def test_a_draft_has_no_revisions_and_a_campaign_that_is_gone_no_history(world: World) -> None:
    assert history.revisions(world.storage, world.create().id) == ()
    with pytest.raises(NotFound):
        history.revisions(world.storage, 999)


def test_a_revision_of_somebody_who_is_gone_has_no_name(world: World) -> None:
    campaign = world.create()
    with world.storage.transaction():
        cy = Agent.create(email="cy@shop.example", name="Cy", role="marketer", created_at=campaign.changed_at)
    draft_changes.save(world.storage, campaign.id, "text", "By Cy", agent_id=cy.id, base_version=0)
    switching.publish(world.storage, world.registry, campaign.id, agent_id=cy.id)
    with world.storage.transaction():
        Agent.delete().where(Agent.id == cy.id).execute()
    assert [each.created_by for each in history.revisions(world.storage, campaign.id)] == [""]


def test_an_old_revision_becomes_the_draft_and_visitors_meet_the_new_one_until_it_is_published(world: World) -> None:
    campaign = world.running(text="First")
    world.save(campaign.id, "text", "Second")
    world.save(campaign.id, "frequency", "multiple")
    world.publish(campaign.id)
    done = history.make_draft(world.storage, campaign.id, 1, agent_id=world.bo)
    assert (done.campaign.draft.text, done.campaign.draft.frequency) == ("First", "once")
    assert done.campaign.published is not None
    assert done.campaign.published.text == "Second"
    assert done.campaign.unpublished == ("text", "frequency")
    assert done.campaign.changed_by == "Bo"


def test_making_a_revision_the_draft_is_undone_but_for_what_was_typed_since(world: World) -> None:
    campaign = world.running(name="One", text="First")
    world.save(campaign.id, "text", "Second")
    world.publish(campaign.id)
    world.save(campaign.id, "name", "Two")
    done = history.make_draft(world.storage, campaign.id, 1, agent_id=world.ada)
    world.save(campaign.id, "text", "Third")
    back = draft_changes.bring_back(world.storage, done, agent_id=world.ada)
    assert (back.draft.name, back.draft.text) == ("Two", "Third")


def test_a_revision_that_is_not_there_and_an_archived_campaign_are_refused(world: World) -> None:
    campaign = world.running()
    with pytest.raises(NotFound) as caught:
        history.make_draft(world.storage, campaign.id, 2, agent_id=world.ada)
    assert caught.value.code == "revision_unknown"
    switching.archive(world.storage, campaign.id, agent_id=world.ada)
    with pytest.raises(Conflict):
        history.make_draft(world.storage, campaign.id, 1, agent_id=world.ada)
