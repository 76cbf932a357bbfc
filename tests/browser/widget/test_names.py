"""The sender's name, whichever way its script runs: beside the picture, as the page runs, and under no button."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.widget.fake import Fake
from tests.browser.widget.screen import Screen, area, shows

ARABIC, LATIN = ("ليلى الفارسي", "خدمة العملاء"), ("Ada Lindqvist", "Customer care")
AGAINST = [("ltr", ARABIC), ("rtl", LATIN)]
LONG = [("ltr", (ARABIC[0] + " " + ARABIC[1]) * 3), ("rtl", "Maximiliane Alexandrowna von Hohenstein-Donauwörth")]
CHANNELS = ["chat", "popup", "banner_top", "banner_foot"]
PLACES = """
  (words) => {
    const root = document.querySelector("smart-trigger").shadowRoot;
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    const found = [];
    while (texts.nextNode()) {
      if (texts.currentNode.data !== words || !texts.currentNode.parentNode.checkVisibility()) continue;
      range.selectNodeContents(texts.currentNode);
      const { left, right, top, bottom } = range.getBoundingClientRect();
      found.push({ left, right, top, bottom });
    }
    return found;
  }
"""
Place = dict[str, float]


def places(page: Page, words: str) -> list[Place]:
    """Where on screen just these words stand, in the widget."""
    found: list[Place] = page.evaluate(PLACES, words)
    return found


def begin_at_one_edge(direction: str, one: Place, other: Place, *, apart: float) -> bool:
    edge = "left" if direction == "ltr" else "right"
    return abs(one[edge] - other[edge]) <= apart


def edges(box: dict[str, float]) -> Place:
    return {"left": box["x"], "right": box["right"], "top": box["y"], "bottom": box["bottom"]}


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize(("direction", "name"), [*[(way, name) for way, (name, _) in AGAINST], *LONG])
@pytest.mark.parametrize("width", [1280, 390])
def test_no_name_lies_under_the_button_that_closes(
    fake: Fake, page: Page, channel: str, direction: str, name: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    fake.direction = direction
    fake.agent |= {"name": name, "title": ""}
    fake.campaign(7, "Hello", channel=channel)
    page.goto(fake.shop)
    screen = Screen(page)
    shows(screen.text("Hello"))
    button = edges(area(screen.dismiss))
    (written,) = places(page, name)
    above = written["bottom"] <= button["top"] or written["top"] >= button["bottom"]
    assert above or written["right"] <= button["left"] or written["left"] >= button["right"]


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize(("direction", "called"), AGAINST)
def test_name_and_title_begin_where_the_message_does(
    fake: Fake, page: Page, channel: str, direction: str, called: tuple[str, str]
) -> None:
    name, title = called
    hello = "Hello" if direction == "ltr" else "مرحبا"
    fake.direction = direction
    fake.agent |= {"name": name, "title": title}
    fake.campaign(7, hello, channel=channel)
    page.goto(fake.shop)
    shows(page.get_by_text(hello, exact=True))
    (named,), (titled,), (said,) = (places(page, each) for each in (name, title, hello))
    if channel == "popup":
        assert begin_at_one_edge(direction, named, titled, apart=1), "one below the other"
        return
    assert begin_at_one_edge(direction, named, said, apart=1)
    gap = titled["left"] - named["right"] if direction == "ltr" else named["left"] - titled["right"]
    assert 4 <= gap <= 8, "the title follows the name"


@pytest.mark.parametrize(("direction", "called"), AGAINST)
def test_names_in_the_window_stand_beside_the_pictures(
    fake: Fake, page: Page, direction: str, called: tuple[str, str]
) -> None:
    name, title = called
    fake.direction = direction
    fake.agent |= {"name": name, "title": title}
    fake.campaign(7, "Hello" if direction == "ltr" else "مرحبا")
    page.goto(fake.shop)
    screen = Screen(page)
    screen.reply("Yes")
    shows(screen.thread.get_by_text("Yes"))
    area(screen.window)
    heading, above = places(page, name)
    (titled,) = places(page, title)
    (said,) = places(page, "Hello" if direction == "ltr" else "مرحبا")
    assert begin_at_one_edge(direction, heading, titled, apart=1)
    assert begin_at_one_edge(direction, above, said, apart=16)
    assert begin_at_one_edge(direction, heading, above, apart=24)
