"""The first reply, whose window is not here yet: where the server can't answer at that moment, its words are on screen,
kept where that is allowed, and sent exactly once."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.widget.fake import Fake, words
from tests.browser.widget.screen import Screen, shows, shows_not, soon, soon_on

pytestmark = pytest.mark.usefixtures("network_lines")
QUESTION = "Do you ship to Norway?"
ABSENCES = ["hangs", "refuses"]
CHOICE = {"type": "buttons", "buttons": [{"id": "a", "label": QUESTION, "action": "reply"}]}


class Away:
    """A server that is away for one page: it takes requests and says nothing, or takes none."""

    def __init__(self, fake: Fake, page: Page, absence: str) -> None:
        self.page, self.hangs = page, absence == "hangs"
        self.held: list[Route] = []
        self.refused = 0
        page.route(f"{fake.server}/**", self._take)

    def _take(self, route: Route) -> None:
        if self.hangs:
            self.held.append(route)
        else:
            self.refused += 1
            route.abort()

    def noticed(self) -> None:
        """The page has asked for something in vain."""
        soon_on(self.page, lambda: self.held or self.refused >= 4, "it asks in vain")

    def back(self) -> None:
        for route in self.held:
            route.continue_()
        self.page.unroute_all()

    def left(self) -> None:
        """The page is another one: nobody waits for what it asked."""
        self.held.clear()


def met(fake: Fake, page: Page, *more: dict[str, object], channel: str = "chat") -> Screen:
    """A visitor who is shown a message, and what they need to see it."""
    fake.campaign(3, [*words("Hello"), *more], channel=channel)
    page.goto(fake.shop)
    screen = Screen(page)
    shows(screen.text("Hello"))
    soon(lambda: fake.events() == ["shown"], "shown is told")
    soon(lambda: "shown" not in screen.stored().get("smart-trigger.KEY.unsent", ""), "that is known")
    return screen


def kept(screen: Screen) -> list[str]:
    """The words that the browser will still send, page or no page."""
    unsent = json.loads(screen.stored().get("smart-trigger.KEY.unsent", "{}"))
    return [each["text"] for each in unsent.values() if "text" in each]


def is_sent_once(fake: Fake, page: Page) -> None:
    soon(lambda: fake.texts() == [QUESTION], "the reply arrives")
    page.wait_for_load_state("networkidle")
    assert fake.texts() == [QUESTION]
    assert len({each["id"] for each in fake.asked("messages")}) == 1
    assert fake.asked("messages")[0]["impression"].startswith("1.impression-3-")


def waits(screen: Screen) -> None:
    """The words are on screen, and said to be on their way."""
    expect(screen.box).to_have_value(QUESTION)
    shows(screen.text("Sending"))


@pytest.mark.parametrize("channel", ["chat", "popup"])
@pytest.mark.parametrize("absence", ABSENCES)
def test_it_waits_in_its_box_and_goes_when_the_server_is_back(
    fake: Fake, page: Page, absence: str, channel: str
) -> None:
    screen = met(fake, page, channel=channel)
    away = Away(fake, page, absence)
    screen.reply(QUESTION)
    away.noticed()
    waits(screen)
    screen.box.press("Enter")
    assert kept(screen) == [QUESTION], "pressed twice, it is one reply"
    away.back()
    shows(screen.thread.get_by_text(QUESTION))
    expect(screen.box).to_have_value("")
    shows_not(screen.text("Sending"))
    expect(screen.thread.get_by_role("listitem")).to_have_count(2)
    is_sent_once(fake, page)
    fake.says("Yes, we do")
    shows(screen.thread.get_by_text("Yes, we do"))


@pytest.mark.parametrize("absence", ABSENCES)
def test_a_visitor_who_leaves_the_page_sends_it_from_the_next(fake: Fake, page: Page, absence: str) -> None:
    screen = met(fake, page)
    away = Away(fake, page, absence)
    screen.reply(QUESTION)
    away.noticed()
    waits(screen)
    page.goto(fake.shop + "/other", wait_until="domcontentloaded")
    assert kept(screen) == [QUESTION], "the server is still away"
    fake.residuals.clear()
    away.left()
    away.back()
    page.goto(fake.shop + "/third")
    is_sent_once(fake, page)
    assert fake.asked("messages")[0]["url"] == fake.shop + "/", "of the page it was written on"
    soon(lambda: kept(screen) == [], "nothing is left to send")
    screen.launcher.click()
    shows(screen.thread.get_by_text(QUESTION))


@pytest.mark.parametrize("absence", ABSENCES)
def test_without_memory_it_waits_in_the_page_and_nothing_is_stored(fake: Fake, page: Page, absence: str) -> None:
    fake.store = False
    screen = met(fake, page)
    away = Away(fake, page, absence)
    screen.reply(QUESTION)
    away.noticed()
    waits(screen)
    assert screen.stored() == {}
    page.evaluate("() => history.pushState(null, '', '/next')")
    away.back()
    shows(screen.thread.get_by_text(QUESTION))
    is_sent_once(fake, page)
    assert screen.stored() == {}


@pytest.mark.parametrize("absence", ABSENCES)
def test_a_change_of_the_address_while_it_waits_leaves_one_conversation(fake: Fake, page: Page, absence: str) -> None:
    screen = met(fake, page)
    fake.residuals.clear()
    away = Away(fake, page, absence)
    screen.reply(QUESTION)
    away.noticed()
    page.evaluate("() => history.pushState(null, '', '/next')")
    waits(screen)
    away.back()
    shows(screen.thread.get_by_text(QUESTION))
    is_sent_once(fake, page)
    fake.says("Yes, we do")
    shows(screen.thread.get_by_text("Yes, we do"))
    expect(screen.thread.get_by_role("listitem")).to_have_count(3)


def test_who_closes_the_message_while_it_waits_is_met_by_no_window(fake: Fake, page: Page) -> None:
    screen = met(fake, page)
    away = Away(fake, page, "hangs")
    screen.reply(QUESTION)
    away.noticed()
    screen.dismiss.click()
    shows_not(screen.bubble)
    away.back()
    is_sent_once(fake, page)
    shows_not(screen.window)
    screen.launcher.click()
    shows(screen.thread.get_by_text(QUESTION))


def test_a_quick_reply_waits_like_a_written_one(fake: Fake, page: Page) -> None:
    screen = met(fake, page, CHOICE)
    button = page.get_by_role("button", name=QUESTION)
    shows(button)
    away = Away(fake, page, "hangs")
    button.click()
    away.noticed()
    expect(button).to_have_attribute("aria-busy", "true")
    button.click()
    assert kept(screen) == [QUESTION]
    away.back()
    shows(screen.thread.get_by_text(QUESTION))
    is_sent_once(fake, page)


def test_what_sends_it_is_fetched_at_the_first_key_stroke(fake: Fake, page: Page) -> None:
    screen = met(fake, page)
    with page.expect_response("**/conversation.js"), page.expect_response("**/window.js"):
        screen.box.press_sequentially(QUESTION)
    page.wait_for_load_state("networkidle")
    away = Away(fake, page, "hangs")
    screen.box.press("Enter")
    shows(screen.thread.get_by_text(QUESTION))
    shows(screen.thread.get_by_text("Sending"))
    away.back()
    is_sent_once(fake, page)


def test_who_opens_the_window_meets_the_message_until_that_is_here(fake: Fake, page: Page) -> None:
    screen = met(fake, page)
    away = Away(fake, page, "hangs")
    screen.box.fill("Half a thou")
    screen.text("Hello").click()
    away.noticed()
    expect(screen.box).to_have_value("Half a thou")
    shows(screen.bubble)
    away.back()
    shows(screen.window)
    expect(screen.box).to_have_value("Half a thou")
