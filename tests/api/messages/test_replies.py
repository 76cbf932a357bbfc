"""A reply opens a conversation in the inbox that the marketer chose."""

from __future__ import annotations

from typing import Any

from core.inbox.conversations import thread
from core.performance import Counts, counts
from core.storage.models import Agent, Revision
from tests.api.conftest import Browser, Clock, Demo
from tests.api.messages.conftest import inbox, say


def test_a_reply_opens_a_conversation_that_begins_with_the_campaigns_message(
    browser: Browser, demo: Demo, shown: Any
) -> None:
    _, impression = shown(text="Hi **there**")
    told = say(browser, "Yes?", impression=impression, url="https://shop.example/pricing", title="Pricing")
    assert told["conversation"]["last_seq"] == 2
    assert told["conversation"]["open"] is True
    assert (told["message"]["seq"], told["message"]["author"], told["message"]["name"]) == (2, "visitor", "")
    first, second = thread(demo.storage, told["conversation"]["key"]).entries
    assert (first.seq, first.author, first.name) == (1, "campaign", "Ada")
    assert first.blocks[0]["spans"] == [{"text": "Hi "}, {"text": "there", "bold": True}]
    assert (second.seq, second.author, second.blocks) == (2, "visitor", told["message"]["blocks"])
    (conversation,) = inbox(demo)
    assert (conversation.page_url, conversation.page_title) == ("https://shop.example/pricing", "Pricing")


def test_a_visitor_who_has_not_replied_has_no_conversation(browser: Browser, demo: Demo, shown: Any) -> None:
    shown()
    assert inbox(demo) == []


def test_replies_reach_the_employee_the_marketer_chose(browser: Browser, demo: Demo, shown: Any) -> None:
    bo = demo.agent("Bo")
    _, impression = shown(recipient=f"agent:{bo}")
    say(browser, impression=impression)
    (conversation,) = inbox(demo)
    assert (conversation.agent_id, conversation.group_id) == (bo, None)


def test_replies_reach_the_group_the_marketer_chose(browser: Browser, demo: Demo, shown: Any, sales: Any) -> None:
    _, impression = shown(recipient=f"group:{sales}")
    say(browser, impression=impression)
    (conversation,) = inbox(demo)
    assert (conversation.agent_id, conversation.group_id) == (None, sales)


def test_replies_reach_whom_the_revision_named_that_was_shown(
    browser: Browser, demo: Demo, shown: Any, sales: Any
) -> None:
    campaign, impression = shown(recipient=f"group:{sales}")
    with demo.storage.transaction():
        content = {**Revision.get().content, "recipient": f"agent:{demo.ada}", "text": "New"}
        Revision.create(campaign=campaign, number=2, content=content, created_at=demo.parts.clock())
    demo.change(campaign, revision_number=2)
    told = say(browser, impression=impression)
    assert inbox(demo)[0].group_id == sales
    assert thread(demo.storage, told["conversation"]["key"]).entries[0].blocks[0]["spans"] == [{"text": "Hi there"}]


def test_replies_to_somebody_who_has_left_are_everybodys(
    browser: Browser, demo: Demo, shown: Any, clock: Clock
) -> None:
    bo = demo.agent("Bo")
    _, impression = shown(recipient=f"agent:{bo}")
    with demo.storage.transaction():
        Agent.update(deactivated_at=clock()).where(Agent.id == bo).execute()
    say(browser, impression=impression)
    (conversation,) = inbox(demo)
    assert (conversation.agent_id, conversation.group_id) == (None, None)


def test_a_conversation_is_freed_when_whoever_had_it_has_left(
    browser: Browser, demo: Demo, shown: Any, clock: Clock
) -> None:
    bo = demo.agent("Bo")
    _, impression = shown(recipient=f"agent:{bo}")
    say(browser, impression=impression)
    with demo.storage.transaction():
        Agent.update(deactivated_at=clock()).where(Agent.id == bo).execute()
    say(browser, "Still there?")
    (conversation,) = inbox(demo)
    assert conversation.agent_id is None


def test_replying_is_reading(browser: Browser, demo: Demo, shown: Any) -> None:
    campaign, impression = shown(frequency="multiple")
    say(browser, impression=impression)
    assert counts(demo.storage, [campaign])[campaign] == Counts(claimed=1, shown=1, replied=1, read=1)
    assert browser.boot()["residuals"] == []


def test_more_words_on_the_same_message_stay_in_one_conversation(browser: Browser, demo: Demo, shown: Any) -> None:
    campaign, impression = shown()
    first = say(browser, "One", impression=impression)
    second = say(browser, "Two", impression=impression)
    third = say(browser, "Three")
    assert len({each["conversation"]["key"] for each in (first, second, third)}) == 1
    assert [each["message"]["seq"] for each in (first, second, third)] == [2, 3, 4]
    assert counts(demo.storage, [campaign])[campaign].replied == 1


def test_a_reply_to_another_campaign_opens_another_conversation(
    browser: Browser, demo: Demo, shown: Any, clock: Clock
) -> None:
    _, impression = shown()
    first = say(browser, impression=impression)
    clock.pass_(minutes=31)
    _, impression = shown()
    second = say(browser, impression=impression)
    assert first["conversation"]["key"] != second["conversation"]["key"]
    third = say(browser)
    assert third["conversation"]["key"] == second["conversation"]["key"]
    named = say(browser, conversation=first["conversation"]["key"])
    assert named["conversation"]["key"] == first["conversation"]["key"]


def test_a_reply_to_a_removed_campaign_is_a_message_like_any_other(browser: Browser, demo: Demo, shown: Any) -> None:
    campaign, impression = shown()
    from core.storage.models import Campaign

    with demo.storage.transaction():
        Campaign.delete().where(Campaign.id == campaign).execute()
    told = say(browser, impression=impression)
    assert (browser.status, told["message"]["seq"]) == (200, 1)
