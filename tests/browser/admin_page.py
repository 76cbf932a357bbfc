"""The admin as the team meets it: by the words on screen, never by class names or addresses."""

from __future__ import annotations

import re
from typing import Any, Final

from playwright.sync_api import Browser, Locator, Page, expect

from cli.sign_in import link_for
from tests.browser.house import PASSWORD
from tests.product import Product

SAVED_MS = 10_000
DESK: Final = {"width": 1440, "height": 900}
PHONE: Final = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
"""A browser that is held in a hand."""


class Admin:
    """One tab of somebody of the team."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @classmethod
    def first_owner(cls, running: Product, chromium: Browser) -> Admin:
        """The first owner, by the link that was printed at the start."""
        page = chromium.new_context(viewport=DESK).new_page()
        page.goto(running.sign_in_link)
        return cls(page)._enter("Olga Owner", "olga@harbour-goods.example")

    @classmethod
    def employee(cls, running: Product, chromium: Browser, email: str, **context: Any) -> Admin:
        """An employee, by a link that the operator made; `context` as in Playwright's `new_context`."""
        page = chromium.new_context(**{"viewport": DESK} | context).new_page()
        page.goto(link_for(running.settings, email).address)
        return cls(page)._enter()

    def _enter(self, name: str = "", email: str = "") -> Admin:
        if name:
            self.page.get_by_label("Your name").fill(name)
            self.page.get_by_label("E-mail").fill(email)
        self.page.get_by_label("Set a password").fill(PASSWORD)
        self.page.get_by_role("button", name="Set password and sign in").click()
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()
        return self

    def leave(self) -> None:
        self.page.context.close()

    def visit(self, *trail: str) -> None:
        """Go through the menu: each is a link in the rail or on the page it led to."""
        for words in trail:
            self.page.get_by_role("link", name=re.compile(rf"^{words}\b")).first.click()

    def press(self, words: str) -> None:
        """Press a button; it may count something behind its words."""
        self.page.get_by_role("button", name=re.compile(rf"^{words}[ \d]*$")).click()

    def fill(self, label: str, words: str) -> None:
        self.page.get_by_label(label, exact=True).fill(words)

    def pick(self, label: str, option: str) -> None:
        """Choose from a list that opens."""
        self.page.get_by_label(label, exact=True).click()
        self.page.get_by_role("option", name=re.compile(rf"^{re.escape(option)}")).click()

    def add_condition(self, name: str) -> None:
        """Add a condition to the outermost group."""
        self.page.get_by_role("button", name="Condition", exact=True).last.click()
        self.page.get_by_role("combobox", name="Search: Condition").fill(name)
        self.page.get_by_role("option", name=re.compile(rf"^{name}")).first.click()
        expect(self.page.get_by_role("button", name=f"Remove {name}", exact=True)).to_be_visible()

    def finish_step(self) -> None:
        self.press("Finished")

    def go_to_step(self, title: str) -> None:
        """Press a step in the rail; it may say something behind its title."""
        self.page.get_by_role("navigation", name="Steps").get_by_role("button", name=re.compile(title)).click()
        self.expect_step(title)

    def expect_saved(self) -> None:
        expect(self.page.get_by_role("status").filter(has_text="Saved").first).to_be_visible(timeout=SAVED_MS)

    def expect_step(self, title: str) -> None:
        expect(self.page.get_by_role("heading", name=title, exact=True, level=2)).to_be_visible()

    def preview(self) -> Locator:
        """What the mock widget shows."""
        return self.page.frame_locator("iframe").locator("body")

    def campaign_row(self, name: str) -> Locator:
        return self.page.get_by_role("listitem").filter(has=self.page.get_by_role("link", name=name, exact=True))
