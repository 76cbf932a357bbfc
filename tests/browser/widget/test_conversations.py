"""A conversation in the widget: replies are sent exactly once, under a face that stays, and outlive the page."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.widget.fake import Fake, Refuse
from tests.browser.widget.screen import Screen, answered, shows, shows_not, soon


def test_a_reply_opens_the_window_with_the_thread_and_the_focus(fake: Fake, page: Page) -> None:
    screen = answered(fake, page)
    shows(screen.window)
    shows(screen.thread.get_by_text("Are you looking for something?"))
    shows(screen.thread.get_by_text("Yes, a lamp"))
    shows_not(screen.bubble)
    soon(lambda: screen.focused() == "textarea write a reply", "the focus is there")
    body = fake.asked("messages")[0]
    assert body["impression"].startswith("1.impression-7-")
    assert len(body["id"]) == 22
    assert body["url"] == fake.shop + "/"


def test_a_message_that_is_answered_keeps_the_time_at_which_it_was_shown(fake: Fake, page: Page) -> None:
    fake.shown_at = (datetime.now(UTC) - timedelta(minutes=50)).isoformat(timespec="milliseconds")
    fake.campaign(7, "Are you looking for something?")
    page.goto(fake.shop)
    screen = Screen(page)
    shows(screen.text("Are you looking for something?"))
    screen.launcher.click()
    time = screen.thread.get_by_role("listitem").first.locator("time")
    expect(time).to_have_attribute("datetime", fake.shown_at)
    screen.reply("Yes, a lamp")
    soon(lambda: fake.texts() == ["Yes, a lamp"], "the reply arrives")
    fake.says("We have three")
    shows(screen.thread.get_by_text("We have three"))
    expect(time).to_have_attribute("datetime", fake.shown_at)


def test_the_thread_shows_each_entry_once(fake: Fake, page: Page) -> None:
    screen = answered(fake, page)
    fake.says("We have three")
    shows(screen.thread.get_by_text("We have three"))
    screen.reply("Show me")
    soon(lambda: "Show me" in fake.texts(), "the second reply")
    fake.says("Here")
    shows(screen.thread.get_by_text("Here"))
    expect(screen.thread.get_by_role("listitem")).to_have_count(5)
    assert "impression" not in fake.asked("messages")[1]


def test_enter_sends_and_shift_enter_begins_a_line(fake: Fake, page: Page) -> None:
    page.goto(fake.shop)
    screen = Screen(page)
    screen.launcher.click()
    screen.box.press_sequentially("one")
    screen.box.press("Shift+Enter")
    screen.box.press_sequentially("two")
    screen.box.press("Enter")
    soon(lambda: fake.texts() == ["one\ntwo"], "one message of two lines")
    expect(screen.box).to_have_value("")
    screen.box.press("Enter")
    screen.box.fill("   ")
    screen.box.press("Enter")
    assert len(fake.asked("messages")) == 1


def test_a_reply_is_on_screen_before_the_server_has_it(fake: Fake, page: Page) -> None:
    fake.gates["messages"] = threading.Event()
    page.goto(fake.shop)
    screen = Screen(page)
    screen.launcher.click()
    screen.reply("On its way")
    shows(screen.thread.get_by_text("On its way"))
    shows(screen.thread.get_by_text("Sending"))
    fake.gates["messages"].set()
    shows_not(screen.thread.get_by_text("Sending"))
    shows(screen.thread.get_by_text("On its way"))


@pytest.mark.usefixtures("network_lines")
def test_a_reply_that_failed_says_so_and_can_be_sent_again(fake: Fake, page: Page) -> None:
    fake.fail("messages", *[Refuse(422, "text_refused")])
    page.goto(fake.shop)
    screen = Screen(page)
    screen.launcher.click()
    screen.reply("Try me")
    shows(screen.thread.get_by_text("Not sent"))
    screen.page.get_by_role("button", name="Try again").click()
    soon(lambda: fake.texts() == ["Try me"], "it is sent")
    shows_not(screen.thread.get_by_text("Not sent"))
    first, second = fake.asked("messages")
    assert first["id"] == second["id"]


@pytest.mark.usefixtures("network_lines")
def test_a_reply_the_server_could_not_take_is_sent_by_itself(fake: Fake, page: Page) -> None:
    fake.fail("messages", Refuse(503, "database_away"), ConnectionError())
    page.goto(fake.shop)
    screen = Screen(page)
    screen.launcher.click()
    screen.reply("Patience")
    shows(screen.thread.get_by_text("Not sent"))
    soon(lambda: fake.texts() == ["Patience"], "it is sent")


@pytest.mark.usefixtures("network_lines")
def test_an_unsent_reply_outlives_the_page_and_is_sent_exactly_once(fake: Fake, page: Page) -> None:
    fake.campaign(7, "Ask me")
    fake.fail("messages", *[Refuse(503, "database_away")] * 100)
    page.goto(fake.shop)
    Screen(page).reply("Do not lose this")
    shows(Screen(page).thread.get_by_text("Not sent"))
    fake.residuals.clear()
    fake.faults.clear()
    second = page.context.new_page()
    page.goto(fake.shop + "/other")
    second.goto(fake.shop + "/third")
    soon(lambda: fake.texts() == ["Do not lose this"], "it is sent")
    for each in (page, second):
        each.wait_for_load_state("networkidle")
    assert len({body["id"] for body in fake.asked("messages")}) == 1
    assert fake.conversation[0]["author"] == "campaign"
    assert fake.texts() == ["Do not lose this"]


@pytest.mark.usefixtures("network_lines")
def test_a_reply_outlives_a_tab_that_writes_the_memory_at_the_same_moment(fake: Fake, page: Page) -> None:
    screen = answered(fake, page)
    fake.fail("messages", *[ConnectionError()] * 99)
    screen.reply("Do not lose me")
    shows(screen.thread.get_by_text("Not sent"))
    page.evaluate("() => localStorage.setItem('smart-trigger.KEY.unsent', '{}')")
    fake.faults.clear()
    soon(lambda: "Do not lose me" in fake.texts(), "the reply arrives")
    expect(screen.thread.get_by_text("Do not lose me")).to_have_count(1)


def test_replies_that_waited_are_sent_in_their_order(fake: Fake, page: Page) -> None:
    gate = fake.gates["messages"] = threading.Event()
    fake.campaign(7, "Ask me")
    page.goto(fake.shop)
    screen = Screen(page)
    screen.reply("one")
    for words in ("two", "three"):
        shows(screen.window)
        screen.reply(words)
    gate.set()
    soon(lambda: len(fake.texts()) == 3, "all are sent")
    assert fake.texts() == ["one", "two", "three"]


@pytest.mark.usefixtures("network_lines")
def test_words_survive_a_message_that_has_gone(fake: Fake, page: Page) -> None:
    fake.campaign(7, "Ask me")
    fake.fail("messages", Refuse(401, "impression_expired"))
    page.goto(fake.shop)
    Screen(page).reply("Still here")
    soon(lambda: fake.texts() == ["Still here"], "it is sent without the impression")


def test_the_conversation_is_there_after_a_reload_and_on_other_pages(fake: Fake, page: Page) -> None:
    screen = answered(fake, page)
    page.reload()
    shows(screen.window)
    shows(screen.thread.get_by_text("Yes, a lamp"))
    page.get_by_role("button", name="Close chat").first.click()
    page.get_by_role("link", name="Other page").click()
    shows(screen.launcher)
    expect(screen.window).to_be_hidden()
    screen.launcher.click()
    shows(screen.thread.get_by_text("Yes, a lamp"))


def test_an_open_window_takes_no_focus_on_the_next_page(fake: Fake, page: Page) -> None:
    screen = answered(fake, page)
    page.reload()
    shows(screen.window)
    soon(lambda: screen.focused() == "body", "the focus is there")


def header(page: Page) -> Locator:
    """Who one is talking to."""
    return page.get_by_role("dialog").get_by_role("heading")


def test_the_window_keeps_the_senders_face_on_other_pages_until_somebody_else_answers(fake: Fake, page: Page) -> None:
    screen = answered(fake, page)
    expect(header(page)).to_have_text("Ada Lindqvist")
    page.reload()
    shows(screen.window)
    expect(header(page)).to_have_text("Ada Lindqvist")
    shows(screen.window.get_by_text("Customer care"))
    page.get_by_role("link", name="Other page").click()
    page.wait_for_url("**/other")
    expect(header(page)).to_have_text("Ada Lindqvist")
    fake.says("I take over", name="Bo Andersen", title="Sales")
    expect(header(page)).to_have_text("Bo Andersen")
    shows(screen.window.get_by_text("Sales"))
    page.reload()
    expect(header(page)).to_have_text("Bo Andersen")


def test_a_window_that_is_open_on_the_next_page_comes_up_with_its_thread(fake: Fake, page: Page) -> None:
    screen = answered(fake, page)
    page.goto("about:blank")  # nobody asks
    polls = len(fake.asked("poll"))
    fake.gates["poll"] = threading.Event()
    page.goto(fake.shop)
    soon(lambda: len(fake.asked("poll")) > polls, "it asks what was said")
    shows_not(screen.window)
    fake.gates["poll"].set()
    shows(screen.thread.get_by_text("Yes, a lamp"))
    expect(header(page)).to_have_text("Ada Lindqvist")


def test_somebody_who_has_left_the_team_is_no_name_above_the_thread(fake: Fake, page: Page) -> None:
    fake.says("Question", author="visitor", name="")
    fake.says("From somebody", name="")
    page.goto(fake.shop)
    screen = Screen(page)
    screen.bubble.get_by_text("From somebody").click()
    expect(header(page)).to_have_text("Chat with us")


def test_a_closed_conversation_says_so_and_is_opened_by_writing(fake: Fake, page: Page) -> None:
    screen = answered(fake, page)
    fake.open = False
    shows(screen.page.get_by_text("This conversation is closed"))
    screen.reply("One more thing")
    expect(screen.page.get_by_text("This conversation is closed")).to_be_hidden()


def test_somebody_who_opens_the_chat_is_greeted_and_may_begin(fake: Fake, page: Page) -> None:
    page.goto(fake.shop)
    screen = Screen(page)
    screen.launcher.click()
    shows(screen.page.get_by_text("Hello. How can we help?"))
    soon(lambda: screen.focused() == "textarea write a reply", "the focus is there")
    screen.reply("Good morning")
    soon(lambda: fake.texts() == ["Good morning"], "it is sent")
    assert "impression" not in fake.asked("messages")[0]
    expect(screen.page.get_by_text("Hello. How can we help?")).to_be_hidden()


def test_escape_closes_the_window_and_gives_the_focus_back(fake: Fake, page: Page) -> None:
    page.goto(fake.shop)
    screen = Screen(page)
    screen.launcher.press("Enter")
    shows(screen.window)
    page.keyboard.press("Escape")
    expect(screen.window).to_be_hidden()
    soon(lambda: screen.focused() == "button open chat", "the focus is back")


@pytest.mark.usefixtures("network_lines")
def test_a_passport_that_is_not_believed_any_more_loses_no_words(fake: Fake, page: Page) -> None:
    page.goto(fake.shop)
    screen = Screen(page)
    screen.launcher.click()
    fake.fail("messages", Refuse(401, "passport_expired"))
    screen.reply("Kept")
    soon(lambda: fake.texts() == ["Kept"], "it is sent with a new passport")
    first, second = fake.asked("messages")
    assert first["passport"] != second["passport"]
    assert first["id"] == second["id"]
