"""The last step: what visitors meet changes there alone."""

from __future__ import annotations

from typing import Any

import pytest
from nicegui import Client
from nicegui.testing import User

from admin_ui.campaign_editor.rich_text import RichText
from admin_ui.campaign_paths import finished
from admin_ui.components.choosers import Control
from core.campaigns import draft_changes
from core.campaigns import switching as campaign_switch
from core.campaigns.drafts import Draft
from core.campaigns.translations import new_translation
from core.messages.forms import new_form
from core.plugins import Registry
from core.storage import Storage
from core.storage.models import Campaign as CampaignRow
from tests.admin.campaign_hands import LIST, control, said, sees, toggle
from tests.admin.editor.conftest import Make
from tests.admin.editor.hands import only, switch
from tests.admin.hands import field, fill, press, send, shown, until
from tests.admin.performance.shown import hrefs


async def test_a_live_campaign_changes_only_by_publish_changes(
    marketer: User, storage: Storage, registry: Registry, make: Make
) -> None:
    campaign = make()
    campaign_switch.publish(storage, registry, campaign.id, agent_id=None)
    await marketer.open(f"{LIST}/{campaign.id}?step=message")
    await fill(marketer, "Message content", "New words")
    await sees(marketer, "Unpublished changes")
    await until(lambda: only(storage).draft.text == "New words")
    assert only(storage).published == campaign.draft
    await press(marketer, "Activate done")
    await sees(marketer, "Not published yet")
    assert said(marketer, "Hi there")
    tick = next(each for each in shown(marketer) if each.props.get("type") == "checkbox")
    send(marketer, tick, "change", True)
    await press(marketer, "Publish changes")
    await sees(marketer, "Published. Everyone can meet it again.")
    after = only(storage)
    assert after.published is not None
    assert (after.published.text, after.revision_number, after.generation) == ("New words", 2, 2)


async def test_nothing_is_offered_to_publish_where_everything_is(
    marketer: User, storage: Storage, registry: Registry, make: Make
) -> None:
    campaign = make()
    await marketer.open(f"{LIST}/{campaign.id}?step=activate")
    await toggle(marketer, "Activate on shop.example")
    await sees(marketer, "Everything is published.")
    assert not said(marketer, "Publish changes")
    assert not said(marketer, "Show again to everyone")
    draft_changes.save(storage, campaign.id, "text", "New words", agent_id=None, base_version=0)
    await sees(marketer, "Publish changes")
    assert said(marketer, "Show again to everyone")
    await press(marketer, "Publish changes")
    await sees(marketer, "Everything is published.")
    assert not said(marketer, "Publish changes")


async def test_a_link_that_leads_elsewhere_is_seen_before_it_is_published(
    marketer: User, storage: Storage, registry: Registry, make: Make
) -> None:
    campaign = make(text="See [our prices](/pricing) **now**")
    campaign_switch.publish(storage, registry, campaign.id, agent_id=None)
    draft_changes.save(storage, campaign.id, "text", "See [our prices](/help) now", agent_id=None, base_version=0)
    await marketer.open(f"{LIST}/{campaign.id}?step=activate")
    await sees(marketer, "See [our prices](/pricing) **now**")
    await sees(marketer, "See [our prices](/help) now")


async def test_changes_can_be_discarded_and_that_undone(
    marketer: User, storage: Storage, registry: Registry, make: Make
) -> None:
    campaign = make()
    campaign_switch.publish(storage, registry, campaign.id, agent_id=None)
    draft_changes.save(storage, campaign.id, "text", "New words", agent_id=None, base_version=0)
    await marketer.open(f"{LIST}/{campaign.id}?step=activate")
    await sees(marketer, "Not published yet")
    await press(marketer, "Discard changes")
    await sees(marketer, "The draft is what visitors meet again.")
    assert only(storage).draft.text == "Hi there"
    await press(marketer, "Undo")
    await until(lambda: only(storage).draft.text == "New words")


async def test_unpublished_changes_are_seen_reviewed_and_discarded_from_every_step(
    marketer: User, storage: Storage, registry: Registry, make: Make
) -> None:
    campaign = make()
    campaign_switch.publish(storage, registry, campaign.id, agent_id=None)
    await marketer.open(f"{LIST}/{campaign.id}?step=message")
    assert not said(marketer, "Unpublished changes")
    await fill(marketer, "Message content", "New words")
    await sees(marketer, "Unpublished changes")
    await press(marketer, "Review and publish")
    await sees(marketer, "Not published yet")
    assert not said(marketer, "Unpublished changes"), "the last step shows them one by one"
    await press(marketer, "Message done")
    await press(marketer, "Discard")
    await until(lambda: field(marketer, "Message content").value == "Hi there")
    await sees(marketer, "The draft is what visitors meet again.")
    assert only(storage).draft.text == "Hi there"
    assert not said(marketer, "Unpublished changes")
    assert not said(marketer, "in another tab"), "nobody else did this"
    marketer.find(marker="undo").click()
    await until(lambda: field(marketer, "Message content").value == "New words")
    await until(lambda: only(storage).draft.text == "New words")


async def test_undoing_a_discard_leaves_what_somebody_else_did_since(
    marketer: User, storage: Storage, registry: Registry, make: Make
) -> None:
    def rule(*values: int) -> dict[str, Any]:
        rows = [
            {"id": f"c{at}", "fact": "visits", "operator": "at_least", "value": each} for at, each in enumerate(values)
        ]
        return {"schema": 1, "match": "all", "rules": rows}

    def save(name: str, value: object) -> None:
        draft_changes.save(storage, campaign.id, name, value, agent_id=None, base_version=only(storage).draft_version)

    campaign = make(audience=rule(1, 2))
    campaign_switch.publish(storage, registry, campaign.id, agent_id=None)
    for name, value in (("text", "My words"), ("name", "My name"), ("audience", rule(10, 2))):
        save(name, value)
    await marketer.open(f"{LIST}/{campaign.id}?step=activate")
    await press(marketer, "Discard changes")
    await sees(marketer, "The draft is what visitors meet again.")
    for name, value in (("text", "Their words"), ("frequency", "multiple"), ("audience", rule(1, 20))):
        save(name, value)
    await sees(marketer, "Their words")
    await sees(marketer, "at least 20")
    marketer.find(marker="undo").click()
    await until(lambda: only(storage).draft.name == "My name")
    await until(lambda: [each["value"] for each in only(storage).draft.audience["rules"]] == [10, 20])
    assert (only(storage).draft.text, only(storage).draft.frequency) == ("Their words", "multiple")


async def test_the_switch_pauses_and_resumes(marketer: User, storage: Storage, registry: Registry, make: Make) -> None:
    campaign = make()
    campaign_switch.publish(storage, registry, campaign.id, agent_id=None)
    await marketer.open(f"{LIST}/{campaign.id}?step=activate")
    await toggle(marketer, "Activate on shop.example")
    await sees(marketer, "Paused: no visitor sees it")
    assert only(storage).status == "paused"
    assert f"{LIST}/{campaign.id}/performance" in hrefs(marketer), "what it brought is one press away"
    await press(marketer, "Undo")
    await sees(marketer, "Live on shop.example, published")
    assert only(storage).status == "active"


async def test_what_is_missing_locks_the_switch_and_leads_to_its_step(marketer: User, make: Make) -> None:
    await marketer.open(f"{LIST}/{make(text='').id}?step=activate")
    await sees(marketer, "This can't be activated yet")
    assert switch(marketer, "Activate on shop.example").props["disabled"]
    await press(marketer, "Go to Message")
    await sees(marketer, "Replies open a conversation")


async def test_the_way_to_what_is_missing_ends_at_it(
    marketer: User, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    focused: list[str] = []
    monkeypatch.setattr(RichText, "mend", lambda field: focused.append(field.props["language"]))
    words = {"vi": {**new_translation(Draft(text="Hi there")), "text": ""}}
    await marketer.open(f"{LIST}/{make(translations=words).id}?step=activate")
    await press(marketer, "Go to Message")
    await sees(marketer, "Vietnamese: The message is empty.")
    await sees(marketer, "Shown to visitors whose browser is set to Vietnamese.")
    assert focused == ["vi"], "the first fault, in its language"


async def test_each_thing_missing_leads_to_its_own_field(
    marketer: User, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    focused: list[object] = []
    monkeypatch.setattr(Control, "focus", lambda control: focused.append(control))
    await marketer.open(f"{LIST}/{make(recipient='', name='').id}?step=activate")
    await press(marketer, "Go to Message")
    await until(lambda: focused)
    assert focused == [control(marketer, "Reply message sent to")]
    assert said(marketer, "Choose the employee or group who gets the replies."), "in red at the field"


LINK = {"id": "a", "label": "See gifts", "action": "link", "link": "/gifts"}
FORM = new_form()


@pytest.mark.parametrize(
    ("wrong", "label"),
    [
        ({"buttons": [LINK, {**LINK, "id": "b", "link": "gifts"}]}, "Button 2: address"),
        ({"buttons": [LINK, {**LINK, "id": "b", "label": " "}]}, "Button 2: words"),
        ({"buttons": [LINK, {**LINK, "id": "b", "action": "form"}]}, "Button 2: what it does"),
        ({"form": {**FORM, "consent_link": "privacy"}}, "Link of the consent"),
        ({"form": {**FORM, "submit": ""}}, "Words on the button"),
        (
            {"form": {**FORM, "fields": [*FORM["fields"], {**FORM["fields"][0], "id": "z", "label": ""}]}},
            "Question {n}",
        ),
    ],
)
async def test_what_is_wrong_with_a_button_or_a_form_leads_to_its_own_field(
    marketer: User, make: Make, monkeypatch: pytest.MonkeyPatch, wrong: dict[str, Any], label: str
) -> None:
    focused: list[object] = []
    monkeypatch.setattr(Control, "focus", lambda control: focused.append(control.props["label"]))
    await marketer.open(f"{LIST}/{make(**wrong).id}?step=activate")
    await press(marketer, "Go to Message")
    await until(lambda: focused)
    assert focused == [label.format(n=len(FORM["fields"]) + 1)]


async def test_why_a_campaign_is_not_run_stands_in_its_editor(
    marketer: User, storage: Storage, registry: Registry, make: Make
) -> None:
    campaign = make()
    campaign_switch.publish(storage, registry, campaign.id, agent_id=None)
    with storage.transaction():
        CampaignRow.update(flag="The condition “horoscope” is not installed.").execute()
    await marketer.open(f"{LIST}/{campaign.id}?step=activate")
    await sees(marketer, "horoscope")


async def test_whoever_finishes_a_draft_is_led_to_a_list_that_says_it_is_not_active(
    marketer: User, storage: Storage, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(Client, "open", lambda client, target, new_tab=False: opened.append(target))
    campaign = make()
    await marketer.open(f"{LIST}/{campaign.id}?step=activate")
    await sees(marketer, "Not active yet")
    await press(marketer, "Finished")
    await until(lambda: opened, "the list")
    await marketer.open(opened[0])
    await sees(marketer, "“Welcome back” is a draft: visitors don't see it yet.")
    await press(marketer, "Activate")
    await sees(marketer, "“Welcome back” is on. Visitors on shop.example can see it now.")
    assert only(storage).status == "active"
    await marketer.open(opened[0])
    await sees(marketer, "Welcome back")
    assert not said(marketer, "is a draft"), "it is not any more"


async def test_a_finished_draft_with_something_missing_is_led_back_to_what_is_missing(
    marketer: User, storage: Storage, make: Make
) -> None:
    campaign = make(text="")
    await marketer.open(finished(campaign.id))
    await press(marketer, "Activate")
    await sees(marketer, "This can't be activated yet")
    assert only(storage).status == "draft"
