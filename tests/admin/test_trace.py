"""The tree that says why a rule holds or not: verdicts by icon and by name, at every depth."""

from __future__ import annotations

from nicegui import ui
from nicegui.testing import User

from admin_ui.components.trace import draw_trace
from core.plugins import Registry
from core.rules import UNKNOWN, compile_rule, explain
from tests.admin.hands import shown, words_of


async def test_every_node_says_what_was_asked_what_was_seen_and_the_verdict(marketer: User, registry: Registry) -> None:
    rule = {
        "match": "all",
        "rules": [
            {"fact": "visits", "operator": "at_least", "value": 3},
            {"match": "none", "rules": [{"fact": "page_url", "operator": "is", "value": ["/help/*"]}]},
            {"fact": "scroll_depth", "operator": "at_least", "value": 50},
        ],
    }
    facts = {"visits": 4, "page_url": "https://shop.example/help/care"}

    @ui.page("/trace")
    def page() -> None:
        draw_trace(explain(compile_rule(rule, registry.condition_types), facts))

    await marketer.open("/trace")
    lines = [words_of(each) for each in shown(marketer) if "st-trace-line" in each.classes]
    assert [" ".join(each.split()) for each in lines] == [
        "All of these Does not hold 1 of 3 holds, 1 still open.",
        "Number of visits is at least 3 visits Holds Observed: 4 visits.",
        "None of these Does not hold 1 of 1 holds.",
        "Page address is /help/* Holds Observed: https://shop.example/help/care.",
        "Scroll depth is at least 50% Waiting for the browser The browser will tell.",
    ]


async def test_what_is_not_kept_waits_for_nobody(marketer: User, registry: Registry) -> None:
    rule = {"match": "all", "rules": [{"fact": "visits", "operator": "at_least", "value": 3}]}

    @ui.page("/trace")
    def page() -> None:
        draw_trace(explain(compile_rule(rule, registry.condition_types), {"visits": UNKNOWN}))

    await marketer.open("/trace")
    lines = [words_of(each) for each in shown(marketer) if "st-trace-line" in each.classes]
    assert [" ".join(each.split()) for each in lines] == [
        "All of these Not known 0 of 1 hold, 1 still open.",
        "Number of visits is at least 3 visits Not known What was observed is not kept.",
    ]
