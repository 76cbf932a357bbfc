"""What the simulator says is what a visitor's browser then does, and afterwards it is told why."""

from __future__ import annotations

import re
from operator import itemgetter

from playwright.sync_api import expect

from tests.browser.admin_page import PHONE
from tests.browser.desks import Desks
from tests.browser.house import House, when


def test_the_simulator_says_what_the_browser_then_does_and_the_decision_tells_why(house: House, desks: Desks) -> None:
    house.end_conversations()
    pricing = when("page_url", "is", ["/pricing*"])
    house.campaign("After half a minute", pricing, when("time_on_page", "at_least", 30))
    house.campaign("After ten seconds", pricing, when("time_on_site", "at_least", 10))
    house.campaign("When they leave", pricing, when("exit_intent", "is", True))
    house.campaign("In Portuguese", pricing, when("language", "is_any_of", ["pt"]))
    house.in_force()

    ada = desks.at("ada", "/campaigns/simulator").page
    results = ada.get_by_role("region", name="What would happen")

    def answers(words: str) -> None:
        expect(ada.get_by_role("status").filter(has_text=words)).to_be_visible()

    answers("Nothing shows")
    ada.get_by_role("textbox", name="Page address").fill(f"{house.running.shop}/pricing")
    answers("“After ten seconds” shows after 10 seconds.")
    cards = results.get_by_role("listitem")
    for name, said in (
        ("After half a minute", "Comes too late"),
        ("When they leave", "Waits"),
        ("In Portuguese", "Not met: Language is Portuguese."),
    ):
        expect(cards.filter(has=ada.get_by_role("link", name=name, exact=True))).to_contain_text(said)
    ada.reload()
    answers("“After ten seconds” shows after 10 seconds.")

    tab = house.stranger(locale="en-GB").open("/pricing", clock=True)
    tab.let_pass(seconds=9)
    tab.expect_no_message()
    tab.let_pass(seconds=2)
    tab.expect_message("After ten seconds")
    tab.let_pass(seconds=30)
    assert len(tab.claims) == 1, "another message is on this page view already"
    tab.reply("How much for twelve?")

    ada.goto(f"{house.running.admin}/inbox?whose=all")
    ada.get_by_role("link").filter(has_text="How much for twelve?").first.click()
    ada.get_by_role("link", name="Why they saw it").click()
    expect(ada.get_by_role("heading", name="Why they saw it")).to_be_visible()
    for said in ("Page address is /pricing*", f"Observed: {house.running.shop}/pricing.", "Observed: 10"):
        expect(ada.get_by_text(said)).to_be_visible()
    back = ada.get_by_role("navigation", name="Where you are").get_by_role("link", name="Inbox")
    expect(back).to_have_attribute("href", re.compile(r"^/inbox\?c="))
    ada.get_by_role("link", name="Try it now").click()
    answers("Nothing shows")
    for name, said in (
        ("After ten seconds", "They have read it."), ("After half a minute", "They are in a conversation.")
    ):  # fmt: skip
        expect(cards.filter(has=ada.get_by_role("link", name=name, exact=True))).to_contain_text(said)


def test_in_a_hand_the_answer_and_its_reasons_come_before_all_else_that_can_be_entered(
    house: House, desks: Desks
) -> None:
    house.end_conversations()
    house.campaign("Who comes back", when("page_url", "is", ["/pricing*"]), when("visits", "at_least", 3))
    house.in_force()
    page = desks.at("ada", "/campaigns/simulator", **PHONE).page
    address = page.get_by_role("textbox", name="Page address")
    answer = page.get_by_role("status").filter(has_text="Nothing shows")
    reasons = page.get_by_role("region", name="What would happen")
    more = page.get_by_role("button", name="More about the page view")
    expect(reasons.get_by_text("Not met:").first).to_be_visible()
    expect(page.get_by_text("Who opens the page")).to_be_hidden()
    tops = [(box["y"], each) for each in (address, answer, more, reasons) if (box := each.bounding_box())]
    assert [each for _y, each in sorted(tops, key=itemgetter(0))] == [address, answer, more, reasons]
    more.click()
    page.get_by_label("Number of visits").and_(page.get_by_role("spinbutton")).fill("3")
    address.fill(f"{house.running.shop}/pricing")
    expect(page.get_by_role("status").filter(has_text="“Who comes back” shows at once.")).to_be_in_viewport()
    more.click()
    expect(page.get_by_text("Who opens the page")).to_be_hidden()
