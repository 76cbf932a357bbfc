"""A marketer sees what a campaign brought: from the list, over another range, down to the conversations."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.desks import Desks
from tests.browser.house import House

QUESTION = "Do the mugs survive a dishwasher?"


def test_from_the_list_to_the_conversation_behind_a_number(house: House, desks: Desks) -> None:
    house.end_conversations()
    house.campaign("Mugs for teams")
    house.in_force()
    asks = house.stranger().open("/")
    asks.expect_message("Mugs for teams")
    asks.reply(QUESTION)
    goes = house.stranger().open("/")
    goes.expect_message("Mugs for teams")
    goes.dismiss()

    marketer = desks.at("ada")
    page = marketer.page
    marketer.visit("Campaigns")
    row = marketer.campaign_row("Mugs for teams")
    expect(row).to_contain_text(re.compile(r"2\s*shown"))
    row.get_by_role("link", name=re.compile("shown")).click()
    expect(page.get_by_role("heading", level=1, name="Performance of Mugs for teams")).to_be_visible()
    figures = page.get_by_role("list", name="Figures")
    expect(figures.get_by_role("button", name=re.compile("^Shown: 2, 100 % of eligible"))).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("^Shown by the day"))).to_be_visible()

    marketer.press("Today")
    expect(page.get_by_role("img", name=re.compile("^Shown by the hour"))).to_be_visible()
    expect(page).to_have_url(re.compile(r"range=today"))
    page.reload()
    expect(page.get_by_role("button", name="Today")).to_have_attribute("aria-pressed", "true")

    late = house.stranger().open("/")
    late.expect_message("Mugs for teams")
    expect(figures.get_by_role("button", name=re.compile("^Shown: 3,"))).to_be_visible(timeout=15_000)

    figures.get_by_role("button", name=re.compile("^Replied: 1, ")).click()
    behind = page.get_by_role("dialog")
    expect(behind.get_by_role("listitem")).to_have_count(1)
    behind.get_by_role("link", name="Open conversation").click()
    expect(page.get_by_role("log").get_by_text(QUESTION)).to_be_visible()
