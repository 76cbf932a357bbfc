"""A marketer names a goal; a visitor who is shown the message reaches it, and another one does not."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from core import goals
from tests.browser.desks import Desks
from tests.browser.house import House, when
from tests.product import until


def test_an_order_is_put_down_to_the_message_that_its_visitor_was_shown(house: House, desks: Desks) -> None:
    marketer = desks.at("bo")
    page = marketer.page
    marketer.visit("Sites")
    page.get_by_role("link", name="Harbour Goods").click()
    marketer.press("Add goal")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Mugs ordered")
    dialog.get_by_label("Addresses").fill("/thanks")
    dialog.get_by_role("button", name="Add goal").click()
    expect(page.get_by_text("Mugs ordered is saved.")).to_be_visible()

    with house.running.storage() as storage:
        goal = next(each.id for each in goals.all_goals(storage).values() if each.name == "Mugs ordered")
    campaign = house.campaign("Mugs, two for one", when("page_url", "is", ["/products/enamel-mug"]), goal=goal)
    house.in_force()
    buys, looks, never = (house.stranger().open(path) for path in ("/products/enamel-mug", "/products/enamel-mug", "/"))
    for each in (buys, looks):
        each.expect_message("Mugs, two for one")
    buys.page.get_by_role("button", name="Put into the cart").click()
    buys.press("Cart 1")
    buys.press("Place the order", "button")
    expect(buys.page.get_by_role("heading", name="Thank you")).to_be_visible()
    never.go("/thanks")

    until(lambda: house.counts(campaign).goal == 1, "the order is counted")
    page.goto(f"{house.running.admin}/campaigns/messages/smart-trigger/{campaign}/performance")
    figures = page.get_by_role("list", name="Figures")
    expect(figures.get_by_role("button", name=re.compile("^Goals: 1, 50 % of shown"))).to_be_visible()
