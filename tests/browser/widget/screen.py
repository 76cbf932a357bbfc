"""What a person can find in the widget, by name and role."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.widget.fake import Fake
from tests.product import until

PATIENCE_SECONDS = 6.0
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


class Screen:
    """One tab."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def launcher(self) -> Locator:
        return self.page.get_by_role("button", name="Open chat")

    @property
    def bubble(self) -> Locator:
        return self.page.get_by_role("region", name="Message from")

    @property
    def dismiss(self) -> Locator:
        return self.page.get_by_role("button", name="Close message")

    @property
    def window(self) -> Locator:
        return self.page.get_by_role("dialog")

    @property
    def thread(self) -> Locator:
        return self.page.get_by_role("log")

    @property
    def box(self) -> Locator:
        return self.page.get_by_role("textbox", name="Write a reply")

    def text(self, words: str) -> Locator:
        return self.page.get_by_text(words, exact=True)

    def reply(self, words: str) -> None:
        self.box.fill(words)
        self.box.press("Enter")

    def focused(self) -> str:
        """Tag and label of what has the focus, inside the widget too."""
        found: str = self.page.evaluate(
            """() => {
              let at = document.activeElement;
              while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
              return at ? at.localName + " " + (at.getAttribute("aria-label") || "") : "";
            }"""
        )
        return found.strip().lower()

    def let_pass(self, seconds: float) -> None:
        """Let the page's clock run on at once, if it was installed; requests under way give up after 20 s of it."""
        self.page.clock.run_for(int(seconds * 1000))

    def look_later(self) -> None:
        """Open the window, which takes requests of its own: what the page had begun before has arrived by then."""
        self.launcher.click()
        shows(self.window)

    def hide(self, hidden: bool = True) -> None:
        """Make the tab one that nobody sees, or one that is seen again."""
        self.page.evaluate(
            """(hidden) => {
              const state = hidden ? "hidden" : "visible";
              Object.defineProperty(document, "visibilityState", {configurable: true, get: () => state});
              Object.defineProperty(document, "hidden", {configurable: true, get: () => hidden});
              document.dispatchEvent(new Event("visibilitychange"));
            }""",
            hidden,
        )

    def stored(self) -> dict[str, str]:
        kept: dict[str, str] = self.page.evaluate("() => ({...localStorage, ...sessionStorage})")
        return kept


def answered(fake: Fake, page: Page, words: str = "Yes, a lamp") -> Screen:
    """A visitor who has replied to campaign 7."""
    fake.campaign(7, "Are you looking for something?")
    page.goto(fake.shop)
    screen = Screen(page)
    screen.reply(words)
    soon(lambda: words in fake.texts(), "the reply arrives")
    fake.residuals.clear()
    return screen


def soon(condition: Callable[[], Any], what: str) -> Any:
    """Wait for something outside the page."""
    return until(condition, what, PATIENCE_SECONDS)


def soon_on(page: Page, condition: Callable[[], Any], what: str) -> Any:
    """Wait for something that the browser tells the test: it is heard only while the browser is being talked to."""
    return soon(lambda: page.evaluate("0") or condition(), what)


def shows(locator: Locator) -> None:
    expect(locator).to_be_visible()


def shows_not(locator: Locator) -> None:
    expect(locator).to_have_count(0)


def area(locator: Locator) -> dict[str, float]:
    """Where something is once it has come to rest."""
    locator.evaluate(
        "async (node) => { await Promise.allSettled(node.getAnimations({subtree: true}).map((each) => each.finished)) }"
    )
    box = locator.bounding_box()
    assert box
    return {**box, "right": box["x"] + box["width"], "bottom": box["y"] + box["height"]}
