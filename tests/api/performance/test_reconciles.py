"""Every figure, rate, course and division reconciles with a plain recount, between roll-ups too, in any time zone."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest

from core.jobs.count_days import count_days
from core.jobs.roll_up import roll_up
from core.performance import METRICS
from core.performance.behind import Part, behind
from core.performance.ranges import Range, own, preset
from core.performance.report import CAMPAIGN, FIGURES, GOAL, Report, Scope, report
from core.performance.tallies import DIMENSIONS, page_of
from core.sites import Site, SiteSettings, add_site, edit_site
from core.storage import Storage
from core.storage.models import Display, HeldBack, Visitor
from core.visits.recorded_view import RecordedView
from tests.api.conftest import Demo

NOW: Final = datetime(2026, 10, 27, 9, 40, tzinfo=UTC)
"""Two days after Europe's clocks were put back."""
FIRST: Final = NOW - timedelta(days=40)
DISPLAYS: Final = 300
LANGUAGES: Final = {"en": "en", "vi-VN": "vi", "VI_vn": "vi", "no": "no", "nb-NO": "no", "": ""}
"""What browsers tell, and as what it counts."""


@dataclass
class Ledger:
    """What happened, written down by the test itself."""

    demo: Demo
    sites: dict[int, ZoneInfo]
    campaigns: list[tuple[int, int]]
    """(campaign, site)"""
    displays: list[dict[str, Any]] = field(default_factory=list)
    held: list[dict[str, Any]] = field(default_factory=list)
    """Claims that were refused for frequency; `claimed` is when."""
    views: list[tuple[int, datetime]] = field(default_factory=list)

    def local(self, at: datetime, campaign: int) -> datetime:
        return at.astimezone(self.sites[dict(self.campaigns)[campaign]])

    def within(self, wanted: Range, scope: Scope, *, back: int = 0) -> tuple[list[dict[str, Any]], list[Any]]:
        """Displays and refusals in the range, or in the one `back` days before it, up to the same time of day."""

        def holds(campaign: int, at: datetime) -> bool:
            if scope.campaign_id not in (None, campaign) or scope.site_id not in (None, dict(self.campaigns)[campaign]):
                return False
            local, now = self.local(at, campaign), self.local(NOW, campaign)
            span = timedelta(days=back)
            in_days = wanted.first - span <= local.date() <= wanted.last - span
            cut = now.replace(tzinfo=None) - span
            return in_days and (not back or local.replace(tzinfo=None) < cut)

        shown = [each for each in self.displays if holds(each["campaign"], each["claimed"])]
        return shown, [each for each in self.held if holds(each["campaign"], each["claimed"])]


def recount(displays: list[dict[str, Any]], held: list[Any]) -> dict[str, int]:
    found = Counter(metric for each in displays for metric in METRICS if each[metric] is not None)
    return {metric: len(displays) + len(held) if metric == "eligible" else found[metric] for metric in FIGURES}


def happen(ledger: Ledger, chance: random.Random, since: datetime, until: datetime, count: int) -> None:
    """Displays with random events, refusals and page views, over a span; nothing after NOW."""
    storage = ledger.demo.storage
    with storage.transaction():
        visitor = Visitor.create(site=ledger.demo.site.id, key=f"v{chance.random()}", first_seen_at=since)
        for _ in range(count):
            campaign, site = chance.choice(ledger.campaigns)
            claimed = (since + (until - since) * chance.random()).replace(microsecond=0)
            made = dict.fromkeys(METRICS)
            made |= {
                "pressed": None, "button": "",
                "id": f"{chance.getrandbits(100):x}", "campaign": campaign, "claimed": claimed,
                "revision": chance.choice((1, 2, 7)), "country": chance.choice(("", "DE", "VN")),
                "device": chance.choice(("desktop", "phone")), "language": chance.choice((*LANGUAGES,)),
                "url": chance.choice(("https://a.example/", "https://a.example/?q=1", "https://a.example/p/1#x")),
            }  # fmt: skip
            row = Display.create(
                id=made["id"], campaign=campaign, revision_number=made["revision"], visitor=visitor.id,
                slot=f"view:{made['id']}", generation=1, page_view=made["id"], page_url=made["url"],
                country=made["country"], device=made["device"], language=made["language"], claimed_at=claimed,
            )  # fmt: skip
            ledger.displays.append(made)
            assert row.id == made["id"]
            if chance.random() < 0.5:
                refused = made | {"id": f"h{made['id']}", "revision": 2, "country": chance.choice(("", "DE", "FR"))}
                ledger.held.append(refused)
                HeldBack.create(
                    campaign_id=campaign, page_view=refused["id"], revision_number=2, at=claimed,
                    page_url=refused["url"], country=refused["country"], device=refused["device"],
                    language=refused["language"],
                )  # fmt: skip
            view = RecordedView(f"p{made['id']}", site, "v", claimed, 1, "https://a.example/")
            ledger.demo.parts.recorder.record(view)
            ledger.views.append((site, claimed))
    ledger.demo.parts.recorder.flush()


def come_to(ledger: Ledger, chance: random.Random, since: datetime, until: datetime) -> None:
    """Things become of displays, of old ones too, between two roll-ups."""
    with ledger.demo.storage.transaction():
        for each in ledger.displays:
            for metric in METRICS:
                if metric != "claimed" and each[metric] is None and chance.random() < 0.35:
                    begun = max(since, each["claimed"])
                    at = begun + (until - begun) * chance.random() ** 3
                    at = at.replace(microsecond=0)
                    each[metric] = at
                    news = newest(each)
                    Display.update(**{f"{metric}_at": at, "news_at": news}).where(Display.id == each["id"]).execute()
            if not each["button"] and chance.random() < 0.3:
                begun = max(since, each["claimed"])
                press(each, (begun + (until - begun) * chance.random()).replace(microsecond=0), chance)


def newest(display: dict[str, Any]) -> datetime:
    """When something last became of it."""
    moments: list[datetime] = [display[name] for name in (*METRICS, "pressed") if display[name] is not None]
    return max(moments)


def press(display: dict[str, Any], at: datetime, chance: random.Random) -> None:
    """A button of it, for the first time."""
    display |= {"pressed": at, "button": chance.choice(("Yes", "No"))}
    told = {"pressed_at": at, "button": display["button"], "news_at": newest(display)}
    Display.update(**told).where(Display.id == display["id"]).execute()


@pytest.fixture(params=["Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe"])
def ledger(request: pytest.FixtureRequest, demo: Demo, storage: Storage) -> Ledger:
    """40 days on two sites, told by two clocks; rolled up two hours ago, and gone on since."""
    edited = edit_site(storage, demo.site.id, SiteSettings("Shop", ("https://shop.example",), request.param))
    other = add_site(storage, SiteSettings("Other", ("https://other.example",), "America/New_York"))
    sites: list[Site] = [edited, other]
    made = Ledger(demo, {each.id: ZoneInfo(each.settings.time_zone) for each in sites}, [])
    made.campaigns = [(demo.campaign(name=f"C{n}", site=sites[n % 2]), sites[n % 2].id) for n in range(4)]
    chance = random.Random(request.param)
    rolled = FIRST
    for until in (NOW - timedelta(days=20), NOW - timedelta(days=8), NOW - timedelta(hours=2)):
        happen(made, chance, rolled, until, DISPLAYS // 3)
        come_to(made, chance, rolled, until)
        roll_up(storage, until)
        count_days(storage, until)
        rolled = until
    happen(made, chance, rolled, NOW, 20)
    with storage.transaction():  # what became of displays since the roll-up, of the oldest too
        for each in made.displays[::3]:
            if each["replied"] is None:
                each["replied"] = rolled + (NOW - rolled) / 2
                Display.update(replied_at=each["replied"], news_at=NOW).where(Display.id == each["id"]).execute()
        for each in made.displays[::4]:
            if not each["button"] and each["claimed"] < rolled:
                press(each, rolled + (NOW - rolled) / 2, chance)
    return made


def check(ledger: Ledger, found: Report, wanted: Range, scope: Scope, by: str) -> None:
    displays, held = ledger.within(wanted, scope)
    earlier = ledger.within(wanted, scope, back=wanted.days)
    now, before = recount(displays, held), recount(*earlier)
    assert {each.metric: each.count for each in found.figures} == {metric: now[metric] for metric in found.told}
    assert {each.metric: each.before for each in found.figures} == {metric: before[metric] for metric in found.told}
    assert [*found.told, GOAL] == [*FIGURES], "no campaign has a goal"
    rates = {each.metric: each.rate for each in found.figures}
    assert rates["replied"] == (now["replied"] / now["shown"] if now["shown"] else None)
    assert rates["shown"] == (now["shown"] / now["eligible"] if now["eligible"] else None)
    assert rates["eligible"] is None
    check_course(ledger, found, wanted, displays, held)
    check_rows(found, by, displays, held)


def check_course(ledger: Ledger, found: Report, wanted: Range, displays: list[Any], held: list[Any]) -> None:
    def bucket(at: datetime, campaign: int) -> int:
        local = ledger.local(at, campaign)
        return local.toordinal() if wanted.step == "day" else local.toordinal() * 24 + local.hour

    expected = {}
    for number in wanted.buckets():
        here = [each for each in displays if bucket(each["claimed"], each["campaign"]) == number]
        refused = [each for each in held if bucket(each["claimed"], each["campaign"]) == number]
        if here or refused:
            expected[number] = recount(here, refused)
    assert found.course == expected


def counted_as(by: str, each: dict[str, Any]) -> str:
    """The value that a display or a refusal is counted by."""
    told = str(each["url" if by == "page" else by])
    return page_of(told) if by == "page" else LANGUAGES[told] if by == "language" else told


def check_rows(found: Report, by: str, displays: list[Any], held: list[Any]) -> None:
    expected = {}
    for key in {counted_as(by, each) for each in (*displays, *held)}:
        mine, refused = ([each for each in some if counted_as(by, each) == key] for some in (displays, held))
        expected[key] = recount(mine, refused)
    assert {each.key: dict(each.figures) for each in found.rows} == expected


RANGES: Final = (
    preset("today", date(2026, 10, 27)),
    preset("7d", date(2026, 10, 27)),
    preset("28d", date(2026, 10, 27)),
    own(date(2026, 10, 24), date(2026, 10, 25), date(2026, 10, 27)),
    own(date(2026, 9, 20), date(2026, 10, 5), date(2026, 10, 27)),
)


def test_every_number_reconciles_with_a_recount(ledger: Ledger, storage: Storage) -> None:
    """In one test, as no part changes what the next one reads but the last: to make the ledger takes longest."""
    check_figures(ledger, storage)
    check_page_views(ledger, storage)
    check_behind(ledger, storage)
    check_after_counting_again(ledger, storage)


def check_figures(ledger: Ledger, storage: Storage) -> None:
    campaign, site = ledger.campaigns[0]
    for scope in (Scope(), Scope(site_id=site), Scope(campaign_id=campaign)):
        for wanted in RANGES:
            for by in (CAMPAIGN, *DIMENSIONS):
                check(ledger, report(storage, scope, wanted, NOW, by=by), wanted, scope, by)


def check_after_counting_again(ledger: Ledger, storage: Storage) -> None:
    """Counting again, and by another clock, changes no figure."""
    wanted = RANGES[1]
    count_days(storage, NOW - timedelta(minutes=1))
    check(ledger, report(storage, Scope(), wanted, NOW), wanted, Scope(), CAMPAIGN)
    edit_site(storage, ledger.demo.site.id, SiteSettings("Shop", ("https://shop.example",), "Asia/Tokyo"))
    ledger.sites[ledger.demo.site.id] = ZoneInfo("Asia/Tokyo")
    check(ledger, report(storage, Scope(), wanted, NOW), wanted, Scope(), CAMPAIGN)
    count_days(storage, NOW - timedelta(minutes=1))
    check(ledger, report(storage, Scope(), wanted, NOW), wanted, Scope(), CAMPAIGN)


def check_page_views(ledger: Ledger, storage: Storage) -> None:
    """On the site whose days begin with a full hour of UTC; core.performance.collecting tells of the others."""
    wanted, site = RANGES[1], ledger.campaigns[1][1]
    expected = sum(
        at.astimezone(ledger.sites[site]).date() >= wanted.first for where, at in ledger.views if where == site
    )
    assert expected
    assert report(storage, Scope(site_id=site), wanted, NOW).views == expected


@pytest.mark.parametrize("ledger", ["Asia/Kolkata"], indirect=True)
def test_days_that_were_counted_by_whole_tags_are_told_by_their_main_parts(ledger: Ledger, storage: Storage) -> None:
    with storage.transaction():
        before = storage.execute("SELECT COUNT(*) FROM daily_count WHERE figures LIKE %s", ('%"vi"%',))
        storage.execute("UPDATE daily_count SET figures = REPLACE(figures, '\"vi\"', '\"vi-VN\"')")
    assert before[0][0]
    check(ledger, report(storage, Scope(), RANGES[2], NOW, by="language"), RANGES[2], Scope(), "language")


@pytest.mark.parametrize("ledger", ["Asia/Kolkata"], indirect=True)
def test_eligible_lists_what_was_held_back_beside_what_was_shown(ledger: Ledger, storage: Storage) -> None:
    campaign, _ = ledger.campaigns[0]
    for scope, part in (
        (Scope(), Part()), (Scope(campaign_id=campaign), Part("revision", "2")), (Scope(), Part("device", "phone")),
        (Scope(), Part("country", "FR")), (Scope(), Part("page", "a.example")), (Scope(), Part("language", "vi")),
    ):  # fmt: skip
        displays, held = (
            [each for each in some if not part.by or counted_as(part.by, each) == part.value]
            for some in ledger.within(RANGES[2], scope)
        )
        found = behind(storage, scope, RANGES[2], NOW, "eligible", part=part, limit=1_000)
        assert held
        assert {each.id for each in found.rows if each.held_back} == {each["id"] for each in held}
        assert {each.id for each in found.rows if not each.held_back} == {each["id"] for each in displays}
        assert [each.at for each in found.rows] == sorted((each.at for each in found.rows), reverse=True)
        assert {each.campaign_name for each in found.rows if each.held_back} <= {"C0", ""}


def check_behind(ledger: Ledger, storage: Storage) -> None:
    """What is behind a number is as many."""
    campaign, _ = ledger.campaigns[1]
    for scope in (Scope(), Scope(campaign_id=campaign)):
        displays, _ = ledger.within(RANGES[2], scope)
        for metric in ("shown", "replied", "dismissed"):
            found = behind(storage, scope, RANGES[2], NOW, metric, limit=500)
            assert {each.id for each in found.rows} == {each["id"] for each in displays if each[metric] is not None}
            assert not found.more
        on_page = behind(storage, scope, RANGES[2], NOW, "shown", part=Part("page", "a.example"), limit=500)
        expected = {each["id"] for each in displays if each["shown"] and page_of(each["url"]) == "a.example"}
        assert {each.id for each in on_page.rows} == expected
        assert all(metric in each.became for each in on_page.rows for metric in ("shown",))
        for language in ("vi", "no", ""):
            spoken = behind(storage, scope, RANGES[2], NOW, "shown", part=Part("language", language), limit=500)
            expected = {each["id"] for each in displays if each["shown"] and LANGUAGES[each["language"]] == language}
            assert {each.id for each in spoken.rows} == expected
    assert len(behind(storage, Scope(), RANGES[2], NOW, "claimed", limit=7).rows) == 7
