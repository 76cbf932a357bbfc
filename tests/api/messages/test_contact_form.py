"""A contact form becomes a message in the chosen inbox and a lead, once, or a sentence at its field."""

from __future__ import annotations

from typing import Any

import pytest

from core.inbox.entries import entries
from core.messages import plain
from core.messages.forms import MAX_ANSWER, MAX_FIELDS, MAX_LABEL, new_form
from core.performance import counts
from core.storage.models import Conversation, Display, Lead, Message, Visitor
from tests.api.conftest import Browser, Demo
from tests.api.messages.conftest import made_id

VALUES = {"name": "Nguyễn An", "email": "an@example.vn"}
FORM = {**new_form(), "consent": "You may write to me.", "consent_link": "/privacy"}
BUTTONS = [
    {"id": "a", "label": "Leave your address", "action": "form", "link": ""},
    {"id": "b", "label": "See gifts", "action": "link", "link": "/gifts"},
]


def fill_in(browser: Browser, impression: str, values: Any = VALUES, **fields: Any) -> Any:
    form = {"values": values, "consent": True, **fields.pop("form", {})}
    page = {"url": "https://shop.example/gifts", "title": "Gifts"}
    said = {"id": made_id(), "text": "", "impression": impression, **page}
    return browser.post("messages", **{**said, "form": form, **fields})


def leads(demo: Demo) -> list[Any]:
    with demo.storage.connection():
        return list(Lead.select())


def test_visitors_get_the_form_and_the_buttons_with_the_message(browser: Browser, demo: Demo) -> None:
    campaign = demo.campaign(form=FORM, buttons=BUTTONS)
    browser.boot()
    _, buttons, form = browser.claim(campaign)["message"]["blocks"]
    assert buttons["buttons"] == [
        {"id": "a", "label": "Leave your address", "action": "form"},
        {"id": "b", "label": "See gifts", "action": "link", "link": "https://shop.example/gifts"},
    ]
    assert (form["type"], form["hidden"], form["consent_link"]) == ("form", True, "https://shop.example/privacy")


def test_a_form_that_was_filled_in_is_a_lead_and_a_message_in_the_chosen_inbox(
    browser: Browser, demo: Demo, shown: Any, sales: int
) -> None:
    campaign, impression = shown(form=FORM, recipient=f"group:{sales}")
    told = fill_in(browser, impression)
    assert browser.status == 200
    assert plain(told["message"]["blocks"]) == "Name: Nguyễn An\nE-mail: an@example.vn"
    (lead,) = leads(demo)
    with demo.storage.connection():
        conversation = Conversation.get()
        group = conversation.group
        visitor = Visitor.get()
        display = Display.get()
        said = entries(demo.storage, conversation.id)
    assert (lead.name, lead.email, lead.consent) == ("Nguyễn An", "an@example.vn", "You may write to me.")
    assert (lead.campaign_id, lead.conversation_id, lead.page_title) == (campaign, conversation.id, "Gifts")
    assert (group and group.id, visitor.name, visitor.email) == (sales, "Nguyễn An", "an@example.vn")
    assert [each.author for each in said] == ["campaign", "visitor"]
    assert display.read_at == display.lead_at
    assert display.replied_at is None
    found = counts(demo.storage, [campaign])[campaign]
    assert (found.shown, found.lead, found.read, found.replied) == (1, 1, 1, 0)


def test_the_same_form_again_is_one_lead(browser: Browser, demo: Demo, shown: Any) -> None:
    _, impression = shown(form=FORM)
    once = made_id()
    first = fill_in(browser, impression, id=once)
    again = fill_in(browser, impression, id=once)
    assert first["message"] == again["message"]
    assert len(leads(demo)) == 1


def test_a_campaign_that_brought_a_lead_does_not_come_back(browser: Browser, demo: Demo, shown: Any) -> None:
    _, impression = shown(form=FORM, frequency="multiple")
    fill_in(browser, impression)
    demo.clock.pass_(hours=2)
    assert browser.boot()["residuals"] == []


@pytest.mark.parametrize(
    ("values", "form", "code", "field"),
    [
        ({"name": "An"}, {}, "form_missing", "email"),
        ({"email": "an@example"}, {}, "form_email", "email"),
        ({"email": " \u200b "}, {}, "form_missing", "email"),
        (VALUES, {"consent": False}, "form_consent", "consent"),
    ],
)
def test_what_is_wrong_in_a_form_is_told_at_its_field_and_nothing_is_stored(
    browser: Browser, demo: Demo, shown: Any, values: Any, form: Any, code: str, field: str
) -> None:
    _, impression = shown(form=FORM)
    told = fill_in(browser, impression, values, form=form)
    assert (browser.status, told["code"], told["field"]) == (422, code, field)
    with demo.storage.connection():
        assert (Lead.select().count(), Message.select().count(), Conversation.select().count()) == (0, 0, 0)


def test_a_form_is_only_taken_by_the_message_that_showed_one(browser: Browser, demo: Demo, shown: Any) -> None:
    _, impression = shown()
    assert fill_in(browser, impression)["code"] == "form_unknown"
    said = {"id": made_id(), "text": "", "form": {"values": VALUES, "consent": True}}
    assert browser.post("messages", **said)["code"] == "form_unknown"
    assert leads(demo) == []


def test_what_a_form_did_not_ask_is_not_kept(browser: Browser, demo: Demo, shown: Any) -> None:
    _, impression = shown(form=FORM)
    fill_in(browser, impression, {**VALUES, "card": "4111 1111 1111 1111"})
    assert [each["kind"] for each in leads(demo)[0].answers] == ["name", "email"]


def test_a_link_button_answers_the_message(browser: Browser, demo: Demo, shown: Any) -> None:
    campaign, impression = shown(buttons=BUTTONS[1:], frequency="multiple")
    pressed = {"impression": impression, "event": "pressed", "button": "b", "id": made_id()}
    browser.post("events", events=[pressed])
    found = counts(demo.storage, [campaign])[campaign]
    assert (found.shown, found.clicked, found.read, found.replied) == (1, 1, 1, 0)
    demo.clock.pass_(hours=2)
    assert browser.boot()["residuals"] == []


def test_in_the_conversation_links_are_left_and_nothing_that_answers(browser: Browser, shown: Any) -> None:
    _, impression = shown(form=FORM, buttons=BUTTONS)
    told = fill_in(browser, impression)
    asked, answered = browser.post("poll", conversation=told["conversation"]["key"], after=0)["messages"]
    assert [block["type"] for block in answered["blocks"]] == ["text"]
    words, buttons = asked["blocks"]
    assert words["type"] == "text"
    see_gifts = {"id": "b", "label": "See gifts", "action": "link", "link": "https://shop.example/gifts"}
    assert buttons == {"type": "buttons", "buttons": [see_gifts]}


def test_of_buttons_that_lead_nowhere_nothing_is_left_in_the_conversation(browser: Browser, shown: Any) -> None:
    _, impression = shown(form=FORM, buttons=BUTTONS[:1])
    told = fill_in(browser, impression)
    asked, _ = browser.post("poll", conversation=told["conversation"]["key"], after=0)["messages"]
    assert [block["type"] for block in asked["blocks"]] == ["text"]


def test_a_form_that_is_filled_in_to_the_brim_is_taken(browser: Browser, demo: Demo, shown: Any) -> None:
    asked = [
        {"id": str(n), "kind": "text", "label": f"{n}" * MAX_LABEL, "required": False} for n in range(MAX_FIELDS - 1)
    ]
    form = {**new_form(), "fields": [new_form()["fields"][1], *asked]}
    _, impression = shown(form=form)
    long = {each["id"]: "x" * MAX_ANSWER for each in asked}
    fill_in(browser, impression, {"email": f"an@{'x' * 380}.example.vn", **long})
    assert browser.status == 200
    assert len(leads(demo)[0].answers) == MAX_FIELDS
