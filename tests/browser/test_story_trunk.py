"""The main job with no shortcut past the interface: from the first click to the answer on the visitor's page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.admin_page import Admin
from tests.browser.house import House, of_its_own
from tests.browser.widget_page import ANSWER_MS
from tests.product import Product

SHOWN = "Need a hand with gifts for your team?"
QUESTION = "Yes: forty mugs, by Friday?"
ANSWER = "Forty by Friday works ☕ Shall I send the offer?"


@pytest.fixture
def house(tmp_path: Path, chromium: Browser) -> Iterator[House]:
    """A shop whose product was started just now, as the link for its first owner is printed once."""
    with of_its_own(Product(tmp_path / "data"), chromium) as house:
        yield house


def test_from_the_first_click_to_the_answer_on_the_visitors_page(house: House, chromium: Browser) -> None:
    owner = Admin.first_owner(house.running, chromium)
    make_campaign(owner)

    tab = house.stranger().open("/", clock=True)
    tab.expect_nothing_to_come()
    tab.press("For teams")
    tab.expect_no_message()
    assert tab.claims == []
    tab.let_pass(seconds=6)
    tab.expect_message(SHOWN, "Bo Andersen")
    tab.reply(QUESTION)

    linh = Admin.employee(house.running, chromium, "linh@harbour-goods.example")
    linh.visit("Inbox")
    linh.press("My groups")
    expect(linh.page.get_by_role("button", name="My groups")).to_have_attribute("aria-pressed", "true")
    expect(linh.page.get_by_text(QUESTION)).to_have_count(0)
    linh.leave()

    sam = Admin.employee(house.running, chromium, "sam@harbour-goods.example")
    sam.visit("Inbox")
    sam.press("My groups")
    sam.page.get_by_role("link").filter(has_text=QUESTION).click()
    thread = sam.page.get_by_role("log")
    expect(thread.get_by_text(QUESTION)).to_be_visible()
    said = thread.inner_text()
    assert said.index(SHOWN) < said.index(QUESTION), "the campaign's message stands above the reply"
    expect(sam.page.get_by_text("/pricing").first).to_be_visible()
    sam.page.get_by_role("textbox", name=re.compile("answer", re.IGNORECASE)).fill(ANSWER)
    sam.page.keyboard.press("Enter")
    expect(thread.get_by_text(ANSWER)).to_be_visible()
    expect(tab.text(ANSWER)).to_be_visible(timeout=ANSWER_MS)
    expect(tab.text("Sam Okafor").first).to_be_visible()

    owner.visit("Campaigns")
    row = owner.campaign_row("Gifts for teams")
    expect(row.get_by_role("switch")).to_have_attribute("aria-checked", "true")
    expect(row).to_contain_text(re.compile(r"1\s*shown"))
    switch = row.get_by_role("switch")
    switch.click()
    expect(switch).to_have_attribute("aria-checked", "false")
    house.in_force()
    late = house.stranger().open("/pricing")
    late.expect_nothing_to_come()
    sam.leave()
    owner.leave()


def write_message(area: Locator) -> None:
    area.click()
    area.press_sequentially("Hi 👋 Need a hand with ")
    area.press("Control+b")
    area.press_sequentially("gifts")
    area.press("Control+b")
    area.press_sequentially(" for your team?")


def make_campaign(owner: Admin) -> None:
    """The six steps of the manual."""
    owner.visit("Campaigns", "Messages", "Smart trigger")
    owner.page.get_by_role("link", name="Add smart message").first.click()

    owner.fill("Campaign name", "Gifts for teams")
    owner.finish_step()

    owner.expect_step("Message")
    owner.finish_step()
    expect(owner.page.get_by_role("alert").first).to_be_visible()
    owner.expect_step("Message")
    owner.pick("Sent from", "Bo Andersen")
    owner.pick("Reply message sent to", "Sales")
    write_message(owner.page.get_by_label("Message content", exact=True))
    expect(owner.preview().get_by_text(SHOWN)).to_be_visible()
    expect(owner.preview().locator("strong")).to_have_text("gifts")
    expect(owner.preview().get_by_text("Bo Andersen")).to_be_visible()
    owner.finish_step()

    owner.expect_step("Target customers")
    owner.add_condition("Page address")
    owner.page.get_by_role("textbox", name="Page address: values").fill("/pricing")
    owner.add_condition("Time on page")
    owner.fill("Time on page: value", "5")
    expect(owner.page.get_by_role("status").filter(has_text="/pricing").first).to_be_visible()
    owner.finish_step()

    owner.expect_step("Set up")
    owner.page.get_by_text("Send once", exact=True).click()
    owner.finish_step()

    owner.expect_step("Activate")
    switch = owner.page.get_by_role("switch", name="Activate on Harbour Goods")
    switch.click()
    expect(switch).to_have_attribute("aria-checked", "true")
    owner.finish_step()
