"""What a page view is told, by boot."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient

from core.sites import SiteSettings, add_site, set_texts
from core.storage import Storage
from core.visits.passports import Passport
from core.web.parts import Parts
from tests.api.boot.conftest import shown
from tests.api.conftest import SHOP, Browser, Clock, Demo, condition

WAIT = condition("time_on_page", "at_least", 5)


def test_a_page_view_with_nothing_to_say_gets_a_passport_and_no_ticket(browser: Browser) -> None:
    told = browser.boot()
    assert browser.status == 200
    assert (told["residuals"], told["conversation"]) == ([], None)
    assert told.keys().isdisjoint({"ticket", "observers", "visit_seconds"}), "what only a residual needs"
    assert len(told["page_view"]) == 22
    assert "page_view" not in browser.boot(again=True), "this one was not recorded"
    assert told["store"] is True
    assert told["site"] == {
        "colour": "#3451d1",
        "text_colour": "#ffffff",
        "position": "right",
        "launcher": "always",
        "texts": {},
    }


def test_the_widget_speaks_the_visitors_language_and_the_sites_own_words(
    browser: Browser, demo: Demo, storage: Storage
) -> None:
    assert browser.boot(language="vi-VN")["site"]["texts"]["reply"] == "Viết câu trả lời"
    set_texts(storage, demo.site.id, {"vi": {"reply": "Viết cho Ada"}, "en": {"title": "Chat with Ada"}})
    demo.refresh()
    assert browser.boot(language="vi-VN")["site"]["texts"]["reply"] == "Viết cho Ada"
    assert browser.boot(language="fr")["site"]["texts"] == {"title": "Chat with Ada"}


def test_the_browser_gets_only_what_is_left_of_rules_that_can_still_hold(browser: Browser, demo: Demo) -> None:
    demo.campaign(condition("page_url", "is", ["/other"]), WAIT)
    waiting = demo.campaign(condition("page_url", "is", ["/pricing"]), WAIT)
    ready = demo.campaign(condition("country", "is_any_of", ["FR"]))
    told = browser.boot(f"{SHOP}/pricing")
    rule = {"schema": 1, "match": "all", "rules": [WAIT]}
    assert told["residuals"] == [
        {"campaign": waiting, "channel": "chat", "rule": rule},
        {"campaign": ready, "channel": "chat", "rule": True},
    ]
    assert told["observers"] == [["time_on_page", None, WAIT["value"]]]
    assert "/other" not in json.dumps(told)


def test_residuals_come_in_the_order_of_the_list(browser: Browser, demo: Demo) -> None:
    last = demo.campaign(position=9)
    first = demo.campaign(condition("country", "is_any_of", ["FR", "DE"]), position=1)
    middle = demo.campaign(condition("page_url", "is", ["/"]), position=5)
    assert shown(browser.boot()) == [first, middle, last]


def test_visits_and_seconds_grow_from_page_to_page(browser: Browser, demo: Demo, clock: Clock) -> None:
    returning, waiting = demo.campaign(condition("visits", "at_least", 2)), demo.campaign(WAIT)
    told = browser.boot()
    assert (shown(told), told["visit_seconds"]) == ([waiting], 0)
    clock.pass_(seconds=90)
    assert browser.boot(f"{SHOP}/b")["visit_seconds"] == 90
    clock.pass_(minutes=31)
    assert shown(browser.boot()) == [returning, waiting]


def test_the_passport_keeps_a_finished_campaign_and_one_shown_once_away(
    browser: Browser, demo: Demo, parts: Parts, clock: Clock
) -> None:
    once, multiple = demo.campaign(frequency="once"), demo.campaign(frequency="multiple")
    assert shown(browser.boot()) == [once, multiple]

    def remember(change: Any) -> None:
        assert browser.passport is not None
        passport = Passport.open(parts.tokens, browser.passport, site="shop", now=clock())
        issued = change(passport).issue(parts.tokens, clock())
        browser.passport, browser.version = issued["passport"], issued["passport_version"]

    remember(lambda passport: passport.remembering_claimed(once, 1, clock()).remembering_claimed(multiple, 1, clock()))
    assert shown(browser.boot()) == [multiple]
    remember(lambda passport: passport.remembering_finished(multiple, 1, clock()))
    assert shown(browser.boot()) == []
    demo.change(once, generation=2)
    assert shown(browser.boot()) == [once]


def test_a_schedule_is_kept_to_the_second_in_the_sites_time_zone(demo: Demo, client: FlaskClient, clock: Clock) -> None:
    site = add_site(demo.storage, SiteSettings("Hanoi", (SHOP,), time_zone="Asia/Ho_Chi_Minh"), key="hanoi")
    start = (clock() + timedelta(hours=1)).replace(second=0, microsecond=0)
    local = start + timedelta(hours=7)
    end = local + timedelta(minutes=30)
    campaign = demo.campaign(site=site, starts=f"{local:%Y-%m-%dT%H:%M}", ends=f"{end:%Y-%m-%dT%H:%M}")
    browser = Browser(client, site="hanoi")
    for moment, expected in (
        (start - timedelta(seconds=1), []),
        (start, [campaign]),
        (start + timedelta(minutes=29, seconds=59), [campaign]),
        (start + timedelta(minutes=30), []),
    ):
        clock.now = moment
        assert shown(browser.boot()) == expected


def test_the_conversation_of_the_passport_is_told(browser: Browser, parts: Parts, clock: Clock) -> None:
    passport = Passport.new("shop", clock(), memory=True).with_conversation("k1")
    browser.passport = passport.issue(parts.tokens, clock())["passport"]
    assert browser.boot()["conversation"] == {"key": "k1", "last_seq": 0, "unread": 0, "open": True}
