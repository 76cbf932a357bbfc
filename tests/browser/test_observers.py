"""The observers, minified as browsers get them: they speak when a rule can turn, and are quiet otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from core.plugins import load_plugins
from core.web.assets import WIDGET, Assets, build_assets

pytestmark = pytest.mark.browser

WATCH = """async ([name, thresholds, ahead]) => {
  const { default: observe } = await import(`/observers/${name}.js`);
  const began = performance.now();
  const page = () => (performance.now() - began) / 1000;
  globalThis.told = [];
  const context = { thresholds, pageSeconds: page, visitSeconds: () => page() + ahead };
  globalThis.stop = observe((value) => told.push(value), context);
}"""


@pytest.fixture(scope="module")
def assets() -> Assets:
    return build_assets(WIDGET, load_plugins(entry_points=False).browser_modules)


@pytest.fixture
def page(chromium: Browser, assets: Assets) -> Iterator[Page]:
    """A page with the built observers, whose clock the test moves."""

    def serve(route: Route) -> None:
        asset = assets.get(route.request.url.partition("widget.example/")[2])
        if asset:
            route.fulfill(body=asset.plain, content_type=asset.content_type)
        else:
            route.fulfill(body="<!doctype html><title>observers</title>", content_type="text/html")

    opened = chromium.new_page()
    opened.route("**/*", serve)
    opened.clock.install(time=0)
    opened.goto("http://widget.example/")
    opened.clock.pause_at(1_000)
    yield opened
    opened.close()


def told(page: Page) -> list[float]:
    return [round(each, 1) for each in page.evaluate("told")]


@pytest.mark.parametrize(
    ("name", "ahead", "times"),
    [("time_on_page", 100, [0, 5, 30]), ("time_on_site", 0, [0, 5, 30]), ("time_on_site", 20, [20, 30])],
)
def test_time_is_told_at_once_and_at_each_threshold_and_never_between(
    page: Page, name: str, ahead: int, times: list[float]
) -> None:
    page.evaluate(WATCH, [name, [5, 5, 30], ahead])
    page.clock.run_for(60_000)
    assert told(page) == times
    for threshold in times[1:]:
        assert any(each >= threshold for each in page.evaluate("told"))


@pytest.mark.parametrize("thresholds", [[], [5], [3_000_000_000]])
def test_an_observer_that_was_stopped_says_nothing_more(page: Page, thresholds: list[int]) -> None:
    page.evaluate(WATCH, ["time_on_page", thresholds, 0])
    page.evaluate("stop()")
    page.clock.run_for(10_000)
    assert told(page) == [0]


def test_a_threshold_beyond_the_longest_timer_does_not_fire_early(page: Page) -> None:
    page.evaluate(WATCH, ["time_on_page", [3_000_000], 0])
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
    page.evaluate(WATCH, ["scroll_depth", list(thresholds), 0])


def scroll_to(page: Page, top: int) -> None:
    """Scroll, and let the browser draw what follows from it."""
    page.evaluate("(top) => scrollTo(0, top)", top)
    settle(page)


def settle(page: Page) -> None:
    """Let two frames go by: what was scrolled, resized or grown has been told then, if it is told at all."""
    page.evaluate(
        "() => { globalThis.drawn = 0; requestAnimationFrame(() => requestAnimationFrame(() => { drawn = 1 })) }"
    )
    while not page.evaluate("drawn"):
        page.clock.run_for(20)


def test_scroll_depth_is_told_at_once_and_as_it_passes_a_threshold(tall: Page) -> None:
    watch_scrolling(tall, 50, 75)
    for top in (100, 400, 600, 700, 1_100, 300, 1_500):
        scroll_to(tall, top)
    assert told(tall) == [25, 55, 80]


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
    settle(tall)
    assert told(tall) == [25, 60, 30]


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
