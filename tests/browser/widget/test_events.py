"""Events that the page tells of reach the server, once, whatever becomes of the page; and never trouble the page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.widget.fake import Fake, Refuse
from tests.browser.widget.screen import Screen, shows, soon

QUEUE = "<script>window.smartTrigger ||= function () { (smartTrigger.q ||= []).push(arguments) };{}</script>"
TOLD = "smart-trigger.KEY.told"
MODULE = "performance.getEntriesByType('resource').some(({name}) => name.includes('/events.js'))"


def queue(commands: str) -> str:
    return QUEUE.replace("{}", commands)


def waits(page: Page) -> bool:
    """Whether something is kept that the server has not acknowledged."""
    return any('"done":1' not in each for each in Screen(page).stored().get(TOLD, "").split("\n") if each)


def names(fake: Fake) -> list[str]:
    return [each["name"] for each in fake.told()]


def test_events_are_told_from_before_the_script_was_here_and_after(fake: Fake, page: Page) -> None:
    fake.head = queue("smartTrigger('event', 'viewed', {sku: 'mug-7', price: 12.5}); smartTrigger('event', 'listed')")
    page.goto(f"{fake.shop}/mugs")
    soon(lambda: names(fake) == ["viewed", "listed"], "what was told early")
    assert len(fake.asked("events")) == 1, "together"
    first = fake.told()[0]
    assert first["properties"] == {"sku": "mug-7", "price": 12.5}
    assert (first["url"], first["page_view"]) == (f"{fake.shop}/mugs", "1-page-view")
    assert len(first["id"]) == 22
    assert 0 <= first["age"] < 60_000
    page.evaluate("smartTrigger('event', 'added to cart', {gift: true, note: null})")
    soon(lambda: names(fake) == ["viewed", "listed", "added to cart"], "what was told later")
    soon(lambda: not waits(page), "all is acknowledged")


def test_an_event_right_before_the_page_is_left_is_told_by_the_next(fake: Fake, page: Page) -> None:
    page.goto(fake.shop)
    soon(lambda: Screen(page).stored(), "a visitor with a memory")
    page.evaluate("() => { smartTrigger('event', 'left', {to: 'other'}); location.href = '/other' }")
    page.wait_for_url("**/other")
    soon(lambda: names(fake) == ["left"], "the event")
    assert fake.told()[0]["properties"] == {"to": "other"}
    soon(lambda: not waits(page), "it is acknowledged")


def test_an_event_is_told_until_it_is_acknowledged(fake: Fake, page: Page, network_lines: None) -> None:
    fake.fail("events", Refuse(503, "database_away"), Refuse(429, "rate_limit"))
    page.goto(fake.shop)
    soon(lambda: Screen(page).stored(), "a visitor with a memory")
    page.evaluate("smartTrigger('event', 'paid')")
    soon(lambda: len(fake.asked("events")) == 1, "the first try")
    assert "paid" in Screen(page).stored()[TOLD]
    page.reload()
    soon(lambda: len(fake.asked("events")) == 3, "the third try")
    soon(lambda: not waits(page), "it is acknowledged")
    assert names(fake) == ["paid"], "one id for all tries"


def test_one_that_the_server_never_takes_keeps_no_other_back(fake: Fake, page: Page, network_lines: None) -> None:
    fake.fail("events", Refuse(422, "body_invalid"), Refuse(422, "body_invalid"))
    fake.head = queue("smartTrigger('event', 'odd'); smartTrigger('event', 'fine')")
    page.goto(fake.shop)
    soon(lambda: len(fake.asked("events")) == 3, "both alone")
    soon(lambda: not waits(page), "nothing waits")
    fake.head = ""
    page.reload()
    shows(Screen(page).launcher)
    assert len(fake.asked("events")) == 3


def test_without_a_memory_nothing_is_stored(fake: Fake, page: Page, network_lines: None) -> None:
    fake.store = False
    fake.fail("events", Refuse(503, "database_away"))
    page.goto(fake.shop)
    shows(Screen(page).launcher)
    page.evaluate("smartTrigger('event', 'paid')")
    soon(lambda: len(fake.asked("events")) == 2, "again, from the page's memory")
    assert Screen(page).stored() == {}


ODD = [
    "", "undefined", "null, {a: 1}", "7", "' '", "'cyclic', self", "'big', {a: 10n}", "Symbol()",
    "'throws', {get a() { throw Error('mine') }}",
]  # fmt: skip


def test_what_is_no_event_is_no_fault_of_the_page(fake: Fake, page: Page) -> None:
    page.goto(fake.shop)
    shows(Screen(page).launcher)
    for arguments in ODD:
        page.evaluate(f"smartTrigger('event', {arguments})" if arguments else "smartTrigger('event')")
    long = "{long: 'y'.repeat(999), deep: {a: 1}, list: [1], ok: 1, f() {}, '': 1, ' ': 1}"
    page.evaluate(f"smartTrigger('event', 'x'.repeat(99), {long})")
    page.evaluate("smartTrigger('event', 'many', Object.fromEntries([...Array(30).keys()].map((n) => ['p' + n, n])))")
    page.evaluate("smartTrigger('event', 'text', 'no object')")
    soon(lambda: len(fake.told()) == 3, "what can be told")
    cut, many, text = fake.told()
    assert (cut["name"], cut["properties"]) == ("x" * 64, {"long": "y" * 256, "ok": 1})
    assert len(many["properties"]) == 20
    assert text["properties"] == {}


def test_a_page_tells_a_limited_number_of_events(fake: Fake, page: Page) -> None:
    page.goto(fake.shop)
    shows(Screen(page).launcher)
    page.evaluate("() => { for (let n = 0; n < 70; n++) smartTrigger('event', 'loop ' + n) }")
    soon(lambda: len(fake.told()) == 50, "the first fifty")
    page.evaluate("history.pushState({}, '', '/next')")
    soon(lambda: len(fake.asked("boot")) == 2, "the next page view")
    page.evaluate("smartTrigger('event', 'next')")
    soon(lambda: names(fake)[-1] == "next", "the next page has its own")
    assert len(fake.told()) == 51


def test_what_is_more_than_one_request_may_hold_goes_in_several(fake: Fake, page: Page) -> None:
    page.goto(fake.shop)
    shows(Screen(page).launcher)
    large = "Object.fromEntries([...Array(20).keys()].map((n) => ['p' + n, '语'.repeat(256)]))"
    page.evaluate(f"() => {{ for (let n = 0; n < 12; n++) smartTrigger('event', 'e' + n, {large}) }}")
    soon(lambda: len(fake.told()) == 12, "all of them")
    assert set(names(fake)) == {f"e{n}" for n in range(12)}
    soon(lambda: not waits(page), "they are acknowledged")


def test_a_page_without_events_loads_nothing_for_them(fake: Fake, page: Page) -> None:
    page.goto(fake.shop)
    shows(Screen(page).launcher)
    assert not page.evaluate(MODULE)
    page.evaluate("smartTrigger('event', 'paid')")
    soon(lambda: names(fake) == ["paid"], "the event")
    assert page.evaluate(MODULE)


def test_of_those_that_are_acknowledged_the_newest_are_kept(fake: Fake, page: Page) -> None:
    page.goto(fake.shop)
    soon(lambda: Screen(page).stored(), "a visitor with a memory")
    for number in range(3):
        text = "'x'.repeat(240)"
        page.evaluate(f"for (let n = 0; n < 12; n++) smartTrigger('event', 'e{number}', {{ text: {text} }})")
        soon(lambda: len(fake.told()) == 12 * (number + 1), "they are told")  # noqa: B023  # asked here and now
        soon(lambda: not waits(page), "they are acknowledged")
    kept = Screen(page).stored()[TOLD]
    assert len(kept) < 5_100, "there is room for what is told next"
    assert '"e2"' in kept
    assert '"e0"' not in kept


@pytest.mark.parametrize("told", ["not json\n{\n[]\n", "[1]\nnull\n7\n", '{"id":"a"}\n{"id":"b","done":1}'])
def test_what_cant_be_read_is_forgotten(fake: Fake, page: Page, told: str) -> None:
    page.goto(fake.shop)
    soon(lambda: Screen(page).stored(), "a visitor with a memory")
    page.evaluate("([name, told]) => localStorage.setItem(name, told)", [TOLD, told])
    page.reload()
    soon(lambda: TOLD not in Screen(page).stored(), "it is gone")
    assert fake.told() == []
