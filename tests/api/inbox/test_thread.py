"""One conversation: what is in it, and what an answer does."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from core.errors import Conflict, InvalidInput, NotFound
from core.inbox.answers import HandOver, answer, assign, close, hand_back, mark_read
from core.inbox.conversations import thread
from core.inbox.holding import Having
from tests.api.conftest import Browser, Clock, Demo
from tests.api.inbox.conftest import made_id, said


def test_a_thread_begins_with_the_campaigns_message_and_says_which_it_was(browser: Browser, demo: Demo) -> None:
    campaign = demo.campaign(name="Welcome back", text="Hi there")
    browser.boot("https://shop.example/pricing")
    impression = browser.claim(campaign)["impression"]
    page = {"url": "https://shop.example/pricing", "title": "Pricing"}
    key = browser.post("messages", id=made_id(), text="Yes?", impression=impression, **page)["conversation"]["key"]
    found = thread(demo.storage, key)
    assert said(demo, key) == [("campaign", "Hi there"), ("visitor", "Yes?")]
    conversation = found.conversation
    assert (conversation.campaign_name, conversation.campaign_id, conversation.unread) == ("Welcome back", campaign, 1)
    assert (conversation.page_url, conversation.page_title) == (page["url"], page["title"])
    assert (conversation.profile.visits, conversation.profile.device, found.messages_shown) == (1, "desktop", 1)
    assert found.earlier == ()


def test_a_thread_names_earlier_conversations_with_the_visitor(browser: Browser, demo: Demo, clock: Clock) -> None:
    browser.boot()
    earlier = browser.post("messages", id=made_id(), text="First")["conversation"]["key"]
    clock.pass_(minutes=31)
    campaign = demo.campaign()
    browser.boot()
    impression = browser.claim(campaign)["impression"]
    key = browser.post("messages", id=made_id(), text="Again", impression=impression)["conversation"]["key"]
    assert [each.key for each in thread(demo.storage, key).earlier] == [earlier]


def test_a_conversation_that_is_gone_says_so(demo: Demo, clock: Clock) -> None:
    for act in (
        lambda: thread(demo.storage, "gone"),
        lambda: answer(demo.storage, "gone", demo.ada, made_id(), "Hi", clock()),
        lambda: assign(demo.storage, "gone", demo.ada, "", clock()),
        lambda: hand_back(demo.storage, "gone", demo.ada, HandOver(Having(), Having(demo.ada)), clock()),
        lambda: close(demo.storage, "gone", demo.ada, clock()),
        lambda: mark_read(demo.storage, "gone", 1),
    ):
        with pytest.raises(NotFound) as refused:
            act()
        assert refused.value.code == "conversation_gone"


def test_an_answer_takes_a_conversation_that_nobody_has_and_reads_it(
    demo: Demo, write: Any, bo: Any, sales: Any, clock: Clock
) -> None:
    key = write()
    assign(demo.storage, key, demo.ada, f"group:{sales}", clock())
    sent = answer(demo.storage, key, bo, made_id(), "Hi **you**", clock())
    assert (sent.author, sent.name, sent.blocks[0]["spans"][1]) == ("agent", "Bo", {"text": "you", "bold": True})
    conversation = thread(demo.storage, key).conversation
    assert conversation.agent
    assert conversation.group
    assert (conversation.agent.id, conversation.group.id, conversation.unread) == (bo, sales, 0)
    answer(demo.storage, key, demo.ada, made_id(), "Me too", clock())
    kept = thread(demo.storage, key).conversation.agent
    assert kept
    assert kept.id == bo


def test_an_answer_opens_a_closed_conversation(demo: Demo, write: Any, clock: Clock) -> None:
    key = write()
    close(demo.storage, key, demo.ada, clock())
    answer(demo.storage, key, demo.ada, made_id(), "One more thing", clock())
    assert thread(demo.storage, key).conversation.status == "open"


def test_an_answer_sent_twice_is_there_once(demo: Demo, write: Any, clock: Clock) -> None:
    key, once = write(), made_id()
    with ThreadPoolExecutor(4) as pool:
        sent = list(pool.map(lambda _: answer(demo.storage, key, demo.ada, once, "Hi", clock()), range(4)))
    assert {each.seq for each in sent} == {3}
    assert said(demo, key) == [("visitor", "Hello"), ("system", "Ada took this"), ("agent", "Hi")]


@pytest.mark.parametrize(
    ("text", "code"), [("", "text_empty"), ("x" * 4001, "text_too_long"), ("\x00\x0b", "text_empty")]
)
def test_an_answer_that_can_not_be_sent_says_why(demo: Demo, write: Any, clock: Clock, text: str, code: str) -> None:
    key = write()
    with pytest.raises(InvalidInput) as refused:
        answer(demo.storage, key, demo.ada, made_id(), text, clock())
    assert (refused.value.code, refused.value.field) == (code, "text")
    assert said(demo, key) == [("visitor", "Hello")]


def test_an_answer_pasted_from_a_slide_keeps_its_lines(demo: Demo, write: Any, clock: Clock) -> None:
    key = write()
    answer(demo.storage, key, demo.ada, made_id(), "In stock\x0bTwo days\x1b\u2028", clock())
    assert said(demo, key)[-1] == ("agent", "In stock\nTwo days")


def test_an_answer_can_not_pass_for_the_visitors_words(demo: Demo, write: Any, clock: Clock) -> None:
    key = write()
    theirs = thread(demo.storage, key).entries[0].client_id
    with pytest.raises(Conflict):
        answer(demo.storage, key, demo.ada, theirs, "Hi", clock())
