"""What the widget's own tests share: a scripted server, and a browser in which no page may complain."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.browser.widget.fake import Fake, serve

PATIENCE_MS = 15_000


@pytest.fixture
def fake() -> Iterator[Fake]:
    with serve() as served:
        yield served


NETWORK_LINE = "Failed to load resource"


@pytest.fixture
def network_lines() -> None:
    """Ask for it where the server refuses or fails: the browser's own line about that is then no complaint."""


@pytest.fixture
def visitor(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., BrowserContext]]:
    """Makes browsers of visitors; at the end none of their pages has complained."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []
    refused = "network_lines" in request.fixturenames

    def note(message: ConsoleMessage) -> None:
        harmless = refused and message.text.startswith(NETWORK_LINE)
        if message.type in ("error", "warning") and not harmless:
            faults.append(message.text)

    def make(**options: Any) -> BrowserContext:
        context = chromium.new_context(**options)
        context.set_default_timeout(PATIENCE_MS)
        context.on("console", note)
        context.on("weberror", lambda error: faults.append(str(error.error)))
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def page(visitor: Callable[..., BrowserContext]) -> Page:
    return visitor().new_page()


def requires_consent(fake: Fake) -> None:
    """The site's mode is `required`: memory only once the visitor has agreed."""
    agreed: set[str] = set()

    def settle(call: str, body: dict[str, Any], answer: dict[str, Any]) -> None:
        if call == "boot":
            if body.get("consent"):
                agreed.add(answer["passport"])
            answer["store"] = bool(body["memory"] and body.get("consent") is not False and answer["passport"] in agreed)

    fake.answer = settle
