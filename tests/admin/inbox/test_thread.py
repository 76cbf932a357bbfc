"""One conversation: what was said, who it was, and that it is marked as read when somebody has seen it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from nicegui.testing import User

from admin_ui import inbox_state
from admin_ui.pages import inbox
from core.leads import Origin, keep
from core.messages.forms import Answer, new_form
from core.storage import Storage
from core.storage.models import Conversation, Decision, Message, Visitor
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
    assert {"Asks to agree to: You may write to me.", "Call me"} <= set(said)
    pressable = [each for each in message.descendants() if each.tag in ("button", "input", "q-btn")]
    assert not pressable, "there is nothing to press or to fill in"


async def test_what_was_agreed_to_stands_below_the_answers_of_the_form(
    agent: User, post: Post, storage: Storage
) -> None:
    key = post.reply("Linh", "E-mail: linh@example.vn")
    post.write(key, "Are you there?")
    with storage.transaction():
        row = Conversation.get(Conversation.key == key)
        form = Message.get(Message.conversation == row, Message.seq == 2)
        page = ("https://shop.example/pricing", "Pricing", "VN")
        origin = Origin(post.site_id, row.visitor_id, post.campaign_id, key, row.id, *page)
        answers = [Answer("E-mail", "email", "linh@example.vn")]
        keep(storage, form.client_id, answers, "You may write to me.", origin, START)
    await agent.open(f"/inbox?c={key}")
    await agent.should_see("Are you there?")
    said = [words_of(each) for each in shown(agent) if "st-entry--visitor" in each.classes]
    assert ["Agreed to: You may write to me." in each for each in said] == [True, False]


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
    post.opens(DERIVED + key, "https://shop.example/neighbour", "Somebody else", attributes={"plan": "gold"})
    post.does(DERIVED + key, "cart_filled")
    await agent.open(f"/inbox?c={key}")
    await agent.should_see("Pricing")
    for words in ("Somebody else", "gold", "cart_filled"):
        await agent.should_not_see(words)


async def test_what_the_newest_page_tells_of_its_visitor_stands_beside_it(agent: User, post: Post) -> None:
    key = post.reply("Linh", "Hello")
    told = {"plan": "trial", "seats": 12000, "vip": True, "account": "https://crm.example/a/7", "js": "javascript:x"}
    post.opens(key, "https://shop.example/help", "Help", attributes={**told, "note": "long " * 50})
    await agent.open(f"/inbox?c={key}")
    await agent.should_see("Told by your website")
    lines = [words_of(each) for each in shown(agent) if "st-told-line" in each.classes]
    assert lines[:3] == ["plan trial", "seats 12000", "vip Yes"]
    assert lines[5].endswith("…")
    assert len(lines[5]) < 130
    links = {str(each.props["href"]) for each in shown(agent) if each.props.get("target") == "_blank"}
    assert "https://crm.example/a/7" in links
    assert not [each for each in links if "javascript" in each]
    post.opens(key, "https://shop.example/", "Home", seconds=1)
    await until(lambda: "Told by your website" not in texts(agent), "the page that tells nothing, signed out perhaps")


async def test_the_newest_events_of_the_visitors_pages_stand_beside_it(
    agent: User, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "SEEN_EVERY_SECONDS", 0.05)
    key = post.reply("Linh", "Hello")
    await agent.open(f"/inbox?c={key}")
    await agent.should_see("Newest page")
    assert "Events" not in texts(agent), "nothing has happened"
    for number in range(12):
        post.does(key, f"step {number}", seconds=number, total=number, gift=False, coupon=None)
    await until(lambda: "step 11" in texts(agent), "what happened meanwhile")
    names = [each for each in texts(agent) if each.startswith("step")]
    assert names == [f"step {number}" for number in range(11, 3, -1)]
    assert "total: 11 · gift: No" in texts(agent)


async def test_what_an_event_says_is_cut(agent: User, post: Post) -> None:
    key = post.reply("Linh", "Hello")
    post.does(key, "searched", words="w" * 256, more="m" * 256)
    await agent.open(f"/inbox?c={key}")
    await agent.should_see("searched")
    said = next(each for each in texts(agent) if each.startswith("words: "))
    assert len(said) == 120
    assert said.endswith("…")


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
