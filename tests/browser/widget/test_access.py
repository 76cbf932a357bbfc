"""The widget for everybody: keyboard, screen reader, touch, phone, dark, right to left, less motion."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.widget.fake import Fake, words
from tests.browser.widget.screen import Screen, shows, soon

Visitor = Callable[..., BrowserContext]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmütze " * 30


def area(locator: Locator) -> dict[str, float]:
    """Where something is once it has come to rest."""
    locator.evaluate(
        "async (node) => { await Promise.allSettled(node.getAnimations({subtree: true}).map((each) => each.finished)) }"
    )
    box = locator.bounding_box()
    assert box
    return {**box, "right": box["x"] + box["width"], "bottom": box["y"] + box["height"]}


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{each['id']}: {node['html']}" for each in found for node in each["nodes"]]


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
