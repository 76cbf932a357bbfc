"""How many page views a rule would have reached is told while it is built, by the rule's own evaluator."""

from __future__ import annotations

from typing import Any

import pytest

from core.attention.reach import Reach, reach
from core.plugins import Registry
from tests.api.conftest import SHOP, Browser, Clock, Demo, condition

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
PRICING, STAYS = condition("page_url", "is", ["/pricing"]), condition("time_on_page", "at_least", 30)


def told(demo: Demo, registry: Registry, *rules: dict[str, Any], everybody: bool = False) -> Reach | None:
    demo.parts.recorder.flush()
    audience = {"schema": 1, "match": "all", "rules": list(rules)}
    with demo.storage.connection():
        return reach(demo.storage, registry, demo.site.id, "Europe/Berlin", audience, demo.clock(), everybody=everybody)


def test_a_rule_reaches_the_page_views_that_it_fits(browser: Browser, demo: Demo, registry: Registry) -> None:
    for path in ("/", "/pricing", "/pricing"):
        browser.boot(SHOP + path)
    assert told(demo, registry) == Reach(3, 3, waits=False)
    assert told(demo, registry, PRICING) == Reach(2, 3, waits=False)
    assert told(demo, registry, PRICING, STAYS) == Reach(2, 3, waits=True)
    assert told(demo, registry, condition("page_url", "is", ["/pricng"]), STAYS) == Reach(0, 3, waits=True)


def test_what_was_not_recorded_is_left_open(browser: Browser, demo: Demo, registry: Registry) -> None:
    browser.boot()
    assert told(demo, registry, condition("browser", "is_any_of", ["firefox"])) == Reach(1, 1, waits=False)
    assert told(demo, registry, condition("previous_page", "is_set")) == Reach(0, 1, waits=False)


def test_visitors_without_memory_count_where_they_may_meet_it(browser: Browser, demo: Demo, registry: Registry) -> None:
    browser.memory = False
    browser.boot()
    assert told(demo, registry) == Reach(0, 1, waits=False)
    assert told(demo, registry, everybody=True) == Reach(1, 1, waits=False)


def test_nothing_is_told_without_page_views_or_of_a_rule_that_is_not_finished(
    browser: Browser, demo: Demo, registry: Registry, clock: Clock
) -> None:
    assert told(demo, registry) is None
    browser.boot()
    assert told(demo, registry, condition("page_url", "is", [])) is None
    assert told(demo, registry, condition("weather", "is", ["rain"])) is None
    clock.pass_(days=8)
    assert told(demo, registry) is None
