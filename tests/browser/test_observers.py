"""The observers of time, minified as browsers get them: they speak when a rule can turn, and are quiet otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from core.plugins import load_plugins
from core.web.assets import WIDGET, build_assets

pytestmark = pytest.mark.browser

WATCH = """async ([name, thresholds, ahead]) => {
  const { default: observe } = await import(`/observers/${name}.js`);
  const began = performance.now();
  const page = () => (performance.now() - began) / 1000;
  globalThis.told = [];
  const context = { thresholds, pageSeconds: page, visitSeconds: () => page() + ahead };
  globalThis.stop = observe((value) => told.push(value), context);
}"""


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page with the built observers, whose clock the test moves."""
    assets = build_assets(WIDGET, load_plugins(entry_points=False).browser_modules)

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
