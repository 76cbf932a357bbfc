"""Once, multiple, one a page view, and the gap between messages hold at the claim."""

from __future__ import annotations

from typing import Any

import pytest

from core.storage.models import Site
from tests.api.claims.conftest import displays, made_id, publish
from tests.api.conftest import SHOP, Browser, Clock, Demo


@pytest.fixture
def other_tab(browser: Browser) -> Any:
    """Another tab of the same browser: it has the same passport, but its own page views."""

    def tab() -> Any:
        return Browser(browser.client, passport=browser.passport, version=browser.version)

    return tab


def test_a_once_campaign_is_not_even_offered_again(browser: Browser, demo: Demo) -> None:
    campaign = demo.campaign(frequency="once")
    browser.boot()
    browser.claim(campaign)
    assert browser.boot()["residuals"] == []


def test_a_once_campaign_is_refused_to_a_browser_that_has_forgotten_it(
    browser: Browser, demo: Demo, other_tab: Any
) -> None:
    campaign = demo.campaign(frequency="once")
    browser.boot()
    forgetful = other_tab()
    browser.claim(campaign)
    assert forgetful.boot()["residuals"]
    assert forgetful.claim(campaign)["refused"] == "already_shown"
    assert forgetful.boot()["residuals"] == []  # the refusal has taught the passport
    assert len(displays(demo.storage)) == 1


def test_a_multiple_campaign_comes_back_on_later_page_views_until_it_is_read(browser: Browser, demo: Demo) -> None:
    campaign = demo.campaign(frequency="multiple")
    for _ in range(3):
        browser.boot()
        told = browser.claim(campaign)
        assert "message" in told
    browser.post("events", events=[{"impression": told["impression"], "event": "dismissed", "id": made_id()}])
    assert browser.boot()["residuals"] == []
    assert len(displays(demo.storage)) == 3


def test_a_read_multiple_campaign_is_refused_to_a_browser_that_has_forgotten_it(
    browser: Browser, demo: Demo, other_tab: Any
) -> None:
    campaign = demo.campaign(frequency="multiple")
    browser.boot()
    forgetful = other_tab()
    told = browser.claim(campaign)
    browser.post("events", events=[{"impression": told["impression"], "event": "dismissed", "id": made_id()}])
    forgetful.boot()
    assert forgetful.claim(campaign)["refused"] == "finished"
    assert forgetful.boot()["residuals"] == []


def test_one_page_view_shows_one_message(browser: Browser, demo: Demo) -> None:
    first, second = demo.campaign(frequency="multiple"), demo.campaign(frequency="multiple")
    browser.boot()
    browser.claim(first)
    assert browser.claim(second)["refused"] == "page_view"
    assert browser.claim(first)["refused"] == "page_view"
    browser.boot()
    assert "message" in browser.claim(second)


@pytest.mark.parametrize("hours", [0, 23, 25])
def test_a_page_view_that_boots_again_is_still_one_page_view(
    browser: Browser, demo: Demo, clock: Clock, hours: int
) -> None:
    first, second = demo.campaign(frequency="multiple"), demo.campaign(frequency="multiple")
    browser.boot()
    assert browser.claim(first)["message"]
    clock.pass_(hours=hours)
    browser.boot(again=True)
    assert browser.claim(second)["refused"] == "page_view"
    browser.boot()
    assert browser.claim(second)["message"]


@pytest.mark.parametrize("ticket", ["x", "1.a.b", None])
def test_a_boot_again_without_a_ticket_that_can_be_read_is_in_the_page_view_that_its_visitor_was_in(
    browser: Browser, demo: Demo, ticket: str | None
) -> None:
    first, second = demo.campaign(frequency="multiple"), demo.campaign(frequency="multiple")
    browser.boot()
    assert browser.claim(first)["message"]
    browser.ticket = ticket
    browser.boot(again=True)
    assert browser.status == 200
    assert browser.claim(second)["refused"] == "page_view"
    browser.ticket = ticket
    browser.boot(f"{SHOP}/elsewhere", again=True)
    assert browser.claim(second)["message"], "on another page it is none that is known"


def test_a_page_view_stays_used_up_while_other_tabs_show_messages(browser: Browser, demo: Demo, other_tab: Any) -> None:
    campaigns = [demo.campaign(frequency="multiple") for _ in range(3)]
    browser.boot()
    tab = other_tab()
    tab.boot()
    browser.claim(campaigns[0])
    assert "message" in tab.claim(campaigns[1])
    assert browser.claim(campaigns[2])["refused"] == "page_view"


def test_messages_keep_the_sites_minimum_gap_across_campaigns(browser: Browser, demo: Demo, clock: Clock) -> None:
    first, second = demo.campaign(), demo.campaign()
    with demo.storage.transaction():
        Site.update(minimum_gap_seconds=600).execute()
    demo.refresh()
    browser.boot()
    browser.claim(first)
    clock.pass_(seconds=599)
    browser.boot()
    assert browser.claim(second)["refused"] == "gap"
    clock.pass_(seconds=1)
    browser.boot()
    assert "message" in browser.claim(second)


@pytest.mark.parametrize("frequency", ["once", "multiple"])
def test_show_again_to_everyone_begins_a_new_generation(browser: Browser, demo: Demo, frequency: str) -> None:
    campaign = demo.campaign(frequency=frequency)
    browser.boot()
    told = browser.claim(campaign)
    browser.post("events", events=[{"impression": told["impression"], "event": "dismissed", "id": made_id()}])
    demo.change(campaign, generation=2)
    assert browser.boot()["residuals"]
    assert "message" in browser.claim(campaign)


def test_a_new_revision_does_not_bring_a_once_campaign_back(browser: Browser, demo: Demo, other_tab: Any) -> None:
    campaign = demo.campaign(frequency="multiple")
    browser.boot()
    forgetful = other_tab()
    browser.claim(campaign)
    publish(demo, campaign, frequency="once", text="New words")
    forgetful.boot()
    assert forgetful.claim(campaign)["refused"] == "already_shown"
