"""A message can wait for an event that the page tells of, from before or after the widget is here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route

from core.web.assets import build_assets
from tests.browser.widget.fake import MODULES, ROOT, Fake, Json, after_seconds
from tests.browser.widget.screen import Screen, shows, soon

KEY = "added to cart [price > 20]"
RULE: dict[str, Any] = {
    "match": "all",
    "rules": [{"id": "a", "fact": "page_event", "key": KEY, "operator": "at_least", "value": 2}],
}
EARLY = """<script>window.smartTrigger ||= function () { (smartTrigger.q ||= []).push(arguments) };
smartTrigger('event', 'Added to cart', {price: 25})</script>"""


@pytest.fixture(autouse=True)
def observer(fake: Fake) -> None:
    modules = {**MODULES, "observers/page_event.js": ROOT / "plugins/conditions/page_event.js"}
    fake.assets = build_assets(ROOT / "widget", modules)


def test_a_message_comes_with_the_second_event_that_fits(fake: Fake, page: Page) -> None:
    fake.head = EARLY
    fake.campaign(7, "Free delivery", RULE)
    page.goto(fake.shop)
    screen = Screen(page)
    shows(screen.launcher)
    page.evaluate("smartTrigger('event', 'added to cart', {price: 5})")
    assert fake.asked("claim") == []
    page.evaluate("smartTrigger('event', 'added to cart', {price: 30})")
    shows(page.get_by_text("Free delivery"))
    assert fake.asked("claim")[0]["facts"] == {f"page_event:{KEY}": 2}


def began(seconds: float) -> Callable[[str, Json, Json], None]:
    """Boot tells that the visit began so long ago."""

    def answer(call: str, body: Json, answer: Json) -> None:
        if call == "boot" and answer["residuals"]:
            answer["visit_seconds"] = seconds

    return answer


def tell(fake: Fake, page: Page, price: int) -> None:
    before = len(fake.told())
    page.evaluate(f"smartTrigger('event', 'added to cart', {{price: {price}}})")
    soon(lambda: len(fake.told()) == before + 1, "the event is told")


SLEPT = "Object.defineProperty(performance, 'timeOrigin', { value: performance.timeOrigin - 3600000 })"
"""As in browsers whose performance clock stands still while the computer sleeps."""


@pytest.mark.parametrize("way", ["pages", "routes", "routes after a sleep"])
def test_events_of_the_visits_other_pages_count(fake: Fake, page: Page, way: str) -> None:
    if "sleep" in way:
        page.add_init_script(SLEPT)
    page.goto(fake.shop)
    shows(Screen(page).launcher)
    soon(lambda: Screen(page).stored(), "a visitor with a memory")
    tell(fake, page, 25)
    fake.answer = began(10)
    fake.campaign(7, "Free delivery", RULE)
    if way != "pages":
        page.evaluate("history.pushState({}, '', '/cart')")
    else:
        page.goto(f"{fake.shop}/cart")
    soon(lambda: len(fake.asked("boot")) == 2, "the next page view")
    tell(fake, page, 30)
    shows(page.get_by_text("Free delivery"))
    assert fake.asked("claim")[0]["facts"] == {f"page_event:{KEY}": 2}
    assert len(fake.told()) == 2, "each is told once"


def test_an_event_right_before_the_page_is_left_counts_on_the_next(fake: Fake, page: Page) -> None:
    page.goto(fake.shop)
    soon(lambda: Screen(page).stored(), "a visitor with a memory")
    fake.answer = began(10)
    fake.campaign(7, "Free delivery", {**RULE, "rules": [{**RULE["rules"][0], "value": 1}]})
    page.evaluate("() => { smartTrigger('event', 'added to cart', {price: 40}); location.href = '/cart' }")
    page.wait_for_url("**/cart")
    shows(page.get_by_text("Free delivery"))


def test_what_another_tab_told_counts_however_late_this_one_asks(
    fake: Fake, visitor: Callable[..., BrowserContext]
) -> None:
    browser = visitor()
    other, page = browser.new_page(), browser.new_page()
    other.goto(fake.shop)
    soon(lambda: Screen(other).stored(), "a visitor with a memory")
    fake.answer = began(10)
    fake.campaign(7, "Free delivery", RULE)
    page.clock.install()
    with page.expect_response("**/page_event.js"):
        page.goto(fake.shop)
    tell(fake, other, 25)
    page.clock.fast_forward(600_000)
    tell(fake, page, 30)
    shows(page.get_by_text("Free delivery"))
    assert fake.asked("claim")[0]["facts"] == {f"page_event:{KEY}": 2}
    soon(lambda: Screen(other).stored()["smart-trigger.KEY.told"].count('"done":1') == 2, "both stay")


def test_nothing_is_told_before_what_was_told_is_read(fake: Fake, page: Page) -> None:
    page.goto(fake.shop)
    soon(lambda: Screen(page).stored(), "a visitor with a memory")
    tell(fake, page, 25)
    fake.answer = began(10)
    none_yet = {**RULE, "rules": [{**RULE["rules"][0], "operator": "less_than", "value": 1}]}
    fake.campaign(7, "First order", none_yet)
    fake.campaign(8, "Welcome back", after_seconds(1))
    held: list[Route] = []
    page.route("**/events.js", lambda route: held.append(route))
    page.goto(f"{fake.shop}/cart")
    shows(page.get_by_text("Welcome back"))
    assert held
    assert [each["campaign"] for each in fake.asked("claim")] == [8]


@pytest.mark.parametrize("why", ["another visit", "no memory"])
def test_events_of_another_visit_or_without_a_memory_do_not_count(fake: Fake, page: Page, why: str) -> None:
    fake.store = why == "another visit"
    page.goto(fake.shop)
    shows(Screen(page).launcher)
    tell(fake, page, 25)
    if fake.store:
        an_hour_ago = (
            'localStorage[name] = localStorage[name].replace(/"at":(\\d+)/, (_, at) => \'"at":\' + (at - 3600000))'
        )
        page.evaluate("(name) => " + an_hour_ago, "smart-trigger.KEY.told")
    fake.answer = began(10)
    fake.campaign(7, "Free delivery", RULE)
    page.goto(f"{fake.shop}/cart")
    soon(lambda: len(fake.asked("boot")) >= 2, "the next page view")
    tell(fake, page, 30)
    assert fake.asked("claim") == []
    tell(fake, page, 35)
    shows(page.get_by_text("Free delivery"))
    assert fake.asked("claim")[0]["facts"] == {f"page_event:{KEY}": 2}
