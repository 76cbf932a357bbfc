"""Where the widget stands: nothing is cut off at any size, and everything is mirrored from right to left."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.widget.fake import Fake
from tests.browser.widget.screen import Screen, area, shows

Visitor = Callable[..., BrowserContext]
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmütze " * 30
SIZES = ((1440, 900), (1024, 768), (390, 844), (320, 480))


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("position", ["left", "right"])
def test_nothing_is_cut_off(fake: Fake, visitor: Visitor, direction: str, position: str) -> None:
    page = visitor().new_page()
    fake.direction = direction
    fake.site["position"] = position
    fake.agent |= {"name": "Maximiliane Alexandrowna von Hohenstein", "title": "Head of customer happiness"}
    fake.campaign(7, LONG)
    page.goto(fake.shop)
    screen = Screen(page)
    shows(screen.bubble)
    for size in SIZES:
        resize(page, size)
        for part in (screen.bubble, screen.box, screen.dismiss, screen.launcher):
            is_within(part, size)
        centre = area(screen.launcher)["x"] + 28
        assert (centre < size[0] / 2) == (position == "left")
    screen.reply(LONG)
    shows(screen.window)
    for size in SIZES:
        resize(page, size)
        for part in (screen.window, screen.box):
            is_within(part, size)
        assert screen.thread.evaluate("(node) => node.scrollWidth <= node.clientWidth")
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def resize(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.wait_for_function("([width, height]) => innerWidth === width && innerHeight === height", arg=list(size))
    # What the page is told of it, it is told with a frame.
    page.evaluate("() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))")


def is_within(part: Locator, size: tuple[int, int]) -> None:
    box = area(part)
    assert box["x"] >= 0
    assert box["y"] >= 0
    assert box["right"] <= size[0]
    assert box["bottom"] <= size[1]


MIRRORED = """
  () => {
    const root = document.querySelector("smart-trigger").shadowRoot;
    const middle = (selector) => {
      const { left, width } = root.querySelector(selector).getBoundingClientRect();
      return left + width / 2;
    };
    const pairs = [[".bubble .portrait", ".card"], [".card", ".card .close"], [".card textarea", ".card .send"],
      [".header .portrait", ".header .who"], [".header .who", ".header .close"], [".window textarea", ".window .send"],
      [".log .portrait", ".first:not(.me) .said"], [".first:not(.me) .said", ".me .said"]];
    return pairs.filter((pair) => pair.every((each) => root.querySelector(each)?.checkVisibility()))
      .map(([one, other]) => one + (middle(one) < middle(other) ? " before " : " after ") + other);
  }
"""


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_on_a_page_from_right_to_left_everything_is_mirrored(
    fake: Fake, visitor: Visitor, size: tuple[int, int]
) -> None:
    def places(direction: str) -> list[str]:
        fake.direction, fake.conversation_key = direction, ""
        fake.conversation.clear()
        page = visitor(viewport={"width": size[0], "height": size[1]}).new_page()
        page.goto(fake.shop)
        screen = Screen(page)
        shows(screen.bubble)
        found: list[str] = page.evaluate(MIRRORED)
        screen.reply("Yes")
        shows(screen.thread.get_by_text("Yes"))
        found += page.evaluate(MIRRORED)
        page.close()  # or it would ask for a conversation that the next one takes away
        return found

    fake.campaign(7, "Hello")
    as_usual, mirrored = places("ltr"), places("rtl")
    assert len(as_usual) == 8
    assert all(" before " in each for each in as_usual)
    assert mirrored == [each.replace(" before ", " after ") for each in as_usual]


def test_an_empty_answer_box_is_written_as_the_page_is_and_a_full_one_as_its_words(fake: Fake, page: Page) -> None:
    fake.direction = "rtl"
    fake.site["texts"] = {"reply": "اكتب ردا"}
    fake.campaign(7)
    page.goto(fake.shop)
    box = page.get_by_role("textbox", name="اكتب ردا")
    for typed, direction in (("", "rtl"), ("Yes", "ltr"), ("نعم", "rtl"), ("", "rtl")):
        box.fill(typed)
        expect(box).to_have_css("direction", direction)


def test_the_previews_launcher_looks_like_the_real_one(fake: Fake, page: Page) -> None:
    looks = """(button) => {
      const props = ["width", "height", "padding", "border", "borderRadius", "boxShadow", "color", "backgroundColor",
        "position", "right", "bottom", "zIndex", "cursor"];
      const pick = (style, names) => names.map((name) => style[name]);
      return [pick(getComputedStyle(button), props),
        pick(getComputedStyle(button, "::before"), ["content", "display", "height", "borderRadius", "background"])];
    }"""
    page.goto(fake.shop)
    real = Screen(page).launcher.evaluate(looks)
    page.goto(f"{fake.shop}/assets/{fake.assets.hash}/preview.html")
    site = {key: fake.site[key] for key in ("colour", "text_colour", "position")}
    page.evaluate(
        "(content) => postMessage({type: 'preview', content}, '*')",
        {"site": site, "agent": fake.agent, "blocks": [], "view": "closed", "device": "desktop", "direction": "ltr"},
    )
    assert page.get_by_role("button", name="Open chat").evaluate(looks) == real


@pytest.mark.parametrize("height", [900, 700, 640])
def test_what_can_be_pressed_under_a_picture_is_in_sight(fake: Fake, visitor: Visitor, height: int) -> None:
    page = visitor(viewport={"width": 1024, "height": height}, reduced_motion="reduce").new_page()
    said = {"type": "text", "spans": [{"text": "Free shipping on everything from 80 euros, until Sunday at midnight."}]}
    picture = {"type": "image", "media": "a" * 64, "width": 640, "height": 427, "alt": "A buoy"}
    pressed = {"type": "buttons", "buttons": [{"id": "a", "label": "See gifts", "action": "link", "url": "/gifts"}]}
    fake.campaign(7, [said, picture, pressed])
    page.goto(fake.shop)
    screen = Screen(page)
    shows(screen.bubble)
    button, body = area(page.get_by_role("link", name="See gifts")), area(page.locator(".body"))
    assert button["bottom"] <= body["bottom"] + 1
    is_within(screen.bubble, (1024, height))
