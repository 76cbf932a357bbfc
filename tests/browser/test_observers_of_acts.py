"""The observers of what visitors do and of what stands on the page, minified as browsers get them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from core.plugins import load_plugins
from tests.browser.observed_page import observed_page, settle, told, watch
from tests.unit.test_selectors import REFUSED, TAKEN

pytestmark = pytest.mark.browser

SHOP = """<!doctype html><title>shop</title><style>body { margin: 0; height: 4000px }</style>
<button class=buy><span>Add to cart</span></button> <b id=total>%s</b> <input id=code>
<form id=order><input name=mail><button>Order</button></form>
<div id=reviews style="position: absolute; top: 2000px; height: 200px">Reviews</div>"""


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    with observed_page(chromium, viewport={"width": 400, "height": 500}) as opened:
        opened.set_content(SHOP % "49,90 €")
        yield opened


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    with observed_page(chromium, viewport={"width": 400, "height": 700}, has_touch=True, is_mobile=True) as opened:
        opened.set_content(SHOP % "")
        yield opened


def test_idle_time_grows_to_each_threshold_and_begins_anew(page: Page) -> None:
    watch(page, "idle_time", 10, 20)
    page.clock.run_for(12_000)
    page.mouse.move(30, 30)
    page.clock.run_for(9_000)
    page.keyboard.press("a")
    page.clock.run_for(25_000)
    assert told(page) == [0, 10, 0, 10, 20]


def test_exit_intent_is_the_pointer_leaving_at_the_top_and_nothing_else(page: Page) -> None:
    watch(page, "exit_intent")
    leave = "(y) => document.documentElement.dispatchEvent(new MouseEvent('mouseleave', { clientY: y }))"
    page.evaluate(leave, -1)  # while the page is still opening
    page.clock.run_for(1_500)
    page.evaluate(leave, 300)  # at the side
    assert told(page) == [False]
    page.evaluate(leave, -1)
    page.evaluate(leave, -1)
    assert told(page) == [False, True]


def test_exit_intent_on_a_phone_is_a_fast_scroll_back_up(phone: Page) -> None:
    watch(phone, "exit_intent")
    phone.clock.run_for(1_500)
    for slow in (1_800, 1_500, 1_200, 900, 1_800):
        phone.evaluate("(top) => scrollTo(0, top)", slow)
        settle(phone)
        phone.clock.run_for(1_000)
    assert told(phone) == [False]
    up = """(acts) => [1_800, 1_700, 1_500, 1_200].forEach((top) => {
        scrollTo(0, top);
        for (const act of acts) dispatchEvent(new Event(act));
    })"""
    phone.evaluate(up, ["scroll"])  # as the page does by itself
    phone.clock.run_for(1_000)
    assert told(phone) == [False]
    phone.evaluate(up, ["touchmove", "scroll"])
    assert told(phone) == [False, True]


def test_exit_intent_on_a_phone_is_going_back_where_the_address_stays(phone: Page) -> None:
    phone.evaluate("addEventListener('popstate', () => { globalThis.popped = -~globalThis.popped })")
    watch(phone, "exit_intent")
    phone.clock.run_for(1_500)
    for act, pops in (
        ("location.hash = 'reviews'", 1),  # as a tap on a link to it does
        ("history.pushState(0, '', '/cart')", 1),
        ("history.back()", 2),  # to another address
        ("history.forward()", 3),
        ("history.go(-1)", 4),
    ):
        phone.evaluate(act)
        phone.wait_for_function("(pops) => popped === pops", arg=pops, polling=20)
        assert told(phone) == [False], act
    phone.evaluate("history.back()")
    phone.wait_for_function("popped === 5", polling=20)
    assert told(phone) == [False, True]


def test_a_click_is_known_by_what_it_hit(page: Page) -> None:
    watch(page, "clicked_element", key="button.buy")
    page.click("#code")
    assert told(page) == [False]
    page.click("button.buy span")
    assert told(page) == [False, True]


def test_what_counts_as_a_selector_is_one_to_the_browser(page: Page) -> None:
    takes = """(selectors) => selectors.filter((each) => {
        try { document.querySelector(each); return true } catch { return false }
    })"""
    assert page.evaluate(takes, [*TAKEN, *REFUSED]) == [*TAKEN]


@pytest.mark.parametrize("name", ["clicked_element", "element_on_screen", "element_text", "element_number"])
def test_what_is_no_selector_finds_nothing(page: Page, name: str) -> None:
    watch(page, name, key="##")
    assert told(page) == [None]
    page.evaluate("stop()")


def test_an_element_on_screen_comes_and_goes(page: Page) -> None:
    watch(page, "element_on_screen", key="#reviews, .late")
    for top, seen in ((1_900, True), (0, False)):
        page.evaluate("(top) => scrollTo(0, top)", top)
        page.wait_for_function("(seen) => told.at(-1) === seen", arg=seen, polling=50)
    page.evaluate("document.body.prepend(Object.assign(document.createElement('p'), { className: 'late' }))")
    page.evaluate("document.querySelector('.late').textContent = 'New'")
    settle(page)
    page.wait_for_function("told.at(-1) === true", polling=50)
    assert told(page) == [False, True, False, True]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("Total: 49,90 €", 49.9), ("$1,299.00", 1299), ("1.299,00 €", 1299), ("1 299,50 kr", 1299.5), ("1.299", 1299),
        ("-5 °C", -5), ("12,345,678", 12345678), ("0.5", 0.5), ("3 items, 20 %", 3), ("free", None), ("", None),
    ],
)  # fmt: skip
def test_a_number_is_read_as_people_write_it(page: Page, words: str, number: float | None) -> None:
    page.evaluate("(words) => { total.textContent = words }", words)
    watch(page, "element_number", key="#total")
    assert told(page) == [number]


def test_words_of_an_element_are_told_as_they_change(page: Page) -> None:
    watch(page, "element_text", key="#total")
    page.evaluate("total.firstChild.data = '59,90 €'")
    settle(page)
    page.evaluate("total.remove()")
    settle(page)
    assert told(page) == ["49,90 €", "59,90 €", None]


def test_what_is_typed_into_a_field_is_its_text(page: Page) -> None:
    watch(page, "element_text", key="#code")
    page.fill("#code", " SPRING ")
    settle(page)
    assert told(page) == ["", "SPRING"]


def test_a_form_is_begun_until_it_is_sent(page: Page) -> None:
    watch(page, "form_started")
    page.fill("#code", "no form")
    assert told(page) == [False]
    page.fill("[name=mail]", "a")
    page.evaluate("() => { order.onsubmit = (event) => event.preventDefault() }")
    page.click("#order button")
    assert told(page) == [False, True, False]


EVENTS = [
    {"name": "Order placed", "properties": {"value": 49.9, "currency": "EUR", "gift": True}},
    {"name": "order placed", "properties": {"value": 120, "currency": "usd"}},
    {"name": "viewed", "properties": {"value": "120"}},
    {"name": "order placed", "properties": {}},
]


@pytest.mark.parametrize(
    ("key", "count"),
    [
        ("order placed", 3), ("  ORDER placed ", 3), ("ordered", 0), ("order placed [value > 50]", 1),
        ("order placed[value>=49.9]", 2), ("order placed [value < 50]", 1), ("order placed [value = 120]", 1),
        ("viewed [value = 120]", 0), ('viewed [value = "120"]', 1), ("viewed [value > 1]", 0),
        ("order placed [currency = eur]", 1), ("order placed [currency != EUR]", 2), ("order placed [gift = true]", 1),
        ("order placed [gift = yes]", 0), ("order placed [toString = x]", 0), ("order placed [value >", 0),
    ],
)  # fmt: skip
def test_events_are_counted_by_name_and_property(page: Page, key: str, count: int) -> None:
    page.evaluate("(events) => { globalThis.earlier = events.map((each) => ({ at: Date.now(), ...each })) }", EVENTS)
    watch(page, "page_event", key=key)
    page.evaluate("view.events = earlier; view.hears.forEach((hear) => hear()); stop(); view.events = []")
    page.evaluate("view.hears.forEach((hear) => hear())")
    assert told(page) == ([0, count] if count else [0])
    assert load_plugins(entry_points=False).condition_types["page_event"].is_key(key) is (key[-1] != ">")
