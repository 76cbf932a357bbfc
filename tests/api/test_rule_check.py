"""While a rule is built it is compared with the campaigns that visitors meet before it, as they stand now."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from core import sites
from core.attention.rule_check import rule_check
from core.campaigns.drafts import Draft
from core.plugin_faults import faults
from core.plugins import Registry, load_plugins
from core.visits.page_events import PageEvent, PageEvents
from core.web.parts import Parts
from tests import sample_channel
from tests.api.conftest import Browser, Demo, condition

PRICING, ANY_PAGE = condition("page_url", "is", ["/pricing"]), condition("page_url", "is", ["/*"])


def remarks(
    demo: Demo, registry: Registry, campaign: int | None, *conditions: dict[str, Any], **fields: Any
) -> list[str]:
    draft = Draft(audience={"schema": 1, "match": "all", "rules": list(conditions)}, **fields)
    found = rule_check(demo.storage, registry, demo.site.id, campaign, draft, demo.clock())
    return [f"{each.code} {each.message.split('“')[1].split('”')[0]}" for each in found if "“" in each.message]


def test_a_rule_is_compared_with_what_visitors_meet_before_it(demo: Demo, registry: Registry) -> None:
    first = demo.campaign(ANY_PAGE, name="Welcome")
    below = demo.campaign(PRICING, name="Prices")
    assert remarks(demo, registry, below, PRICING) == ["shadowed Welcome"]
    assert remarks(demo, registry, None, PRICING) == ["shadowed Prices"], "a new one stands last, the next above counts"
    assert remarks(demo, registry, first, ANY_PAGE) == []
    demo.change(first, status="paused")
    assert remarks(demo, registry, below, PRICING) == []


def test_a_control_group_lets_some_through_to_what_stands_below(demo: Demo, registry: Registry) -> None:
    demo.campaign(ANY_PAGE, name="Welcome", control_group=10)
    draft = Draft(audience={"schema": 1, "match": "all", "rules": [PRICING]})
    (found,) = rule_check(demo.storage, registry, demo.site.id, None, draft, demo.clock())
    assert found.message.endswith("Only its control group, 10 % of them, can meet this one.")


@pytest.mark.parametrize(
    ("fields", "of_the_other", "shadowed"),
    [
        ({}, {}, True),
        ({"without_memory": True}, {}, False),
        ({"without_memory": True}, {"without_memory": True}, True),
        ({}, {"starts": 1}, False),
        ({}, {"starts": -1}, True),
        ({}, {"ends": -1}, False),
    ],
)
def test_only_what_wins_now_and_for_all_of_them_counts(
    demo: Demo, registry: Registry, fields: dict[str, Any], of_the_other: dict[str, Any], shadowed: bool
) -> None:
    moments = {
        name: (demo.clock() + timedelta(days=value)).strftime("%Y-%m-%dT%H:%M")
        for name, value in of_the_other.items()
        if name != "without_memory"
    }
    demo.campaign(ANY_PAGE, name="Welcome", **of_the_other | moments)
    assert bool(remarks(demo, registry, None, PRICING, **fields)) == shadowed


def test_what_is_finished_of_a_rule_is_remarked_on(demo: Demo, registry: Registry) -> None:
    demo.campaign(ANY_PAGE, name="Welcome")
    unfinished = (condition("visits", "at_least"), condition("weather", "is", ["rain"]), {"id": "new"})
    assert remarks(demo, registry, None, PRICING, *unfinished) == ["shadowed Welcome"]
    assert remarks(demo, registry, None, {"match": "some", "rules": []}) == []


@pytest.mark.parametrize(
    ("fields", "consent", "remarked"),
    [({}, "granted", True), ({}, "required", True), ({"without_memory": True}, "granted", False),
     ({}, "cookieless", False)],
)  # fmt: skip
def test_what_everybody_meets_who_is_remembered_is_told_where_nobody_else_is_shown_it(
    demo: Demo, registry: Registry, fields: dict[str, Any], consent: str, remarked: bool
) -> None:
    sites.edit_site(demo.storage, demo.site.id, replace(demo.site.settings, consent=consent))
    found = remarks(demo, registry, None, PRICING, condition("visits", "at_least", 1), **fields)
    assert found == (["always number of visits is at least 1 visit"] if remarked else [])


def attribute(key: str) -> dict[str, Any]:
    return {**condition("visitor_attribute", "is", ["trial"]), "key": key}


def event(key: str) -> dict[str, Any]:
    return {**condition("page_event", "at_least", 1), "key": key}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (attribute("seats"), ["No page of this website has told the attribute “seats” lately."]),
        (attribute("Plan "), []),
        (event("ordered [value > 50]"), ["No page of this website has told of the event “ordered” lately."]),
        (event("order placed [value > 50]"), []),
        ({**condition("query_parameter", "is", ["x"]), "key": "ref"}, []),
    ],
)
def test_a_name_that_no_page_has_told_is_remarked_on(
    browser: Browser, demo: Demo, parts: Parts, asked: dict[str, Any], said: list[str]
) -> None:
    assert untold(demo, parts, asked) == [], "nobody has been here who could have told it"
    browser.boot(who=[{"plan": "trial"}, None])
    PageEvents(demo.storage).write([PageEvent("e", demo.site.id, "v", demo.clock(), "Order placed", {})])
    parts.recorder.flush()
    assert untold(demo, parts, asked) == said


def test_a_type_that_fails_takes_the_check_not_along(
    browser: Browser, demo: Demo, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = type(parts.registry.condition_types["visitor_attribute"])

    def fail(*_: object) -> str:
        raise RuntimeError("no")

    monkeypatch.setattr(kind, "name_in", fail)
    monkeypatch.setattr(kind, "unseen_hint", "No {key}: {plan: 'x'}")
    browser.boot(who=[{"plan": "trial"}, None])
    parts.recorder.flush()
    assert untold(demo, parts, attribute("seats")) == ["No seats: {plan: 'x'}"]
    parts.registry.faults.write(demo.storage)
    (fault,) = faults(demo.storage)
    assert fault.what == "visitor_attribute"


def test_visitors_of_whom_nothing_is_remembered_could_not_have_told_it(
    browser: Browser, demo: Demo, parts: Parts
) -> None:
    browser.memory = False
    browser.boot(who=[{"plan": "trial"}, None])
    parts.recorder.flush()
    assert untold(demo, parts, attribute("plan")) == []


def untold(demo: Demo, parts: Parts, asked: dict[str, Any]) -> list[str]:
    draft = Draft(audience={"schema": 1, "match": "all", "rules": [asked]})
    found = rule_check(demo.storage, parts.registry, demo.site.id, None, draft, demo.clock())
    return [each.message.partition(" Check ")[0] for each in found if each.code == "untold"]


@pytest.mark.parametrize(("channel", "remarked"), [("ticker", True), ("chat", False), ("gone", False)])
def test_what_the_channel_of_a_draft_never_learns_is_told_at_its_condition(
    demo: Demo, channel: str, remarked: bool
) -> None:
    registry = load_plugins(extra=[sample_channel], entry_points=False)
    asked = condition("scroll_depth", "at_least", 50) | {"id": "s"}, condition("time_on_page", "at_least", 5)
    draft = Draft(audience={"schema": 1, "match": "all", "rules": list(asked)}, channel=channel)
    found = rule_check(demo.storage, registry, demo.site.id, None, draft, demo.clock())
    told = [(each.node_id, each.message.split(",")[0]) for each in found if each.code == "not_on_channel"]
    assert told == ([("s", "Ticker never learns this")] if remarked else [])
