"""A message can wait for an event that the page tells of, from before or after the widget is here."""

from __future__ import annotations

from playwright.sync_api import Page

from core.web.assets import build_assets
from tests.browser.widget.fake import MODULES, ROOT, Fake
from tests.browser.widget.screen import Screen, shows

KEY = "added to cart [price > 20]"
RULE = {
    "match": "all",
    "rules": [{"id": "a", "fact": "page_event", "key": KEY, "operator": "at_least", "value": 2}],
}
EARLY = """<script>window.smartTrigger ||= function () { (smartTrigger.q ||= []).push(arguments) };
smartTrigger('event', 'Added to cart', {price: 25})</script>"""


def test_a_message_comes_with_the_second_event_that_fits(fake: Fake, page: Page) -> None:
    modules = {**MODULES, "observers/page_event.js": ROOT / "plugins/conditions/page_event.js"}
    fake.assets = build_assets(ROOT / "widget", modules)
    fake.head = EARLY
    fake.campaign(7, "Free delivery", RULE)
    page.goto(fake.shop)
    screen = Screen(page)
    shows(screen.launcher)
    page.evaluate("smartTrigger('event', 'added to cart', {price: 5})")
    assert fake.asked("claim") == []
    page.evaluate("smartTrigger('event', 'added to cart', {price: 30})")
    shows(page.get_by_text("Free delivery"))
    assert fake.asked("claim")[0]["facts"] == {f"page_event:{KEY}": 2}
