"""One conversation: what was said, who it was, and that it is marked as read when somebody has seen it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from nicegui.testing import User

from admin_ui import inbox_state
from admin_ui.pages import inbox
from core.messages.forms import new_form
from core.storage import Storage
from core.storage.models import Conversation, Decision, Visitor
from core.visits.passports import DERIVED
from tests.admin.hands import send, shown, until, words_of
from tests.admin.inbox.hands import START, Post, texts


async def test_a_thread_begins_with_the_campaigns_message_set_apart(agent: User, post: Post) -> None:
    key = post.reply("Linh", "Do you ship to Hanoi?")
    await agent.open(f"/inbox?c={key}")
    await agent.should_see("Sent by campaign Welcome back, as the visitor saw it")
    log = next(each for each in shown(agent) if each.props.get("role") == "log")
    seen = [words_of(each) for each in log.descendants() if getattr(each, "text", "")]
    assert seen.index("there") < seen.index("Do you ship to Hanoi?")
    anchor = next(each for each in shown(agent) if getattr(each, "text", "") == "help")
    assert anchor.props["href"] == "https://shop.example/help"
    assert "noopener" in anchor.props["rel"]
    on_site = next(each for each in shown(agent) if getattr(each, "text", "") == "gifts")
    assert on_site.props["href"] == "https://shop.example/gifts"


async def test_the_campaigns_message_stands_with_all_that_the_visitor_could_press_or_fill_in(
    agent: User, post: Post
) -> None:
    buttons = [
        {"id": "a", "label": "See gifts", "action": "link", "link": "/gifts"},
        {"id": "b", "label": "Yes, tell me", "action": "reply"},
        {"id": "c", "label": "Leave your address", "action": "form"},
    ]
    picture = {"type": "image", "media": "0" * 64, "width": 64, "height": 48, "alt": "A brass lamp"}
    form = {"type": "form", **new_form(), "consent": "You may write to me.", "submit": "Call me", "hidden": True}
    key = post.reply("Linh", "Yes, tell me", more=[picture, {"type": "buttons", "buttons": buttons}, form])
    await agent.open(f"/inbox?c={key}")
    message = next(each for each in shown(agent) if words_of(each) == "The campaign's message")
    pieces = [each for each in message.descendants() if each.tag in ("figure", "li")]
    assert [words_of(each) for each in pieces] == [
        "A brass lamp",
        "See gifts https://shop.example/gifts",
        "Yes, tell me Reply with these words",
        "Leave your address Open the contact form",
        "Name optional",
        "E-mail",
    ]
    said = texts(agent)
    assert {"You may write to me.", "Call me"} <= set(said)
    pressable = [each for each in message.descendants() if each.tag in ("button", "input", "q-btn")]
    assert not pressable, "there is nothing to press or to fill in"


async def test_beside_it_stand_page_place_and_visits_of_the_visitor(agent: User, post: Post) -> None:
    key = post.reply("Linh", "Hello")
    await agent.open(f"/inbox?c={key}")
    for words in ("Hanoi, Vietnam", "Pricing", "shop.example/pricing", "Phone", "Messages shown"):
        await agent.should_see(words)
    assert not [each for each in texts(agent) if "x=1" in each]


async def test_a_page_address_that_is_no_web_address_is_no_link(agent: User, post: Post, storage: Storage) -> None:
    key = post.reply("Linh", "Hello")
    with storage.transaction():
        Conversation.update(page_url="javascript:alert(1)", page_title="Win").where(Conversation.key == key).execute()
    await agent.open(f"/inbox?c={key}")
    await agent.should_see("Win")
    assert not [each for each in shown(agent) if "javascript:" in str(each.props.get("href", ""))]


async def test_what_nobody_looks_at_stays_unread(agent: User, post: Post) -> None:
    key = post.reply("Linh", "Hello")
    await agent.open("/inbox")
    await agent.should_see("Linh")
    await agent.open(f"/inbox?c={key}")
    await until(lambda: not post.unread(key))
    layout = agent.current_layout
    send(agent, layout, "st_visible", False)
    post.write(key, "Still there?")
    await agent.should_see("Still there?", retries=20)
    assert post.unread(key) == 1
    send(agent, layout, "st_visible", True)
    await until(lambda: not post.unread(key))


async def test_a_conversation_that_is_gone_is_told_so(agent: User) -> None:
    await agent.open("/inbox?c=gone")
    await agent.should_see("This conversation has been deleted. Choose another one.")


async def test_the_visitors_newest_page_is_followed_while_they_move_on(agent: User, post: Post) -> None:
    key = post.reply("Linh", "Hello")
    await agent.open(f"/inbox?c={key}")
    await agent.should_see("Newest page")
    post.opens(key, "https://shop.example/help/shipping?token=secret", "Shipping")
    await agent.should_see("Shipping", retries=20)
    await agent.should_see("shop.example/help/shipping")
    await agent.should_see("Pricing")
    post.opens(key, "https://shop.example/cart", "Your cart", seconds=1)
    await agent.should_see("Your cart", retries=20)
    assert not [each for each in texts(agent) if "secret" in each]


async def test_a_cookieless_visitor_is_not_shown_on_a_neighbours_page(
    agent: User, post: Post, storage: Storage
) -> None:
    key = post.reply("Linh", "Hello")
    with storage.transaction():
        Visitor.update(key=DERIVED + key).where(Visitor.key == key).execute()
    post.opens(DERIVED + key, "https://shop.example/neighbour", "Somebody else")
    await agent.open(f"/inbox?c={key}")
    await agent.should_see("Pricing")
    await agent.should_not_see("Somebody else")


async def test_why_a_message_was_shown_is_led_to_as_soon_as_it_is_kept(
    agent: User, post: Post, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "AGAIN_SECONDS", 0.05)
    monkeypatch.setattr(inbox_state, "REASON_WITHIN", datetime.now(UTC) - START + timedelta(minutes=1))
    key = post.reply("Linh", "Hello")
    await agent.open(f"/inbox?c={key}")
    await agent.should_see("Sent by campaign")
    await agent.should_not_see("Why they saw it")
    with storage.reading_log():
        Decision.create(
            key=key, site_id=post.site_id, visitor_key=key, campaign_id=post.campaign_id, revision_number=1,
            page_view=key, at=START, outcome="", facts={},
        )  # fmt: skip
    await agent.should_see("Why they saw it", retries=20)
    assert len([each for each in texts(agent) if each == "Why they saw it"]) == 1
