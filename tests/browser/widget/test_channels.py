"""Messages that are shown otherwise than by the chat: the pop-up and the banners, and how the chat takes over."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.widget.fake import Fake, after_seconds, words
from tests.browser.widget.screen import Screen, area, shows, shows_not, soon

BANNERS = ("banner_top", "banner_foot")
SIZES = ((1440, 900), (1024, 768), (390, 844), (320, 480))
FROM_ADA = "Message from Ada Lindqvist"
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmütze " * 30


def popup(page: Page) -> Locator:
    return page.get_by_role("dialog", name=FROM_ADA)


def banner(page: Page) -> Locator:
    return page.get_by_role("region", name=FROM_ADA)


def test_a_popup_takes_the_focus_and_gives_it_back(fake: Fake, page: Page) -> None:
    fake.body = "<button>Buy</button>"
    fake.campaign(7, rule=after_seconds(3), channel="popup")
    page.clock.install()
    page.goto(fake.shop)
    screen = Screen(page)
    buy = page.get_by_role("button", name="Buy")
    buy.focus()
    screen.let_pass(seconds=4)
    shows(popup(page))
    soon(lambda: "shown" in fake.events(), "the message was shown")
    expect(popup(page)).to_contain_text("Hello there")
    for _ in range(8):
        page.keyboard.press("Tab")
        assert screen.focused() != "button buy", "nothing behind it is met"
    page.keyboard.press("Escape")
    shows_not(popup(page))
    expect(buy).to_be_focused()
    soon(lambda: fake.events()[-1] == "dismissed", "the message was dismissed")


def test_a_press_beside_a_popup_dismisses_it(fake: Fake, page: Page) -> None:
    fake.campaign(7, channel="popup")
    page.goto(fake.shop)
    shows(popup(page))
    popup(page).get_by_text("Hello there").click()
    shows(popup(page))
    page.mouse.click(5, 5)
    shows_not(popup(page))
    soon(lambda: fake.events()[-1] == "dismissed", "the message was dismissed")


@pytest.mark.parametrize("channel", ["popup", *BANNERS])
def test_what_is_answered_goes_on_in_the_chat_window(fake: Fake, page: Page, channel: str) -> None:
    fake.campaign(7, channel=channel)
    page.goto(fake.shop)
    screen = Screen(page)
    shown = popup(page) if channel == "popup" else banner(page)
    shows(shown)
    if channel != "popup":
        shown.get_by_role("button", name="Write a reply").click()
        expect(screen.thread).to_contain_text("Hello there")
    screen.reply("Yes, please")
    window = page.get_by_role("dialog", name="Chat with us")
    expect(window.get_by_role("log")).to_contain_text("Yes, please")
    shows_not(shown)
    assert screen.focused() == "textarea write a reply"
    soon(lambda: fake.texts() == ["Yes, please"], "the reply arrives")
    fake.says("Here you are", name="Bo")
    expect(window.get_by_role("log")).to_contain_text("Here you are")
    page.keyboard.press("Escape")
    shows_not(window)
    fake.says("One more thing", name="Bo")
    shows(page.get_by_role("region", name="Message from Bo"))
    shows_not(shown)


@pytest.mark.parametrize("channel", BANNERS)
def test_a_banner_is_read_politely_and_closed_by_its_cross_or_escape(fake: Fake, page: Page, channel: str) -> None:
    fake.campaign(7, channel=channel)
    page.goto(fake.shop)
    shows(banner(page))
    assert banner(page).evaluate("(bar) => bar.parentNode.getAttribute('aria-live')") == "polite"
    assert Screen(page).focused() in ("", "body"), "it takes no focus"
    if channel == "banner_top":
        page.get_by_role("button", name="Close message").click()
    else:
        page.keyboard.press("Escape")
    shows_not(banner(page))
    soon(lambda: fake.events()[-1] == "dismissed", "the message was dismissed")


BARS = {
    "in the page": "",
    "sticky": "position:sticky;top:0",
    "fixed": "position:fixed;inset:0 0 auto",
}
OVER = {
    "over the page": "position:absolute;inset:0 0 auto",
    "letting the pointer through": "position:fixed;inset:0 0 auto;text-align:center;pointer-events:none",
}
MENU = """
  <style>
    body{margin:0} header{height:60px;background:#eee;z-index:9} header a{line-height:60px;pointer-events:auto}
    aside{position:fixed;inset:0 0 auto;height:100px;z-index:8}
  </style>
  <header><a href=/gifts>Gifts</a></header><h1>Harbour Goods</h1><p>Lamps</p><div style=height:3000px></div><p>Rope</p>
"""
COVERED = """
  () => [...document.querySelectorAll("header a, h1")].filter((node) => {
    const { left, top, height } = node.getBoundingClientRect();
    return !node.contains(document.elementFromPoint(left + 10, top + height / 2));
  }).map((node) => node.localName)
"""
PLACES = (
    "() => ['header', 'h1', 'p:last-of-type'].map((each) => document.querySelector(each).getBoundingClientRect().top)"
)
STYLES = "() => ['html', 'body', 'header'].map((each) => document.querySelector(each).getAttribute('style'))"


@pytest.mark.parametrize(("kind", "width"), [*product(BARS, (1440, 390)), *zip(OVER, (390, 1440), strict=True)])
def test_a_banner_at_the_top_covers_neither_menu_nor_page_and_leaves_nothing_behind(
    fake: Fake, visitor: Callable[..., BrowserContext], kind: str, width: int
) -> None:
    page = visitor(viewport={"width": width, "height": 800}).new_page()
    fake.headers = {"Content-Security-Policy": f"script-src {fake.server}; connect-src {fake.server}"}
    lifted = kind == "fixed" or kind in OVER
    fake.head = f"<style>header{{{(BARS | OVER)[kind]}}}{'body{padding-top:60px}' if lifted else ''}</style>"
    fake.body = MENU
    fake.campaign(7, rule=after_seconds(3), channel="banner_top")
    page.clock.install()
    page.goto(fake.shop)
    screen = Screen(page)
    shows(screen.launcher)
    if width == 390:
        page.evaluate("document.documentElement.style.setProperty('color', 'red')")
    places, styles = page.evaluate(PLACES), page.evaluate(STYLES)
    screen.let_pass(seconds=4)
    shows(banner(page))
    page.wait_for_function(f"() => ({PLACES})()[1] > {places[1]}")
    assert page.evaluate(COVERED) == []
    box = banner(page).bounding_box()
    assert box
    header, heading, _ = page.evaluate(PLACES)
    if kind in ("in the page", "over the page"):
        assert header >= box["y"] + box["height"]
    else:
        assert header == 0, "a bar that stays in sight stays where it is"
        assert box["y"] >= 60
    assert heading >= box["y"] + box["height"]
    page.get_by_role("button", name="Close message").click()
    shows_not(banner(page))
    assert (page.evaluate(PLACES), page.evaluate(STYLES)) == (places, styles)


def test_a_banner_at_the_top_finds_its_place_again_when_the_page_changes(fake: Fake, page: Page) -> None:
    fake.head = f"<style>header{{{BARS['sticky']}}}</style>"
    fake.body = MENU
    fake.campaign(7, channel="banner_top")
    page.clock.install()
    page.goto(fake.shop)
    shows(banner(page))
    moved = "() => document.querySelector('header').style.marginBottom"
    page.wait_for_function(moved)
    page.evaluate("document.querySelector('header').setAttribute('style', 'color: red')")
    page.wait_for_function(moved)
    Screen(page).let_pass(seconds=1)
    page.evaluate("document.body.append(document.createElement('aside'))")
    soon(lambda: (banner(page).bounding_box() or {"y": 0})["y"] >= 100, "it stands below what is new")
    page.get_by_role("button", name="Close message").click()
    shows_not(banner(page))
    assert page.evaluate(STYLES) == [None, None, "color: red;"]


@pytest.mark.parametrize("kind", BARS)
def test_who_reads_further_down_goes_on_reading_where_they_are(fake: Fake, page: Page, kind: str) -> None:
    fake.head = f"<style>header{{{BARS[kind]}}}</style>"
    fake.body = MENU
    fake.campaign(7, rule=after_seconds(3), channel="banner_top")
    page.clock.install()
    page.goto(fake.shop)
    screen = Screen(page)
    shows(screen.launcher)
    page.evaluate("scrollTo(0, 1000)")
    before = page.evaluate(PLACES)[2]
    screen.let_pass(seconds=4)
    shows(banner(page))
    page.wait_for_function("() => scrollY > 1000")
    assert page.evaluate(PLACES)[2] == pytest.approx(before, abs=1)
    page.evaluate("scrollTo(0, 0)")
    assert page.evaluate(COVERED) == []
    page.evaluate("scrollTo(0, 1000)")
    before = page.evaluate(PLACES)[2]
    page.get_by_role("button", name="Close message").click()
    shows_not(banner(page))
    assert page.evaluate(PLACES)[2] == pytest.approx(before, abs=1)


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("channel", ["popup", *BANNERS])
def test_nothing_is_cut_off_or_found_by_axe(
    fake: Fake, visitor: Callable[..., BrowserContext], channel: str, direction: str
) -> None:
    page = visitor(color_scheme="dark" if direction == "rtl" else "light", reduced_motion="reduce").new_page()
    fake.direction = direction
    fake.agent |= {"name": "Maximiliane Alexandrowna von Hohenstein", "title": "Head of customer happiness"}
    fake.campaign(7, LONG, channel=channel)
    page.goto(fake.shop)
    shown = page.get_by_role("dialog" if channel == "popup" else "region", name=re.compile("^Message from"))
    shows(shown)
    parts = [shown, shown.get_by_role("button", name="Close message")]
    parts.append(Screen(page).box if channel == "popup" else shown.get_by_role("button", name="Write a reply"))
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function(
            "([width, height]) => innerWidth === width && innerHeight === height", arg=[width, height]
        )
        for part in parts:
            box = part.bounding_box()
            assert box
            assert box["x"] >= 0
            assert box["y"] >= 0
            assert box["x"] + box["width"] <= width
            assert box["y"] + box["height"] <= height
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
        if channel != "popup":
            stands_clear(shown, Screen(page).launcher)
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []


@pytest.mark.parametrize("channel", BANNERS)
def test_a_banner_with_a_picture_stays_low_and_has_its_buttons_in_view(fake: Fake, page: Page, channel: str) -> None:
    picture = {"type": "image", "media": "a" * 64, "width": 1200, "height": 800, "alt": "A lamp"}
    field = {"id": "email", "kind": "email", "label": "E-mail", "required": True}
    pressed = [
        {"id": "a", "label": "Get the offer", "action": "form"},
        {"id": "b", "label": "See all lamps", "action": "link", "link": f"{fake.shop}/other"},
    ]
    form = {"type": "form", "fields": [field], "consent": "", "consent_link": "", "submit": "Send it", "hidden": True}
    said = words("Brass lamps are 20% off until Sunday, with free shipping on everything. " * 6)
    fake.campaign(7, [picture, *said, {"type": "buttons", "buttons": pressed}, form], channel=channel)
    page.goto(fake.shop)
    shown = banner(page)
    offer = shown.get_by_role("button", name="Get the offer")
    link = shown.get_by_role("link", name="See all lamps")
    for width, height, most in ((1440, 900, 160), (1024, 768, 160), (390, 844, 0.4 * 844)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function("(width) => innerWidth === width", arg=width)
        assert area(shown)["height"] <= most
        assert area(shown.get_by_role("img", name="A lamp"))["height"] <= 96
        for part in (offer, link, shown.get_by_role("button", name="Write a reply")):
            expect(part).to_be_in_viewport(ratio=1)
    offer.click()
    expect(shown.get_by_label("E-mail")).to_be_focused()
    expect(link).to_be_hidden()


def stands_clear(one: Locator, other: Locator) -> None:
    a, b = one.bounding_box(), other.bounding_box()
    assert a
    assert b
    beside = a["x"] + a["width"] <= b["x"] or b["x"] + b["width"] <= a["x"]
    assert beside or a["y"] + a["height"] <= b["y"] or b["y"] + b["height"] <= a["y"]
