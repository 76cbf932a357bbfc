"""A page with the built observers, whose clock the test moves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from playwright.sync_api import Browser, Page, Route

from core.plugins import load_plugins
from core.web.assets import WIDGET, Assets, build_assets

WATCH = """async ([name, thresholds, ahead, key, same]) => {
  const { default: observe } = await import(`/observers/${name}.js`);
  const began = performance.now();
  const page = () => (performance.now() - began) / 1000;
  globalThis.told = [];
  const view = (globalThis.view = same ? globalThis.view : {});
  const context = { fact: name, key, view, thresholds, pageSeconds: page, visitSeconds: () => page() + ahead };
  globalThis.stop = observe((value) => told.push(value), context);
}"""

DRAWN = """() => new Promise((drawn) => {
  new IntersectionObserver((_, own) => { own.disconnect(); drawn(); }).observe(document.documentElement);
})"""


@cache
def _built() -> Assets:
    return build_assets(WIDGET, load_plugins(entry_points=False).browser_modules)


@contextmanager
def observed_page(chromium: Browser, **context: Any) -> Iterator[Page]:
    """An empty page of its own; `context` as Playwright takes it."""
    assets = _built()

    def serve(route: Route) -> None:
        asset = assets.get(route.request.url.partition("widget.example/")[2])
        if asset:
            route.fulfill(body=asset.plain, content_type=asset.content_type)
        else:
            route.fulfill(body="<!doctype html><title>observers</title>", content_type="text/html")

    opened = chromium.new_page(**context)
    opened.route("**/*", serve)
    opened.clock.install(time=0)
    opened.goto("http://widget.example/")
    opened.clock.pause_at(1_000)
    yield opened
    opened.close()


def watch(page: Page, name: str, *thresholds: float, ahead: float = 0, key: str = "", same: bool = False) -> None:
    """Let an observer look, as a rule with these numbers and this key would; `same`: on the page view of before."""
    page.evaluate(WATCH, [name, list(thresholds), ahead, key, same])


def told(page: Page) -> list[Any]:
    """What it has told so far; seconds to a tenth."""
    return [round(each, 1) if isinstance(each, float) else each for each in page.evaluate("told")]


def settle(page: Page) -> None:
    """Let the browser draw, which tells what was scrolled, resized or changed, and then the frames that follow from it.

    The first is a real frame, of which no stopped clock knows; those that the page asks for are the clock's.
    """
    page.evaluate(DRAWN)
    page.clock.run_for(40)
