"""The window where it fills the screen, as on phones: it is modal there, and beside the page elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.widget.fake import Fake
from tests.browser.widget.screen import PHONE, Screen, area, shows, soon

Visitor = Callable[..., BrowserContext]


def walk(screen: Screen, key: str, steps: int) -> set[str]:
    """What has the focus after each of so many presses of a key."""
    reached = set()
    for _ in range(steps):
        screen.page.keyboard.press(key)
        reached.add(screen.focused())
    return reached


def is_modal(page: Page) -> bool:
    """Whether assistive technology is told that nothing but the window can be used."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    (dialog,) = [each for each in nodes if each.get("role", {}).get("value") == "dialog"]
    return any(each["name"] == "modal" and each["value"]["value"] for each in dialog["properties"])


def test_the_window_fills_a_phone_and_leaves_room_for_the_keyboard(fake: Fake, visitor: Visitor) -> None:
    page = visitor(**PHONE).new_page()
    page.goto(fake.shop)
    screen = Screen(page)
    screen.launcher.tap()
    shows(screen.window)
    box = area(screen.window)
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 390, 844)
    soon(lambda: screen.focused() != "textarea write a reply", "no keyboard comes up by itself")
    page.set_viewport_size({"width": 390, "height": 500})
    soon(lambda: area(screen.box)["bottom"] <= 500, "the answer box stays in sight")
    page.get_by_role("button", name="Close chat").first.tap()
    shows(screen.launcher)


def test_on_a_phone_the_page_behind_the_window_is_out_of_reach_until_it_is_closed(fake: Fake, visitor: Visitor) -> None:
    page = visitor(**PHONE).new_page()
    fake.body = "<input aria-label=Search><button>Buy</button>"
    page.goto(fake.shop)
    screen = Screen(page)
    screen.launcher.focus()
    page.keyboard.press("Enter")
    shows(screen.window)
    assert is_modal(page)
    reached = walk(screen, "Tab", 8) | walk(screen, "Shift+Tab", 8)
    assert {"button close chat", "textarea write a reply"} <= reached
    assert reached <= {"button close chat", "textarea write a reply", "button send", "dialog chat with us", "body"}
    page.get_by_label("Search").evaluate("(field) => field.focus()")
    assert screen.focused() != "input search"
    page.keyboard.press("Escape")
    expect(screen.window).to_be_hidden()
    soon(lambda: screen.focused() == "button open chat", "the focus is back")
    assert {"input search", "button"} <= walk(screen, "Shift+Tab", 3)


def test_a_phones_back_button_closes_the_window_and_stays_on_the_page(fake: Fake, visitor: Visitor) -> None:
    page = visitor(**PHONE).new_page()
    page.goto(fake.shop)
    screen = Screen(page)
    screen.launcher.tap()
    shows(screen.window)
    # What the system asks for by the back button is a close request, which ends like this.
    screen.window.evaluate("(dialog) => dialog.close()")
    shows(screen.launcher)
    soon(lambda: screen.focused() == "button open chat", "the focus is back")
    screen.launcher.tap()
    shows(screen.window)


def test_at_a_desk_the_page_beside_the_window_can_be_used(fake: Fake, page: Page) -> None:
    fake.body = "<input aria-label=Search>"
    page.goto(fake.shop)
    screen = Screen(page)
    screen.launcher.click()
    shows(screen.window)
    assert not is_modal(page)
    assert "input search" in walk(screen, "Tab", 6)


def test_a_window_that_comes_to_fill_the_screen_becomes_modal_and_back(fake: Fake, page: Page) -> None:
    page.goto(fake.shop)
    screen = Screen(page)
    screen.launcher.click()
    shows(screen.window)
    page.set_viewport_size({"width": 390, "height": 844})
    soon(lambda: is_modal(page), "the page is out of reach")
    page.set_viewport_size({"width": 1280, "height": 720})
    soon(lambda: not is_modal(page), "the page is back")
    shows(screen.window)
