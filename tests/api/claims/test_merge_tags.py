"""What merge tags say is settled by the claim: retries, conversations and leads say the same ever after."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask.testing import FlaskClient

from core.leads.erasing import erase
from core.messages import plain
from core.messages.forms import new_form
from core.sites import edit_site
from core.storage.models import Agent, Lead, Message, Visitor
from tests.api.claims.conftest import displays, made_id
from tests.api.conftest import Browser, Demo

TEXT = 'Hi {{ visitor.first_name | default: "there" }}, {{ sender.first_name }} here on {{ page.path }}'
FORM = {
    **new_form(),
    "fields": [{"id": "email", "kind": "email", "label": "E-mail for {{ sender.name }}", "required": True}],
    "consent": "{{ site.name }} may write to me",
}


def call_them(demo: Demo, name: str) -> None:
    with demo.storage.transaction():
        Visitor.update(name=name).execute()


def words(told: dict[str, Any]) -> str:
    return plain(told["message"]["blocks"])


def test_a_retry_and_the_conversation_say_what_the_claim_said(browser: Browser, demo: Demo) -> None:
    campaign = demo.campaign(text=TEXT, form=FORM)
    browser.boot("https://shop.example/gifts")
    display = made_id()
    first = browser.claim(campaign, display=display)
    assert words(first) == "Hi there, Ada here on /gifts"
    assert first["message"]["blocks"][1]["consent"] == "Shop may write to me"
    call_them(demo, "Bo")
    with demo.storage.transaction():
        Agent.update(name="Zoe").execute()
    assert browser.claim(campaign, display=display)["message"]["blocks"] == first["message"]["blocks"]
    browser.post("messages", id=made_id(), text="Yes", impression=first["impression"])
    with demo.storage.connection():
        quoted, *_ = Message.select().order_by(Message.seq)
    assert plain(quoted.blocks) == words(first)


def test_whoever_gave_a_name_is_called_by_it_and_can_be_forgotten(browser: Browser, demo: Demo) -> None:
    form = demo.campaign(form=FORM, position=1)
    campaign = demo.campaign(text=TEXT, frequency="multiple", position=2)
    browser.boot()
    impression = browser.claim(form)["impression"]
    filled = {"values": {"email": "an@example.vn"}, "consent": True}
    told = browser.post("messages", id=made_id(), text="", impression=impression, form=filled)
    assert plain(told["message"]["blocks"]) == "E-mail for Ada: an@example.vn"
    with demo.storage.connection():
        lead = Lead.get()
    assert lead.consent == "Shop may write to me"
    call_them(demo, "Trần Văn An")
    demo.clock.pass_(hours=2)
    browser.boot()
    assert words(browser.claim(campaign)) == "Hi An, Ada here on /"
    assert [bool(each["merged"]) for each in displays(demo.storage)] == [True, True]
    erase(demo.storage, lead.id)
    assert [each["merged"] for each in displays(demo.storage)] == [None, None]


def test_neighbours_of_a_cookieless_visitor_are_not_called_by_their_name(client: FlaskClient, demo: Demo) -> None:
    edit_site(demo.storage, demo.site.id, replace(demo.site.settings, consent="cookieless"))
    demo.refresh()
    form = demo.campaign(form={**new_form()}, position=1)
    campaign = demo.campaign(text=TEXT, frequency="multiple", position=2, without_memory=True)
    first, neighbour = Browser(client), Browser(client)
    first.boot()
    impression = first.claim(form)["impression"]
    filled = {"values": {"name": "An", "email": "an@example.vn"}, "consent": False}
    first.post("messages", id=made_id(), text="", impression=impression, form=filled)
    demo.clock.pass_(hours=2)
    neighbour.boot()
    assert words(neighbour.claim(campaign)).startswith("Hi there")


def test_a_message_without_tags_keeps_nothing_with_its_display(browser: Browser, demo: Demo) -> None:
    campaign = demo.campaign(text="Hi")
    browser.boot()
    browser.claim(campaign)
    assert displays(demo.storage)[0]["merged"] is None


def test_a_tag_that_an_older_program_published_says_nothing_and_breaks_nothing(browser: Browser, demo: Demo) -> None:
    campaign = demo.campaign(text="Hi {{ nobody.knows | shout }} there {{")
    browser.boot()
    assert words(browser.claim(campaign)) == "Hi there {{"
