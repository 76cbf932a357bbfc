"""Far away from the server: what is typed and pressed meanwhile is neither lost nor put out of order."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Protocol

import pytest
from playwright.sync_api import Page, WebSocket, expect

from admin_ui.campaign_paths import NEW, editor
from tests.browser.desks import Desks
from tests.browser.house import House, when
from tests.browser.line import CONNECTED, FAR_SECONDS, line_to
from tests.product import until

ALL_IS_ANSWERED = """() => new Promise((done) =>
  socket.emit("ack", { client_id: clientId, next_message_id: nextMessageId }, done))"""
AT_ONCE = """async ([label, press, words]) => {
  const go = (milliseconds) => new Promise((on) => setTimeout(on, milliseconds));
  const field = () => [...document.querySelectorAll("label")].find((each) => each.textContent === label)?.control;
  while (!field()) await go(10);
  if (press) document.querySelector(`[aria-label="${press}"]`).click();
  field().focus();
  field().setSelectionRange(field().value.length, field().value.length);
  for (const character of words) {
    document.execCommand("insertText", false, character);
    await go(25);
  }
  return socket.connected;
}"""
"""Presses something and types, as quick as a hand, however slow the machine is that tells it to."""
PRESSED_AGAIN = """async (element) => {
  element.click();
  await new Promise((on) => setTimeout(on, 500));
  element.click();
}"""
"""Once the server has heard the first press, and before its answer is here."""


class Far(Protocol):
    """Opens an employee's page (by the first name in the e-mail), far away as soon as it has its connection."""

    def __call__(self, name: str, path: str, *, early: bool = False) -> Page:
        """`early`: it is far away from the first, and there as soon as the browser draws it."""


@pytest.fixture
def far(house: House, desks: Desks) -> Iterator[Far]:
    with line_to(house.running.port + 1) as line:

        def go(name: str, path: str, *, early: bool = False) -> Page:
            page = desks.at(name).page
            line.lag_seconds = FAR_SECONDS if early else 0
            page.goto(line.address + path, wait_until="commit")
            if not early:
                page.wait_for_function(CONNECTED)
            line.lag_seconds = FAR_SECONDS
            return page

        yield go


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
    page, words = far("ada", NEW, early=True), "Typed early"
    told = texts_told(page)
    is_late = page.evaluate(AT_ONCE, ["Campaign name", "", words])
    assert not is_late, "it is all typed before the connection stands"
    until(house.draft_names, "the campaign is made")
    page.evaluate(ALL_IS_ANSWERED)
    assert told == [words[: n + 1] for n in range(len(words))]
    until(lambda: house.draft_names() == [words], "it is called as it was typed")


def test_a_value_told_by_the_server_leaves_alone_what_was_typed_since(house: House, far: Far) -> None:
    made = house.campaign("By hand", when("page_url", "is", ["/pricing"]))
    page = far("ada", editor(made, "name"))
    name = page.get_by_label("Campaign name", exact=True)
    name.fill("By hand and by foot")
    until(lambda: house.draft_names() == ["By hand and by foot"], "that is saved")
    page.evaluate(ALL_IS_ANSWERED)
    expect(page.get_by_role("button", name="Undo the last change")).to_be_enabled()
    page.evaluate(AT_ONCE, ["Campaign name", "Undo the last change", " or by boat"])
    until(lambda: house.draft_names() == ["By hand and by foot or by boat"], "what was typed is saved")
    page.evaluate(ALL_IS_ANSWERED)
    expect(name).to_have_value("By hand and by foot or by boat")


def hanoi_before_hue(house: House, far: Far) -> Page:
    """An inbox with two conversations, the first of which is open."""
    house.end_conversations()
    house.campaign("Need a hand?")
    house.in_force()
    for asked in ("Do you ship to Hanoi?", "Do you ship to Hue?"):
        tab = house.stranger().open("/")
        tab.expect_message("Need a hand?")
        tab.reply(asked)
    page = far("sam", "/inbox")
    page.get_by_role("link").filter(has_text="Do you ship to Hanoi?").click()
    expect(page.get_by_role("log", name="Messages").get_by_text("Do you ship to Hanoi?")).to_be_visible()
    return page


def test_answers_go_to_the_conversation_that_was_pressed_and_typing_goes_on(house: House, far: Far) -> None:
    page = hanoi_before_hue(house, far)
    thread, box = page.get_by_role("log", name="Messages"), page.get_by_role("textbox", name="Your answer")

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


def test_keys_mean_the_conversation_that_was_pressed_while_another_is_still_shown(house: House, far: Far) -> None:
    page = hanoi_before_hue(house, far)
    thread, box = page.get_by_role("log", name="Messages"), page.get_by_role("textbox", name="Your answer")
    page.keyboard.type("kj", delay=FAR_SECONDS / 2 * 1000)
    page.keyboard.type("rIt is for Hanoi", delay=FAR_SECONDS / 4 * 1000)
    page.evaluate(ALL_IS_ANSWERED)
    expect(thread.get_by_text("Do you ship to Hanoi?")).to_be_visible()
    expect(box).to_have_value("It is for Hanoi")

    page.keyboard.press("Escape")
    page.keyboard.type("kee", delay=FAR_SECONDS / 4 * 1000)
    expect(thread.get_by_text("Do you ship to Hue?")).to_be_visible()
    expect(thread.get_by_text("Sam Okafor closed this")).to_be_visible()
    page.evaluate(ALL_IS_ANSWERED)
    expect(page.get_by_role("button", name="Reopen")).to_be_visible()


def test_the_focus_stays_with_whoever_has_gone_elsewhere_and_words_reach_the_field_they_were_meant_for(
    house: House, far: Far
) -> None:
    made = house.campaign("By hand", when("page_url", "is", ["/pricing"]))
    page = far("ada", editor(made, "message"))
    message, add = (
        page.get_by_label("Message content", exact=True),
        page.get_by_role("button", name="Button", exact=True),
    )
    add.click()
    message.click()
    message.press("End")
    message.press_sequentially(", and by foot")
    expect(page.get_by_label("Button 1: words")).to_be_visible()
    page.evaluate(ALL_IS_ANSWERED)
    expect(message).to_be_focused()
    message.press_sequentially(" or by boat")
    expect(message).to_have_text("By hand, and by foot or by boat")

    add.click()
    page.keyboard.type("See gifts")
    expect(page.get_by_label("Button 2: words")).to_have_value("See gifts")

    page.get_by_role("button", name="Contact form", exact=True).click()
    page.get_by_role("button", name="Ask: Phone").click()
    page.get_by_role("button", name="Ask: Your own question").click()
    expect(page.get_by_label("Question 4", exact=True)).to_be_visible()


def test_a_value_is_typed_right_after_its_comparison_and_a_condition_right_after_enter(house: House, far: Far) -> None:
    page = far("ada", editor(house.campaign("By hand", when("visits", "at_least", 2)), "customers"))
    value = page.get_by_label("Number of visits: value")
    page.get_by_label("Number of visits: comparison").select_option("at_most")
    value.fill("5")
    page.evaluate(ALL_IS_ANSWERED)
    expect(value).to_have_value("5")
    value.press("Enter")
    page.keyboard.type("scroll depth")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Remove Scroll depth", exact=True)).to_be_visible()
    expect(value).to_have_value("5")


def test_a_switch_that_is_pressed_again_before_the_answer_is_switched_once(house: House, far: Far) -> None:
    house.campaign("By hand", when("page_url", "is", ["/pricing"]))
    page = far("ada", "/campaigns/messages/smart-trigger")
    switch = page.get_by_role("switch", name="By hand: active")
    switch.evaluate(PRESSED_AGAIN)
    expect(switch).to_have_attribute("aria-checked", "false")
    page.evaluate(ALL_IS_ANSWERED)
    expect(switch).to_have_attribute("aria-checked", "false")
