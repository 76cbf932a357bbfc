"""A claim is refused where the campaign does not run or its rule does not hold, and nothing is stored."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from core.storage.models import Agent, Campaign, Visitor
from tests.api.claims.conftest import displays, made_id, publish
from tests.api.conftest import Browser, Clock, Demo

STANDING = [
    ("switched off", {"status": "paused"}, "off"),
    ("a draft again", {"status": "draft"}, "off"),
    ("ended", {"status": "ended"}, "schedule"),
    ("archived", {"archived_at": 1}, "off"),
    ("deleted", {"deleted_at": 1}, "off"),
]


@pytest.mark.parametrize("plan_knows", [True, False], ids=["known here", "not known here yet"])
@pytest.mark.parametrize(("columns", "code"), [case[1:] for case in STANDING], ids=[case[0] for case in STANDING])
def test_a_campaign_that_stopped_is_refused_at_the_next_claim(
    browser: Browser, demo: Demo, columns: Any, code: str, plan_knows: Any
) -> None:
    campaign = demo.campaign()
    browser.boot()
    with demo.storage.transaction():
        Campaign.update(**columns).where(Campaign.id == campaign).execute()
    if plan_knows:
        demo.refresh()
    assert browser.claim(campaign)["refused"] == code
    assert displays(demo.storage) == []


def test_off_bites_on_retries_too(browser: Browser, demo: Demo) -> None:
    campaign = demo.campaign()
    browser.boot()
    display = made_id()
    browser.claim(campaign, display=display)
    demo.change(campaign, status="paused")
    assert browser.claim(campaign, display=display)["refused"] == "off"


def test_a_sender_who_has_left_sends_nothing(browser: Browser, demo: Demo, clock: Clock) -> None:
    campaign = demo.campaign()
    browser.boot()
    with demo.storage.transaction():
        Agent.update(deactivated_at=clock()).execute()
    assert browser.claim(campaign)["refused"] == "off"


def test_a_revision_that_this_process_has_not_read_yet_is_not_shown(browser: Browser, demo: Demo) -> None:
    campaign = demo.campaign()
    browser.boot()
    publish(demo, campaign, refresh=False, text="New words")
    assert browser.claim(campaign)["refused"] == "no_longer_matches"
    demo.refresh()
    assert browser.claim(campaign)["message"]["blocks"][0]["spans"] == [{"text": "New words"}]


def test_a_claim_before_the_start_or_after_the_end_is_refused(browser: Browser, demo: Demo, clock: Clock) -> None:
    campaign = demo.campaign()
    browser.boot()
    for starts, ends in ((timedelta(hours=1), None), (None, timedelta(hours=-1))):
        span = {
            "starts": starts and (clock() + starts).strftime("%Y-%m-%dT%H:%M"),
            "ends": ends and (clock() + ends).strftime("%Y-%m-%dT%H:%M"),
        }
        publish(demo, campaign, **span)
        assert browser.claim(campaign)["refused"] == "schedule"
    publish(demo, campaign, starts=None, ends=None)
    assert "message" in browser.claim(campaign)


def test_a_campaign_that_is_not_here_is_unknown(browser: Browser, demo: Demo) -> None:
    demo.campaign()
    browser.boot()
    assert browser.claim(999)["refused"] == "unknown_campaign"


def test_a_campaign_of_another_site_is_unknown(browser: Browser, demo: Demo) -> None:
    from core.sites import SiteSettings, add_site

    other = demo.campaign(site=add_site(demo.storage, SiteSettings("Other", ("https://other.example",)), key="other"))
    demo.campaign()
    browser.boot()
    assert browser.claim(other)["refused"] == "unknown_campaign"


def test_a_refused_claim_stores_nothing(browser: Browser, demo: Demo) -> None:
    campaign = demo.campaign()
    browser.boot()
    demo.change(campaign, status="paused")
    browser.claim(campaign)
    with demo.storage.connection():
        assert Visitor.select().count() == 0


def test_nothing_is_shown_while_a_conversation_is_going_on(browser: Browser, demo: Demo, clock: Clock) -> None:
    campaign = demo.campaign()
    browser.boot()
    browser.post("messages", id=made_id(), text="Hello?")
    assert browser.claim(campaign)["refused"] == "conversation"
    clock.pass_(minutes=30)
    browser.boot()
    assert "message" in browser.claim(campaign)
