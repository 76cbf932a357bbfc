"""Visitors on the site now, and an employee who writes to one of them."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.admin_page import PHONE
from tests.browser.desks import Desks
from tests.browser.house import House
from tests.browser.widget_page import ANSWER_MS
from tests.product import until

OFFER = "Shall I put one aside for you?"


def row_of(page: Page, path: str) -> Locator:
    """The row of who is on a page of the shop; the whole address is its link's title."""
    return page.get_by_role("listitem").filter(has=page.get_by_title(path))


def test_an_employee_writes_to_somebody_who_looks_around(house: House, desks: Desks) -> None:
    house.end_conversations()
    sam = desks.at("sam").page
    sam.get_by_role("link", name="Visitors").click()
    expect(sam.get_by_text("Here now is whoever")).to_be_visible()
    tab = house.stranger().open("/help?looks-for=sam")
    here = row_of(sam, "/help?looks-for=sam")
    expect(here).to_contain_text("On the site for")
    lasts = here.locator("time", has_text=re.compile(r"^0:\d\d$"))
    before = lasts.inner_text()
    expect(lasts, "it counts on by itself").not_to_have_text(before)
    tab.go("/pricing?looks-for=sam")
    row_of(sam, "/pricing?looks-for=sam").get_by_role("button", name=re.compile("^Write to")).click()
    sam.get_by_label("Message").fill(OFFER)
    sam.get_by_role("button", name="Send").click()
    thread = sam.get_by_role("log")
    expect(thread.get_by_text(OFFER)).to_be_visible()

    def learns_of_it() -> bool:
        tab.go("/help")
        return tab.boot["conversation"] is not None

    until(learns_of_it, "the visitor's next page knows of the conversation")
    expect(tab.text(OFFER).first).to_be_visible()
    tab.reply("That would be lovely")
    expect(thread.get_by_text("That would be lovely")).to_be_visible(timeout=ANSWER_MS)
    sam.get_by_role("link", name="Visitors").click()
    expect(sam.get_by_role("listitem").filter(has_text="Conversation").first).to_be_visible()


def _left(of: Locator) -> float:
    box = of.bounding_box()
    assert box is not None
    return box["x"]


def test_in_a_hand_the_count_has_the_line_to_itself_with_the_search_below(house: House, desks: Desks) -> None:
    house.stranger().open("/help?looks-for=space")
    page = desks.at("sam", "/visitors?q=space", **PHONE).page
    said, search = page.get_by_text("Here now is whoever"), page.get_by_role("searchbox", name="Search visitors")
    expect(search).to_be_visible()
    width, below = said.bounding_box(), search.bounding_box()
    assert width is not None
    assert below is not None
    assert width["width"] > 300
    assert below["y"] >= width["y"] + width["height"]


def test_on_a_tablet_the_second_line_begins_under_the_name(house: House, desks: Desks) -> None:
    house.stranger().open("/help?looks-for=alignment")
    page = desks.at("sam", "/visitors", viewport={"width": 1024, "height": 768}).page
    row = row_of(page, "/help?looks-for=alignment")
    expect(row).to_be_visible()
    assert abs(_left(row.get_by_text("On the site for")) - _left(row.locator(".st-strong"))) <= 1
