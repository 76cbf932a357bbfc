"""The observers, minified as browsers get them: they speak when a rule can turn, and are quiet otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.observed_page import observed_page, settle, told, watch
from tests.product import until

pytestmark = pytest.mark.browser


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    with observed_page(chromium) as opened:
        yield opened


@pytest.mark.parametrize(
    ("name", "ahead", "times"),
    [("time_on_page", 100, [0, 5, 30]), ("time_on_site", 0, [0, 5, 30]), ("time_on_site", 20, [20, 30])],
)
def test_time_is_told_at_once_and_at_each_threshold_and_never_between(
    page: Page, name: str, ahead: int, times: list[float]
) -> None:
    watch(page, name, 5, 5, 30, ahead=ahead)
    page.clock.run_for(60_000)
    assert told(page) == times
    for threshold in times[1:]:
        assert any(each >= threshold for each in page.evaluate("told"))


@pytest.mark.parametrize("thresholds", [[], [5], [3_000_000_000]])
def test_an_observer_that_was_stopped_says_nothing_more(page: Page, thresholds: list[int]) -> None:
    watch(page, "time_on_page", *thresholds)
    page.evaluate("stop()")
    page.clock.run_for(10_000)
    assert told(page) == [0]


def test_a_threshold_beyond_the_longest_timer_does_not_fire_early(page: Page) -> None:
    watch(page, "time_on_page", 3_000_000)
    page.clock.fast_forward(2_999_000_000)
    page.clock.fast_forward(500_000)
    assert all(each < 3_000_000 for each in page.evaluate("told"))
    page.clock.fast_forward(501_000)
    seen: Any = page.evaluate("told.at(-1)")
    assert seen >= 3_000_000


TALL = "<!doctype html><title>observers</title><style>html, body { margin: 0 }</style><div id=content></div>"


@pytest.fixture
def tall(page: Page) -> Page:
    """A page of 2,000 pixels in a window of 500."""
    page.set_viewport_size({"width": 400, "height": 500})
    page.set_content(TALL)
    grow(page, 2_000)
    return page


def grow(page: Page, height: int) -> None:
    page.evaluate("(height) => { content.style.height = height + 'px' }", height)


def watch_scrolling(page: Page, *thresholds: int) -> None:
    watch(page, "scroll_depth", *thresholds)


def scroll_to(page: Page, top: int) -> None:
    """Scroll, and let the browser draw what follows from it."""
    page.evaluate("(top) => scrollTo(0, top)", top)
    settle(page)


def test_scroll_depth_is_told_at_once_and_as_it_passes_a_threshold(tall: Page) -> None:
    watch_scrolling(tall, 50, 75)
    for top in (100, 400, 600, 700, 1_100, 300, 1_500):
        scroll_to(tall, top)
    assert told(tall) == [25, 55, 80]


def test_what_was_seen_of_a_page_view_counts_for_thresholds_that_come_later(tall: Page) -> None:
    watch_scrolling(tall, 50)
    scroll_to(tall, 1_000)
    scroll_to(tall, 0)
    watch(tall, "scroll_depth", 50, 60, same=True)
    settle(tall)
    assert told(tall) == [75]


def test_scroll_depth_reaches_a_hundred_at_the_end(tall: Page) -> None:
    watch_scrolling(tall, 100)
    scroll_to(tall, 1_490)
    assert told(tall) == [25]
    scroll_to(tall, 1_500)
    assert told(tall) == [25, 100]


def test_less_has_been_seen_of_a_page_that_grows(tall: Page) -> None:
    watch_scrolling(tall, 50)
    scroll_to(tall, 700)
    grow(tall, 4_000)
    until(lambda: settle(tall) or told(tall) == [25, 60, 30], "the growth is told", 10)  # type: ignore[func-returns-value]


def test_a_larger_window_shows_more(tall: Page) -> None:
    watch_scrolling(tall, 50)
    tall.set_viewport_size({"width": 400, "height": 1_200})
    tall.wait_for_function("innerHeight === 1200")
    settle(tall)
    assert told(tall) == [25, 60]


def test_all_of_a_page_that_does_not_scroll_is_seen_at_once(tall: Page) -> None:
    grow(tall, 300)
    watch_scrolling(tall, 100)
    assert told(tall) == [100]


def test_scrolling_that_nobody_asks_about_any_more_is_not_told(tall: Page) -> None:
    watch_scrolling(tall, 50)
    tall.evaluate("stop()")
    scroll_to(tall, 1_500)
    assert told(tall) == [25]


def test_another_route_of_a_single_page_app_starts_anew(tall: Page) -> None:
    watch_scrolling(tall, 50)
    scroll_to(tall, 1_500)
    tall.evaluate("stop()")
    scroll_to(tall, 0)
    watch_scrolling(tall, 50)
    assert told(tall) == [25]
