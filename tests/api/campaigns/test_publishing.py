"""What is missing is said, and visitors meet what was published."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core import campaigns, sites, team
from core.campaigns import draft_changes
from core.campaigns import switching as campaign_switch
from core.errors import Conflict, InvalidDraft, InvalidInput
from core.goals import GoalSettings, add_goal, archive_goal
from core.storage.models import Campaign as CampaignRow
from core.storage.models import Revision
from core.team import agent_groups as groups
from tests.api.campaigns.conftest import World, rule


def local(moment: datetime) -> str:
    return moment.astimezone(ZoneInfo("Asia/Ho_Chi_Minh")).strftime("%Y-%m-%dT%H:%M")


# What is missing


@pytest.mark.parametrize(
    ("fields", "step", "field"),
    [
        ({"name": "  "}, "name", "name"),
        ({"sender": None}, "message", "sender"),
        ({"sender": 999}, "message", "sender"),
        ({"recipient": ""}, "message", "recipient"),
        ({"recipient": "group:999"}, "message", "recipient"),
        ({"text": " \n "}, "message", "text"),
        ({"text": "x" * 2_001}, "message", "text"),
        ({"text": "[here](javascript:alert)"}, "message", "text"),
        ({"channel": "pigeon"}, "message", "channel"),
        ({"audience": rule({"id": "a", "fact": "horoscope"})}, "customers", "audience"),
        ({"audience": rule({"id": "a", "fact": "visits", "operator": "at_least"})}, "customers", "audience"),
        ({"starts": "tomorrow"}, "set_up", "starts"),
        ({"starts": "2026-12-01"}, "set_up", "starts"),
        ({"starts": "2026-12-01T09:00Z"}, "set_up", "starts"),
        ({"ends": "0001-01-01T00:00"}, "set_up", "ends"),
        ({"ends": "2020-01-01T00:00"}, "set_up", "ends"),
        ({"starts": "2099-01-02T00:00", "ends": "2099-01-01T00:00"}, "set_up", "ends"),
        ({"goal": 999}, "set_up", "goal"),
    ],
)
def test_a_draft_with_something_missing_says_what_and_where_and_is_not_published(
    world: World, fields: dict[str, Any], step: str, field: str
) -> None:
    campaign = world.create(**fields)
    with pytest.raises(InvalidDraft) as caught:
        world.publish(campaign.id)
    assert {(each.step, each.field) for each in caught.value.problems} == {(step, field)}
    with pytest.raises(InvalidDraft):
        campaigns.finish_step(world.storage, world.registry, campaign.id, step, agent_id=world.ada)
    assert campaigns.get(world.storage, campaign.id).status == "draft"


def test_problems_of_the_audience_name_their_condition(world: World) -> None:
    campaign = world.create(audience=rule({"id": "a", "fact": "visits", "operator": "at_least", "value": "many"}))
    (problem,) = campaigns.problems_of(world.storage, world.registry, campaign)
    assert (problem.node, problem.part) == ("a", "value")


def test_a_sender_or_recipient_who_left_has_to_be_replaced(world: World) -> None:
    campaign = world.create(recipient=f"agent:{world.ada}")
    team.deactivate_agent(world.storage, world.ada)
    found = campaigns.problems_of(world.storage, world.registry, campaigns.get(world.storage, campaign.id))
    assert {each.field for each in found} == {"sender", "recipient"}


def test_a_goal_is_one_that_the_site_offers_and_the_revision_keeps_it(world: World) -> None:
    other = sites.add_site(world.storage, sites.SiteSettings("docs.example"))
    theirs = add_goal(world.storage, other.id, GoalSettings("Read", "address", ("/",)))
    order = add_goal(world.storage, world.site, GoalSettings("Order placed", "address", ("/thanks",)))
    campaign = world.create(goal=theirs.id)
    (problem,) = campaigns.problems_of(world.storage, world.registry, campaign)
    assert (problem.step, problem.field) == ("set_up", "goal")
    assert problem.message == "shop.example has no such goal. Choose another, or none."
    world.save(campaign.id, "goal", order.id)
    world.publish(campaign.id)
    world.save(campaign.id, "goal_days", 30)
    again = campaigns.duplicate(world.storage, world.publish(campaign.id).id, agent_id=world.ada)
    assert (again.draft.goal, again.draft.goal_days) == (order.id, 30)
    world.save(campaign.id, "goal", None)
    world.publish(campaign.id)
    with world.storage.connection():
        kept = [(row.goal_id, row.goal_days) for row in Revision.select().order_by(Revision.number)]
    assert kept == [(order.id, 7), (order.id, 30), (None, None)]
    archive_goal(world.storage, order.id)
    (problem,) = campaigns.problems_of(world.storage, world.registry, again)
    assert problem.message == "Order placed is archived. Choose another goal, or none."


@pytest.mark.parametrize(("field", "value"), [("goal", 0), ("goal", True), ("goal_days", 0), ("goal_days", 91)])
def test_what_is_no_goal_is_not_saved(world: World, field: str, value: object) -> None:
    campaign = world.create()
    with pytest.raises(InvalidInput):
        world.save(campaign.id, field, value)


def test_a_group_without_members_gets_no_replies(world: World) -> None:
    nobody = groups.add_group(world.storage, "Nobody yet")
    campaign = world.create(recipient=f"group:{nobody.id}")
    assert [each.field for each in campaigns.problems_of(world.storage, world.registry, campaign)] == ["recipient"]


def test_a_finished_step_stays_finished(world: World) -> None:
    campaign = world.create()
    for step in ("message", "name", "message"):
        done = campaigns.finish_step(world.storage, world.registry, campaign.id, step, agent_id=world.ada)
    assert done.steps_done == ("message", "name")
    with pytest.raises(InvalidInput):
        campaigns.finish_step(world.storage, world.registry, campaign.id, "party", agent_id=world.ada)


# Publishing and switching


def test_visitors_meet_revisions_and_a_live_campaign_changes_only_by_publishing(world: World) -> None:
    campaign = world.running()
    assert (campaign.status, campaign.revision_number, campaign.unpublished) == ("active", 1, ())
    world.save(campaign.id, "text", "New words")
    changed = campaigns.get(world.storage, campaign.id)
    assert changed.unpublished == ("text",)
    assert changed.published == campaign.draft
    published = world.publish(campaign.id)
    assert (published.revision_number, published.unpublished) == (2, ())
    with world.storage.connection():
        contents = [row.content["text"] for row in Revision.select().order_by(Revision.number)]
    assert contents == ["Hi there", "New words"]


def test_publishing_without_changes_makes_no_revision(world: World) -> None:
    assert world.publish(world.running().id).revision_number == 1


def test_what_changed_after_the_marketer_looked_is_not_published_unseen(world: World) -> None:
    campaign = world.create()
    world.save(campaign.id, "text", "Unseen", by=world.bo)
    with pytest.raises(Conflict) as caught:
        world.publish(campaign.id, seen_version=campaign.draft_version)
    assert caught.value.code == "draft_changed"


def test_show_again_to_everyone_begins_a_new_generation(world: World) -> None:
    campaign = world.running()
    again = world.publish(campaign.id, show_again=True)
    assert (again.generation, again.revision_number) == (campaign.generation + 1, 2)
    assert world.publish(campaign.id).generation == again.generation


def test_changes_can_be_discarded_back_to_what_is_published(world: World) -> None:
    campaign = world.running()
    world.save(campaign.id, "text", "Never mind")
    world.save(campaign.id, "ends", "2099-01-01T00:00")
    before = campaigns.get(world.storage, campaign.id)
    done = draft_changes.discard_changes(world.storage, campaign.id, agent_id=world.ada)
    assert (done.campaign.draft, done.campaign.unpublished) == (campaign.draft, ())
    assert done.replaced == before.draft
    assert done.versions == {before.draft_version + 1, before.draft_version + 2}
    with pytest.raises(Conflict):
        draft_changes.discard_changes(world.storage, world.create().id, agent_id=world.ada)


def test_a_paused_campaign_resumes_as_it_was_published(world: World) -> None:
    campaign = world.running()
    world.save(campaign.id, "text", "")
    off = campaign_switch.switch_off(world.storage, campaign.id, agent_id=world.bo)
    assert (off.status, off.changed_by) == ("paused", "Bo")
    on = campaign_switch.switch_on(world.storage, world.registry, campaign.id, agent_id=world.ada)
    assert (on.status, on.revision_number) == ("active", 1)


def test_publishing_a_paused_campaign_leaves_it_switched_off(world: World) -> None:
    campaign = world.running()
    campaign_switch.switch_off(world.storage, campaign.id, agent_id=world.ada)
    world.save(campaign.id, "text", "New words")
    assert world.publish(campaign.id).status == "paused"


def test_switching_on_a_draft_publishes_it_and_off_a_draft_does_nothing(world: World) -> None:
    campaign = world.create()
    assert campaign_switch.switch_off(world.storage, campaign.id, agent_id=world.ada).status == "draft"
    on = campaign_switch.switch_on(world.storage, world.registry, campaign.id, agent_id=world.ada)
    assert (on.status, on.revision_number) == ("active", 1)


def test_a_campaign_past_its_end_is_ended_and_needs_a_later_end_to_run_again(world: World) -> None:
    campaign = world.running(ends=local(datetime.now(UTC) + timedelta(days=2)))
    later = datetime.now(UTC) + timedelta(days=3)
    assert campaign_switch.end_finished(world.storage, datetime.now(UTC)) == 0
    assert campaign_switch.end_finished(world.storage, later) == 1
    assert campaign_switch.end_finished(world.storage, later) == 0
    assert campaigns.get(world.storage, campaign.id).status == "ended"


def test_an_ended_campaign_says_that_it_needs_a_later_end(world: World) -> None:
    campaign = world.running(ends=local(datetime.now(UTC) + timedelta(days=2)))
    over = campaign.draft.changed("ends", local(datetime.now(UTC) - timedelta(minutes=2)))
    with world.storage.transaction():
        CampaignRow.update(draft=over.as_data()).where(CampaignRow.id == campaign.id).execute()
        Revision.update(content=over.as_data()).where(Revision.campaign == campaign.id).execute()
    assert campaigns.get(world.storage, campaign.id).status == "ended"
    with pytest.raises(InvalidDraft) as caught:
        campaign_switch.switch_on(world.storage, world.registry, campaign.id, agent_id=world.ada)
    assert [each.field for each in caught.value.problems] == ["ends"]
    world.save(campaign.id, "ends", "2099-01-01T00:00")
    on = campaign_switch.switch_on(world.storage, world.registry, campaign.id, agent_id=world.ada)
    assert (on.status, on.revision_number) == ("active", 2)


def test_a_flag_is_lifted_by_publishing_a_draft_that_works(world: World) -> None:
    campaign = world.running()
    team.deactivate_agent(world.storage, world.ada)
    flagged = campaigns.get(world.storage, campaign.id)
    assert "Ada" in flagged.flag
    with pytest.raises(InvalidDraft):
        world.publish(campaign.id)
    world.save(campaign.id, "sender", world.bo, by=world.bo)
    world.save(campaign.id, "recipient", f"agent:{world.bo}", by=world.bo)
    assert world.publish(campaign.id).flag == ""
