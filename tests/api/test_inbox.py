"""What the team finds in the inbox, and what it does there."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask.testing import FlaskClient

from core.errors import Conflict, InvalidInput, NotFound
from core.inbox.answers import HandOver, Having, answer, assign, close, hand_back, mark_read, reopen
from core.inbox.conversations import PAGE_SIZE, Waiting, Wanted, list_conversations, thread, waiting
from core.messages import plain
from core.storage.models import Agent, AgentGroup, Membership, Pulse, Visitor
from tests.api.conftest import Browser, Clock, Demo


def made_id() -> Any:
    return secrets.token_urlsafe(16)


@pytest.fixture
def bo(demo: Demo) -> Any:
    return demo.agent("Bo")


@pytest.fixture
def sales(demo: Demo, bo: Any, clock: Clock) -> Any:
    """A group that Bo is in."""
    with demo.storage.transaction():
        group = AgentGroup.create(name="Sales", created_at=clock())
        Membership.create(agent=bo, group=group)
    return int(group.id)


@pytest.fixture
def write(client: FlaskClient, demo: Demo, clock: Clock) -> Any:
    """A new visitor writes; returns the conversation's key."""

    def written(text: str = "Hello") -> Any:
        clock.pass_(seconds=1)
        visitor = Browser(client, address=f"198.51.100.{secrets.randbelow(250)}")
        visitor.boot()
        return visitor.post("messages", id=made_id(), text=text, time_zone="Europe/Paris")["conversation"]["key"]

    return written


def keys(demo: Demo, agent: Any, **wanted: Any) -> Any:
    return [each.key for each in list_conversations(demo.storage, agent, Wanted(**wanted)).rows]


def said(demo: Demo, key: str) -> Any:
    return [(each.author, plain(each.blocks)) for each in thread(demo.storage, key).entries]


def having(demo: Demo, key: str) -> Having:
    found = thread(demo.storage, key).conversation
    return Having(found.agent.id if found.agent else None, found.group.id if found.group else None)


# -- the list ---------------------------------------------------------------------------------------------------------


def test_the_newest_stands_first_with_what_was_last_said(demo: Demo, write: Any, clock: Clock) -> None:
    first, second = write("First"), write("Second\nline")
    rows = list_conversations(demo.storage, demo.ada).rows
    assert [each.key for each in rows] == [second, first]
    assert (rows[0].preview, rows[0].preview_author, rows[0].unread, rows[0].profile.country) == (
        "Second line", "visitor", 1, "FR",
    )  # fmt: skip
    clock.pass_(seconds=1)
    answer(demo.storage, first, demo.ada, made_id(), "**Hi**", clock())
    top = list_conversations(demo.storage, demo.ada).rows[0]
    assert (top.key, top.preview, top.preview_author, top.unread) == (first, "Hi", "agent", 0)


def test_each_scope_holds_its_conversations(demo: Demo, write: Any, bo: Any, sales: Any, clock: Clock) -> None:
    mine, group, everybody, others = write(), write(), write(), write()
    assign(demo.storage, mine, bo, f"agent:{bo}", clock())
    assign(demo.storage, group, bo, f"group:{sales}", clock())
    assign(demo.storage, others, bo, f"agent:{demo.ada}", clock())
    assert keys(demo, bo, scope="mine") == [mine]
    assert keys(demo, bo, scope="groups") == [everybody, group]
    assert keys(demo, bo, scope="all") == [others, everybody, group, mine]
    assert keys(demo, demo.ada, scope="groups") == [everybody]


def test_open_and_closed_ones_are_apart(demo: Demo, write: Any, clock: Clock) -> None:
    opened, closed = write(), write()
    close(demo.storage, closed, demo.ada, clock())
    assert keys(demo, demo.ada) == [opened]
    assert keys(demo, demo.ada, status="closed") == [closed]


def test_unread_ones_can_be_seen_alone(demo: Demo, write: Any) -> None:
    unread, read = write(), write()
    mark_read(demo.storage, read, 1)
    assert keys(demo, demo.ada, unread_only=True) == [unread]


SEARCHES = [
    ("a word", "refund", True),
    ("another case", "REFUND", True),
    ("another case of another alphabet", "ĐƠN", True),
    ("part of a word", "fun", True),
    ("all of several words", "ada refund", True),
    ("one of several words", "refund nothing", False),
    ("what the team has said", "forty", True),
    ("a name of the inside", "spans", False),
    ("a wildcard", "%", False),
    ("an underscore", "_", False),
    ("a quote", '"', True),
    ("nothing", "  ", True),
    ("something else", "invoice", False),
    ("who handed it on", "handed", False),
]


@pytest.mark.parametrize(("search", "found"), [each[1:] for each in SEARCHES], ids=[each[0] for each in SEARCHES])
def test_search_finds_words_of_both_sides(demo: Demo, write: Any, clock: Clock, search: str, found: bool) -> None:
    key = write('Is the "refund" for đơn hàng on its way?')
    answer(demo.storage, key, demo.ada, made_id(), "Ada here: within **forty** hours", clock())
    assign(demo.storage, key, demo.ada, f"agent:{demo.agent('Bo')}", clock())
    assert keys(demo, demo.ada, search=search) == ([key] if found else [])


@pytest.mark.parametrize("search", ["đặng", "ĐẶNG", "Åsa ñandú", "ÑANDÚ", "straße"])
def test_search_finds_visitors_by_name_and_address_in_every_alphabet(demo: Demo, write: Any, search: str) -> None:
    key = write()
    with demo.storage.transaction():
        Visitor.update(name="Åsa Đặng Straße", email="ñandú@shop.example").execute()
    assert keys(demo, demo.ada, search=search) == [key]


def test_long_lists_come_in_pages(demo: Demo, write: Any) -> None:
    written = [write(str(number)) for number in range(PAGE_SIZE + 2)]
    first = list_conversations(demo.storage, demo.ada)
    last = list_conversations(demo.storage, demo.ada, Wanted(page=9))
    assert (first.found, first.pages, len(first.rows)) == (PAGE_SIZE + 2, 2, PAGE_SIZE)
    assert (last.page, [each.key for each in last.rows]) == (2, [written[1], written[0]])


def test_waiting_counts_open_conversations_with_something_unread(
    demo: Demo, write: Any, bo: Any, sales: Any, clock: Clock
) -> None:
    mine, group, _everybody, closed = write(), write(), write(), write()
    assign(demo.storage, mine, bo, f"agent:{bo}", clock())
    assign(demo.storage, group, bo, f"group:{sales}", clock())
    close(demo.storage, closed, bo, clock())
    assert waiting(demo.storage, bo) == Waiting(mine=1, groups=2, all=3, for_me=3)
    mark_read(demo.storage, mine, 1)
    assert waiting(demo.storage, bo) == Waiting(mine=0, groups=2, all=2, for_me=2)


# -- one conversation --------------------------------------------------------------------------------------------------


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


# -- answering --------------------------------------------------------------------------------------------------------


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
    ("text", "code"), [("", "text_empty"), ("x" * 4001, "text_too_long"), ("a\x00", "text_control")]
)
def test_an_answer_that_can_not_be_sent_says_why(demo: Demo, write: Any, clock: Clock, text: str, code: str) -> None:
    key = write()
    with pytest.raises(InvalidInput) as refused:
        answer(demo.storage, key, demo.ada, made_id(), text, clock())
    assert (refused.value.code, refused.value.field) == (code, "text")
    assert said(demo, key) == [("visitor", "Hello")]


def test_an_answer_can_not_pass_for_the_visitors_words(demo: Demo, write: Any, clock: Clock) -> None:
    key = write()
    theirs = thread(demo.storage, key).entries[0].client_id
    with pytest.raises(Conflict):
        answer(demo.storage, key, demo.ada, theirs, "Hi", clock())


# -- handing on, closing ----------------------------------------------------------------------------------------------


def test_what_is_done_with_a_conversation_is_told_to_the_team(
    demo: Demo, write: Any, bo: Any, sales: Any, clock: Clock
) -> None:
    key = write()
    assign(demo.storage, key, demo.ada, f"agent:{bo}", clock())
    assign(demo.storage, key, bo, f"group:{sales}", clock())
    assign(demo.storage, key, bo, f"agent:{bo}", clock())
    assign(demo.storage, key, bo, "", clock())
    close(demo.storage, key, bo, clock())
    reopen(demo.storage, key, demo.ada, clock())
    assert [words for author, words in said(demo, key) if author == "system"] == [
        "Ada handed this to Bo",
        "Bo handed this to Sales",
        "Bo took this",
        "Bo handed this to everybody",
        "Bo closed this",
        "Ada opened this again",
    ]


def test_what_an_answer_does_and_what_is_handed_back_is_told_too(
    demo: Demo, write: Any, bo: Any, sales: Any, clock: Clock
) -> None:
    key = write()
    assign(demo.storage, key, demo.ada, f"group:{sales}", clock())
    done = assign(demo.storage, key, demo.ada, f"agent:{demo.ada}", clock())
    assert done
    hand_back(demo.storage, key, demo.ada, done, clock())
    close(demo.storage, key, demo.ada, clock())
    answer(demo.storage, key, bo, made_id(), "I have a look", clock())
    answer(demo.storage, key, demo.ada, made_id(), "Thank you", clock())
    close(demo.storage, key, bo, clock())
    answer(demo.storage, key, demo.ada, made_id(), "One more thing", clock())
    done = assign(demo.storage, key, demo.ada, f"agent:{demo.ada}", clock())
    assert done
    hand_back(demo.storage, key, demo.ada, done, clock())
    done = assign(demo.storage, key, bo, "", clock())
    assert done
    hand_back(demo.storage, key, bo, done, clock())
    assert said(demo, key)[1:] == [
        ("system", "Ada handed this to Sales"),
        ("system", "Ada took this"),
        ("system", "Ada handed this back to Sales"),
        ("system", "Ada closed this"),
        ("system", "Bo opened this again and took it"),
        ("agent", "I have a look"),
        ("agent", "Thank you"),
        ("system", "Bo closed this"),
        ("system", "Ada opened this again"),
        ("agent", "One more thing"),
        ("system", "Ada took this over from Bo"),
        ("system", "Ada handed this back to Bo"),
        ("system", "Bo handed this to everybody"),
        ("system", "Bo took this back"),
    ]


def test_doing_what_is_done_already_leaves_no_line(demo: Demo, write: Any, bo: Any, clock: Clock) -> None:
    key = write()
    for _ in range(2):
        assign(demo.storage, key, demo.ada, f"agent:{bo}", clock())
        close(demo.storage, key, bo, clock())
    assert len(said(demo, key)) == 3


def test_giving_to_a_group_takes_it_from_whoever_has_it(
    demo: Demo, write: Any, bo: Any, sales: Any, clock: Clock
) -> None:
    key = write()
    assign(demo.storage, key, demo.ada, f"agent:{bo}", clock())
    assign(demo.storage, key, demo.ada, f"group:{sales}", clock())
    conversation = thread(demo.storage, key).conversation
    assert conversation.group
    assert (conversation.agent, conversation.group.name) == (None, "Sales")


@pytest.mark.parametrize("to", ["support", "bo", "everybody"])
@pytest.mark.parametrize("had", ["ada", "nobody"])
def test_a_hand_over_is_undone_with_the_group(
    demo: Demo, write: Any, bo: Any, sales: Any, clock: Clock, had: str, to: str
) -> None:
    key = write()
    assign(demo.storage, key, demo.ada, f"group:{sales}", clock())
    if had == "ada":
        assign(demo.storage, key, demo.ada, f"agent:{demo.ada}", clock())
    with demo.storage.transaction():
        support = AgentGroup.create(name="Support", created_at=clock()).id
    before = having(demo, key)
    recipient = {"support": f"group:{support}", "bo": f"agent:{bo}", "everybody": ""}[to]
    done = assign(demo.storage, key, demo.ada, recipient, clock())
    assert done
    assert done == HandOver(before, having(demo, key))
    hand_back(demo.storage, key, demo.ada, done, clock())
    assert having(demo, key) == before == Having(demo.ada if had == "ada" else None, sales)
    lines = len(said(demo, key))
    hand_back(demo.storage, key, demo.ada, done, clock())
    assert len(said(demo, key)) == lines


def test_what_was_handed_on_since_stays_there(demo: Demo, write: Any, bo: Any, sales: Any, clock: Clock) -> None:
    key = write()
    done = assign(demo.storage, key, demo.ada, f"group:{sales}", clock())
    assert done
    assign(demo.storage, key, bo, f"agent:{bo}", clock())
    with pytest.raises(Conflict) as refused:
        hand_back(demo.storage, key, demo.ada, done, clock())
    assert refused.value.message == "This went to Bo meanwhile, so it stays there."
    assert having(demo, key) == Having(bo, sales)


def test_nothing_is_handed_back_to_who_has_left(demo: Demo, write: Any, bo: Any, clock: Clock) -> None:
    key = write()
    assign(demo.storage, key, demo.ada, f"agent:{bo}", clock())
    done = assign(demo.storage, key, demo.ada, "", clock())
    assert done
    with demo.storage.transaction():
        Agent.update(deactivated_at=clock()).where(Agent.id == bo).execute()
    with pytest.raises(InvalidInput) as refused:
        hand_back(demo.storage, key, demo.ada, done, clock())
    assert refused.value.code == "recipient_gone"


@pytest.mark.parametrize("recipient", ["agent:999", "group:999", "somebody", "agent:x", "robot:1"])
def test_nobody_can_be_given_a_conversation_who_is_not_here(
    demo: Demo, write: Any, clock: Clock, recipient: Any
) -> None:
    key = write()
    with pytest.raises(InvalidInput) as refused:
        assign(demo.storage, key, demo.ada, recipient, clock())
    assert refused.value.code == "recipient_gone"


def test_lines_for_the_team_are_neither_unread_nor_the_preview_nor_news(
    demo: Demo, write: Any, bo: Any, clock: Clock
) -> None:
    key = write("Hello")
    mark_read(demo.storage, key, 1)
    before = thread(demo.storage, key).conversation.changed_at
    clock.pass_(minutes=5)
    assign(demo.storage, key, demo.ada, f"agent:{bo}", clock())
    conversation = thread(demo.storage, key).conversation
    assert (conversation.unread, conversation.preview, conversation.changed_at) == (0, "Hello", before)


def test_reading_only_goes_forward(demo: Demo, write: Any, clock: Clock) -> None:
    key = write()
    mark_read(demo.storage, key, 99)
    mark_read(demo.storage, key, 0)
    assert thread(demo.storage, key).conversation.unread == 0


def test_every_act_tells_the_others_and_looking_does_not(demo: Demo, write: Any, bo: Any, clock: Clock) -> None:
    def version() -> Any:
        with demo.storage.connection():
            return Pulse.get_by_id("inbox").version

    key = write()
    for act in (
        lambda: mark_read(demo.storage, key, 1),
        lambda: answer(demo.storage, key, bo, made_id(), "Hi", clock()),
        lambda: assign(demo.storage, key, bo, "", clock()),
        lambda: close(demo.storage, key, bo, clock()),
        lambda: reopen(demo.storage, key, bo, clock()),
    ):
        before = version()
        act()
        assert version() == before + 1
    before = version()
    thread(demo.storage, key)
    list_conversations(demo.storage, bo)
    waiting(demo.storage, bo)
    mark_read(demo.storage, key, 1)
    assert version() == before
