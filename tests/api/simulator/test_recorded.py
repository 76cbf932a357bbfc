"""The simulator on a real page view: what was recorded of it, and what its visitor has met."""

from __future__ import annotations

from typing import Any

import pytest

from core.storage.models import PageView
from tests.api.claims.conftest import made_id, publish
from tests.api.conftest import SHOP, Browser, Clock, Demo, condition
from tests.api.simulator.conftest import PRICING


def test_a_recorded_page_view_brings_its_visitor_with_all_that_they_have_met(
    demo: Demo, browser: Browser, simulated: Any
) -> None:
    read, once, new = demo.campaign(name="Read"), demo.campaign(name="Once"), demo.campaign(PRICING, name="New")
    for campaign in (read, once):
        browser.boot(f"{SHOP}/pricing")
        told = browser.claim(campaign)
        if campaign == read:
            browser.post("events", events=[{"impression": told["impression"], "event": "dismissed", "id": made_id()}])
    browser.boot(f"{SHOP}/pricing", title="Prices")
    demo.parts.recorder.flush()
    with demo.storage.reading_log():
        view = PageView.get(PageView.title == "Prices").key
    found = simulated(_view=view)
    assert found.view is not None
    assert found.seen.raw("page_url") == f"{SHOP}/pricing"
    assert {each.candidate.name: each.reason for each in found.outcomes} == {
        "New": "shows", "Read": "finished", "Once": "already_shown",
    }  # fmt: skip
    assert {each.reason for each in simulated(_view=view, page_url=f"{SHOP}/").outcomes} >= {"no_match"}
    assert simulated(_view="gone").view is None
    assert "message" in browser.claim(new)


def test_a_recorded_page_view_is_what_its_visitor_met(
    demo: Demo, browser: Browser, simulated: Any, clock: Clock
) -> None:
    """What was recorded decides as it did; what was not is open, so that no “is not” holds by it."""
    first = demo.campaign(condition("page_url", "is", ["/"]), name="First")
    same = demo.campaign(
        condition("messages_in_visit", "at_least", 1), condition("landing_page", "is", ["/"]),
        condition("previous_page", "is", ["/"]), condition("landing_page", "is_not", ["/next"]), name="Same",
    )  # fmt: skip
    demo.campaign(condition("landing_page", "is_not", ["/"]), name="Another landing page")
    demo.campaign(condition("previous_page", "is_not_set"), name="None before")
    demo.campaign(condition("browser", "is_any_of", ["firefox"]), name="Firefox")
    demo.campaign(condition("browser", "is_none_of", ["firefox"]), name="No Firefox")
    browser.boot(f"{SHOP}/")
    told = browser.claim(first)
    browser.post("events", events=[{"impression": told["impression"], "event": "shown", "id": made_id()}])
    clock.pass_(minutes=2)
    assert same in {each["campaign"] for each in browser.boot(f"{SHOP}/next", title="Next")["residuals"]}
    demo.parts.recorder.flush()
    with demo.storage.reading_log():
        view = PageView.get(PageView.title == "Next").key
    found = simulated(_view=view)
    reasons = {each.candidate.name: each.reason for each in found.outcomes}
    assert reasons == {
        "Same": "shows", "First": "already_shown", "Another landing page": "no_match", "None before": "no_match",
        "Firefox": "waits", "No Firefox": "waits",
    }  # fmt: skip
    assert {"browser", "operating_system", "screen_width"} == set(found.unrecorded)
    assert "browser" not in simulated(_view=view, browser="firefox").unrecorded
    assert simulated().unrecorded == ()
    (open_one,) = next(each.trace for each in found.outcomes if each.candidate.name == "No Firefox").children
    assert (open_one.verdict, open_one.why) == ("open", "What was observed is not kept.")
    said = {each.candidate.name: each.reason for each in simulated(_view=view, browser="firefox").outcomes}
    assert (said["Firefox"], said["No Firefox"]) == ("another", "no_match")


def test_of_a_page_view_recorded_without_its_way_the_landing_page_is_not_known(
    demo: Demo, browser: Browser, simulated: Any
) -> None:
    demo.campaign(condition("landing_page", "is_not", ["/"]), name="Another landing page")
    browser.boot(f"{SHOP}/")
    browser.boot(f"{SHOP}/next", title="Next")
    demo.parts.recorder.flush()
    with demo.storage.reading_log():
        row = PageView.get(PageView.title == "Next")
        facts = {name: fact for name, fact in row.facts.items() if name != "way"}
        PageView.update(facts=facts).where(PageView.key == row.key).execute()
    assert [each.reason for each in simulated(_view=row.key).outcomes] == ["waits"]
    assert [each.reason for each in simulated(_view=row.key, landing_page=f"{SHOP}/").outcomes] == ["no_match"]


def test_what_visitors_have_met_is_as_it_would_be(demo: Demo, browser: Browser, simulated: Any) -> None:
    first = demo.campaign(name="First", frequency="multiple")
    demo.campaign(condition("campaigns_shown", "is_any_of", [str(first)]), name="After it", frequency="multiple")
    said = {each.candidate.name: each.reason for each in simulated().outcomes}
    assert said["After it"] == "no_match"
    assert {each.reason for each in simulated(_had=(first,)).outcomes} == {"shows", "another"}
    browser.boot(f"{SHOP}/", title="Home")
    told = browser.claim(first)
    browser.post("events", events=[{"impression": told["impression"], "event": "shown", "id": made_id()}])
    demo.parts.recorder.flush()
    with demo.storage.reading_log():
        view = PageView.get(PageView.title == "Home").key
    assert {each.reason for each in simulated(_view=view).outcomes} == {"shows", "another"}


@pytest.mark.parametrize("claimed", [True, False], ids=["noted", "not asked yet"])
def test_who_is_in_a_control_group_sees_what_comes_after_it(
    demo: Demo, browser: Browser, simulated: Any, monkeypatch: pytest.MonkeyPatch, claimed: bool
) -> None:
    for module in ("core.deliveries.control_groups", "core.simulator"):
        monkeypatch.setattr(f"{module}.is_drawn", lambda *_: True)
    group = demo.campaign(name="Compared", control_group=10)
    demo.campaign(condition("scroll_depth", "at_least", 50), name="Waits", control_group=10)
    demo.campaign(name="Next")
    browser.boot(f"{SHOP}/pricing")
    if claimed:
        assert browser.claim(group)["refused"] == "control"
        monkeypatch.setattr("core.simulator.is_drawn", lambda campaign, *_: campaign != group)
    demo.parts.recorder.flush()
    with demo.storage.reading_log():
        view = PageView.get().key
    assert {each.candidate.name: (each.reason, each.spared) for each in simulated(_view=view).outcomes} == {
        "Compared": ("control", 0), "Waits": ("control", 0), "Next": ("shows", 0),
    }  # fmt: skip


def test_who_was_shown_a_message_before_it_had_a_control_group_is_not_in_it(
    demo: Demo, browser: Browser, simulated: Any, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("core.deliveries.control_groups", "core.simulator"):
        monkeypatch.setattr(f"{module}.is_drawn", lambda *_: True)
    campaign = demo.campaign(name="Compared", frequency="multiple")
    browser.boot()
    assert "message" in browser.claim(campaign)
    publish(demo, campaign, control_group=50)
    clock.pass_(days=1)
    browser.boot(title="Again")
    demo.parts.recorder.flush()
    with demo.storage.reading_log():
        view = PageView.get(PageView.title == "Again").key
    (found,) = simulated(_view=view).outcomes
    assert (found.reason, found.spared) == ("shows", 0)
    (made_up,) = simulated(_had=(campaign,)).outcomes
    assert (made_up.reason, made_up.spared) == ("shows", 0)
    assert "message" in browser.claim(campaign)
