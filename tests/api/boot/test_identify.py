"""What a page tells of its visitor by smartTrigger("identify", attributes) decides, and never troubles the page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from core.attention.past_visits import newest_visits
from core.attention.reach import reach
from core.attention.seen_names import seen_names
from core.deliveries.decision_list import Wanted, list_decisions
from core.deliveries.explaining import explained
from core.rules import new_rule
from core.visits.attributes import MAX_IN_ALL, MAX_NAME, MAX_TEXT, MOST
from core.visits.page_events import PageEvent, PageEvents
from core.web.parts import Parts
from tests.api.boot.conftest import shown
from tests.api.conftest import SHOP, Browser, Clock, Demo


def told(key: str, operator: str, value: Any = None, **fields: Any) -> dict[str, Any]:
    asked = {"fact": "visitor_attribute", "key": key, "operator": operator, **fields}
    return asked if value is None else asked | {"value": value}


def test_an_attribute_decides_at_boot_and_again_at_the_claim(browser: Browser, demo: Demo) -> None:
    trial = demo.campaign(told("plan", "is", ["trial"]), told("seats", "at_least", 5, **{"as": "number"}))
    assert shown(browser.boot()) == []
    assert shown(browser.boot(who=[{"plan": "Trial", "seats": 4}, None])) == []
    assert shown(browser.boot(who=[{"plan": "Trial", "seats": 5}, None])) == [trial]
    assert "message" in browser.claim(trial)


def test_an_instant_is_its_text_and_as_a_date_its_day_also_in_the_explanation(browser: Browser, demo: Demo) -> None:
    moment = "2026-12-01T09:30:00Z"
    both = demo.campaign(told("slot", "is", [moment]), told("slot", "on", "2026-12-01", **{"as": "date"}))
    assert shown(browser.boot(who=[{"slot": moment}, None])) == [both]
    assert "message" in browser.claim(both)
    demo.parts.kept.write()
    (listed,) = list_decisions(demo.storage, Wanted(both)).rows
    trace = explained(demo.storage, demo.parts.registry, listed.decision.key).trace
    assert trace is not None
    assert [each.verdict for each in trace.children] == ["holds", "holds"]
    assert trace.children[0].why == f"Observed: “{moment}”."


def test_a_page_on_which_nothing_could_come_is_the_same_page_view_when_it_boots_again(
    browser: Browser, demo: Demo, parts: Parts
) -> None:
    trial = demo.campaign(told("plan", "is", ["trial"]))
    assert shown(browser.boot(f"{SHOP}/pricing")) == []
    assert shown(browser.boot(f"{SHOP}/pricing", again=True, who=[{"plan": "trial"}, None])) == [trial]
    assert "message" in browser.claim(trial)
    parts.recorder.flush()
    parts.kept.write()
    (listed,) = list_decisions(demo.storage, Wanted(trial)).rows
    assert listed.circumstances.url == f"{SHOP}/pricing", "its page is known"


def test_a_page_that_boots_again_is_no_other_page_of_its_visitor(browser: Browser, demo: Demo, parts: Parts) -> None:
    first = demo.campaign(told("plan", "is", ["trial"]), frequency="multiple")
    browser.boot(f"{SHOP}/pricing")
    browser.boot(f"{SHOP}/help")
    browser.ticket = None
    assert shown(browser.boot(f"{SHOP}/pricing", again=True, who=[{"plan": "trial"}, None])) == [first]
    browser.claim(first)
    parts.recorder.flush()
    parts.kept.write()
    (listed,) = list_decisions(demo.storage, Wanted(first)).rows
    assert listed.circumstances.url != f"{SHOP}/help"


def test_identifying_later_boots_again_and_counts_no_page(
    browser: Browser, demo: Demo, parts: Parts, clock: Clock
) -> None:
    trial = demo.campaign(told("plan", "is", ["trial"]))
    others = demo.campaign(told("plan", "is_not", ["trial"]))
    assert shown(browser.boot()) == [others]
    assert shown(browser.boot(again=True, who=[{"plan": "trial"}, None])) == [trial]
    assert browser.claim(others)["refused"] == "no_longer_matches", "the newer ticket knows better"
    parts.recorder.flush()
    (view,) = newest_visits(demo.storage, demo.site.id, "UTC", clock.now - timedelta(hours=1))
    assert (view.url, view.attributes) == (f"{SHOP}/", {"plan": "trial"}), "and it is kept with its page view"
    clock.pass_(seconds=1)
    browser.boot(f"{SHOP}/next")
    browser.boot(f"{SHOP}/next", again=True, who=[{"plan": "team"}, None])
    parts.recorder.flush()
    views = newest_visits(demo.storage, demo.site.id, "UTC", clock.now - timedelta(hours=1))
    assert sorted((each.url, each.attributes["plan"]) for each in views) == [
        (f"{SHOP}/", "trial"),
        (f"{SHOP}/next", "team"),
    ]


def test_who_says_nothing_more_is_nobody_on_the_next_page(browser: Browser, demo: Demo) -> None:
    demo.campaign(told("plan", "is_set"))
    assert shown(browser.boot(who=[{"plan": "trial"}, None]))
    assert shown(browser.boot(f"{SHOP}/next")) == []


MANY = {f"a{n}": n for n in range(MOST + 1)}
WRONG: list[tuple[Any, list[str]]] = [
    ("plan", ["attributes_object"]),
    ([1, 2], ["attributes_object"]),
    (7, ["attributes_object"]),
    ({"plan": ["trial"]}, ["attribute_value"]),
    ({"plan": {"a": 1}}, ["attribute_value"]),
    ({"big": 2**53, "small": -(2**60)}, ["attribute_value"] * 2),
    ({"plan": "x" * (MAX_TEXT + 1)}, ["attribute_long"]),
    ({"plan": "a\0b"}, ["attribute_text"]),
    ({"": 1, " ": 1, "n" * (MAX_NAME + 1): 1, "a\nb": 1, "\u202e": 1}, ["attribute_name"] * 5),
    (MANY, ["attributes_many"]),
    ({f"t{n}": "x" * MAX_TEXT for n in range(MAX_IN_ALL // MAX_TEXT + 2)}, ["attributes_large"] * 2),
    (None, []),
    ({"plan": None}, []),
    ({"__proto__": "x", "constructor": "'; DROP TABLE visitor; --", "ключ": "значение"}, []),
]


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("attributes", "codes"), WRONG)
def test_what_is_no_attribute_is_left_out_and_named(
    browser: Browser, demo: Demo, attributes: Any, codes: list[str]
) -> None:
    campaign = demo.campaign(told("plan", "is_not", ["nonsense"]))
    answer = browser.boot(who=[attributes, None])
    assert browser.status == 200
    assert shown(answer) == [campaign], "the page view goes on"
    assert [each["code"] for each in answer.get("left_out", ())] == codes
    assert all(each["message"].endswith(".") and each["field"] for each in answer.get("left_out", ()))
    assert "message" in browser.claim(campaign), "the ticket holds what was taken"


def test_a_page_view_that_tells_megabytes_is_refused(browser: Browser, demo: Demo) -> None:
    browser.boot(who=[{"plan": "x" * 70_000}, None])
    assert browser.status == 413
    browser.boot(who={"plan": "trial"})
    assert browser.status == 422


def test_what_was_told_is_recorded_so_that_names_and_reach_are_known(
    browser: Browser, demo: Demo, parts: Parts, clock: Clock
) -> None:
    browser.boot(who=[{"plan": "trial", "seats": 4}, None])
    browser.boot(f"{SHOP}/?ref=partner", who=[{"plan": "team"}, None])
    PageEvents(demo.storage).write([PageEvent("e", demo.site.id, "v", clock.now, "Order placed", {})])
    parts.recorder.flush()
    since = clock.pass_(seconds=1)
    names = seen_names(demo.storage, parts.registry, demo.site.id, "UTC", since)
    assert names == {
        "query_parameter": ("ref",),
        "visitor_attribute": ("plan", "seats"),
        "page_event": ("Order placed",),
    }
    rule = {**new_rule(), "rules": [told("plan", "is", ["trial"])]}
    found = reach(demo.storage, parts.registry, demo.site.id, "UTC", rule, since, everybody=True)
    assert found is not None
    assert (found.fit, found.of) == (1, 2)


def test_of_who_is_not_remembered_attributes_are_not_kept(
    browser: Browser, demo: Demo, parts: Parts, clock: Clock
) -> None:
    trial = demo.campaign(told("plan", "is", ["trial"]), without_memory=True)
    browser.memory = False
    assert shown(browser.boot(who=[{"plan": "trial"}, None])) == [trial]
    parts.recorder.flush()
    since = clock.pass_(seconds=1) - timedelta(hours=1)
    (view,) = newest_visits(demo.storage, demo.site.id, "UTC", since)
    assert view.attributes == {}
