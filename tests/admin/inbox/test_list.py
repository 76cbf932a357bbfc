"""The list of the inbox: what comes in, what is counted, and how to find it again."""

from __future__ import annotations

from nicegui import ui
from nicegui.testing import User

from core import team
from core.storage import Storage
from tests.admin.campaign_hands import tell
from tests.admin.hands import field, fill, press, send, shown, until, words_of
from tests.admin.inbox.hands import Post, rail_count, texts


def named(user: User, words: str) -> ui.element | None:
    """What is called so by screen readers."""
    return next((each for each in shown(user) if each.props.get("aria-label") == words), None)


async def test_an_empty_inbox_says_what_comes_here(agent: User, post: Post) -> None:
    await agent.open("/inbox")
    await agent.should_see("Nothing waits here")
    await agent.should_see("No conversation is open")
    await agent.should_see("What visitors write appears on the left by itself.")
    post.reply("Linh", "Hello")
    await agent.should_see("Choose one on the left to read and answer it.", retries=20)


async def test_a_new_message_appears_by_itself_and_is_counted(agent: User, post: Post) -> None:
    first = post.reply("Linh", "Hello")
    other = post.reply("Marc", "Bonjour")
    await agent.open(f"/inbox?c={first}")
    await until(lambda: not post.unread(first))
    await until(lambda: rail_count(agent) == "1")
    post.write(first, "Are you there?")
    await agent.should_see("Are you there?", retries=20)
    post.write(other, "Et pour la Belgique ?")
    await agent.should_see("Et pour la Belgique ?", retries=20)
    await until(lambda: rail_count(agent) == "1")
    rows = [words_of(each) for each in shown(agent) if each.props.get("href", "").startswith("/inbox?c=")]
    assert "Marc" in rows[0]
    assert "Linh" in rows[1]


async def test_the_list_can_be_narrowed_by_whose_state_unread_and_words(
    agent: User, post: Post, storage: Storage
) -> None:
    me = next(each.id for each in team.agents(storage) if each.name == "Agent")
    sales = team.add_group(storage, "Sales", [me])
    care = team.add_group(storage, "Care")
    post.reply("Mina", "For me", agent=me)
    post.reply("Saleh", "For sales", group=sales.id)
    post.reply("Cara", "For care", group=care.id)
    await agent.open("/inbox")

    async def sees(*names: str) -> None:
        await until(lambda: {n for n in ("Mina", "Saleh", "Cara") if n in texts(agent)} == set(names))

    await sees("Mina")
    await press(agent, "My groups 1")
    await sees("Saleh")
    await press(agent, "All 3")
    await sees("Mina", "Saleh", "Cara")
    await fill(agent, "Search", "CARE for")
    await sees("Cara")
    await fill(agent, "Search", "")
    await fill(agent, "Open or closed", "closed")
    await sees()
    await fill(agent, "Open or closed", "open")
    await press(agent, "Unread")
    await sees("Mina", "Saleh", "Cara")


async def test_reading_does_not_take_a_conversation_out_of_the_unread_ones_under_ones_eyes(
    agent: User, post: Post
) -> None:
    key = post.reply("Linh", "Hello")
    await agent.open("/inbox")
    await press(agent, "Unread")
    row = next(each for each in shown(agent) if each.props.get("href") == f"/inbox?c={key}")
    send(agent, row, "click.prevent", {})
    await until(lambda: not post.unread(key))
    await agent.should_see("Linh")
    assert [each for each in shown(agent) if each.props.get("href") == f"/inbox?c={key}"]


async def test_what_is_looked_at_is_found_again_by_its_address(agent: User, post: Post) -> None:
    post.reply("Linh", "Where is my order?")
    key = post.reply("Marc", "An invoice, for my order")
    post.reply("Nour", "Hello")
    await agent.open("/inbox?q=order&whose=groups&unread=1")
    await until(lambda: {n for n in ("Linh", "Marc", "Nour") if n in texts(agent)} == {"Linh", "Marc"})
    assert field(agent, "Search").value == "order"
    await agent.open(f"/inbox?c={key}&status=closed")
    await until(lambda: "Linh" not in texts(agent))
    assert field(agent, "Open or closed").value == "closed"


async def test_selected_ones_are_closed_at_once_and_opened_by_one_undo(agent: User, post: Post) -> None:
    linh, marc, nour = (post.reply(name, "Hello") for name in ("Linh", "Marc", "Nour"))
    await agent.open("/inbox")
    for name in ("Linh", "Nour"):
        tick = await until(lambda name=name: named(agent, f"Select {name}"), f"the tick of {name}")
        send(agent, tick, "click", {"on": True, "through": False})
    await agent.should_see("2 selected")
    await press(agent, "Close")
    await until(lambda: [post.row(key).status for key in (linh, marc, nour)] == ["closed", "open", "closed"])
    await agent.should_see("2 conversations are closed.")
    await agent.should_not_see("selected")
    await press(agent, "Undo")
    await until(lambda: [post.row(key).status for key in (linh, nour)] == ["open", "open"])


async def test_selected_ones_are_read_and_handed_on(agent: User, post: Post, storage: Storage) -> None:
    care = team.add_group(storage, "Care")
    keys = [post.reply(name, "Hello") for name in ("Linh", "Marc")]
    await agent.open("/inbox")
    send(agent, await until(lambda: named(agent, "Select Linh"), "a tick"), "click", {"on": True, "through": False})
    every = await until(lambda: named(agent, "Select all on this page"), "the tick for all")
    send(agent, every, "click", {"on": True, "through": False})
    await press(agent, "Mark as read")
    await until(lambda: [post.unread(key) for key in keys] == [0, 0])
    send(agent, await until(lambda: named(agent, "Select Marc"), "a tick"), "click", {"on": True, "through": False})
    await agent.should_see("1 selected")
    await press(agent, "Hand on")
    await tell(agent, "Who gets this conversation", f"group:{care.id}")
    await press(agent, "Hand on")
    await agent.should_see("1 conversation is handed on.")
    assert sorted(post.row(key).group_id or 0 for key in keys) == [0, care.id]


async def test_an_open_one_that_is_selected_and_handed_on_is_unread(agent: User, post: Post, storage: Storage) -> None:
    care = team.add_group(storage, "Care")
    key = post.reply("Linh", "Hello")
    await agent.open(f"/inbox?c={key}")
    await until(lambda: not post.unread(key), "it to be read")
    send(agent, await until(lambda: named(agent, "Select Linh"), "a tick"), "click", {"on": True, "through": False})
    await press(agent, "Hand on")
    await tell(agent, "Who gets this conversation", f"group:{care.id}")
    await press(agent, "Hand on")
    await agent.should_see("1 conversation is handed on.")
    assert post.unread(key) == 1
