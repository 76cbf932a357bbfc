"""What the team answers reaches the visitor, in order, and nobody else."""

from __future__ import annotations

import secrets
from typing import Any

import pytest
from flask.testing import FlaskClient

from core import team
from core.inbox.answers import answer, assign, close
from core.inbox.conversations import thread
from tests.api.conftest import Browser, Clock, Demo


def made_id() -> Any:
    return secrets.token_urlsafe(16)


@pytest.fixture
def key(browser: Browser) -> Any:
    """The visitor has written one message."""
    browser.boot()
    return browser.post("messages", id=made_id(), text="Hello")["conversation"]["key"]


def poll(browser: Browser, key: str, after: Any = 0, **fields: Any) -> Any:
    return browser.post("poll", conversation=key, after=after, **fields)


def test_an_answer_is_told_after_what_is_known(browser: Browser, demo: Demo, key: str, clock: Clock) -> None:
    answer(demo.storage, key, demo.ada, made_id(), "Hi **you**", clock())
    told = poll(browser, key, after=1)
    (message,) = told["messages"]
    assert message == {
        "seq": 3,
        "id": message["id"],
        "author": "agent",
        "name": "Ada",
        "title": "Sales",
        "picture": "",
        "blocks": [{"type": "text", "spans": [{"text": "Hi "}, {"text": "you", "bold": True}]}],
        "at": clock().isoformat(timespec="milliseconds"),
    }
    assert (told["open"], told["last_seq"], told["read"]) == (True, 3, 0)
    assert told["now"] == message["at"]
    assert poll(browser, key, after=3)["messages"] == []


def test_a_link_to_a_page_of_the_site_leads_to_the_origin_that_asks(
    browser: Browser, demo: Demo, key: str, clock: Clock
) -> None:
    answer(demo.storage, key, demo.ada, made_id(), "[Gifts](/gifts)", clock())
    (message,) = poll(browser, key, after=1)["messages"]
    assert message["blocks"][0]["spans"] == [{"text": "Gifts", "link": "https://shop.example/gifts"}]


def test_an_answers_picture_is_the_small_one(browser: Browser, demo: Demo, key: str, clock: Clock) -> None:
    team.set_picture(demo.storage, demo.ada, "abc")
    answer(demo.storage, key, demo.ada, made_id(), "Hi", clock())
    assert [each["picture"] for each in poll(browser, key, after=1)["messages"]] == ["/media/abc/72"]


def test_the_whole_thread_is_told_from_zero(browser: Browser, demo: Demo, key: str, clock: Clock) -> None:
    answer(demo.storage, key, demo.ada, made_id(), "Hi", clock())
    assert [each["seq"] for each in poll(browser, key)["messages"]] == [1, 3], "who took it is the team's own business"


def test_at_most_a_hundred_are_told_at_once_and_the_rest_next_time(
    browser: Browser, demo: Demo, key: str, clock: Clock
) -> None:
    for number in range(120):
        answer(demo.storage, key, demo.ada, made_id(), str(number), clock())
    first = poll(browser, key)["messages"]
    assert [each["seq"] for each in first] == [1, *range(3, 102)]
    assert [each["seq"] for each in poll(browser, key, after=101)["messages"]] == list(range(102, 123))


def test_visitors_are_told_that_it_is_closed_but_not_who_handed_it_to_whom(
    browser: Browser, demo: Demo, key: str, clock: Clock
) -> None:
    bo = demo.agent("Bo")
    assign(demo.storage, key, demo.ada, f"agent:{bo}", clock())
    close(demo.storage, key, bo, clock())
    told = poll(browser, key, after=1)
    assert (told["messages"], told["open"], told["last_seq"]) == ([], False, 3)
    answer(demo.storage, key, bo, made_id(), "One more thing", clock())
    assert [each["seq"] for each in poll(browser, key, after=1)["messages"]] == [5]


def test_what_the_visitor_has_seen_only_grows_and_the_team_sees_it(
    browser: Browser, demo: Demo, key: str, clock: Clock
) -> None:
    answer(demo.storage, key, demo.ada, made_id(), "Hi", clock())
    assert poll(browser, key, read=3)["read"] == 3
    assert poll(browser, key, read=1)["read"] == 3
    assert poll(browser, key, read=99)["read"] == 3
    assert thread(demo.storage, key).visitor_read_seq == 3


def test_asking_writes_nothing(browser: Browser, demo: Demo, key: str) -> None:
    from core.storage.models import Pulse

    def version() -> Any:
        with demo.storage.connection():
            return Pulse.get_by_id("inbox").version

    before = version()
    poll(browser, key)
    poll(browser, key, read=0)
    assert version() == before


def test_nobody_else_can_read_a_conversation(browser: Browser, demo: Demo, key: str, client: FlaskClient) -> None:
    stranger = Browser(client)
    stranger.boot()
    assert poll(stranger, key)["code"] == "conversation_unknown"
    assert stranger.status == 404


def test_a_conversation_is_of_its_site_alone(browser: Browser, demo: Demo, key: str, client: FlaskClient) -> None:
    from core.sites import SiteSettings, add_site

    add_site(demo.storage, SiteSettings("Other", ("https://other.example",)), key="other")
    demo.refresh()
    elsewhere = Browser(client, site="other", origin="https://other.example")
    elsewhere.boot()
    assert poll(elsewhere, key)["code"] == "conversation_unknown"
    elsewhere.passport = browser.passport
    assert poll(elsewhere, key)["code"] == "passport_foreign"


BAD = [
    ("a negative number", {"after": -1}),
    ("a huge number", {"after": 1 << 31}),
    ("a text", {"after": "1"}),
    ("a half", {"after": 0.5}),
    ("a strange key", {"conversation": "a b"}),
    ("no key", {"conversation": ""}),
    ("a read that is none", {"read": -5}),
]


@pytest.mark.parametrize("fields", [each[1] for each in BAD], ids=[each[0] for each in BAD])
def test_a_bad_poll_is_a_problem(browser: Browser, key: str, fields: Any) -> None:
    told = browser.post("poll", **{"conversation": key, "after": 0, **fields})
    assert (browser.status, told["code"]) == (422, "body_invalid")
