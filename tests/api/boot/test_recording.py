"""Which page views are counted and kept; boot itself stores nothing and waits for nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from peewee import OperationalError

from core.storage import Storage
from core.storage.models import PageView
from core.web.app import create_app
from core.web.parts import Parts
from tests.api.boot.conftest import shown
from tests.api.conftest import CHROME, SHOP, Browser, Clock, Demo


def recorded(storage: Storage) -> int:
    with storage.reading_log():
        return int(PageView.select().count())


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"user_agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"}, {}),
        ({"user_agent": ""}, {}),
        ({}, {"automated": True}),
    ],
)
def test_crawlers_and_automated_browsers_are_told_nothing_and_not_counted(
    client: FlaskClient, demo: Demo, parts: Parts, given: dict[str, Any], said: dict[str, Any]
) -> None:
    demo.campaign()
    assert Browser(client, **given).boot(**said) == {"off": True}
    parts.recorder.flush()
    assert recorded(parts.storage) == 0


def test_a_setting_lets_automated_browsers_in(demo: Demo, parts: Parts) -> None:
    open_to_tests = replace(parts, settings=parts.settings.model_copy(update={"allow_automated": True}))
    told = Browser(create_app(open_to_tests).test_client(use_cookies=False)).boot(automated=True)
    assert "passport" in told


def test_page_views_are_recorded_behind_boot_and_the_site_was_seen(
    browser: Browser, parts: Parts, storage: Storage, clock: Clock
) -> None:
    browser.boot(f"{SHOP}/pricing", title="Prices\x00\n", referrer="https://search.example/")
    browser.boot(f"{SHOP}/pricing", again=True)
    assert recorded(storage) == 0
    assert parts.recorder.flush() == 1
    with storage.reading_log():
        view = PageView.get()
    assert (view.url, view.title, view.referrer) == (f"{SHOP}/pricing", "Prices  ", "https://search.example/")
    assert (view.country, view.device, view.language, view.visit) == ("FR", "desktop", "en", 1)
    assert abs(view.at - clock()) < timedelta(milliseconds=1)
    from core.sites import site

    seen = site(storage, parts.plans.get("shop").site.id)
    assert (seen.seen_url, seen.seen_at) == (f"{SHOP}/pricing", view.at)


def test_boot_never_waits_for_the_database(browser: Browser, demo: Demo, parts: Parts, monkeypatch: Any) -> None:
    campaign = demo.campaign()

    def away(*_: object, **__: object) -> None:
        raise OperationalError("the database is away")

    for database in (parts.storage.main, parts.storage.log):
        monkeypatch.setattr(database, "connect", away)
        monkeypatch.setattr(database, "execute_sql", away)
    assert shown(browser.boot()) == [campaign]
    assert browser.status == 200


def test_no_answer_sets_a_cookie_or_may_be_kept(client: FlaskClient, demo: Demo) -> None:
    answers = [
        client.post(
            "/v1/boot",
            json={"site": "shop", "memory": True, "url": SHOP},
            headers={"Origin": SHOP, "User-Agent": CHROME},
        ),
        client.post("/v1/boot", data="{"),
        client.get("/v1/boot"),
    ]
    assert [each.status_code for each in answers] == [200, 400, 405]
    for each in answers:
        assert each.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in each.headers
