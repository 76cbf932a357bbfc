"""Answering, handing on and closing: who has a conversation, before and after."""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import UTC, datetime
from typing import Any

import pytest
from nicegui.testing import User

from admin_ui.components.answer_box import AnswerBox
from admin_ui.newest import Newest
from core import team
from core.inbox import answers, conversations
from core.storage import Storage
from core.storage.models import Agent
from tests.admin.campaign_hands import find_control, tell
from tests.admin.conftest import SignInAs
from tests.admin.hands import press, shown, until
from tests.admin.inbox.hands import Post, rail_count, texts, type_answer


async def test_an_answer_is_kept_once_however_often_it_is_sent(agent: User, post: Post, storage: Storage) -> None:
    key = post.reply("Linh", "Do you ship to Hanoi?")
    await agent.open(f"/inbox?c={key}")
    for _ in range(3):
        type_answer(agent, key, "Yes, **in 3 days**.", client_id="the-same-id")
    await agent.should_see("in 3 days", retries=20)
    entries = conversations.thread(storage, key).entries
    assert [entry.author for entry in entries] == ["campaign", "visitor", "system", "agent"]
    assert conversations.thread(storage, key).conversation.agent is not None


async def test_an_answer_that_can_not_be_sent_is_told_and_nothing_is_kept(
    agent: User, post: Post, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = post.reply("Linh", "Hello")
    await agent.open(f"/inbox?c={key}")
    box = next(each for each in shown(agent) if isinstance(each, AnswerBox))
    told: list[Any] = []
    monkeypatch.setattr(box, "run_method", lambda *arguments: told.append(arguments))
    type_answer(agent, key, "x" * 4001, client_id="too-long")
    await until(lambda: told)
    assert told[0][:3] == ("failed", key, "too-long")
    assert "Shorten it to 4,000" in told[0][3]
    assert [entry.author for entry in conversations.thread(storage, key).entries] == ["campaign", "visitor"]


async def test_closing_takes_it_from_the_list_and_can_be_undone(agent: User, post: Post) -> None:
    key = post.reply("Linh", "Hello")
    await agent.open(f"/inbox?c={key}")
    await press(agent, "Close")
    await agent.should_see("Closed. A new message opens it again.")
    assert post.row(key).status == "closed"
    await agent.should_see("Nothing waits here", retries=10)
    await press(agent, "Undo")
    await until(lambda: post.row(key).status == "open")
    await agent.should_see("Agent opened this again", retries=10)


async def test_a_conversation_is_handed_to_somebody_and_shows_up_with_them(
    agent: User, sign_in_as: SignInAs, post: Post, storage: Storage
) -> None:
    bo = await sign_in_as("agent", name="Bo")
    bo_id = next(each.id for each in team.agents(storage) if each.name == "Bo")
    key = post.reply("Linh", "Hello")
    await bo.open("/inbox")
    await press(bo, "Mine")
    await bo.should_see("Nothing waits here")
    await agent.open(f"/inbox?c={key}")
    await tell(agent, "Who has this conversation", f"agent:{bo_id}")
    await agent.should_see("Handed on.")
    await bo.should_see("Linh", retries=20)
    await until(lambda: rail_count(bo) == "1", "Bo to be told, though it is still open where it was handed on")
    assert rail_count(agent) == ""
    await press(agent, "Undo")
    await until(lambda: post.row(key).__data__["agent"] is None)
    await bo.should_see("Nothing waits here", retries=20)


async def test_who_answers_what_they_have_just_handed_on_reads_what_comes(
    agent: User, post: Post, storage: Storage
) -> None:
    sales = team.add_group(storage, "Sales", []).id
    key = post.reply("Linh", "Hello")
    await agent.open(f"/inbox?c={key}")
    await tell(agent, "Who has this conversation", f"group:{sales}")
    await agent.should_see("Handed on.")
    assert post.unread(key) == 1, "it waits for the group"
    type_answer(agent, key, "I know that one")
    await agent.should_see("It is yours now.")
    post.write(key, "Thanks")
    await until(lambda: not post.unread(key), "it to be read by who has it and looks at it")


async def test_what_could_not_be_handed_on_is_read_by_who_still_looks_at_it(agent: User, post: Post) -> None:
    key = post.reply("Linh", "Hello")
    await agent.open(f"/inbox?c={key}")
    await tell(agent, "Who has this conversation", "group:99")
    await agent.should_see("Choose an employee or a group who is still active.")
    post.write(key, "Is anybody here?")
    await until(lambda: not post.unread(key), "it to be read")


async def test_who_is_deactivated_can_do_nothing_more_in_an_open_inbox(
    owner: User, sign_in_as: SignInAs, post: Post, storage: Storage
) -> None:
    key = post.reply("Linh", "Hello")
    bo = await sign_in_as("agent", name="Bo")
    await bo.open(f"/inbox?c={key}")
    team.deactivate_agent(storage, next(each.id for each in team.agents(storage) if each.name == "Bo"))
    await bo.should_see("You are signed out. Sign in again.", retries=20)
    type_answer(bo, key, "I was never here")
    await bo.should_not_see("I was never here")
    assert len(conversations.thread(storage, key).entries) == 2


async def test_an_answer_says_before_that_it_takes_what_nobody_has_and_can_hand_it_back(
    agent: User, post: Post, storage: Storage
) -> None:
    sales = team.add_group(storage, "Sales", [])
    for group, before in (
        (None, "Nobody has taken this yet. Your answer makes it yours."),
        (sales.id, "This waits for Sales, and nobody has taken it. Your answer makes it yours."),
    ):
        key = post.reply("Linh", "Hello", group=group)
        await agent.open(f"/inbox?c={key}")
        await agent.should_see(before)
        type_answer(agent, key, "Hi Linh")
        await agent.should_see("It is yours now.")
        await agent.should_see("Agent took this")
        await until(lambda: [each for each in texts(agent) if each == "You"])
        await agent.should_not_see("nobody has")
        await press(agent, "Hand back")
        await until(lambda key=key: post.row(key).__data__["agent"] is None)
        assert post.row(key).__data__["group"] == group
        await agent.should_see(f"Agent handed this back to {'Sales' if group else 'everybody'}", retries=20)


async def test_that_an_answer_took_it_is_said_also_when_the_page_is_read_again_meanwhile(
    agent: User, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = post.reply("Linh", "Hello")
    await agent.open(f"/inbox?c={key}")
    await agent.should_see("Your answer makes it yours.")

    async def overtaken(self: Newest, reading: Awaitable[object]) -> None:
        await reading

    monkeypatch.setattr(Newest, "read", overtaken)
    type_answer(agent, key, "Hi Linh")
    await agent.should_see("It is yours now.")


@pytest.mark.parametrize("recipient", ["support", "everybody"])
async def test_undo_gives_it_back_into_its_group(agent: User, post: Post, storage: Storage, recipient: str) -> None:
    sales, support = (team.add_group(storage, name, []).id for name in ("Sales", "Support"))
    bo = team.add_agent(storage, email="bo@shop.example", name="Bo", role="agent")
    key = post.reply("Linh", "Hello", agent=bo.id, group=sales)
    await agent.open(f"/inbox?c={key}")
    await tell(agent, "Who has this conversation", f"group:{support}" if recipient == "support" else "")
    await agent.should_see("Handed on.")
    await press(agent, "Undo")
    await until(lambda: post.row(key).__data__["agent"] == bo.id)
    assert post.row(key).__data__["group"] == sales


@pytest.mark.parametrize("words", ["Undo", "Hand back"])
async def test_what_somebody_has_taken_since_is_not_taken_from_them(
    agent: User, post: Post, storage: Storage, words: str
) -> None:
    bo = team.add_agent(storage, email="bo@shop.example", name="Bo", role="agent")
    key = post.reply("Linh", "Hello")
    await agent.open(f"/inbox?c={key}")
    if words == "Undo":
        sales = team.add_group(storage, "Sales", []).id
        await until(lambda: f"group:{sales}" in choices(agent))
        await tell(agent, "Who has this conversation", f"group:{sales}")
        await agent.should_see("Handed on.")
    else:
        type_answer(agent, key, "Hi Linh")
        await agent.should_see("It is yours now.")
    answers.assign(storage, key, bo.id, f"agent:{bo.id}", datetime.now(UTC))
    await press(agent, words)
    await agent.should_see("This went to Bo meanwhile, so it stays there.")
    assert post.row(key).__data__["agent"] == bo.id


async def test_who_has_it_is_said_before_and_keeps_it_unless_one_takes_over(
    agent: User, post: Post, storage: Storage
) -> None:
    bo = team.add_agent(storage, email="bo@shop.example", name="Bo", role="agent")
    key = post.reply("Linh", "Hello", agent=bo.id)
    await agent.open(f"/inbox?c={key}")
    await agent.should_see("Bo has this conversation. If you answer, it stays with Bo.")
    type_answer(agent, key, "Bo is at lunch")
    await agent.should_see("Bo is at lunch", retries=20)
    assert post.row(key).__data__["agent"] == bo.id
    await press(agent, "Take over")
    await agent.should_see("It is yours now.")
    await agent.should_not_see("Bo has this conversation")
    assert post.row(key).__data__["agent"] != bo.id
    await press(agent, "Undo")
    await until(lambda: post.row(key).__data__["agent"] == bo.id)


async def test_a_closed_conversation_says_that_an_answer_opens_it(agent: User, post: Post) -> None:
    key = post.reply("Linh", "Hello")
    await agent.open(f"/inbox?c={key}")
    await press(agent, "Close")
    await agent.should_see("Nobody has taken this yet. Your answer opens it again and makes it yours.")


async def test_who_has_just_joined_can_be_handed_a_conversation(agent: User, post: Post, storage: Storage) -> None:
    key = post.reply("Linh", "Hello")
    await agent.open(f"/inbox?c={key}")
    await until(lambda: choices(agent))
    bo = team.add_agent(storage, email="bo@shop.example", name="Bo", role="agent")
    await until(lambda: f"agent:{bo.id}" in choices(agent), "Bo among the choices")


async def test_who_is_there_and_how_many_of_a_group_is_said_where_one_hands_on(
    agent: User, sign_in_as: SignInAs, post: Post, storage: Storage
) -> None:
    bo = await sign_in_as("agent", name="Bo")
    team.add_agent(storage, email="cy@shop.example", name="Cy", role="agent", title="Returns")
    ids = {each.name: each.id for each in team.agents(storage)}
    team.add_group(storage, "Sales", [ids["Bo"], ids["Cy"]])
    key = post.reply("Linh", "Hello")
    await agent.open(f"/inbox?c={key}")
    await until(lambda: offered(agent), "who can have it")
    assert [(each["title"], each["group"], each["caption"], each["online"]) for each in offered(agent)] == [
        ("You", "", "Agent", False),
        ("Everybody", "", "Whoever answers first takes it", False),
        ("Sales", "Groups", "2 members", False),
        ("Bo", "Employees", "Agent", False),
        ("Cy", "Employees", "Returns", False),
    ]
    await bo.open("/inbox")
    await until(lambda: offered(agent)[3]["online"], "Bo to be there, while one looks")
    assert [each["caption"] for each in offered(agent)[2:]] == ["1 of 2 online", "Agent · Online", "Returns"]


async def test_who_has_left_still_stands_as_who_has_it(agent: User, post: Post, storage: Storage) -> None:
    bo = team.add_agent(storage, email="bo@shop.example", name="Bo", role="agent")
    key = post.reply("Linh", "Hello", agent=bo.id)
    with storage.transaction():
        Agent.update(deactivated_at=datetime.now(UTC)).where(Agent.id == bo.id).execute()
    await agent.open(f"/inbox?c={key}")
    await until(lambda: offered(agent), "who can have it")
    assert (offered(agent)[-1]["title"], offered(agent)[-1]["caption"]) == ("Bo", "Not active any more")


def offered(user: User) -> list[dict[str, Any]]:
    """Who stands in the list of those who can have the conversation."""
    picker = find_control(user, "Who has this conversation")
    return [] if picker is None else list(picker.props["items"])


def choices(user: User) -> list[str]:
    return [each["key"] for each in offered(user)]
