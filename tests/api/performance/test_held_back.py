"""Claims that frequency refused are counted behind them: once for each page view and campaign, and not if granted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from peewee import OperationalError

from core.deliveries import claims
from core.deliveries.held_back import HeldBack
from core.jobs.count_days import KEEP_HELD_BACK, count_days
from core.performance.ranges import preset
from core.performance.report import Scope, report
from core.sites import SiteSettings, edit_site
from core.storage import Storage
from core.storage.models import HeldBack as Row
from tests.api.at_once import interrupted
from tests.api.conftest import SHOP, Browser, Clock, Demo


@pytest.fixture(autouse=True)
def in_the_morning(clock: Clock) -> None:
    clock.now = clock.now.replace(hour=10, minute=0)


def figures(demo: Demo, campaign: int) -> dict[str, int]:
    """Today's, after what waits has been written."""
    demo.parts.held_back.write()
    now = demo.clock()
    found = report(demo.storage, Scope(None, campaign), preset("today", now.date()), now).figures
    return {each.metric: each.count for each in found}


def rows(storage: Storage) -> int:
    with storage.connection():
        return int(Row.select().count())


def gap(demo: Demo, seconds: int) -> None:
    edit_site(demo.storage, demo.site.id, SiteSettings("Shop", (SHOP,), minimum_gap_seconds=seconds))
    demo.refresh()


def test_a_page_view_counts_once_however_often_it_asks(demo: Demo, browser: Browser) -> None:
    campaign = demo.campaign(frequency="multiple")
    browser.boot()
    browser.claim(campaign)
    gap(demo, 3600)
    browser.boot()
    assert [browser.claim(campaign)["refused"] for _ in range(3)] == ["gap"] * 3
    assert figures(demo, campaign)["eligible"] == 2
    assert rows(demo.storage) == 1


def test_of_where_it_was_held_back_nothing_is_kept_that_a_query_tells(demo: Demo, browser: Browser) -> None:
    campaign = demo.campaign(frequency="multiple")
    browser.boot()
    browser.claim(campaign)
    gap(demo, 3600)
    browser.boot(f"{SHOP}/order?email=ada@shop.example&token=secret")
    browser.claim(campaign)
    demo.parts.held_back.write()
    with demo.storage.connection():
        assert [row.page_url for row in Row.select()] == ["shop.example/order"]


def test_a_page_view_that_was_granted_is_not_held_back_as_well(demo: Demo, browser: Browser) -> None:
    campaign = demo.campaign(frequency="multiple")
    browser.boot()
    browser.claim(campaign)
    assert browser.claim(campaign)["refused"] == "page_view"
    assert figures(demo, campaign)["eligible"] == 1


@pytest.mark.parametrize("written", [True, False], ids=["written before", "still in memory"])
def test_a_page_view_that_is_granted_later_is_not_held_back_any_more(
    demo: Demo, browser: Browser, clock: Clock, written: bool
) -> None:
    campaign = demo.campaign(frequency="multiple")
    browser.boot()
    browser.claim(campaign)
    gap(demo, 60)
    browser.boot()
    assert browser.claim(campaign)["refused"] == "gap"
    if written:
        demo.parts.held_back.write()
    clock.pass_(seconds=61)
    assert "message" in browser.claim(campaign)
    assert figures(demo, campaign)["eligible"] == 2


def test_a_page_view_that_is_granted_while_its_refusal_is_written_is_not_held_back(
    demo: Demo, browser: Browser, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = demo.campaign(frequency="multiple")
    browser.boot()
    browser.claim(campaign)
    gap(demo, 60)
    browser.boot()
    browser.claim(campaign)
    clock.pass_(seconds=61)
    other = interrupted(monkeypatch, claims, "Granted", demo.parts.held_back.write)
    assert "message" in browser.claim(campaign)
    other.join()
    assert figures(demo, campaign)["eligible"] == 2


def test_refusals_for_other_reasons_are_not_eligible(demo: Demo, browser: Browser) -> None:
    campaign = demo.campaign()
    browser.boot()
    demo.change(campaign, status="paused")
    assert browser.claim(campaign)["refused"] == "off"
    assert figures(demo, campaign)["eligible"] == 0


def test_what_cant_be_written_waits(demo: Demo, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    campaign = demo.campaign(frequency="multiple")
    gap(demo, 3600)
    for _ in range(2):
        browser.boot()
        browser.claim(campaign)

    def away(*_: Any) -> None:
        raise OperationalError("away")

    with monkeypatch.context() as broken:
        broken.setattr(Storage, "execute", away)
        with pytest.raises(OperationalError):
            demo.parts.held_back.write()
    assert figures(demo, campaign)["eligible"] == 2


def test_no_more_than_a_few_wait(demo: Demo, browser: Browser) -> None:
    small = HeldBack(demo.storage, capacity=0)
    object.__setattr__(demo.parts, "held_back", small)
    campaign = demo.campaign(frequency="multiple")
    gap(demo, 3600)
    for _ in range(2):
        browser.boot()
        browser.claim(campaign)
    assert figures(demo, campaign)["eligible"] == 1


def test_what_was_held_back_long_ago_is_in_the_daily_counts_only(demo: Demo, storage: Storage, clock: Clock) -> None:
    campaign, then = demo.campaign(), clock()
    with storage.transaction():
        Row.create(campaign_id=campaign, page_view="p", revision_number=1, at=then)
    count_days(storage, clock.pass_(days=1))
    count_days(storage, clock.pass_(days=KEEP_HELD_BACK.days + 1))
    assert rows(storage) == 0
    wanted = preset("90d", clock().date())
    assert report(storage, Scope(), wanted, clock()).figures[0].count == 1
    with storage.transaction():  # its day is counted anew: something became of an old display
        storage.execute("UPDATE daily_mark SET until = until - %s", (int(timedelta(days=40).total_seconds() * 1000),))
    count_days(storage, clock())
    assert report(storage, Scope(), wanted, clock()).figures[0].count == 1
