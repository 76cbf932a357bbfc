"""What a page tells of its visitor goes with boot: with the first one where it can, else the page view boots again."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.widget.fake import Fake, after_seconds
from tests.browser.widget.screen import Screen, shows, soon

QUEUE = "<script>window.smartTrigger ||= function () { (smartTrigger.q ||= []).push(arguments) };{}</script>"


def test_what_was_told_early_goes_with_the_first_boot(fake: Fake, page: Page) -> None:
    fake.head = QUEUE.replace("{}", "smartTrigger('identify', {plan: 'trial', seats: 4, note: null}, 'a.b.c')")
    page.goto(fake.shop)
    shows(Screen(page).launcher)
    assert [each.get("who") for each in fake.asked("boot")] == [[{"plan": "trial", "seats": 4, "note": None}, "a.b.c"]]


def test_what_is_told_later_boots_again_and_holds_for_the_next_route(fake: Fake, page: Page) -> None:
    page.goto(fake.shop)
    shows(Screen(page).launcher)
    page.evaluate("smartTrigger('identify', {plan: 'trial'})")
    soon(lambda: len(fake.asked("boot")) == 2, "the same page view")
    page.evaluate("history.pushState({}, '', '/next')")
    soon(lambda: len(fake.asked("boot")) == 3, "the next page view")
    page.evaluate("smartTrigger('identify')")
    soon(lambda: len(fake.asked("boot")) == 4, "they have signed out")
    told = [(each.get("who"), each.get("again", False)) for each in fake.asked("boot")]
    who = [{"plan": "trial"}, None]
    assert told == [(None, False), (who, True), (who, False), ([None, None], True)]


def test_what_was_seen_on_a_page_view_outlives_all_that_is_told_later(fake: Fake, page: Page) -> None:
    clicked = {"id": "b", "fact": "clicked_element", "key": "h1", "operator": "is", "value": True}
    waits = after_seconds(3600)
    fake.campaign(1, "You have clicked", rule={**waits, "rules": [*waits["rules"], clicked]})
    page.goto(fake.shop)
    shows(Screen(page).launcher)
    page.wait_for_load_state("networkidle")
    page.locator("h1").click()
    for told in range(1, 7):
        page.evaluate("smartTrigger('identify', {plan: 'trial'})")
        soon(lambda: len(fake.asked("boot")) == told + 1, "the same page view")  # noqa: B023  # asked here and now
    fake.residuals[0]["rule"] = {**waits, "rules": [clicked]}
    page.evaluate("smartTrigger('identify', {plan: 'team'})")
    shows(Screen(page).text("You have clicked"))


def test_what_cant_be_told_is_no_fault_of_the_page(fake: Fake, page: Page) -> None:
    page.goto(fake.shop)
    shows(Screen(page).launcher)
    for arguments in ("", "self, self", "{a: 10n}", "Symbol()", "{get a() { throw Error('mine') }}"):
        page.evaluate(f"smartTrigger('identify', {arguments})" if arguments else "smartTrigger('identify')")
    page.evaluate("smartTrigger('no such command')")
    page.evaluate("smartTrigger('identify', {plan: 'team'})")
    soon(lambda: any(each.get("who") == [{"plan": "team"}, None] for each in fake.asked("boot")), "what can be told")
    shows(Screen(page).launcher)
