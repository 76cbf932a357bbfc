"""What visitors write by themselves, and what the team learns of them by it."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient

from core.inbox.answers import close
from core.storage.models import Pulse, Site, Visitor
from tests.api.conftest import Browser, Clock, Demo
from tests.api.messages.conftest import inbox, say


def test_a_visitors_own_message_reaches_whom_the_site_names(browser: Browser, demo: Demo, sales: Any) -> None:
    with demo.storage.transaction():
        Site.update(recipient=f"group:{sales}").execute()
    demo.refresh()
    browser.boot()
    told = say(browser)
    assert told["message"]["seq"] == 1
    assert inbox(demo)[0].group_id == sales
    assert browser.boot()["conversation"]["key"] == told["conversation"]["key"]


def test_a_message_opens_a_closed_conversation_again(browser: Browser, demo: Demo, clock: Clock) -> None:
    browser.boot()
    key = say(browser)["conversation"]["key"]
    close(demo.storage, key, demo.ada, clock())
    assert say(browser)["conversation"]["key"] == key
    (conversation,) = inbox(demo)
    assert (conversation.status, conversation.closed_at) == ("open", None)


def test_a_browser_that_has_forgotten_its_conversation_finds_it(
    browser: Browser, demo: Demo, client: FlaskClient
) -> None:
    browser.boot()
    early = browser.passport
    key = say(browser)["conversation"]["key"]
    assert say(Browser(client, passport=early))["conversation"]["key"] == key


def test_the_visitor_is_described_by_what_the_last_request_told(browser: Browser, demo: Demo) -> None:
    browser.boot()
    say(browser, url="https://shop.example/a", title="A", time_zone="Asia/Saigon", language="vi")
    with demo.storage.connection():
        profile = Visitor.get().profile
    assert profile == {
        "country": "VN", "device": "desktop", "language": "vi", "time_zone": "Asia/Saigon", "visits": 1,
        "url": "https://shop.example/a", "title": "A",
    }  # fmt: skip


def test_a_guess_at_the_device_does_not_replace_what_a_page_view_told(client: FlaskClient, demo: Demo) -> None:
    mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Safari/605.1.15"
    ipad = Browser(client, user_agent=mac)
    ipad.boot(touch=True)
    ipad.claim(demo.campaign())
    ipad.boot(touch=True)
    ipad.claim(demo.campaign())
    say(ipad)
    with demo.storage.connection():
        assert Visitor.get().profile["device"] == "tablet"


def test_writing_tells_the_team(browser: Browser, demo: Demo) -> None:
    browser.boot()
    say(browser)
    with demo.storage.connection():
        assert Pulse.get_by_id("inbox").version == 1


def test_a_visitors_mark_up_is_words(browser: Browser, demo: Demo) -> None:
    browser.boot()
    told = say(browser, "**a** <b>b</b>\nhttps://shop.example")
    assert told["message"]["blocks"][0]["spans"] == [
        {"text": "**a** <b>b</b>"},
        {"break": True},
        {"text": "https://shop.example", "link": "https://shop.example"},
    ]
