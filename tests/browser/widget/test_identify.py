"""What a page tells of its visitor goes with boot: with the first one where it can, else the page view boots again."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.widget.fake import Fake
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


def test_what_cant_be_told_is_no_fault_of_the_page(fake: Fake, page: Page) -> None:
    page.goto(fake.shop)
    shows(Screen(page).launcher)
    for arguments in ("", "self, self", "{a: 10n}", "Symbol()", "{get a() { throw Error('mine') }}"):
        page.evaluate(f"smartTrigger('identify', {arguments})" if arguments else "smartTrigger('identify')")
    page.evaluate("smartTrigger('no such command')")
    page.evaluate("smartTrigger('identify', {plan: 'team'})")
    soon(lambda: any(each.get("who") == [{"plan": "team"}, None] for each in fake.asked("boot")), "what can be told")
    shows(Screen(page).launcher)
