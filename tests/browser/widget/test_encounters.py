"""Where campaigns and a conversation meet: neither takes the screen from the other, and neither is lost."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.widget.fake import Fake, Refuse
from tests.browser.widget.screen import Screen, shows, shows_not, soon

OLD = timedelta(minutes=50)
"""How long ago somebody wrote in a conversation that is not going on any more."""


def asked_long_ago(fake: Fake) -> None:
    fake.says("Do you have lamps?", author="visitor", name="")
    fake.conversation[-1]["at"] = (datetime.now(UTC) - OLD).isoformat()


@pytest.fixture
def late(fake: Fake, page: Page) -> Screen:
    """A campaign that was granted, while the answer of an employee had come up."""
    asked_long_ago(fake)
    fake.campaign(1, "By the way")
    fake.gates["claim"] = threading.Event()
    page.goto(fake.shop)
    screen = Screen(page)
    soon(lambda: fake.asked("claim"), "the claim")
    fake.says("We do")
    shows(screen.bubble.get_by_text("We do"))
    fake.gates["claim"].set()
    soon(lambda: any(kept.startswith("2 ") for kept in screen.stored().values()), "the claim's answer")
    return screen


def test_a_message_that_is_granted_late_leaves_the_answer_on_screen_and_comes_after_it(
    fake: Fake, late: Screen
) -> None:
    shows(late.bubble.get_by_text("We do"))
    assert fake.events() == []
    late.dismiss.click()
    shows(late.bubble.get_by_text("By the way"))
    soon(lambda: fake.events() == ["shown"], "shown is told")
    soon(lambda: fake.read == 2, "the answer was read")


def test_words_for_an_employee_never_go_to_a_campaign_that_was_granted_late(fake: Fake, late: Screen) -> None:
    late.reply("How much?")
    soon(lambda: fake.texts()[1:] == ["How much?"], "the reply arrives")
    late.reply("And by when?")
    soon(lambda: fake.texts()[2:] == ["And by when?"], "the next one arrives")
    assert [(each.get("impression"), each["conversation"]) for each in fake.asked("messages")] == [(None, "talk-1")] * 2
    late.page.get_by_role("button", name="Close chat").first.click()
    shows(late.bubble.get_by_text("By the way"))


def test_a_message_that_was_granted_late_goes_with_its_page(fake: Fake, late: Screen) -> None:
    fake.residuals.clear()
    late.page.evaluate("() => history.pushState(null, '', '/elsewhere')")
    soon(lambda: len(fake.asked("boot")) == 2, "the next page view")
    late.dismiss.click()
    shows_not(late.bubble)
    late.look_later()
    shows_not(late.text("By the way"))


def test_nothing_is_claimed_before_the_visitor_has_seen_what_was_answered_meanwhile(fake: Fake, page: Page) -> None:
    asked_long_ago(fake)
    fake.says("We do")
    fake.conversation[-1]["at"] = fake.conversation[0]["at"]
    fake.campaign(1, "By the way")
    fake.gates["poll"] = threading.Event()
    with page.expect_response("**/evaluator.js"):
        page.goto(fake.shop)
    screen = Screen(page)
    soon(lambda: fake.asked("poll"), "it asks for news")
    page.evaluate("() => fetch('/later')")
    assert fake.asked("claim") == []
    fake.gates["poll"].set()
    shows(screen.bubble.get_by_text("We do"))
    assert fake.asked("claim") == []
    screen.dismiss.click()
    shows(screen.bubble.get_by_text("By the way"))


@pytest.mark.parametrize("off", [timedelta(days=-3), timedelta(), timedelta(days=3)], ids=["behind", "right", "ahead"])
@pytest.mark.parametrize("going_on", [True, False])
def test_whether_a_conversation_is_going_on_is_told_by_the_servers_clock(
    fake: Fake, page: Page, off: timedelta, going_on: bool
) -> None:
    asked_long_ago(fake)
    if going_on:
        fake.says("And rope?", author="visitor", name="")
    fake.campaign(1, "By the way")
    page.clock.set_fixed_time(datetime.now(UTC) + off)
    page.goto(fake.shop)
    soon(lambda: len(fake.asked("poll")) >= 2, "it asks for news")
    if going_on:
        assert fake.asked("claim") == []
    else:
        shows(Screen(page).bubble.get_by_text("By the way"))


def test_an_answer_that_comes_under_a_message_is_counted_and_comes_up_after_it(fake: Fake, page: Page) -> None:
    asked_long_ago(fake)
    fake.campaign(1, "By the way")
    page.goto(fake.shop)
    screen = Screen(page)
    shows(screen.bubble.get_by_text("By the way"))
    fake.says("We do")
    shows(page.get_by_role("button", name="Open chat, 1 unread"))
    screen.dismiss.click()
    shows(screen.bubble.get_by_text("We do"))


def test_an_answer_that_is_closed_is_counted_no_more_in_any_tab(fake: Fake, page: Page) -> None:
    fake.says("Your lamp has arrived")
    page.goto(fake.shop)
    other = page.context.new_page()
    other.goto(fake.shop)
    for each in (page, other):
        shows(each.get_by_role("button", name="Open chat, 1 unread"))
    fake.gates["poll"] = threading.Event()
    Screen(page).dismiss.click()
    expect(page.get_by_role("button", name="Open chat")).to_have_accessible_name("Open chat")
    fake.gates["poll"].set()
    shows_not(Screen(other).bubble)
    expect(other.get_by_role("button", name="Open chat")).to_have_accessible_name("Open chat")


@pytest.mark.usefixtures("network_lines")
def test_that_an_answer_was_closed_is_told_again_where_it_did_not_arrive(fake: Fake, page: Page) -> None:
    fake.says("Your lamp has arrived")
    page.goto(fake.shop)
    screen = Screen(page)
    shows(screen.bubble)

    def lost(call: str, body: dict[str, Any], _: object) -> None:
        if call == "poll" and body.get("read") and not fake.faults:
            fake.read = 0
            fake.faults["poll"] = []
            raise Refuse(503, "database_away")

    fake.answer = lost
    screen.dismiss.click()
    soon(lambda: fake.read == 1, "closing is reading")
    assert "poll" in fake.faults
