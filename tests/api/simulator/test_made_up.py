"""The simulator says what visitors meet: by the plan, the rules and the claim's own reasons, and it changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from core.opening_hours import Hours
from core.plugins import Registry
from core.rules import sentence
from core.settings import Settings
from core.simulator import run
from core.simulator.made_up import MadeUp
from core.sites import SiteSettings, edit_site, site
from core.storage.models import Campaign, Display, PageView, Visitor
from core.team.presence import write
from tests.api.conftest import SHOP, Browser, Clock, Demo, condition
from tests.api.simulator.conftest import HALF_A_MINUTE, HALF_THE_PAGE, PRICING, reasons


def test_what_comes_first_is_told_with_its_moment_and_one_shows_at_most(demo: Demo, simulated: Any) -> None:
    demo.campaign(PRICING, HALF_A_MINUTE, name="Half a minute")
    demo.campaign(PRICING, condition("time_on_site", "more_than", 10), name="Ten seconds")
    demo.campaign(PRICING, HALF_THE_PAGE, name="Half the page")
    demo.campaign(condition("page_url", "is", ["/help"]), name="Help")
    demo.campaign(name="Off", status="paused")
    assert reasons(simulated(page_url=f"{SHOP}/pricing")) == [
        ("Ten seconds", "shows", 10.001),
        ("Half a minute", "another", 30.0),
        ("Half the page", "waits", 0.0),
        ("Help", "no_match", 0.0),
        ("Off", "off", 0.0),
    ]


def test_at_one_moment_the_list_decides(demo: Demo, simulated: Any) -> None:
    demo.campaign(name="Second", position=2)
    demo.campaign(name="First", position=1)
    assert reasons(simulated())[0] == ("First", "shows", 0.0)


def test_what_waits_says_for_what_and_goes_on_once_it_is_entered(
    demo: Demo, simulated: Any, registry: Registry
) -> None:
    demo.campaign(HALF_A_MINUTE, HALF_THE_PAGE, name="Both")
    (waits,) = simulated().outcomes
    assert (waits.reason, waits.after_seconds) == ("waits", 30.0)
    assert sentence(waits.waits_for, registry.condition_types) == "Visitors after seeing 50% of the page"
    assert reasons(simulated(scroll_depth=80)) == [("Both", "shows", 30.0)]
    assert reasons(simulated(scroll_depth=20))[0][1] == "no_match"
    assert reasons(simulated(scroll_depth=80, time_on_page=25)) == [("Both", "shows", 5.0)]


def test_a_window_of_time_that_is_over_never_comes(demo: Demo, simulated: Any) -> None:
    demo.campaign(condition("time_on_site", "less_than", 20), HALF_A_MINUTE, name="Never")
    demo.campaign(condition("time_on_page", "between", [5, 10]), name="Between")
    assert reasons(simulated()) == [("Between", "shows", 5.0), ("Never", "no_match", 0.0)]
    assert reasons(simulated(time_on_site=15, time_on_page=28))[0] == ("Never", "shows", 2.0), "it began on other pages"
    assert {each[1] for each in reasons(simulated(time_on_site=25, time_on_page=28))} == {"no_match"}


def test_what_is_made_up_is_seen_by_other_conditions_too(demo: Demo, simulated: Any) -> None:
    demo.campaign(condition("continent", "is_any_of", ["asia"]), name="Asia")
    demo.campaign({"fact": "query_parameter", "key": "ref", "operator": "is", "value": ["a"]}, name="From a")
    demo.campaign(condition("new_or_returning", "is_any_of", ["returning"]), name="Back")
    said = {each.candidate.name: each.reason for each in simulated().outcomes}
    assert set(said.values()) == {"no_match"}
    found = simulated(country="VN", page_url=f"{SHOP}/?ref=a", visits=2)
    assert {each.reason for each in found.outcomes} == {"shows", "another"}
    assert simulated(country=None, continent="asia", visits=None).outcomes[0].candidate.name == "Asia"


SCHEDULE = {"starts": "2099-01-01T09:00"}


@pytest.mark.parametrize(
    ("fields", "said", "reason"),
    [
        (SCHEDULE, {}, "schedule"),
        (SCHEDULE, {"_at": "2099-01-01T09:00"}, "shows"),
        ({"frequency": "once"}, {"_had": True}, "already_shown"),
        ({"frequency": "multiple"}, {"_had": True}, "shows"),
        ({"frequency": "multiple"}, {"_had": True, "_had_seconds_ago": 60}, "gap"),
        ({"frequency": "multiple"}, {"_had_seconds_ago": 60}, "gap"),
        ({"frequency": "multiple"}, {"_had_seconds_ago": 3600}, "shows"),
    ],
)
def test_schedule_frequency_and_gap_hold(
    demo: Demo, simulated: Any, fields: dict[str, Any], said: dict[str, Any], reason: str
) -> None:
    edit_site(demo.storage, demo.site.id, SiteSettings("Shop", (SHOP,), minimum_gap_seconds=600))
    campaign = demo.campaign(**fields)
    had = {"_had": (campaign,)} if said.get("_had") else {}
    assert reasons(simulated(**{**said, **had}))[0][1] == reason


def test_after_a_refusal_by_the_gap_a_page_view_asks_no_more(demo: Demo, simulated: Any) -> None:
    edit_site(demo.storage, demo.site.id, SiteSettings("Shop", (SHOP,), minimum_gap_seconds=600))
    demo.campaign(name="At once")
    demo.campaign(condition("time_on_page", "at_least", 120), name="Later")
    assert [each[1] for each in reasons(simulated(_had_seconds_ago=500))] == ["gap", "gap"]


def test_a_draft_is_tried_as_if_it_were_published(demo: Demo, simulated: Any) -> None:
    campaign = demo.campaign(PRICING, name="Prices")
    with demo.storage.transaction():
        row = Campaign.get_by_id(campaign)
        row.draft = {**row.draft, "audience": {"schema": 1, "match": "all", "rules": []}}
        row.save()
    assert reasons(simulated()) == [("Prices", "no_match", 0.0)]
    assert reasons(simulated(_campaign_id=campaign)) == [("Prices", "shows", 0.0)]
    demo.change(campaign, revision_number=None, status="draft")
    assert reasons(simulated()) == []
    assert reasons(simulated(_campaign_id=campaign)) == [("Prices", "shows", 0.0)]


def test_what_is_tried_starts_on_a_page_that_fits_and_stays_there(demo: Demo, browser: Browser, simulated: Any) -> None:
    tried = demo.campaign(condition("page_url", "is", ["/product/*"]), name="Products")
    demo.campaign(name="For everybody", position=2)
    assert simulated(_campaign_id=tried).start == f"{SHOP}/product/example"
    browser.boot(f"{SHOP}/product/mug")
    demo.parts.recorder.flush()
    found = simulated(_campaign_id=tried)
    assert (found.start, found.outcomes[0].candidate.name) == (f"{SHOP}/product/mug", "Products")
    assert simulated(_campaign_id=tried, _start=f"{SHOP}/product/pen").seen.raw("page_url") == f"{SHOP}/product/pen"
    assert simulated().start == f"{SHOP}/"


def test_a_newcomer_is_somebody_usual_where_the_sites_clock_is(demo: Demo, simulated: Any) -> None:
    edit_site(demo.storage, demo.site.id, SiteSettings("Shop", (SHOP,), time_zone="Europe/Paris"))
    known = simulated().seen
    names = ("country", "time_zone", "language", "browser", "operating_system", "device", "visits")
    assert [known.raw(each) for each in names] == ["FR", "Europe/Paris", "en", "chrome", "windows", "desktop", 1]
    moved = simulated(page_url=f"{SHOP}/pricing").seen
    assert moved.raw("landing_page") == f"{SHOP}/pricing", "their first page is where they landed"
    assert simulated(page_url=f"{SHOP}/a", landing_page=f"{SHOP}/b").seen.raw("landing_page") == f"{SHOP}/b"


def test_a_draft_that_is_not_finished_says_what_is_missing(demo: Demo, simulated: Any) -> None:
    campaign = demo.campaign(condition("page_url", "is", []))
    (only,) = simulated(_campaign_id=campaign).outcomes
    assert (only.reason, only.candidate.flag) == ("not_run", "Add at least one value.")


def test_a_random_share_says_the_same_again(demo: Demo, simulated: Any) -> None:
    for share in (20, 40, 60, 80):
        demo.campaign(condition("sample", "at_most", share), name=f"{share} percent")
    assert len({tuple(reasons(simulated())) for _ in range(5)}) == 1


def test_of_a_control_group_it_says_how_many_such_visitors_see_nothing(demo: Demo, simulated: Any) -> None:
    demo.campaign(name="Compared", control_group=20)
    demo.campaign(condition("scroll_depth", "at_least", 50), name="Waits", control_group=5)
    demo.campaign(name="For everybody")
    assert {each.candidate.name: (each.reason, each.spared) for each in simulated().outcomes} == {
        "Compared": ("shows", 20), "For everybody": ("another", 0), "Waits": ("waits", 5),
    }  # fmt: skip


@pytest.mark.parametrize("path", ["/", "/pricing", "/pricing/teams", "/help"])
@pytest.mark.parametrize(("zone", "country"), [("Asia/Ho_Chi_Minh", "VN"), ("Europe/Paris", "FR")])
def test_the_simulator_offers_what_boot_offers(
    demo: Demo, browser: Browser, simulated: Any, path: str, zone: str, country: str
) -> None:
    for rule in (
        [PRICING], [condition("country", "is_any_of", ["VN"])], [PRICING, HALF_A_MINUTE],
        [condition("time_zone", "is_none_of", ["Europe/Paris"]), HALF_THE_PAGE], [condition("visits", "at_least", 2)],
        [condition("device", "is_any_of", ["desktop"]), condition("page_url", "is_not", ["/help"])],
    ):  # fmt: skip
        demo.campaign(*rule)
    booted = {each["campaign"] for each in browser.boot(SHOP + path, time_zone=zone)["residuals"]}
    found = simulated(page_url=SHOP + path, time_zone=zone, country=country)
    offered = {each.candidate.id for each in found.outcomes if each.reason in ("shows", "another", "waits")}
    assert offered == booted


def test_nothing_is_left_behind(demo: Demo, simulated: Any, clock: Clock) -> None:
    demo.campaign(name="Hello")
    simulated(_had_seconds_ago=0, _at=(clock() + timedelta(days=1)).isoformat())
    demo.parts.recorder.flush()
    with demo.storage.connection():
        assert (Visitor.select().count(), Display.select().count()) == (0, 0)
    with demo.storage.reading_log():
        assert PageView.select().count() == 0


def test_an_address_keeps_all_that_was_entered() -> None:
    made_up = MadeUp(
        3, 7, "view", "2026-12-01T09:00", {"page_url": "https://a.example/?q=1&x=ä", "visits": None, "tags": ["a"]},
        (1, 2), 90.0, "https://a.example/b",
    )  # fmt: skip
    from urllib.parse import parse_qsl

    assert MadeUp.of(dict(parse_qsl(made_up.query))) == made_up


@pytest.mark.parametrize(
    "said",
    [
        {"told": "{"}, {"told": "[]"}, {"told": "[" * 100_000}, {"told": '{"page_url": {"a": 1}}'}, {"site": "x"},
        {"told": '{"visits": "many", "page_url": 7, "weekday": 99, "country": ["a"], "moon": 1}'},
        {"told": '{"visits": 1e400, "time_on_page": true, "page_title": "\\ud800"}'},
        {"told": f'{{"time_on_page": 1{"0" * 400}}}'},
        {"told": '{"time_on_page": NaN, "visits": Infinity}'}, {"had": "a,1,,99999999999999"},
        {"ago": "-1"}, {"at": "tomorrow"}, {"at": "9999-12-31T23:59"}, {"view": "'; DROP TABLE page_view; --"},
    ],
)  # fmt: skip
def test_an_address_that_somebody_made_up_breaks_nothing(
    demo: Demo, registry: Registry, settings: Settings, said: dict[str, str]
) -> None:
    demo.campaign(PRICING, condition("visits", "at_least", 2), HALF_A_MINUTE, condition("weekday", "is_any_of", [1]))
    made_up = MadeUp.of({"site": str(demo.site.id)} | said)
    if made_up.site_id is not None:
        assert len(run(demo.storage, registry, settings, made_up, demo.clock()).outcomes) == 1


def test_hours_and_team_are_as_they_stand(demo: Demo, simulated: Any) -> None:
    day = (("09:00", "17:00"),)
    week = Hours((day, day, day, day, day, (), ()))
    edit_site(demo.storage, demo.site.id, replace(site(demo.storage, demo.site.id).settings, hours=week))
    demo.campaign(condition("business_hours", "is", True), name="Open")
    demo.campaign(condition("team_online", "is_any_of", [f"agent:{demo.ada}"]), name="Ada is here")

    def shown(at: str) -> list[str]:
        return [each.candidate.name for each in simulated(_at=at).outcomes if each.reason in ("shows", "another")]

    assert shown("2026-11-27T16:59") == ["Open"]
    assert shown("2026-11-27T17:00") == []
    write(demo.storage, [demo.ada], demo.clock())
    assert shown("2026-11-28T12:00") == ["Ada is here"]
