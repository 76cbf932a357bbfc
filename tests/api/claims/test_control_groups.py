"""Who is in a campaign's control group is shown nothing of it, is noted once, and is compared with those who are."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from core.deliveries.decision_list import Wanted, list_decisions
from core.goals import GoalSettings, add_goal
from core.jobs.count_days import count_days
from core.performance import Counts, counts
from core.performance.comparison import Comparison, People
from core.performance.ranges import preset
from core.performance.report import Scope, report
from core.sites import SiteSettings, edit_site
from core.storage import Storage
from core.storage.models import Compared
from tests.api.claims.conftest import publish
from tests.api.conftest import SHOP, Browser, Clock, Demo, condition

Draw = Callable[[bool], None]


@pytest.fixture
def draw(monkeypatch: pytest.MonkeyPatch) -> Draw:
    """Say who is drawn from now on."""

    def say(drawn: bool) -> None:
        monkeypatch.setattr("core.deliveries.control_groups.is_drawn", lambda *_: drawn)

    return say


@pytest.fixture
def order(demo: Demo, storage: Storage) -> int:
    """A goal."""
    return add_goal(storage, demo.site.id, GoalSettings("Order placed", "address", ("/thanks",))).id


def offered(told: dict[str, Any]) -> list[int]:
    return [each["campaign"] for each in told["residuals"]]


def noted(storage: Storage) -> list[tuple[int, bool]]:
    """Campaigns with the side that somebody is on, in the order in which it was decided."""
    with storage.connection():
        rows = Compared.select().order_by(Compared.claimed_at, Compared.generation)
        return [(row.campaign_id, row.control) for row in rows]


def comparison(demo: Demo, campaign: int) -> Comparison | None:
    """Today's, after what waits has been written."""
    demo.parts.recorder.flush()
    now = demo.clock()
    return report(demo.storage, Scope(None, campaign), preset("7d", now.date()), now).comparison


def test_a_share_of_visitors_sees_nothing_and_the_others_see_it(client: FlaskClient, demo: Demo) -> None:
    campaign = demo.campaign(control_group=50)
    visitors = [Browser(client) for _ in range(30)]
    told = []
    for each in visitors:
        each.boot()
        told.append(each.claim(campaign))
    refused = [each.get("refused") for each in told]
    assert set(refused) == {None, "control"}
    granted = refused.count(None)
    assert counts(demo.storage, [campaign])[campaign] == Counts(claimed=granted)
    assert sum(control for _, control in noted(demo.storage)) == refused.count("control")
    for each, before in zip(visitors, refused, strict=True):
        each.passport, each.version = (each.passport, each.version) if before else (None, 0)
        assert offered(each.boot()) == ([] if before else [campaign]), "who is in the group does not ask again"


def test_who_is_in_the_group_is_noted_once_and_may_be_shown_something_else(
    demo: Demo, browser: Browser, storage: Storage, draw: Draw
) -> None:
    edit_site(storage, demo.site.id, SiteSettings("Shop", (SHOP,), minimum_gap_seconds=3600))
    campaign, other = demo.campaign(control_group=10, frequency="multiple"), demo.campaign()
    draw(True)
    browser.boot()
    assert [browser.claim(campaign)["refused"] for _ in range(2)] == ["control", "control"]
    assert "message" in browser.claim(other), "no gap has begun, and the page view is free"
    assert noted(storage) == [(campaign, True)]
    demo.parts.held_back.write()
    now = demo.clock()
    figures = report(storage, Scope(None, campaign), preset("today", now.date()), now).figures
    assert {each.metric: each.count for each in figures if each.count} == {"eligible": 1}


def test_only_who_would_be_shown_it_is_drawn(demo: Demo, browser: Browser, storage: Storage, draw: Draw) -> None:
    campaign = demo.campaign(condition("time_on_page", "at_least", 9), control_group=10)
    draw(True)
    browser.boot()
    assert browser.claim(campaign, facts={"time_on_page": 1})["refused"] == "conditions_not_met"
    assert noted(storage) == []


def test_who_has_been_drawn_stays_so_whatever_becomes_of_the_share(
    demo: Demo, browser: Browser, client: FlaskClient, storage: Storage, draw: Draw
) -> None:
    campaign, elsewhere = demo.campaign(control_group=50, frequency="multiple"), Browser(client)
    for each, drawn in ((browser, True), (elsewhere, False)):
        draw(drawn)
        each.boot()
        each.claim(campaign)
    publish(demo, campaign, control_group=10)
    draw(False)
    assert browser.claim(campaign)["refused"] == "control"
    draw(True)
    elsewhere.boot()
    assert "message" in elsewhere.claim(campaign), "who has seen it goes on seeing it"
    publish(demo, campaign, control_group=0)
    assert offered(browser.boot()) == [campaign], "and without a group everybody does"
    assert "message" in browser.claim(campaign)
    assert noted(storage) == [(campaign, True), (campaign, False)]


def test_a_new_generation_draws_the_same_anew(demo: Demo, browser: Browser, storage: Storage, draw: Draw) -> None:
    campaign = demo.campaign(control_group=10)
    draw(True)
    browser.boot()
    browser.claim(campaign)
    demo.change(campaign, generation=2)
    assert offered(browser.boot()) == [campaign]
    assert browser.claim(campaign)["refused"] == "control"
    assert noted(storage) == [(campaign, True)] * 2


def test_whoever_is_not_remembered_is_compared_with_nobody(
    client: FlaskClient, demo: Demo, storage: Storage, draw: Draw
) -> None:
    campaign, private = demo.campaign(control_group=50, without_memory=True), Browser(client, memory=False)
    draw(True)
    private.boot()
    assert "message" in private.claim(campaign)
    assert noted(storage) == []


def test_the_decision_is_kept(demo: Demo, browser: Browser, storage: Storage, draw: Draw) -> None:
    campaign = demo.campaign(control_group=10)
    draw(True)
    browser.boot()
    browser.claim(campaign)
    demo.parts.kept.write()
    assert [each.decision.outcome for each in list_decisions(storage, Wanted(campaign)).rows] == ["control"]


def test_both_sides_reach_the_goal_within_the_same_days(
    demo: Demo, client: FlaskClient, clock: Clock, draw: Draw, order: int
) -> None:
    """Counted from when it was decided, not from the newest message; of each side people, not orders."""
    campaign = demo.campaign(control_group=50, goal=order, goal_days=2, frequency="multiple")
    sides = {drawn: [Browser(client) for _ in range(3)] for drawn in (True, False)}
    for drawn, visitors in sides.items():
        draw(drawn)
        for each in visitors:
            each.boot()
            answer = each.claim(campaign)
            if "impression" in answer:
                said = {"impression": answer["impression"], "event": "shown", "id": secrets.token_urlsafe(16)}
                each.post("events", events=[said])
    assert comparison(demo, campaign) == Comparison(People(3, 0), People(3, 0), has_goal=True)
    clock.pass_(days=1)
    count_days(demo.storage, clock())
    for each in (sides[True][0], *sides[False][:2]):
        for _ in range(2):
            each.boot(f"{SHOP}/thanks")
    told = Comparison(People(3, 2), People(3, 1), has_goal=True)
    assert comparison(demo, campaign) == told, "the day was counted before"
    clock.pass_(days=1.1)
    again = sides[False][2]
    again.boot()
    again.claim(campaign)
    clock.pass_(minutes=1)
    again.boot(f"{SHOP}/thanks")
    assert comparison(demo, campaign) == told, "too late after the first one, as it would be for the other side"
    count_days(demo.storage, clock())
    assert comparison(demo, campaign) == told, "and counted again it is the same"


def test_only_who_was_compared_under_a_goal_counts(
    demo: Demo, client: FlaskClient, draw: Draw, order: int, storage: Storage
) -> None:
    campaign = demo.campaign(control_group=50)
    assert comparison(demo, demo.campaign()) is None
    for drawn in (True, False):
        draw(drawn)
        each = Browser(client)
        each.boot()
        each.claim(campaign)
    assert comparison(demo, campaign) == Comparison(People(0, 0), People(0, 0), has_goal=False)
