"""The widget as a visitor meets it: by what it says and what can be pressed, never by its class names."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Literal

from playwright.sync_api import Locator, Page, Request, Response, expect

from tests.product import Product, until

ANSWER_MS = 2_000
"""How long an employee's answer may take to reach the visitor."""
PATIENCE_MS = 10_000
OBSERVED = "Object.keys(smartTrigger.view.facts ?? {}).length > 0"
PHONE = {
    "user_agent": "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/156.0 Mobile Safari/537.36",
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
}
"""A browser that says so, held in a hand."""


class Widget:
    """One tab on a page of the shop."""

    def __init__(self, page: Page, running: Product) -> None:
        self.page = page
        self.running = running
        self.boot: dict[str, Any] = {}
        """What the server answered to the newest page view."""
        self.claims: list[str] = []
        """The claims that this tab has made on this page view, as they were sent."""
        self._verdicts: list[Response] = []
        self._reports: list[Response] = []
        page.on("request", self._note_request)
        page.on("response", self._note_response)

    def go(self, path: str) -> None:
        """Open a page of the shop in this tab and return when the widget has been told what to do."""
        self._boots(lambda: self.page.goto(self.running.shop + path))

    def reload(self) -> None:
        self._boots(self.page.reload)

    def press(self, name: str, role: Literal["link", "button"] = "link") -> None:
        """Press something on the shop's page that leads to another address."""
        self._boots(self.page.get_by_role(role, name=name, exact=True).click)

    def identifies(self, arguments: str) -> None:
        """The page says who its visitor is; the same page view boots again."""
        self._boots(lambda: self.page.evaluate(f"smartTrigger('identify', {arguments})"))

    def _boots(self, act: Callable[[], object]) -> None:
        for noted in (self.claims, self._verdicts, self._reports):
            noted.clear()
        with self.page.expect_response(f"{self.running.public}/v1/boot") as answered:
            act()
        self.boot = answered.value.json()

    def _note_request(self, request: Request) -> None:
        if request.url == f"{self.running.public}/v1/claim":
            self.claims.append(request.post_data or "")

    def _note_response(self, response: Response) -> None:
        if response.url == f"{self.running.public}/v1/claim":
            self._verdicts.append(response)
        if response.url == f"{self.running.public}/v1/events":
            self._reports.append(response)

    def _until_answered(self, condition: Callable[[], bool]) -> None:
        """Wait until the server's answers, this one included, have made a condition true."""
        if not condition():
            self.page.wait_for_event("response", predicate=lambda _: condition())

    def expect_settled(self) -> None:
        """This tab has claimed, and every claim has been answered."""
        self._until_answered(lambda: 0 < len(self.claims) == len(self._verdicts))

    def observed(self, fact: str) -> Any:
        """What the browser said of a fact when it claimed."""
        (claim,) = self.claims
        return json.loads(claim)["facts"][fact]

    def expect_watching(self) -> None:
        """The browser has begun to observe: what happens from now on counts."""
        until(lambda: self.page.evaluate(OBSERVED), "the browser has begun to look")

    def let_pass(self, *, seconds: int) -> None:
        """Let the page's clock run on at once; for tabs opened with `clock`."""
        self.page.clock.run_for(seconds * 1000)

    def text(self, words: str) -> Locator:
        return self.page.get_by_text(words)

    def message(self, words: str, sender: str = "Ada Lindqvist") -> Locator:
        """A campaign's message on screen."""
        return self.page.get_by_role("region", name=f"Message from {sender}").filter(has_text=words)

    def expect_message(self, words: str, sender: str = "Ada Lindqvist") -> None:
        """A campaign's message comes up under its sender's name, and the server has been told that it was seen."""
        message = self.message(words, sender)
        expect(message).to_be_visible(timeout=PATIENCE_MS)
        expect(message.get_by_text(sender)).to_be_visible()
        self._until_answered(lambda: bool(self._reports))

    def expect_refusal(self, code: str) -> None:
        """This tab claimed, and the server refused for this reason."""
        self.expect_settled()
        assert self._verdicts[-1].json()["refused"] == code

    def expect_nothing_to_come(self) -> None:
        """The server has ruled every campaign out for this page view: nothing is there that could appear."""
        assert self.boot["residuals"] == []
        self.expect_no_message()

    def expect_no_message(self) -> None:
        expect(self.page.get_by_role("button", name="Close message")).to_have_count(0)

    def reply(self, words: str) -> None:
        """Write an answer where one is asked for, and send it by the Enter key; returns when the server has it."""
        box = self.page.get_by_role("textbox", name="Write a reply")
        box.fill(words)
        with self.page.expect_response(f"{self.running.public}/v1/messages") as answered:
            box.press("Enter")
        assert answered.value.ok, answered.value.text()
        expect(self.text(words)).to_be_visible()

    def click_link(self, words: str) -> None:
        with self.page.expect_response(f"{self.running.public}/v1/events"), self.page.expect_popup():
            self.page.get_by_role("link", name=words).click()

    def fill_in(self, opener: str, answers: Mapping[str, str], send: str) -> None:
        """Open the contact form by a button, fill it in, agree, and send it."""
        self.page.get_by_role("button", name=opener).click()
        for label, words in answers.items():
            self.page.get_by_label(label, exact=True).fill(words)
        self.page.get_by_role("checkbox").check()
        self.page.get_by_role("button", name=send, exact=True).click()
        expect(self.page.get_by_role("log").get_by_text(list(answers.values())[-1])).to_be_visible()
        expect(self.page.get_by_text("Sending")).to_have_count(0)

    def dismiss(self) -> None:
        with self.page.expect_response(f"{self.running.public}/v1/events"):
            self.page.get_by_role("button", name="Close message").click()
