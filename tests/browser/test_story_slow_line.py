"""Far away from the server: what is typed and pressed meanwhile is neither lost nor put out of order."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, WebSocket, expect

from admin_ui.campaign_paths import NEW, editor
from tests.browser.desks import Desks
from tests.browser.house import House, when
from tests.browser.line import line_to
from tests.product import until

LAG_SECONDS = 0.4
ALL_IS_ANSWERED = """() => new Promise((done) =>
  socket.emit("ack", { client_id: clientId, next_message_id: nextMessageId }, done))"""
TYPED_AT_ONCE = """async (field, words) => {
  field.focus();
  for (const character of words) {
    document.execCommand("insertText", false, character);
    await new Promise((go) => setTimeout(go, 25));
  }
  return socket.connected;
}"""
Far = Callable[[str, str], Page]
"""A page of an employee's (the first name in the e-mail), by its path; it is there as soon as the browser draws it."""


@pytest.fixture
def far(house: House, desks: Desks) -> Iterator[Far]:
    with line_to(house.running.port + 1, LAG_SECONDS) as line:

        def go(name: str, path: str) -> Page:
            page = desks.at(name).page
            page.goto(line.address + path, wait_until="commit")
            return page

        yield go


def connected(page: Page) -> None:
    page.wait_for_function("window.socket?.connected")


def texts_told(page: Page) -> list[str]:
    """Gets every text that the page will tell the server, in its order."""
    told: list[str] = []

    def note(frame: str | bytes) -> None:
        if found := re.fullmatch(r'42\["event",(\{.*"args":\["\\".*)\]', str(frame)):
            told.append(json.loads(json.loads(found[1])["args"][0]))

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", note)

    page.on("websocket", listen)
    return told


def test_words_typed_before_the_page_has_its_connection_arrive_in_their_order(house: House, far: Far) -> None:
    page, words = far("ada", NEW), "Typed early"
    told = texts_told(page)
    is_late = page.get_by_label("Campaign name", exact=True).evaluate(TYPED_AT_ONCE, words)
    assert not is_late, "it is all typed before the connection stands"
    until(house.draft_names, "the campaign is made")
    page.evaluate(ALL_IS_ANSWERED)
    assert told == [words[: n + 1] for n in range(len(words))]
    until(lambda: house.draft_names() == [words], "it is called as it was typed")


def test_a_value_told_by_the_server_leaves_alone_what_was_typed_since(house: House, far: Far) -> None:
    made = house.campaign("By hand", when("page_url", "is", ["/pricing"]))
    page = far("ada", editor(made, "name"))
    connected(page)
    name = page.get_by_label("Campaign name", exact=True)
    name.fill("By hand and by foot")
    until(lambda: house.draft_names() == ["By hand and by foot"], "that is saved")
    page.evaluate(ALL_IS_ANSWERED)
    page.get_by_role("button", name="Undo the last change").click()
    name.press("End")
    name.press_sequentially(" or by boat")
    until(lambda: house.draft_names() == ["By hand and by foot or by boat"], "what was typed is saved")
    page.evaluate(ALL_IS_ANSWERED)
    expect(name).to_have_value("By hand and by foot or by boat")


def test_answers_go_to_the_conversation_that_was_pressed_and_typing_goes_on(house: House, far: Far) -> None:
    house.end_conversations()
    house.campaign("Need a hand?")
    house.in_force()
    for asked in ("Do you ship to Hanoi?", "Do you ship to Hue?"):
        tab = house.stranger().open("/")
        tab.expect_message("Need a hand?")
        tab.reply(asked)
    page = far("sam", "/inbox")
    thread, box = page.get_by_role("log", name="Messages"), page.get_by_role("textbox", name="Your answer")
    page.get_by_role("link").filter(has_text="Do you ship to Hanoi?").click()
    expect(thread.get_by_text("Do you ship to Hanoi?")).to_be_visible()

    page.get_by_role("link").filter(has_text="Do you ship to Hue?").click()
    for key in "rYes, in two days":
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    page.keyboard.type("By air.")
    page.keyboard.press("Enter")
    page.keyboard.type("Shall I")
    expect(thread.get_by_text("Do you ship to Hue?")).to_be_visible()
    expect(thread.get_by_text("Yes, in two days")).to_be_visible()
    expect(thread.get_by_text("By air.")).to_be_visible()
    expect(box).to_have_value("Shall I")
    page.keyboard.press("Escape")
    for key in "kjjr":
        page.keyboard.press(key)
    expect(thread.get_by_text("Do you ship to Hanoi?")).to_be_visible()
    expect(box).to_have_value("")
    expect(box).to_be_focused()
