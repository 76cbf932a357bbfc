"""What is seen of a conversation's visitor on the site, as their browser tells it."""

from __future__ import annotations

from core.inbox.seen import SeenPage, seen_of
from tests.api.conftest import SHOP, Browser, Clock, Demo
from tests.api.inbox.conftest import made_id


def test_what_a_page_tells_of_its_visitor_and_of_what_they_do_is_seen(
    browser: Browser, demo: Demo, clock: Clock
) -> None:
    browser.boot(f"{SHOP}/cart", title="Your cart", who=[{"plan": "trial"}, None])
    key = browser.post("messages", id=made_id(), text="Hello")["conversation"]["key"]
    told = {"event": "custom", "id": made_id(), "name": "cart_filled", "properties": {"total": 7}, "age": 1_000}
    browser.post("events", events=[told])
    demo.parts.recorder.flush()
    seen = seen_of(demo.storage, key)
    assert seen.page == SeenPage(f"{SHOP}/cart", "Your cart", clock())
    assert seen.attributes == (("plan", "trial"),)
    assert [(each.name, each.properties) for each in seen.events] == [("cart_filled", (("total", 7),))]
    clock.pass_(seconds=5)
    browser.boot(f"{SHOP}/", who=[{"plan": "trial"}, None])
    browser.boot(f"{SHOP}/", who=[{"plan": "pro"}, None], again=True)
    demo.parts.recorder.flush()
    assert seen_of(demo.storage, key).attributes == (("plan", "pro"),), "as the page says by now"


def test_nothing_is_told_of_a_visitor_without_memory(browser: Browser, demo: Demo) -> None:
    browser.memory = False
    browser.boot(who=[{"plan": "trial"}, None])
    key = browser.post("messages", id=made_id(), text="Hello")["conversation"]["key"]
    told = {"event": "custom", "id": made_id(), "name": "cart_filled", "properties": {}, "age": 0}
    browser.post("events", events=[told])
    demo.parts.recorder.flush()
    seen = seen_of(demo.storage, key)
    assert (seen.attributes, seen.events) == ((), ())
