"""A goal counts for a display if its visitor was shown the message before, within the campaign's days; once."""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient

from core.goals import GoalSettings, add_goal, archive_goal, edit_goal
from core.goals.counting import Reached, count
from core.performance import Counts, counts
from core.sites import SiteSettings, edit_site
from core.storage import Storage
from core.storage.models import Display
from tests.api.conftest import SHOP, Browser, Clock, Demo

THANKS = f"{SHOP}/thanks?order=7"
CART = f"{SHOP}/cart"


@dataclass
class Shop:
    """A site with a goal, and what its campaigns have come to."""

    demo: Demo
    client: FlaskClient
    order: int

    def campaign(self, **fields: Any) -> int:
        return self.demo.campaign(**{"goal": self.order, **fields})

    def stranger(self) -> Browser:
        return Browser(self.client)

    def meet(self, browser: Browser, campaign: int, *, told: bool = True) -> str:
        """Open a page and be shown the campaign; returns its impression."""
        browser.boot(CART)
        impression = str(browser.claim(campaign)["impression"])
        if told:
            self.tell(browser, impression)
        return impression

    def tell(self, browser: Browser, impression: str, event: str = "shown") -> None:
        said = {"impression": impression, "event": event, "id": secrets.token_urlsafe(16)}
        assert browser.post("events", events=[said])["acknowledged"]

    def goals(self, campaign: int) -> int:
        """As counted when everything that was viewed has been written."""
        self.demo.parts.recorder.flush()
        return counts(self.demo.storage, [campaign])[campaign].goal

    def open(self, browser: Browser, url: str = THANKS, **fields: Any) -> None:
        self.demo.clock.pass_(seconds=30)
        browser.boot(url, **fields)


@pytest.fixture
def shop(demo: Demo, client: FlaskClient, storage: Storage) -> Shop:
    order = add_goal(storage, demo.site.id, GoalSettings("Order placed", "address", ("/thanks", "/danke")))
    return Shop(demo, client, order.id)


def test_a_goal_counts_for_who_was_shown_the_message_and_for_nobody_else(shop: Shop, browser: Browser) -> None:
    campaign, without = shop.campaign(), shop.demo.campaign(name="No goal")
    shop.meet(browser, campaign)
    shop.open(browser, CART)
    assert shop.goals(campaign) == 0
    shop.open(browser)
    assert shop.goals(campaign) == 1
    shop.open(shop.stranger())
    assert counts(shop.demo.storage, [campaign, without]) == {
        campaign: Counts(claimed=1, shown=1, goal=1),
        without: Counts(),
    }


def test_a_page_that_was_open_when_the_message_came_is_not_reached_by_it(shop: Shop, browser: Browser) -> None:
    campaign = shop.campaign()
    browser.boot(THANKS)
    shop.tell(browser, browser.claim(campaign)["impression"])
    assert shop.goals(campaign) == 0
    shop.open(browser, f"{SHOP}/danke/")
    assert shop.goals(campaign) == 1


@pytest.mark.parametrize(("days", "after", "counted"), [(7, 6.99, 1), (7, 7.01, 0), (1, 0.99, 1), (90, 89, 1)])
def test_it_counts_within_the_days_that_the_campaign_says(
    shop: Shop, browser: Browser, days: int, after: float, counted: int
) -> None:
    campaign = shop.campaign(goal_days=days)
    shop.meet(browser, campaign)
    shop.demo.clock.pass_(days=after)
    shop.open(browser)
    assert shop.goals(campaign) == counted


def test_of_many_displays_the_newest_counts_and_a_visitor_once(shop: Shop, browser: Browser, storage: Storage) -> None:
    campaign = shop.campaign(frequency="multiple")
    for _ in range(3):
        shop.meet(browser, campaign)
        shop.demo.clock.pass_(hours=1)
    for _ in range(2):
        shop.open(browser)
    assert shop.goals(campaign) == 1
    shop.meet(browser, campaign)
    shop.open(browser)
    assert shop.goals(campaign) == 1, "a second order is of the same person"
    with storage.connection():
        reached = [each.goal_at is not None for each in Display.select().order_by(Display.claimed_at)]
    assert reached == [False, False, True, False]


def test_whoever_is_shown_it_again_by_a_new_generation_counts_again(shop: Shop, browser: Browser) -> None:
    campaign = shop.campaign()
    shop.meet(browser, campaign)
    shop.open(browser)
    shop.demo.change(campaign, generation=2)
    shop.meet(browser, campaign)
    shop.open(browser)
    assert shop.goals(campaign) == 2


def test_every_campaign_with_the_goal_that_was_shown_gets_it(shop: Shop, browser: Browser) -> None:
    first, second, never = shop.campaign(), shop.campaign(), shop.campaign()
    shop.meet(browser, first)
    shop.meet(browser, second)
    shop.open(browser)
    assert [shop.goals(each) for each in (first, second, never)] == [1, 1, 0]


def test_a_message_that_was_claimed_counts_once_it_is_told_that_it_was_shown(shop: Shop, browser: Browser) -> None:
    campaign = shop.campaign()
    impression = shop.meet(browser, campaign, told=False)
    shop.open(browser)
    assert shop.goals(campaign) == 0
    for _ in range(2):
        shop.tell(browser, impression, "opened")
    assert shop.goals(campaign) == 1


def test_a_display_that_was_shown_goes_before_one_that_is_not_known_to_have_been(shop: Shop, browser: Browser) -> None:
    campaign = shop.campaign(frequency="multiple")
    shop.meet(browser, campaign)
    shop.demo.clock.pass_(minutes=5)
    late = shop.meet(browser, campaign, told=False)
    shop.open(browser)
    assert shop.goals(campaign) == 1
    shop.tell(browser, late)
    shop.open(browser)
    assert shop.goals(campaign) == 1


def test_a_revision_keeps_its_goal_and_another_one_has_another(shop: Shop, browser: Browser) -> None:
    campaign = shop.campaign()
    other = add_goal(shop.demo.storage, shop.demo.site.id, GoalSettings("Read it", "address", ("/blog/*",)))
    later = shop.demo.campaign(goal=other.id)
    shop.meet(browser, campaign)
    shop.meet(browser, later)
    shop.open(browser, f"{SHOP}/blog/knots")
    assert [shop.goals(each) for each in (campaign, later)] == [0, 1]


def test_an_edited_goal_counts_by_what_it_is_now_and_an_archived_one_goes_on(shop: Shop, browser: Browser) -> None:
    campaign = shop.campaign()
    edit_goal(shop.demo.storage, shop.order, GoalSettings("Order placed", "address", ("/paid",)))
    archive_goal(shop.demo.storage, shop.order)
    shop.demo.refresh()
    shop.meet(browser, campaign)
    shop.open(browser)
    assert shop.goals(campaign) == 0
    shop.open(browser, f"{SHOP}/paid")
    assert shop.goals(campaign) == 1


def test_who_is_not_remembered_reaches_nothing(shop: Shop, browser: Browser) -> None:
    campaign = shop.campaign(without_memory=True)
    browser.memory = False
    shop.meet(browser, campaign)
    shop.open(browser)
    assert shop.goals(campaign) == 0


def test_who_is_known_for_a_day_counts_on_that_day(shop: Shop, browser: Browser, clock: Clock) -> None:
    edit_site(shop.demo.storage, shop.demo.site.id, SiteSettings("Shop", (SHOP,), consent="cookieless"))
    clock.now = clock.now.replace(hour=10)
    campaign = shop.campaign(frequency="multiple")
    shop.meet(browser, campaign)
    clock.pass_(days=1)
    shop.demo.parts.salts.refresh(clock())
    shop.open(browser)
    assert shop.goals(campaign) == 0
    shop.meet(browser, campaign)
    shop.open(browser)
    assert shop.goals(campaign) == 1


def test_page_views_that_are_written_twice_count_once(shop: Shop, browser: Browser) -> None:
    campaign = shop.campaign(frequency="multiple")
    shop.meet(browser, campaign)
    shop.open(browser)
    waiting = shop.demo.parts.recorder._queue
    views = [waiting.get_nowait() for _ in range(waiting.qsize())]
    for view in (*views, *views):
        waiting.put(view)
    assert shop.goals(campaign) == 1


def test_what_is_told_by_several_processes_at_once_counts_once(shop: Shop, browser: Browser, storage: Storage) -> None:
    campaign = shop.campaign(frequency="multiple")
    for _ in range(2):
        shop.meet(browser, campaign)
        shop.demo.clock.pass_(minutes=1)
    with storage.connection():
        ((visitor,),) = storage.execute("SELECT key FROM visitor")
    now = shop.demo.clock()
    reached = Reached(shop.demo.site.id, visitor, shop.order, now)
    counted: list[int] = []
    threads = [threading.Thread(target=lambda: counted.append(count(storage, [reached], now))) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(counted) == [0, 0, 0, 0, 0, 1]
    assert shop.goals(campaign) == 1


def test_a_fault_in_looking_for_goals_loses_no_page_view(
    shop: Shop, browser: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("core.goals.watching.parse_page", lambda url: 1 / 0)
    shop.campaign()
    browser.boot(THANKS)
    assert shop.demo.parts.recorder.flush() == 1
    assert "could not be looked at for goals" in caplog.text
    with shop.demo.storage.reading_log():
        assert shop.demo.storage.log.execute_sql("SELECT COUNT(*) FROM page_view").fetchone() == (1,)


def test_a_goal_of_another_site_is_not_reached(shop: Shop, browser: Browser, storage: Storage) -> None:
    campaign = shop.campaign()
    shop.meet(browser, campaign)
    with storage.connection():
        ((visitor,),) = storage.execute("SELECT key FROM visitor")
    now = shop.demo.clock.pass_(minutes=1)
    assert count(storage, [Reached(shop.demo.site.id + 1, visitor, shop.order, now)], now) == 0
