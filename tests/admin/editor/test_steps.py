"""The editor of a smart message: six steps from a name to visitors."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from nicegui.testing import User

from core import sites, team
from core.campaigns import switching as campaign_switch
from core.goals import GoalSettings, add_goal, archive_goal
from core.plugins import Registry
from core.rules import sentence
from core.storage import Storage
from core.storage.models import Campaign as CampaignRow
from tests.admin.campaign_hands import LIST, finish, pick, said, sees, sees_not, tell, toggle
from tests.admin.editor.conftest import Make
from tests.admin.editor.hands import mock, only
from tests.admin.hands import field, fill, press, problem_at, shown, until, words_of


async def test_a_marketer_takes_the_six_steps_from_a_name_to_visitors(
    marketer: User, storage: Storage, registry: Registry, site: int, ada: team.Agent, sales: int
) -> None:
    await marketer.open(LIST)
    await sees(marketer, "Smart messages start the conversation")
    await marketer.open(f"{LIST}/new")
    await fill(marketer, "Campaign name", "Pricing hesitation")
    await finish(marketer, "Message")

    await pick(marketer, "Sent from", "Ada")
    await pick(marketer, "Reply message sent to", "Sales")
    await fill(marketer, "Message content", "Questions about **pricing**?")
    await finish(marketer, "Target customers")

    await pick(marketer, "Condition", "Page address")
    await tell(marketer, "Page address: values", ["/pricing*"])
    await pick(marketer, "Condition", "Number of visits")
    await tell(marketer, "Number of visits: value", "3")
    await finish(marketer, "Set up")

    await press(marketer, "Send multiple times It comes back on later pages until they dismiss it or reply.")
    await tell(marketer, "End", "2099-01-01T10:00")
    await finish(marketer, "Activate")

    assert said(marketer, "Not active yet on shop.example")
    await toggle(marketer, "Activate on shop.example")
    await sees(marketer, "Live on shop.example, published")

    campaign = only(storage)
    assert (campaign.status, campaign.revision_number) == ("active", 1)
    published = campaign.published
    assert published is not None
    assert published.name == "Pricing hesitation"
    assert (published.sender, published.recipient) == (ada.id, f"group:{sales}")
    assert (published.text, published.frequency) == ("Questions about **pricing**?", "multiple")
    assert published.ends == "2099-01-01T10:00"
    words = sentence(published.audience, registry.condition_types)
    assert "/pricing*" in words
    assert "3" in words


async def test_the_first_key_stroke_makes_the_draft_and_a_reload_loses_nothing(
    marketer: User, storage: Storage, site: int
) -> None:
    await marketer.open(f"{LIST}/new")
    await sees(marketer, "New smart message")
    with storage.connection():
        assert CampaignRow.select().count() == 0, "looking at the form makes nothing"
    await fill(marketer, "Campaign name", "W")
    await sees(marketer, "Saved")
    await fill(marketer, "Campaign name", "Welcome")
    await until(lambda: only(storage).draft.name == "Welcome")
    await marketer.open(f"{LIST}/{only(storage).id}")
    assert field(marketer, "Campaign name").value == "Welcome"


async def test_a_reload_right_after_the_first_key_stroke_finds_the_draft(
    marketer: User, storage: Storage, site: int
) -> None:
    page = await marketer.http_client.get(f"{LIST}/new")
    assert re.search(r"/new\?key=[\w-]+", page.text)
    await marketer.open(f"{LIST}/new")
    assert marketer.client is not None
    found = re.search(r"/new\?key=[\w-]+", marketer.client._head_html)
    assert found is not None
    await fill(marketer, "Campaign name", "Rainy da")
    await marketer.open(f"{LIST.removesuffix('/new')}{found.group()}")
    assert field(marketer, "Campaign name").value == "Rainy da"
    assert only(storage).draft.name == "Rainy da"


async def test_a_key_that_somebody_made_up_begins_a_new_message(marketer: User, site: int) -> None:
    await marketer.open(f"{LIST}/new?key=made-up")
    assert field(marketer, "Campaign name").value == ""


async def test_a_step_is_not_finished_while_something_is_missing_and_it_says_what(marketer: User, make: Make) -> None:
    campaign = make(sender=None, recipient="", text="")
    await marketer.open(f"{LIST}/{campaign.id}?step=message")
    assert not said(marketer, "Choose the employee under whose name"), "nothing is red before Finished"
    await press(marketer, "Finished")
    await sees(marketer, "Choose the employee under whose name")
    assert said(marketer, "Choose the employee or group who gets the replies")
    assert said(marketer, "The message is empty")
    assert said(marketer, "3 problems")
    await sees(marketer, "3 things to mend here. First: Choose the employee under whose name")
    assert rail_numbers(marketer) == ["1", "2", "3", "4", "5"], "a step keeps its number"
    await pick(marketer, "Sent from", "Ada")
    await sees(marketer, "2 problems")
    await sees(marketer, "2 things to mend here. First: Choose the employee or group")
    await pick(marketer, "Reply message sent to", "Sales")
    await until(lambda: not said(marketer, "things to mend here"))
    await fill(marketer, "Message content", "Hi")
    await sees_not(marketer, "The message is empty")


def rail_numbers(user: User) -> list[str]:
    """What stands in the round marks of the rail."""
    marks = [each for each in shown(user) if "st-step-mark" in each.classes]
    return [str(getattr(each.default_slot.children[0], "text", "")) for each in marks]


async def test_a_campaign_without_a_name_stays_at_its_first_step(marketer: User, site: int) -> None:
    await marketer.open(f"{LIST}/new")
    await press(marketer, "Finished")
    await until(lambda: problem_at(marketer, "Campaign name"))
    assert "Give the campaign a name" in problem_at(marketer, "Campaign name")


async def test_an_editor_opens_where_the_draft_waits(marketer: User, make: Make) -> None:
    await marketer.open(f"{LIST}/{make(text='').id}?step=no-such-step")
    await sees(marketer, "What your team calls this campaign")


async def test_a_site_comes_first(marketer: User) -> None:
    await marketer.open(f"{LIST}/new")
    await sees(marketer, "A smart message needs a website")


async def test_the_way_to_the_sites_stands_where_the_fields_hint_would(marketer: User, make: Make) -> None:
    campaign = make()
    await marketer.open(f"{LIST}/{campaign.id}?step=name")
    await sees(marketer, "Manage sites")
    slots = field(marketer, "Site").slots
    assert [words_of(each) for each in slots["hint"].children] == ["Manage sites"]


async def test_the_site_of_a_draft_can_change_until_it_is_published(
    marketer: User, storage: Storage, registry: Registry, make: Make
) -> None:
    other = sites.add_site(storage, sites.SiteSettings("docs.example"))
    campaign = make()
    await marketer.open(f"{LIST}/{campaign.id}?step=name")
    await fill(marketer, "Site", other.id)
    await until(lambda: only(storage).site.id == other.id)
    campaign_switch.publish(storage, registry, campaign.id, agent_id=None)
    await marketer.open(f"{LIST}/{campaign.id}?step=name")
    assert "disable" in field(marketer, "Site").props


async def test_the_mock_widget_follows_every_key_stroke(marketer: User, make: Make) -> None:
    await marketer.open(f"{LIST}/{make(sender=None).id}?step=message")
    await fill(marketer, "Message content", "Hi **you**")
    assert mock(marketer)["blocks"] == [{"type": "text", "spans": [{"text": "Hi "}, {"text": "you", "bold": True}]}]
    await pick(marketer, "Sent from", "Ada")
    assert (mock(marketer)["agent"]["name"], mock(marketer)["agent"]["title"]) == ("Ada", "Customer care")
    await press(marketer, "Open")
    assert mock(marketer)["view"] == "open"
    await press(marketer, "Phone")
    assert mock(marketer)["device"] == "phone"


async def test_what_visitors_read_is_counted_without_marks(marketer: User, make: Make) -> None:
    await marketer.open(f"{LIST}/{make().id}?step=message")
    await fill(marketer, "Message content", "Hi **you**, see [our gifts](https://shop.example/gifts)")
    await sees(marketer, "21 / 2,000")


async def test_a_goal_is_chosen_or_made_on_the_spot(marketer: User, storage: Storage, make: Make, site: int) -> None:
    order = add_goal(storage, site, GoalSettings("Order placed", "address", ("/thanks",)))
    campaign = make()
    await marketer.open(f"{LIST}/{campaign.id}?step=set_up")
    assert not any(each.props.get("label") == "Counts within, days" for each in shown(marketer))
    await pick(marketer, "Goal", "Order placed")
    await until(lambda: only(storage).draft.goal == order.id)
    await tell(marketer, "Counts within, days", "91")
    await sees(marketer, "Give whole days, 1 to 90.")
    await tell(marketer, "Counts within, days", "30")
    await until(lambda: only(storage).draft.goal_days == 30)
    await sees_not(marketer, "Give whole days, 1 to 90.")

    await press(marketer, "Add goal")
    await fill(marketer, "Name", "Order placed")
    await press(marketer, 'A page tells of an event Its code calls smartTrigger("event", "order placed").')
    await fill(marketer, "Events", "signed up")
    await press(marketer, "Add goal")
    await until(lambda: problem_at(marketer, "Name"))
    assert problem_at(marketer, "Name") == "This site has a goal of that name. Choose another name."
    await fill(marketer, "Name", "Signed up")
    await press(marketer, "Add goal")
    await until(lambda: only(storage).draft.goal not in (None, order.id), "the new goal is chosen")
    await marketer.open(f"{LIST}/{campaign.id}?step=activate")
    await sees(marketer, "Signed up, within 30 days")


async def test_a_control_group_asks_for_a_goal_and_stands_in_the_summary(
    marketer: User, storage: Storage, make: Make, site: int
) -> None:
    add_goal(storage, site, GoalSettings("Order placed", "address", ("/thanks",)))
    campaign = make()
    await marketer.open(f"{LIST}/{campaign.id}?step=activate")
    assert not said(marketer, "Control group")
    await marketer.open(f"{LIST}/{campaign.id}?step=set_up")
    await sees(marketer, "To compare them, choose a goal.")
    await pick(marketer, "Control group", "20 % see nothing")
    await until(lambda: only(storage).draft.control_group == 20)
    await pick(marketer, "Goal", "Order placed")
    await sees_not(marketer, "To compare them, choose a goal.")
    await marketer.open(f"{LIST}/{campaign.id}?step=activate")
    await sees(marketer, "20 % see nothing")


async def test_a_goal_that_the_site_does_not_offer_is_told_at_its_field(
    marketer: User, storage: Storage, make: Make, site: int
) -> None:
    order = add_goal(storage, site, GoalSettings("Order placed", "address", ("/thanks",)))
    await marketer.open(f"{LIST}/{make(goal=order.id).id}?step=set_up")
    assert not said(marketer, "is archived")
    archive_goal(storage, order.id)
    await sees(marketer, "Order placed is archived. Choose another goal, or none.")
    await pick(marketer, "Goal", "No goal")
    await sees_not(marketer, "is archived")
    await until(lambda: only(storage).draft.goal is None)


async def test_a_broken_schedule_is_told_at_its_field(marketer: User, make: Make) -> None:
    await marketer.open(f"{LIST}/{make().id}?step=set_up")
    assert said(marketer, "Asia/Ho Chi Minh")
    await tell(marketer, "Start", "2098-01-01T10:00")
    await tell(marketer, "End", "2097-01-01T10:00")
    await press(marketer, "Finished")
    await sees(marketer, "The end lies before the start")
    await tell(marketer, "End", "")
    await sees_not(marketer, "The end lies before the start")


async def test_what_once_means_on_a_cookieless_site_is_said_where_it_is_chosen(
    marketer: User, storage: Storage, make: Make
) -> None:
    campaign = make()
    await marketer.open(f"{LIST}/{campaign.id}?step=set_up")
    assert not said(marketer, "once means once a day")
    here = sites.site(storage, campaign.site.id)
    sites.edit_site(storage, here.id, replace(here.settings, consent="cookieless"))
    await sees(marketer, "once means once a day")
    await marketer.open(f"{LIST}/{campaign.id}?step=set_up")
    assert said(marketer, "This site is cookieless")


@pytest.mark.parametrize("to_sales", [False, True], ids=["to whoever begins it", "to the site's recipient"])
async def test_a_new_message_is_sent_by_whoever_begins_it_until_they_choose(
    marketer: User, storage: Storage, site: int, sales: int, to_sales: bool
) -> None:
    if to_sales:
        sites.edit_site(storage, site, replace(sites.site(storage, site).settings, recipient=f"group:{sales}"))
    await marketer.open(f"{LIST}/new")
    await fill(marketer, "Campaign name", "Pricing hesitation")
    await until(lambda: storage_has(storage, "Pricing hesitation"), "the draft is saved")
    me = next(each.id for each in team.agents(storage) if each.role == "marketer")
    draft = only(storage).draft
    assert (draft.sender, draft.recipient) == (me, f"group:{sales}" if to_sales else f"agent:{me}")
    await finish(marketer, "Message")
    await press(marketer, "Finished")
    await sees(marketer, "The message is empty. Type what it should say.")
    assert not said(marketer, "Choose the employee")


def storage_has(storage: Storage, name: str) -> bool:
    with storage.connection():
        return any(row.draft.get("name") == name for row in CampaignRow.select())
