"""An employee writes to a visitor who is on the site: they learn of it at their next page, and nobody else does."""

from __future__ import annotations

import secrets
from typing import Any

import pytest
from flask.testing import FlaskClient

from core.errors import InvalidInput
from core.inbox.conversations import list_conversations, thread
from core.inbox.invitations import write_to
from core.storage.models import Conversation
from core.visits.on_site import VisitorHere, here
from tests.api.conftest import SHOP, Browser, Clock, Demo


def made_id() -> Any:
    return secrets.token_urlsafe(16)


def visitor_here(demo: Demo) -> VisitorHere:
    demo.parts.recorder.flush()
    return here(demo.storage, demo.clock()).visitors[0]


def write(demo: Demo, visitor: VisitorHere, text: str = "Can I help?", client_id: str = "") -> str:
    key = write_to(demo.storage, visitor, demo.ada, client_id or made_id(), text, demo.clock())
    demo.parts.invitations.refresh()
    return key


def test_a_visitor_learns_of_it_at_the_next_page_and_reads_it(browser: Browser, demo: Demo) -> None:
    assert browser.boot(f"{SHOP}/pricing", title="Pricing")["conversation"] is None
    key = write(demo, visitor_here(demo), "Can **I** help?")
    told = browser.boot(f"{SHOP}/help")["conversation"]
    assert told["key"] == key
    news = browser.post("poll", conversation=key, after=0)
    assert [(each["author"], each["name"]) for each in news["messages"]] == [("agent", "Ada")]
    found = thread(demo.storage, key)
    assert found.conversation.team_began
    assert (found.conversation.agent.id if found.conversation.agent else None) == demo.ada
    assert (found.conversation.page_url, found.conversation.profile.country) == (f"{SHOP}/pricing", "FR")
    assert found.conversation.unread == 0


def test_the_visitors_answer_goes_into_the_same_conversation(browser: Browser, demo: Demo) -> None:
    browser.boot()
    key = write(demo, visitor_here(demo))
    browser.boot()
    sent = browser.post("messages", id=made_id(), text="Yes", conversation=key)
    assert sent["conversation"]["key"] == key
    (row,) = list_conversations(demo.storage, demo.ada).rows
    assert (row.key, row.unread, row.preview) == (key, 1, "Yes")


def test_another_visitor_learns_nothing(client: FlaskClient, browser: Browser, demo: Demo) -> None:
    browser.boot()
    key = write(demo, visitor_here(demo))
    stranger = Browser(client)
    assert stranger.boot()["conversation"] is None
    assert stranger.post("poll", conversation=key, after=0)["code"] == "conversation_unknown"


def test_whoever_has_a_conversation_is_written_to_there(browser: Browser, demo: Demo) -> None:
    browser.boot()
    own = browser.post("messages", id=made_id(), text="Hello")["conversation"]["key"]
    visitor = visitor_here(demo)
    assert write(demo, visitor) == own
    assert browser.boot()["conversation"]["key"] == own


def test_sending_it_twice_writes_it_once(browser: Browser, demo: Demo) -> None:
    browser.boot()
    visitor, client_id = visitor_here(demo), made_id()
    key = write(demo, visitor, client_id=client_id)
    assert write(demo, visitor, client_id=client_id) == key
    assert [entry.author for entry in thread(demo.storage, key).entries] == ["agent"]


@pytest.mark.parametrize("ended", ["closed", "old"])
def test_what_is_over_is_not_told_any_more(browser: Browser, demo: Demo, clock: Clock, ended: str) -> None:
    browser.boot()
    key = write(demo, visitor_here(demo))
    if ended == "closed":
        with demo.storage.transaction():
            Conversation.update(status="closed").where(Conversation.key == key).execute()
    else:
        clock.pass_(days=31)
    demo.parts.invitations.refresh()
    assert browser.boot()["conversation"] is None


def test_nothing_proactive_comes_while_the_team_waits_for_an_answer(browser: Browser, demo: Demo) -> None:
    campaign = demo.campaign()
    browser.boot()
    write(demo, visitor_here(demo))
    browser.boot()
    assert browser.claim(campaign)["refused"] == "conversation"


@pytest.mark.parametrize("text", ["", "   "])
def test_nothing_is_begun_without_words(browser: Browser, demo: Demo, text: str) -> None:
    browser.boot()
    with pytest.raises(InvalidInput, match=r"."):
        write(demo, visitor_here(demo), text)
    assert list_conversations(demo.storage, demo.ada).rows == ()


def test_a_visitor_without_cookies_can_not_be_written_to(client: FlaskClient, demo: Demo) -> None:
    Browser(client, memory=False).boot()
    with pytest.raises(InvalidInput) as refused:
        write(demo, visitor_here(demo))
    assert refused.value.code == "visitor_unreachable"


def test_boot_tells_it_while_the_database_is_away(browser: Browser, demo: Demo, monkeypatch: Any) -> None:
    browser.boot()
    key = write(demo, visitor_here(demo))

    def away(*given: object) -> None:
        raise AssertionError("boot asked the database")

    monkeypatch.setattr(type(demo.storage), "execute", away)
    assert browser.boot()["conversation"]["key"] == key
