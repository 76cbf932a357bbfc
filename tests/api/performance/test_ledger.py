"""Every number that performance tells is that of a ledger kept event by event, over thousands of visitors and days
across a change of the clocks: as the hourly job left it, counted once more, and from the tables alone."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest

from core.campaigns import draft_changes, switching
from core.goals import GoalSettings, add_goal
from core.messages.forms import new_form
from core.performance import counts
from core.performance.behind import Part, behind
from core.performance.ranges import own
from core.performance.report import UNSHOWN, Report, Scope, days, report
from core.sites import SiteSettings, add_site, edit_site
from core.storage import Storage
from tests.api.conftest import CHROME, SHOP, Demo, condition
from tests.api.performance.crowd import COUNTRIES, LANGUAGES, PHONE, Crowd, Person
from tests.api.performance.ledger import FIGURES, Ledger, Measure, Told, Wanted

FIRST: Final = datetime(2026, 10, 23, 5, 0, tzinfo=UTC)
NOW: Final = datetime(2026, 10, 27, 9, 40, tzinfo=UTC)
"""Two days after Europe's clocks were put back."""
STUCK: Final = datetime(2026, 10, 25, 8, 0, tzinfo=UTC), datetime(2026, 10, 25, 11, 0, tzinfo=UTC)
DOCS: Final = "https://docs.example"
PAGES: Final = {
    "shop": tuple(
        SHOP + path for path in ("/", "/pricing?plan=2", "/cart", "/cart/", "/p/mug#blue", "/thanks?order=7")
    ),
    "docs": tuple(DOCS + path for path in ("/", "/guide/start", "/api?q=1", "/api#top")),
}
TODAY: Final = date(2026, 10, 27)


@dataclass
class World:
    """Two sites, five campaigns, and a ledger of what happened there."""

    storage: Storage
    crowd: Crowd
    ledger: Ledger
    sites: dict[str, int]
    campaigns: dict[str, int]


@pytest.fixture
def world(demo: Demo, storage: Storage) -> World:
    """A crowd that has come and gone by NOW; the hourly job has run now and then, the last time hours ago."""
    if storage.is_sqlite:
        for database in (storage.main, storage.log):
            with database.connection_context():
                database.pragma("synchronous", 0, permanent=True)  # type: ignore[attr-defined]  # nobody pulls the plug
    made = build(demo, storage)
    chance = made.crowd.chance
    for number in range(visitors(storage)):
        site = chance.choice(("shop", "shop", "docs"))
        cookieless = site == "docs"
        person = Person(
            number, site, PAGES[site], chance.choice((CHROME, PHONE)), chance.choice((*LANGUAGES,)),
            chance.choice(COUNTRIES), memory=cookieless or chance.random() < 0.93, cookieless=cookieless,
        )  # fmt: skip
        made.crowd.lives(person, FIRST + (NOW - FIRST) * chance.random())
    made.crowd.run(NOW)
    return made


def visitors(storage: Storage) -> int:
    return 10_000 if storage.is_sqlite else 1_000


def build(demo: Demo, storage: Storage) -> World:
    demo.clock.now = FIRST
    shop, docs = demo.site.id, add_site(storage, SiteSettings("Docs", (DOCS,), "America/New_York"), key="docs").id
    edit_site(storage, shop, SiteSettings("Shop", (SHOP,), "Europe/Berlin", minimum_gap_seconds=600))
    edit_site(
        storage, docs,
        SiteSettings("Docs", (DOCS,), "America/New_York", minimum_gap_seconds=0, consent="cookieless"),
    )  # fmt: skip
    goals = {
        name: add_goal(storage, site, GoalSettings(name, "event" if name == "sign up" else "address", wanted)).id
        for name, site, wanted in (
            ("order", shop, ("/thanks",)), ("sign up", shop, ("Signed up",)), ("read", docs, ("/guide/*",)),
        )
    }  # fmt: skip
    to: dict[str, Any] = {"recipient": f"agent:{demo.ada}"}
    site = replace(demo.site, id=docs)
    campaigns = {
        "Welcome": demo.campaign(
            condition("page_url", "is_not", ["/thanks", "/cart"]), name="Welcome", goal=goals["order"], goal_days=1,
            without_memory=True, **to,
        ),
        "Cart": demo.campaign(
            condition("page_url", "is", ["/cart"]), condition("time_on_page", "at_least", 10), name="Cart",
            goal=goals["order"], frequency="multiple", form=new_form(), buttons=buttons("Yes", "No", "Yes"), **to,
        ),
        "Sign up": demo.campaign(
            condition("country", "is_any_of", ["VN", "FR"]), name="Sign up", goal=goals["sign up"], goal_days=2,
            frequency="multiple", **to,
        ),
        "Guide": demo.campaign(condition("page_url", "is", ["/"]), name="Guide", site=site, goal=goals["read"], **to),
        "Plain": demo.campaign(name="Plain", site=site, frequency="multiple", buttons=buttons("More"), **to),
    }  # fmt: skip
    zones = {shop: ZoneInfo("Europe/Berlin"), docs: ZoneInfo("America/New_York")}
    of = {campaign: docs if name in ("Guide", "Plain") else shop for name, campaign in campaigns.items()}
    ledger = Ledger(zones, of)
    for name, goal, within in (
        ("Welcome", "order", 1), ("Cart", "order", 7), ("Sign up", "sign up", 2), ("Guide", "read", 7),
    ):  # fmt: skip
        ledger.measures[campaigns[name], 1] = Measure(goal, within)

    def of_page(site: int, url: str) -> list[str]:
        if site == shop:
            return ["order"] if "/thanks" in url else []
        return ["read"] if "/guide/" in url else []

    crowd = Crowd(
        demo.parts, ledger, random.Random(7), of_page, {(shop, "signed up"): "sign up"}, STUCK, visitors(storage) // 100
    )
    crowd.standing = dict.fromkeys(campaigns.values(), (1, 1))
    for name, revision, *words in (
        ("Cart", 1, "Yes", "No", "Yes"), ("Cart", 2, "Yes", "No", "Yes"), ("Plain", 1, "More"),
        ("Plain", 2, "More", "Less"),
    ):  # fmt: skip
        crowd.buttons[campaigns[name], revision] = buttons(*words)
    world = World(storage, crowd, ledger, {"shop": shop, "docs": docs}, campaigns)
    plan(world, demo, goals)
    return world


def buttons(*labels: str) -> list[dict[str, str]]:
    """The last of them leads to a page."""
    made = [{"id": f"b{n}", "label": each, "action": "reply", "link": ""} for n, each in enumerate(labels)]
    return [*made[:-1], {**made[-1], "action": "link", "link": "/help"}]


def plan(world: World, demo: Demo, goals: Mapping[str, int]) -> None:
    """What the team and the clock do meanwhile."""
    storage, crowd = world.storage, world.crowd

    def publish(name: str, measure: Measure | None, show_again: bool = False, **fields: Any) -> None:
        campaign = world.campaigns[name]
        for field, value in fields.items():
            draft_changes.save(storage, campaign, field, value, agent_id=demo.ada, base_version=0)
        switching.publish(storage, demo.parts.registry, campaign, agent_id=demo.ada, show_again=show_again)
        demo.refresh()
        revision, generation = crowd.standing[campaign]
        crowd.standing[campaign] = (revision + 1, generation + show_again)
        if measure:
            world.ledger.measures[campaign, revision + 1] = measure

    day = timedelta(days=1)
    read: dict[str, Any] = {"goal": goals["read"], "goal_days": 1, "buttons": buttons("More", "Less")}
    crowd.at(FIRST + 1.2 * day, lambda: publish("Cart", Measure("sign up", 3), goal=goals["sign up"], goal_days=3))
    crowd.at(FIRST + 2.1 * day, lambda: publish("Welcome", Measure("order", 1), show_again=True, text="Hi again"))
    crowd.at(FIRST + 2.6 * day, lambda: publish("Plain", Measure("read", 1), **read))
    crowd.at(FIRST + 3.1 * day, lambda: publish("Sign up", None, goal=None))
    for hour in range(9, 96, 9):
        crowd.at(FIRST + timedelta(hours=hour), crowd.count)


# What is compared


def wanted(first: int, last: int, **of: int) -> Wanted:
    return Wanted(date(2026, 10, first), date(2026, 10, last), **of)


DIVISIONS: Final = ("campaign", "revision", "page", "country", "device", "language", "button")


def check(world: World, asked: Wanted, *divisions: str) -> None:
    """A report says what the ledger says, divided by each of these."""
    scope, span = Scope(asked.site, asked.campaign), own(asked.first, asked.last, TODAY)
    told = world.ledger.tell(asked)
    before = world.ledger.tell(asked, back=timedelta(days=span.days), now=NOW)
    for by in divisions:
        found = report(world.storage, scope, span, NOW, by=by)
        assert found.told == FIGURES
        assert {each.metric: each.count for each in found.figures} == {each: told.figures[each] for each in FIGURES}
        assert {each.metric: each.before for each in found.figures} == {each: before.figures[each] for each in FIGURES}
        assert counted(found.course) == counted(told.by(span.step))
        assert {each.key: plain(each.figures) for each in found.rows} == rows(told, by)
        assert (found.views, found.views_dropped) == world.ledger.viewed(asked)
        check_rates(found)


def check_rates(found: Report) -> None:
    counts_of = {each.metric: each.count for each in found.figures}
    for each in found.figures[1:]:
        whole = counts_of["eligible" if each.metric == "shown" else "shown"]
        assert each.rate == (each.count / whole if whole else None)
        assert not whole or (each.interval and 0 <= each.interval.low <= (each.rate or 0) <= each.interval.high <= 1)


def rows(told: Told, by: str) -> dict[str, dict[str, int]]:
    return {str(value): plain(figures) for value, figures in told.by(by).items()}


def plain(figures: Mapping[str, int]) -> dict[str, int]:
    return {metric: figures[metric] for metric in FIGURES if figures[metric]}


def counted(course: Mapping[Any, Mapping[str, int]]) -> dict[Any, dict[str, int]]:
    return {bucket: plain(figures) for bucket, figures in course.items()}


def check_all(world: World) -> None:
    check(world, wanted(21, 27), *DIVISIONS)
    check(world, wanted(25, 25), "campaign", "page")
    check(world, wanted(24, 25, site=world.sites["shop"]), "campaign", "language")
    check(world, wanted(24, 26, site=world.sites["docs"]), *DIVISIONS)
    check(world, wanted(27, 27, campaign=world.campaigns["Cart"]), "revision")
    check(world, wanted(23, 27, campaign=world.campaigns["Cart"]), *DIVISIONS[1:])


def test_every_number_is_that_of_the_ledger(world: World) -> None:
    storage, ledger = world.storage, world.ledger
    whole = ledger.tell(wanted(20, 27))
    assert all(whole.figures[metric] >= visitors(storage) // 200 for metric in FIGURES), whole.figures
    assert ledger.dropped, "the writer was stuck"
    check_all(world)

    for name, campaign in world.campaigns.items():
        of = ledger.tell(wanted(20, 27, campaign=campaign)).figures
        found = counts(storage, [campaign])[campaign]
        assert {each: getattr(found, each) for each in FIGURES[1:]} == {each: of[each] for each in FIGURES[1:]}, name
    check_days(world)
    check_lists(world)

    world.crowd.count()
    check_all(world)
    with storage.transaction():
        for table in ("daily_count", "daily_mark", "hourly_count"):
            storage.execute(f"DELETE FROM {table}")
    check_all(world)


def check_days(world: World) -> None:
    """The table that is taken away as a file."""
    span = own(date(2026, 10, 23), TODAY, TODAY)
    found = {
        (tally.bucket, tally.campaign, tally.value): plain(row.figures)
        for row, tally in days(world.storage, Scope(), span, NOW)
    }
    assert found == counted(world.ledger.tell(wanted(23, 27)).by("cell"))


def check_lists(world: World) -> None:
    """What is behind each number."""
    cart, most = world.campaigns["Cart"], 10_000
    span = own(date(2026, 10, 23), TODAY, TODAY)
    for metric in (*FIGURES, UNSHOWN):
        found = behind(world.storage, Scope(campaign_id=cart), span, NOW, metric, limit=most)
        shown = {each.id for each in found.rows if not each.held_back}
        of = [each for each in world.ledger.displays.values() if each.campaign == cart]
        assert shown == {
            each.id
            for each in of
            if metric == "eligible" or metric in each.became or (metric == UNSHOWN and "shown" not in each.became)
        }
        held = {each.id for each in found.rows if each.held_back}
        assert held == ({view for of, view in world.ledger.held if of == cart} if metric == "eligible" else set())
    by_button = world.ledger.tell(wanted(23, 27, campaign=cart)).by("button")
    for button in ("Yes", ""):
        part = Part("button", button)
        found = behind(world.storage, Scope(campaign_id=cart), span, NOW, "eligible", part=part, limit=most)
        assert len(found.rows) == by_button[button]["eligible"]
    spoken = behind(world.storage, Scope(), span, NOW, "goal", part=Part("language", "no"), limit=most)
    displays = world.ledger.displays.values()
    assert {each.id for each in spoken.rows} == {
        each.id for each in displays if each.language == "no" and "goal" in each.became
    }
