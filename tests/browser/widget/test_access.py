"""The widget for everybody: keyboard, screen reader, touch, dark, less motion, other words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.widget.fake import Fake, words
from tests.browser.widget.screen import PHONE, Screen, area, shows, soon

Visitor = Callable[..., BrowserContext]


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{each['id']}: {node['html']}" for each in found for node in each["nodes"]]


@pytest.mark.parametrize("look", [{}, {"color_scheme": "dark"}, PHONE], ids=["light", "dark", "phone"])
def test_axe_finds_nothing(fake: Fake, visitor: Visitor, look: dict[str, Any]) -> None:
    page = visitor(**look).new_page()
    fake.campaign(7, "Are you looking for something?")
    page.goto(fake.shop)
    screen = Screen(page)
    shows(screen.bubble)
    area(screen.bubble)
    assert violations(page) == []
    screen.reply("Yes")
    soon(lambda: fake.texts() == ["Yes"], "the reply arrives")
    fake.says("Here you are")
    shows(screen.thread.get_by_text("Here you are"))
    fake.open = False
    shows(page.get_by_text("This conversation is closed"))
    area(screen.window)
    assert violations(page) == []
    page.get_by_role("button", name="Close chat").first.click()
    fake.says("One more thing")
    shows(page.get_by_role("button", name="Open chat, 1 unread"))
    area(screen.bubble)
    assert violations(page) == []


def test_everything_can_be_reached_and_done_by_keyboard(fake: Fake, page: Page) -> None:
    fake.campaign(7, "Are you looking for something?")
    page.goto(fake.shop)
    screen = Screen(page)
    shows(screen.bubble)
    reached = []
    for _ in range(6):
        page.keyboard.press("Tab")
        reached.append(screen.focused())
    assert reached[0] == "a"
    assert {"textarea write a reply", "button send", "button close message", "button open chat"} <= set(reached)
    screen.box.press_sequentially("By keyboard")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    soon(lambda: fake.texts() == ["By keyboard"], "the reply arrives")
    soon(lambda: screen.focused() == "textarea write a reply", "the focus is in the window")


def test_what_has_the_focus_can_be_seen(fake: Fake, page: Page) -> None:
    fake.campaign(7)
    page.goto(fake.shop)
    shows(Screen(page).bubble)
    for _ in range(6):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => {
              let at = document.activeElement;
              while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
              const marks = (node) => getComputedStyle(node).outlineStyle !== "none"
                || getComputedStyle(node).boxShadow.includes("1px");
              return at === document.body || marks(at) || marks(at.parentNode.host || at.parentNode);
            }"""
        )
        assert seen, Screen(page).focused()


def test_a_screen_reader_is_told_politely(fake: Fake, page: Page) -> None:
    fake.campaign(7, "Are you looking for something?")
    page.goto(fake.shop)
    screen = Screen(page)
    shows(screen.bubble)
    assert screen.bubble.evaluate("(node) => node.closest('[aria-live]').ariaLive") == "polite"
    expect(screen.bubble).to_have_accessible_name("Message from Ada Lindqvist")
    screen.reply("Yes")
    expect(screen.thread).to_have_role("log")
    expect(page.get_by_role("button", name="Close chat").last).to_have_attribute("aria-expanded", "true")


@pytest.mark.parametrize("opened", [False, True], ids=["message", "window"])
def test_what_can_be_pressed_is_large_enough_for_a_finger(fake: Fake, visitor: Visitor, opened: bool) -> None:
    page = visitor(**PHONE).new_page()
    fake.campaign(7)
    page.goto(fake.shop)
    screen = Screen(page)
    shows(screen.bubble)
    if opened:
        screen.reply("Yes")
        shows(screen.window)
    for button in page.get_by_role("button").all():
        box = area(button)
        name = button.get_attribute("aria-label")
        assert round(min(box["width"], box["height"])) >= 44, name


MOVING = """
  () => [...document.querySelector("smart-trigger").shadowRoot.querySelectorAll("*")].filter((node) => {
    const { animationName, transitionDuration } = getComputedStyle(node);
    return animationName !== "none" || transitionDuration !== "0s";
  }).map((node) => node.className)
"""


@pytest.mark.parametrize(
    ("asked", "moving"), [("reduce", [[], []]), ("no-preference", [["bubble right"], ["window right"]])]
)
def test_nothing_moves_for_those_who_asked_for_stillness(
    fake: Fake, visitor: Visitor, asked: Literal["reduce", "no-preference"], moving: list[list[str]]
) -> None:
    page = visitor(reduced_motion=asked).new_page()
    fake.campaign(7)
    page.goto(fake.shop)
    screen = Screen(page)
    shows(screen.bubble)
    assert page.evaluate(MOVING) == moving[0]
    screen.bubble.get_by_text("Hello there").click()
    shows(screen.window)
    assert page.evaluate(MOVING)[:1] == moving[1]


def test_a_site_can_word_everything_differently(fake: Fake, page: Page) -> None:
    fake.site["texts"] = {
        "launcher": "Mở trò chuyện", "reply": "Viết trả lời", "message_from": "Tin nhắn từ {name}", "you": "Bạn",
        "dismiss": "Đóng", "greeting": "", "not_a_text": "x",
    }  # fmt: skip
    fake.campaign(7)
    page.goto(fake.shop)
    shows(page.get_by_role("button", name="Mở trò chuyện"))
    shows(page.get_by_role("region", name="Tin nhắn từ Ada Lindqvist"))
    shows(page.get_by_role("button", name="Đóng"))
    page.get_by_role("textbox", name="Viết trả lời").fill("Chào")
    page.get_by_role("textbox", name="Viết trả lời").press("Enter")
    shows(page.get_by_text("Bạn", exact=True))


def test_texts_are_texts_whatever_they_hold(fake: Fake, page: Page) -> None:
    nasty = "<img src=x onerror=alert(1)> ${7*7} </script> 👩‍👩‍👧 \u202eabc"
    fake.agent |= {"name": "<b>Ada</b>", "title": nasty}
    fake.campaign(7, words(nasty))
    page.goto(fake.shop)
    screen = Screen(page)
    shows(screen.bubble.locator("p").get_by_text("<img src=x onerror=alert(1)>"))
    shows(screen.bubble.get_by_text("<b>Ada</b>"))
    expect(screen.bubble.locator("img")).to_have_count(0)
