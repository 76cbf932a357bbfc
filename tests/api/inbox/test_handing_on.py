"""Who has a conversation: handing on, handing back, closing, reading."""

from __future__ import annotations

from typing import Any

import pytest

from core.errors import Conflict, InvalidInput
from core.inbox import several
from core.inbox.answers import HandOver, answer, assign, close, hand_back, mark_read, reopen
from core.inbox.conversations import list_conversations, thread, waiting
from core.inbox.holding import Having
from core.storage.models import Agent, AgentGroup, Pulse
from tests.api.conftest import Clock, Demo
from tests.api.inbox.conftest import having, made_id, said


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


def test_lines_for_the_team_are_neither_unread_nor_the_preview_nor_news(demo: Demo, write: Any, clock: Clock) -> None:
    key = write("Hello")
    mark_read(demo.storage, key, 1)
    before = thread(demo.storage, key).conversation.changed_at
    clock.pass_(minutes=5)
    assign(demo.storage, key, demo.ada, f"agent:{demo.ada}", clock())
    conversation = thread(demo.storage, key).conversation
    assert (conversation.unread, conversation.preview, conversation.changed_at) == (0, "Hello", before)


@pytest.mark.parametrize("by", [several.assign, assign])
@pytest.mark.parametrize("to", ["bo", "sales", "everybody"])
def test_for_whoever_is_handed_a_conversation_it_is_unread(
    demo: Demo, write: Any, bo: Any, sales: Any, clock: Clock, to: str, by: Any
) -> None:
    key = write("Hello")
    answer(demo.storage, key, demo.ada, made_id(), "I ask a colleague", clock())
    assert waiting(demo.storage, bo).all == 0
    recipient = {"bo": f"agent:{bo}", "sales": f"group:{sales}", "everybody": ""}[to]
    by(demo.storage, key if by is assign else [key], demo.ada, recipient, clock())
    told = waiting(demo.storage, bo)
    assert (told.mine, told.groups, told.for_me) == ((1, 0, 1) if to == "bo" else (0, 1, 1))
    assert thread(demo.storage, key).conversation.unread == 1
    mark_read(demo.storage, key, 9)
    assign(demo.storage, key, bo, f"agent:{bo}", clock())
    assert waiting(demo.storage, bo).all == 0, "who takes it has seen it"
    close(demo.storage, key, bo, clock())
    assign(demo.storage, key, bo, f"agent:{demo.ada}", clock())
    assert thread(demo.storage, key).conversation.unread == 0, "what is closed waits for nobody"


def test_what_is_handed_back_is_as_read_as_it_was(demo: Demo, write: Any, bo: Any, clock: Clock) -> None:
    key = write("Hello")
    mark_read(demo.storage, key, 1)
    done = assign(demo.storage, key, demo.ada, f"agent:{bo}", clock())
    assert done is not None
    hand_back(demo.storage, key, demo.ada, done, clock())
    assert thread(demo.storage, key).conversation.unread == 0


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
    mark_read(demo.storage, key, 9)
    before = version()
    thread(demo.storage, key)
    list_conversations(demo.storage, bo)
    waiting(demo.storage, bo)
    mark_read(demo.storage, key, 1)
    assert version() == before
