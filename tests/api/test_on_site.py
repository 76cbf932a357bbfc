"""Who is on the sites now: told by page views and by chats that ask for news, and by nothing that slows boot."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from core.sites import SiteSettings, add_site, archive_site, edit_site
from core.storage.models import OpenTab
from core.visits import on_site
from core.visits.on_site import VisitorHere, here
from tests.api.conftest import SHOP, Browser, Clock, Demo

PHONE = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/131.0.0.0 Mobile Safari/537.36"


def made_id() -> str:
    return secrets.token_urlsafe(16)


def written(demo: Demo) -> None:
    """What the threads behind boot and poll do."""
    demo.parts.recorder.flush()
    demo.parts.tabs.write()


def now_here(demo: Demo, site_id: int | None = None) -> list[VisitorHere]:
    written(demo)
    return list(here(demo.storage, demo.clock(), site_id).visitors)


def test_a_visitor_is_here_with_page_place_device_and_visit(browser: Browser, demo: Demo, clock: Clock) -> None:
    browser.user_agent = PHONE
    browser.boot(title="Shop")
    began = clock()
    clock.pass_(minutes=2)
    browser.boot(f"{SHOP}/pricing", title="Pricing", language="fr-FR")
    clock.pass_(minutes=1)
    (visitor,) = now_here(demo)
    assert (visitor.url, visitor.title, visitor.site_name) == (f"{SHOP}/pricing", "Pricing", "Shop")
    assert (visitor.arrived_at, visitor.page_at) == (began, clock.pass_(minutes=-1))
    assert (visitor.visits, visitor.pages, visitor.device, visitor.language) == (1, 2, "phone", "fr-FR")
    assert (visitor.country, visitor.time_zone) == ("FR", "Europe/Paris")
    assert (visitor.campaigns, visitor.conversation, visitor.can_be_written_to) == ((), "", True)


def test_whoever_opens_no_page_for_five_minutes_is_gone(browser: Browser, demo: Demo, clock: Clock) -> None:
    browser.boot()
    clock.pass_(minutes=4, seconds=59)
    assert len(now_here(demo)) == 1
    clock.pass_(seconds=1)
    assert now_here(demo) == []


def test_whoever_chats_on_one_page_stays_until_the_browser_stops_asking(
    browser: Browser, demo: Demo, clock: Clock
) -> None:
    browser.boot(f"{SHOP}/help")
    key = browser.post("messages", id=made_id(), text="Hello")["conversation"]["key"]
    clock.pass_(minutes=20)
    browser.post("poll", conversation=key, after=0)
    clock.pass_(seconds=30)
    (visitor,) = now_here(demo)
    assert (visitor.url, visitor.conversation) == (f"{SHOP}/help", key)
    clock.pass_(seconds=30)
    assert now_here(demo) == []


def test_those_who_came_last_stand_first_and_each_stands_once(client: FlaskClient, demo: Demo, clock: Clock) -> None:
    first, second = Browser(client), Browser(client)
    for each, path in ((first, "/a"), (second, "/b"), (first, "/c"), (first, "/d")):
        each.boot(SHOP + path)
        clock.pass_(seconds=1)
    assert [visitor.url for visitor in now_here(demo)] == [f"{SHOP}/b", f"{SHOP}/d"]


def test_campaigns_that_a_visitor_has_seen_are_named_once_each_the_newest_first(
    browser: Browser, demo: Demo, clock: Clock
) -> None:
    often = demo.campaign(frequency="multiple", name="Often")
    once = demo.campaign(name="Once")
    for campaign in (often, often, once):
        clock.pass_(seconds=1)
        browser.boot()
        told = browser.claim(campaign)
        browser.post("events", events=[{"impression": told["impression"], "event": "shown", "id": made_id()}])
    browser.boot()
    browser.claim(often)  # never reported shown: nobody has seen it
    (visitor,) = now_here(demo)
    assert visitor.campaigns == ("Once", "Often")


@pytest.mark.parametrize("consent", ["cookieless", "required"])
def test_who_is_not_remembered_can_not_be_written_to(client: FlaskClient, demo: Demo, consent: Any) -> None:
    edit_site(demo.storage, demo.site.id, replace(demo.site.settings, consent=consent))
    demo.refresh()
    Browser(client).boot()
    (visitor,) = now_here(demo)
    assert not visitor.can_be_written_to


def test_one_sites_visitors_can_be_asked_for_and_archived_sites_have_none(client: FlaskClient, demo: Demo) -> None:
    other = add_site(demo.storage, SiteSettings("Docs", ("https://docs.example",)), key="docs")
    demo.refresh()
    Browser(client).boot()
    Browser(client, site="docs", origin="https://docs.example").boot("https://docs.example/")
    assert len(now_here(demo)) == 2
    assert [each.site_name for each in now_here(demo, other.id)] == ["Docs"]
    archive_site(demo.storage, other.id)
    assert [each.site_name for each in now_here(demo)] == ["Shop"]


def test_more_than_a_page_of_visitors_are_counted(client: FlaskClient, demo: Demo) -> None:
    for _ in range(3):
        Browser(client).boot()
    written(demo)
    found = here(demo.storage, demo.clock(), most=2)
    assert (len(found.visitors), found.found) == (2, 3)


def test_polls_of_an_hour_ago_are_forgotten(browser: Browser, demo: Demo, clock: Clock) -> None:
    for minutes in (0, 61):
        clock.pass_(minutes=minutes)
        demo.parts.tabs.note(demo.site.id, f"visitor after {minutes} minutes", clock())
        demo.parts.tabs.write()
    with demo.storage.reading_log():
        assert [row.visitor_key for row in OpenTab.select()] == ["visitor after 61 minutes"]


def test_only_page_views_since_then_are_looked_through(demo: Demo) -> None:
    if not demo.storage.is_sqlite:
        pytest.skip("PostgreSQL counts its rows, and chooses by itself")
    text = on_site._NEWEST.format(columns=", ".join(on_site._COLUMNS), sites="1").replace("%s", "1")
    with demo.storage.reading_log():
        steps = [row[-1] for row in demo.storage.log.execute_sql(f"EXPLAIN QUERY PLAN {text}").fetchall()]
    assert any("SEARCH page_view USING INDEX pageview_at" in step for step in steps), steps
    assert not any("SCAN page_view" in step for step in steps), steps


def test_a_page_view_of_an_older_version_has_no_beginning(demo: Demo, browser: Browser) -> None:
    browser.boot()
    demo.parts.recorder.flush()
    with demo.storage.reading_log():
        demo.storage.log.execute_sql("UPDATE page_view SET facts = '{}'")
    (visitor,) = now_here(demo)
    assert (visitor.arrived_at, visitor.pages, visitor.remembered) == (None, None, True)
