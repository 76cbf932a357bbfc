"""News in the widget: an employee's answer arrives in time, in every tab, and costs nothing where nobody looks."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from tests.browser.widget.fake import Fake
from tests.browser.widget.screen import Screen, answered, shows, shows_not, soon


def until_asked(fake: Fake, page: Page) -> float:
    """Let the page's stopped clock run on until it has asked for news again; returns the seconds that took."""
    before, seconds = len(fake.asked("poll")), 0.0

    def asked() -> bool:
        nonlocal seconds
        if len(fake.asked("poll")) > before:
            return True
        page.clock.run_for(250)
        seconds += 0.25
        return False

    soon(asked, "it asks for news")
    return seconds


def test_an_answer_arrives_within_two_seconds(fake: Fake, page: Page) -> None:
    screen = answered(fake, page)
    fake.says("At your service")
    expect(screen.thread.get_by_text("At your service")).to_be_visible(timeout=2_000)


def test_an_answer_to_a_closed_window_shows_as_a_bubble_with_a_count(fake: Fake, page: Page) -> None:
    screen = answered(fake, page)
    page.get_by_role("button", name="Close chat").first.click()
    fake.says("I looked it up")
    shows(screen.bubble.get_by_text("I looked it up"))
    shows(page.get_by_role("button", name="Open chat, 1 unread"))
    screen.bubble.get_by_text("I looked it up").click()
    shows(screen.thread.get_by_text("I looked it up"))
    soon(lambda: fake.read == 3, "the server learns that it was read")
    page.get_by_role("button", name="Close chat").first.click()
    shows(page.get_by_role("button", name="Open chat", exact=True))


def test_what_is_unread_is_shown_on_the_next_page_until_it_is_closed(fake: Fake, page: Page) -> None:
    fake.says("Question", author="visitor", name="")
    fake.says("Your lamp has arrived")
    page.goto(fake.shop)
    screen = Screen(page)
    shows(screen.bubble.get_by_text("Your lamp has arrived"))
    screen.dismiss.click()
    soon(lambda: fake.read == 2, "closing is reading")
    assert fake.events() == []
    page.reload()
    shows(screen.launcher)
    soon(lambda: len(fake.asked("poll")) >= 3, "it has asked for news")
    page.wait_for_load_state("networkidle")
    shows_not(screen.bubble)


def test_two_tabs_tell_the_same_conversation(fake: Fake, page: Page) -> None:
    screen = answered(fake, page)
    other = Screen(page.context.new_page())
    other.page.goto(fake.shop)
    other.launcher.click()
    other.reply("From the second tab")
    shows(screen.thread.get_by_text("From the second tab"))
    assert fake.texts() == ["Yes, a lamp", "From the second tab"]


def test_a_tab_that_nobody_sees_asks_for_nothing_and_asks_at_once_when_seen(fake: Fake, page: Page) -> None:
    page.clock.install()
    screen = answered(fake, page)
    fake.says("Before")
    shows(screen.thread.get_by_text("Before"))
    page.clock.pause_at(datetime.now(UTC) + timedelta(minutes=1))
    asked = len(fake.asked("poll"))
    # Whatever was on its way when the clock stood still: after one more, nothing is asked before time goes on.
    soon(lambda: page.clock.run_for(500) or len(fake.asked("poll")) > asked, "it asks for news")
    screen.hide()
    before = len(fake.asked("poll"))
    page.clock.run_for(60_000)
    fake.says("While you were away")
    screen.hide(False)
    page.clock.run_for(1)
    shows(screen.thread.get_by_text("While you were away"))
    assert len(fake.asked("poll")) == before + 1


def test_long_conversations_are_fetched_whole(fake: Fake, page: Page) -> None:
    for number in range(250):
        fake.says(f"Line {number}", author="visitor" if number % 2 else "agent")
    fake.read = 250
    page.goto(fake.shop)
    screen = Screen(page)
    screen.launcher.click()
    expect(screen.thread.get_by_role("listitem")).to_have_count(250)
    shows(screen.thread.get_by_text("Line 249"))
    expect(screen.thread.get_by_text("Line 249")).to_be_in_viewport()


def test_an_answer_to_an_older_conversation_arrives_within_two_seconds(fake: Fake, page: Page) -> None:
    fake.says("Question", author="visitor", name="")
    fake.conversation[0]["at"] = (datetime.now(UTC) - timedelta(minutes=50)).isoformat()
    page.goto(fake.shop)
    soon(lambda: len(fake.asked("poll")) >= 2, "it asks for news")
    fake.says("Here it is")
    expect(Screen(page).bubble.get_by_text("Here it is")).to_be_visible(timeout=2_000)


def test_half_an_hour_without_a_sign_of_life_slows_the_asking_and_any_sign_wakes_it(fake: Fake, page: Page) -> None:
    fake.pages["/"] = "<input aria-label=Name>"
    fake.says("Question", author="visitor", name="")
    page.clock.install()
    page.goto(fake.shop)
    soon(lambda: fake.asked("poll"), "it asks for news")
    fake.later = timedelta(minutes=31)
    page.clock.pause_at(datetime.now(UTC) + fake.later)
    until_asked(fake, page)
    assert until_asked(fake, page) >= 4.5
    page.get_by_label("Name").fill("A")
    until_asked(fake, page)
    assert until_asked(fake, page) <= 2


def test_a_window_left_open_is_answered_within_two_seconds_however_long_it_stood(fake: Fake, page: Page) -> None:
    fake.says("Question", author="visitor", name="")
    page.clock.install()
    page.goto(fake.shop)
    Screen(page).launcher.click()
    shows(Screen(page).thread.get_by_text("Question"))
    page.clock.pause_at(datetime.now(UTC) + timedelta(hours=3))
    until_asked(fake, page)
    assert until_asked(fake, page) <= 2


def test_an_answer_that_is_closed_goes_at_once_however_slow_the_network(fake: Fake, page: Page) -> None:
    fake.says("Your lamp has arrived")
    page.goto(fake.shop)
    screen = Screen(page)
    shows(screen.text("Your lamp has arrived"))
    fake.gates["poll"] = threading.Event()
    screen.dismiss.click()
    shows_not(screen.bubble)
    fake.gates["poll"].set()
    soon(lambda: fake.read == 1, "closing is reading")
