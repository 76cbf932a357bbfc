"""A real browser for stories, benchmarks and screenshots: Debian's Chromium, or the one that Playwright fetched."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--disable-quic",
)  # fmt: skip

NAMES = ("chromium-headless-shell", "chromium")


@contextmanager
def browser() -> Iterator[Browser]:
    """A browser with no visitor in it yet: make contexts."""
    named = os.environ.get("SMART_TRIGGER_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), "playwright")
    with sync_playwright() as playwright:
        path = None if named == "playwright" else named
        launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        launched.close()
