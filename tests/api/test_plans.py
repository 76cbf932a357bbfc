"""Plans: which campaigns are in them, why others are not, and what a plan costs."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from peewee import chunked

from core.deliveries.plans import Plans
from core.plugins import Registry, load_plugins
from core.sites import SiteSettings, add_site
from core.storage import Storage
from core.storage.models import Agent, Campaign, Revision
from core.visits import Location, Visit, arrive
from core.visits.passports import Passport
from core.web.parts import Parts
from tests.api.conftest import SHOP, Demo, condition


def planned(parts: Parts, key: str = "shop") -> list[int]:
    return [each.id for each in parts.plans.get(key).campaigns]


def test_a_plan_holds_what_is_switched_on_by_priority(demo: Demo, parts: Parts) -> None:
    second, first = demo.campaign(position=2), demo.campaign(position=1)
    for column in (
        {"status": "paused"},
        {"status": "ended"},
        {"archived_at": parts.clock()},
        {"deleted_at": parts.clock()},
    ):
        demo.change(demo.campaign(), **column)
    elsewhere = demo.campaign(site=add_site(demo.storage, SiteSettings("Other", (SHOP,)), key="other"))
    assert planned(parts) == [first, second]
    assert planned(parts, "other") == [elsewhere]


def test_a_planned_campaign_is_its_revision_not_its_draft(demo: Demo, parts: Parts) -> None:
    campaign = demo.campaign(
        name="Welcome",
        text="Hi **you**",
        recipient=f"agent:{demo.ada}",
        frequency="multiple",
        starts="2026-12-01T09:00",
    )
    with demo.storage.transaction():
        Campaign.update(draft={"name": "Later"}).where(Campaign.id == campaign).execute()
    demo.refresh()
    found = parts.plans.get("shop").campaign(campaign)
    assert found is not None
    assert (found.name, found.recipient, found.frequency, found.sender_id) == (
        "Welcome",
        f"agent:{demo.ada}",
        "multiple",
        demo.ada,
    )
    assert found.content.to("en").message.blocks({})[0]["spans"][1] == {"text": "you", "bold": True}
    assert found.starts == datetime(2026, 12, 1, 9, tzinfo=ZoneInfo("UTC"))
    assert found.ends is None


def test_publishing_a_revision_changes_the_plan_and_its_number(demo: Demo, parts: Parts) -> None:
    campaign = demo.campaign(name="One")
    before = parts.plans.get("shop").revision
    with demo.storage.transaction():
        content = Revision.get().content
        Revision.create(campaign=campaign, number=2, content={**content, "name": "Two"}, created_at=parts.clock())
    demo.change(campaign, revision_number=2)
    plan = parts.plans.get("shop")
    found = plan.campaign(campaign)
    assert found is not None
    assert (found.name, found.revision_number) == ("Two", 2)
    assert plan.revision > before


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"audience": {"match": "all", "rules": [condition("gone", "is", ["x"])]}}, "gone"),
        ({"audience": {"match": "all", "rules": [condition("visits", "rhymes_with", 3)]}}, "rhymes_with"),
        ({"audience": {"match": "all", "rules": [condition("visits", "at_least", "3")]}}, "3"),
        ({"audience": "everybody"}, "target customers"),
        ({"channel": "pigeon"}, "pigeon"),
        ({"starts": "tomorrow"}, "start or end"),
        ({"sender": None}, "Sent from"),
        ({"sender": 4711}, "left the team"),
        ({"recipient": "group:4711"}, "left the team"),
    ],
)
def test_a_campaign_that_cannot_run_is_left_out_flagged_and_says_why(
    demo: Demo, parts: Parts, fields: dict[str, Any], reason: str
) -> None:
    well = demo.campaign()
    ill = demo.campaign(**fields)
    assert planned(parts) == [well]
    assert reason in demo.flag(ill)
    assert demo.flag(well) == ""


def test_a_flag_goes_when_what_was_missing_comes_back(demo: Demo, parts: Parts) -> None:
    campaign = demo.campaign()
    for deactivated_at, flagged in ((parts.clock(), True), (None, False)):
        with demo.storage.transaction():
            Agent.update(deactivated_at=deactivated_at).where(Agent.id == demo.ada).execute()
        demo.refresh()
        assert bool(demo.flag(campaign)) is flagged
        assert (campaign in planned(parts)) is not flagged


def test_a_plugin_that_goes_away_stops_its_campaigns_only(demo: Demo, parts: Parts, storage: Storage) -> None:
    ill, well = demo.campaign(condition("device", "is_any_of", ["phone"])), demo.campaign()
    poorer = load_plugins(["plugins.channels.chat"], entry_points=False)
    plans = Plans(storage, poorer)
    plans.refresh()
    assert [each.id for each in plans.get("shop").campaigns] == [well]
    assert "device" in demo.flag(ill)
    demo.refresh()
    assert demo.flag(ill) == ""
    assert planned(parts) == [ill, well]


def test_an_unreadable_revision_is_flagged_and_stops_nobody_else(
    demo: Demo, parts: Parts, caplog: pytest.LogCaptureFixture
) -> None:
    ill, well = demo.campaign(), demo.campaign()
    with demo.storage.transaction():
        Revision.update(content=7).where(Revision.campaign == ill).execute()
    demo.refresh()
    assert planned(parts) == [well]
    assert "Publish it again" in demo.flag(ill)
    assert "can't be read" in caplog.text


def test_plans_outlive_a_database_that_goes_away(demo: Demo, parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    campaign = demo.campaign()

    def away(*_: object, **__: object) -> None:
        raise OSError("away")

    monkeypatch.setattr(parts.storage.main, "connect", away)
    with pytest.raises(OSError, match="away"):
        parts.plans.refresh()
    assert planned(parts) == [campaign]


# -- the index --------------------------------------------------------------------------------------------------------

VISITS = [
    ("https://shop.example/pricing", "VN", "phone"),
    ("https://shop.example/p/17", "DE", "desktop"),
    ("https://shop.example/p/17/", "", "tablet"),
    ("about:blank", "FR", "desktop"),
    ("https://shop.example/", "", "desktop"),
]
AGENTS = {"phone": "iPhone", "desktop": "", "tablet": "iPad"}


def seen(url: str, country: str, device: str) -> tuple[Passport, Visit]:
    now = datetime(2026, 11, 22, 12, tzinfo=ZoneInfo("UTC"))
    visit = Visit(
        now=now,
        site_time_zone=ZoneInfo("UTC"),
        url=url,
        location=Location(country),
        user_agent=AGENTS[device],
    )
    return arrive(Passport.new("shop", now, memory=True), visit)


@pytest.mark.parametrize(("url", "country", "device"), VISITS)
def test_the_index_rules_out_only_campaigns_that_cannot_hold(
    demo: Demo, parts: Parts, registry: Registry, url: str, country: str, device: str
) -> None:
    demo.campaign(condition("page_url", "is", ["/pricing", "/p/17"]), condition("country", "is_any_of", ["VN", "DE"]))
    demo.campaign(condition("page_url", "is", ["/p/*"]))
    demo.campaign(condition("page_url", "is", ["/p/17"]), condition("time_on_page", "at_least", 3))
    demo.campaign(condition("country", "is_none_of", ["VN"]))
    demo.campaign(condition("country", "is_any_of", ["FR"]))
    demo.campaign(condition("device", "is_any_of", ["phone", "tablet"]), condition("page_url", "is", ["/*"]))
    demo.campaign(
        audience={
            "match": "any",
            "rules": [condition("page_url", "is", ["/p/17"]), condition("country", "is_any_of", ["VN"])],
        }
    )
    demo.campaign(audience={"match": "none", "rules": [condition("page_url", "is", ["/p/17"])]})
    demo.campaign(condition("page_url", "is", ["shop.example"]))
    demo.campaign(condition("page_url", "is", ["/p/17#top"]))
    demo.campaign(condition("page_url", "is", ["/p*", "/q/*"]))
    demo.campaign(condition("page_url", "is", ["/p/17/*"]))
    demo.campaign(condition("page_url", "is", ["*7"]))
    demo.campaign(condition("page_url", "is", ["/p%2F1*"]))
    passport, visit = seen(url, country, device)
    plan = parts.plans.get("shop")
    expected = []
    for campaign in plan.campaigns:
        facts = {name: registry.condition_types[name].observe(visit) for name in plan.facts}
        facts = {name: value for name, value in facts.items() if value is not None}
        left = campaign.rule.simplify(facts)
        if left is not False:
            expected.append((campaign.id, left))
    found = plan.decide(visit, passport, registry.observe)
    assert [(each.campaign, each.rule) for each in found] == expected


@pytest.mark.parametrize("pattern", ["/p/{}", "/p/{}*", "/p/{}/*"])
def test_one_that_matches_is_found_behind_a_thousand_that_do_not_at_little_more_cost(
    demo: Demo, parts: Parts, registry: Registry, pattern: str
) -> None:
    passport, visit = seen("https://shop.example/pricing", "VN", "phone")

    def seconds() -> float:
        plan = parts.plans.get("shop")
        rounds = []
        for _ in range(30):
            begun = time.perf_counter()
            found = plan.decide(visit, passport, registry.observe)
            rounds.append(time.perf_counter() - begun)
            assert [each.campaign for each in found] == [wanted]
        return min(rounds)

    wanted = demo.campaign(condition("page_url", "is", ["/pricing"]), position=100_000)
    with demo.storage.connection():
        content = Revision.get().content
    few = seconds()
    now = parts.clock()
    first = demo.campaign(position=0)
    with demo.storage.transaction():
        row = {"site": demo.site.id, "status": "active", "draft": {}, "revision_number": 1}
        rows = [{**row, "position": number, "created_at": now, "changed_at": now} for number in range(1_000)]
        for some in chunked(rows, 100):
            Campaign.insert_many(some).execute()
        added = [each.id for each in Campaign.select(Campaign.id).where(Campaign.id > first)]
        revisions = []
        for number, campaign in enumerate(added):
            rules = [
                condition("page_url", "is", [pattern.format(number)]),
                condition("country", "is_any_of", ["VN"]),
                condition("sample", "at_most", 50),
            ]
            told = {**content, "audience": {"schema": 1, "match": "all", "rules": rules}}
            revisions.append({"campaign": campaign, "number": 1, "content": told, "created_at": now})
        for some in chunked(revisions, 100):
            Revision.insert_many(some).execute()
        Campaign.delete().where(Campaign.id == first).execute()
    demo.refresh()
    assert len(planned(parts)) == 1_001
    assert seconds() < few * 3 + 0.000_1
