"""A message is kept once, however often it is sent, and a bad one never."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask.testing import FlaskClient

from core.inbox.answers import answer
from core.inbox.conversations import thread
from core.storage.models import Conversation, Message, Visitor
from tests.api.conftest import Browser, Clock, Demo
from tests.api.messages.conftest import inbox, made_id, say


def tabs_of(browser: Browser) -> Any:
    """Eight tabs of the same browser."""
    application = browser.client.application
    return [Browser(application.test_client(use_cookies=False), passport=browser.passport) for _ in range(8)]


def test_the_same_message_again_gets_the_same_answer(browser: Browser, demo: Demo, shown: Any) -> None:
    _, impression = shown()
    message = {"id": made_id(), "text": "Hi", "impression": impression}
    first = browser.post("messages", **message)
    answer(demo.storage, first["conversation"]["key"], demo.ada, made_id(), "Hello", demo.parts.clock())
    again = browser.post("messages", **message)
    assert (again["message"], again["conversation"]) == (first["message"], first["conversation"])
    with demo.storage.connection():
        assert [row.author for row in Message.select().order_by(Message.seq)] == [
            "campaign",
            "visitor",
            "system",
            "agent",
        ]


def test_a_message_is_recognised_across_conversations(browser: Browser, demo: Demo, shown: Any) -> None:
    browser.boot()
    message = {"id": made_id(), "text": "Hi"}
    first = browser.post("messages", **message)
    demo.clock.pass_(minutes=31)
    _, impression = shown()
    again = browser.post("messages", **message, impression=impression)
    assert again["conversation"] == first["conversation"]
    assert len(inbox(demo)) == 1


def test_two_tabs_that_send_the_same_message_at_once_send_it_once(browser: Browser, demo: Demo) -> None:
    browser.boot()
    message = {"id": made_id(), "text": "Hi"}
    tabs = tabs_of(browser)
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda tab: tab.post("messages", **message), tabs))
    assert {tab.status for tab in tabs} == {200}
    assert len({each["conversation"]["key"] for each in told}) == 1
    with demo.storage.connection():
        assert Message.select().count() == 1


def test_messages_sent_at_once_have_numbers_without_gaps(browser: Browser, demo: Demo) -> None:
    browser.boot()
    key = say(browser)["conversation"]["key"]
    tabs = tabs_of(browser)

    def write(tab: Any) -> None:
        say(tab, "from a tab")
        answer(demo.storage, key, demo.ada, made_id(), "from Ada", demo.parts.clock())

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, tabs))
    assert [each.seq for each in thread(demo.storage, key).entries] == list(range(1, 19)), (
        "8 messages, 8 answers, and who took it"
    )


def test_another_visitor_may_use_the_same_id(browser: Browser, demo: Demo, client: FlaskClient) -> None:
    browser.boot()
    message = {"id": made_id(), "text": "Hi"}
    stranger = Browser(client)
    stranger.boot()
    keys = {each.post("messages", **message)["conversation"]["key"] for each in (browser, stranger)}
    assert len(keys) == 2


def test_ids_of_the_other_side_are_taken(browser: Browser, demo: Demo, shown: Any) -> None:
    _, impression = shown()
    key = say(browser, impression=impression)["conversation"]["key"]
    theirs = thread(demo.storage, key).entries[0].client_id
    assert say(browser, id=theirs)["code"] == "message_id_taken"
    _, impression = shown_again(browser, demo)
    display = browser_display(demo)
    assert say(browser, id=display, impression=impression)["code"] == "message_id_taken"
    assert browser.status == 409


def shown_again(browser: Browser, demo: Demo) -> Any:
    demo.clock.pass_(minutes=31)
    campaign = demo.campaign()
    browser.boot()
    return campaign, browser.claim(campaign)["impression"]


def browser_display(demo: Demo) -> Any:
    from core.storage.models import Display

    with demo.storage.connection():
        return Display.select().order_by(Display.claimed_at.desc()).get().id


BAD = [
    ("an empty text", {"text": ""}, 422, "text_empty"),
    ("blanks", {"text": " \n\u200b"}, 422, "text_empty"),
    ("too long a text", {"text": "x" * 4001}, 422, "text_too_long"),
    ("nothing but controls", {"text": "\x00\x1b\x0b\u2028"}, 422, "text_empty"),
    ("no text", {"text": None}, 422, "body_invalid"),
    ("a number", {"text": 1}, 422, "body_invalid"),
    ("a strange id", {"id": "x"}, 422, "body_invalid"),
    ("a strange conversation", {"conversation": "a\x00b"}, 422, "body_invalid"),
    ("a conversation of nobody", {"conversation": "abc"}, 404, "conversation_unknown"),
    ("a forged impression", {"impression": "1.a.b"}, 401, "impression_invalid"),
    ("something unknown", {"html": "<b>"}, 422, "body_invalid"),
]


@pytest.mark.parametrize(("fields", "status", "code"), [each[1:] for each in BAD], ids=[each[0] for each in BAD])
def test_a_bad_message_is_a_problem_and_nothing_is_stored(
    browser: Browser, demo: Demo, fields: Any, status: int, code: str
) -> None:
    browser.boot()
    told = say(browser, **fields)
    assert (browser.status, told["code"]) == (status, code)
    with demo.storage.connection():
        assert (Message.select().count(), Conversation.select().count(), Visitor.select().count()) == (0, 0, 0)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a\x00b", ["ab"]),
        ("\x1b[31mError\x1b[0m", ["[31mError[0m"]),
        ("From a slide\x0bwith two lines", ["From a slide", "with two lines"]),
        ("From a table\u2028of cells\u2029and more\x85\x0cstill", ["From a table", "of cells", "and more"]),
        ("Half \ud83d", ["Half \ufffd"]),
    ],
)
def test_what_a_visitor_pasted_arrives_without_what_nobody_sees(browser: Browser, text: str, lines: list[str]) -> None:
    """They could not be told which character to take out, and would never get rid of their message."""
    browser.boot()
    blocks = say(browser, text)["message"]["blocks"]
    assert [each["text"] for each in blocks[0]["spans"] if "text" in each] == lines


def test_the_longest_text_is_taken_whole(browser: Browser, demo: Demo) -> None:
    browser.boot()
    text = "é" * 4000
    assert say(browser, text)["message"]["blocks"][0]["spans"] == [{"text": text}]


def test_the_conversation_of_somebody_else_is_unknown(browser: Browser, demo: Demo, client: FlaskClient) -> None:
    browser.boot()
    key = say(browser)["conversation"]["key"]
    stranger = Browser(client)
    stranger.boot()
    assert say(stranger, conversation=key)["code"] == "conversation_unknown"
    assert stranger.status == 404


def test_titles_and_addresses_are_stored_in_bounds(browser: Browser, demo: Demo) -> None:
    browser.boot()
    say(browser, url="https://shop.example/" + "x" * 5000, title="T" * 500 + "\x00")
    (conversation,) = inbox(demo)
    assert (len(conversation.page_url), len(conversation.page_title)) == (2000, 300)


def test_a_visitor_who_writes_too_fast_is_slowed_down_for_a_minute(browser: Browser, demo: Demo, clock: Clock) -> None:
    browser.boot()
    codes = [(say(browser), browser.status)[1] for _ in range(31)]
    assert codes == [*[200] * 30, 429]
    clock.pass_(minutes=1)
    say(browser)
    assert browser.status == 200
