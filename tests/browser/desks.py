"""Where the team works: browsers that are signed in already, and swept when a story is over."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.admin_page import DESK, Admin
from tests.product import Product


@dataclass
class Desks:
    """An employee's browser stays signed in and keeps what it fetched, as at work; its pages are new in each story."""

    running: Product
    chromium: Browser
    _browsers: dict[str, BrowserContext] = field(default_factory=dict)
    _signed_in: dict[str, Any] = field(default_factory=dict)
    """Playwright's storage state, by name."""

    def at(self, name: str, path: str = "/", **context: Any) -> Admin:
        """A new tab of an employee's (the first name in the e-mail) on a page of the admin.

        `context` as in Playwright's `new_context`.
        """
        kind = f"{name} {sorted(context.items())}"
        if kind not in self._browsers:
            if name not in self._signed_in:
                self._signed_in[name] = self._sign_in(name)
            options = {"viewport": DESK} | context | {"storage_state": self._signed_in[name]}
            self._browsers[kind] = self.chromium.new_context(**options)
        page = self._browsers[kind].new_page()
        page.goto(self.running.admin + path)
        if page.get_by_role("heading", name="Sign in").count():  # somewhere else the password was set anew
            del self._signed_in[name], self._browsers[kind]
            page.context.close()
            return self.at(name, path, **context)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        return Admin(page)

    def _sign_in(self, name: str) -> Any:
        entered = Admin.employee(self.running, self.chromium, f"{name}@harbour-goods.example")
        state = entered.page.context.storage_state()
        entered.leave()
        return state

    def sweep(self) -> None:
        """Close every tab, and forget what pages kept in the browser; the sign-in stays."""
        kept = {"origin": self.running.admin, "storageTypes": "local_storage"}
        for browser in self._browsers.values():
            for page in browser.pages:
                page.close()
            last = browser.new_page()
            browser.new_cdp_session(last).send("Storage.clearDataForOrigin", kept)
            last.close()
