"""What all tests share: the browser, and the product as an operator starts it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.product import Product

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ENVIRONMENT = {"SMART_TRIGGER_TRUSTED_PROXIES": "1", "SMART_TRIGGER_WEBHOOKS_PRIVATE": "true"}
BROWSER_STORIES = Path(__file__).parent / "browser"
WALKS = BROWSER_STORIES / "looks"
OTHERS_CLOCKS = tuple(Path(__file__).parent / name for name in ("admin", "browser", "operations"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser stories come last: Playwright's event loop runs in this thread from then on, async tests need theirs.
    Of these, the walks through all pages come first: one that began late would leave the other processes idle.

    Tests that wait for another process or a browser get one more try, which the summary names: a busy machine is no
    fault of the product, and a fault of the product comes again. What is named there is to be looked into all the same.
    """
    for item in items:
        if BROWSER_STORIES in item.path.parents:
            item.add_marker("browser")
        if any(folder in item.path.parents for folder in OTHERS_CLOCKS):
            item.add_marker(pytest.mark.flaky(reruns=1))
    items.sort(key=lambda item: (BROWSER_STORIES in item.path.parents, WALKS not in item.path.parents))


def pytest_collection_finish() -> None:
    """What is there by now stays to the end: collecting garbage, which each test of the admin does, passes over it."""
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show why tests were tried again: what passes the second time is shown by nothing else."""
    for report in terminalreporter.getreports("rerun"):
        terminalreporter.section(f"tried again: {report.nodeid}", "-")
        terminalreporter.line(report.longreprtext)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real browser, for the whole session; make contexts from it."""
    # Only those who need a browser wait for Playwright's import.
    from tests.chromium import browser

    with browser() as launched:
        yield launched


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The product, served for the whole session: the shop's site is there, nobody and nothing else.

    It believes one proxy, so that a story can say where its visitor is, and tells webhooks on this machine.
    """
    product = Product(tmp_path_factory.mktemp("data"), environment=ENVIRONMENT)
    try:
        yield product.start()
    finally:
        if not product.ended:
            product.stop()
