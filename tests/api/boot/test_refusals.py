"""What boot refuses, and whom it believes."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from core.sites import SiteSettings, add_site, archive_site
from core.storage import Storage
from core.storage.models import Conversation, Display, Visitor
from core.visits.recorded_view import RecordedView
from core.web.app import create_app
from core.web.parts import Parts
from tests.api.conftest import CHROME, SHOP, Browser, Clock, Demo, condition


def body(**fields: Any) -> str:
    return json.dumps({"site": "shop", "memory": True, "url": SHOP, **fields})


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ("", 400, "body_malformed"),
        ("{", 400, "body_malformed"),
        (b"\xff\xfe", 400, "body_malformed"),
        (body(title="x").replace("x", "\ud800").encode("utf-8", "surrogatepass"), 400, "body_malformed"),
        ('{"site": "shop", "memory": true, "url": "x", "title": "\\ud80"}', 400, "body_malformed"),
        ("[]", 422, "body_invalid"),
        ("null", 422, "body_invalid"),
        (body(memory="yes"), 422, "body_invalid"),
        (body(memory=1), 422, "body_invalid"),
        (body(url=None), 422, "body_invalid"),
        (body(screen=[1]), 422, "body_invalid"),
        (body(screen=[-1, 5]), 422, "body_invalid"),
        (body(unknown=1), 422, "body_invalid"),
        ("[" * 20_000, 400, "body_malformed"),
        (body(site="nobody"), 404, "site_unknown"),
        (body(site=""), 422, "body_invalid"),
        (body(title="x" * 70_000), 413, "body_too_large"),
        (body(passport="x"), 401, "passport_invalid"),
        (body(passport="x" * 20_000), 422, "body_invalid"),
    ],
)  # fmt: skip
def test_bad_input_gets_a_problem_with_a_stable_code_and_nothing_is_stored(
    client: FlaskClient, demo: Demo, parts: Parts, sent: str | bytes, status: int, code: str
) -> None:
    response = client.post("/v1/boot", data=sent, headers={"Origin": SHOP, "User-Agent": CHROME})
    told = response.get_json()
    assert (response.status_code, told["code"], told["status"]) == (status, code, status)
    assert response.content_type == "application/problem+json"
    assert told["type"] == "about:blank"
    assert told["detail"].endswith(".")
    assert parts.recorder.flush() == 0


def test_who_sent_a_body_may_read_what_is_wrong_with_it(client: FlaskClient, demo: Demo) -> None:
    """A page that can't read a refusal takes it for a network that is down, and sends the same again for ever."""
    for call in ("boot", "claim", "events", "messages", "poll"):
        for sent in ("{", "{}", body(title="x" * 70_000)):
            response = client.post(f"/v1/{call}", data=sent, headers={"Origin": SHOP, "User-Agent": CHROME})
            assert response.status_code in (400, 413, 422)
            assert response.headers["Access-Control-Allow-Origin"] == SHOP, (call, sent[:9])


def test_the_field_that_is_wrong_is_named(client: FlaskClient, demo: Demo) -> None:
    told = client.post("/v1/boot", data=body(screen=[1, -1]), headers={"Origin": SHOP}).get_json()
    assert told["field"] == "screen.1"


def test_a_passport_of_another_site_or_past_its_life_is_refused(
    browser: Browser, demo: Demo, client: FlaskClient, clock: Clock
) -> None:
    add_site(demo.storage, SiteSettings("Other", (SHOP,)), key="other")
    demo.refresh()
    browser.boot()
    other = Browser(client, site="other", passport=browser.passport)
    assert other.boot()["code"] == "passport_foreign"
    clock.pass_(days=401)
    assert browser.boot()["code"] == "passport_expired"
    assert browser.status == 401


def test_a_passport_of_another_version_is_refused_in_words(browser: Browser, parts: Parts, clock: Clock) -> None:
    browser.passport = parts.tokens.seal("passport", {"site": "shop", "visitor": "v1"}, clock())
    assert browser.boot()["code"] == "passport_invalid"
    assert browser.status == 401


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "", "http://shop.example"])
def test_a_foreign_origin_is_refused_and_cannot_read_why(client: FlaskClient, demo: Demo, origin: str) -> None:
    response = client.post("/v1/boot", data=body(), headers={"Origin": origin, "User-Agent": CHROME})
    assert (response.status_code, response.get_json()["code"]) == (403, "origin_foreign")
    assert "Access-Control-Allow-Origin" not in response.headers


def test_an_allowed_origin_may_read_answers_and_problems(client: FlaskClient, demo: Demo) -> None:
    for sent in (body(), body(passport="x")):
        response = client.post("/v1/boot", data=sent, headers={"Origin": SHOP, "User-Agent": CHROME})
        assert response.headers["Access-Control-Allow-Origin"] == SHOP
        assert response.headers["Vary"] == "Origin, Accept-Encoding"
        assert "Access-Control-Allow-Credentials" not in response.headers


def test_an_archived_site_is_unknown(browser: Browser, demo: Demo) -> None:
    archive_site(demo.storage, demo.site.id)
    demo.refresh()
    assert browser.boot()["code"] == "site_unknown"


def test_one_visitor_and_one_address_may_boot_only_so_often(browser: Browser, client: FlaskClient) -> None:
    told = [browser.boot() for _ in range(70)]
    refused = [each for each in told if each.get("code") == "rate_limit"]
    assert refused
    assert browser.status == 429
    assert Browser(client).boot().get("code") is None
    for _ in range(1_300):
        last = Browser(client, address="203.0.113.9").boot()
    assert last["code"] == "rate_limit"
    assert Browser(client, address="203.0.113.10").boot().get("code") is None


def test_an_unexpected_fault_tells_nothing_of_the_inside(
    browser: Browser, parts: Parts, monkeypatch: Any, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(view: RecordedView) -> None:
        raise RuntimeError("a secret of the inside")

    monkeypatch.setattr(parts.recorder, "record", fail)
    told = browser.boot()
    assert (browser.status, told["code"]) == (500, "internal")
    assert "secret" not in json.dumps(told)
    assert "a secret of the inside" in caplog.text


def test_before_the_plans_are_read_boot_says_that_it_is_starting(parts: Parts, demo: Demo) -> None:
    starting = replace(parts, plans=type(parts.plans)(parts.storage, parts.registry))
    browser = Browser(create_app(starting).test_client(use_cookies=False))
    assert browser.boot()["code"] == "starting"
    assert browser.status == 503


def test_nothing_but_page_views_is_stored_by_boot(browser: Browser, demo: Demo, storage: Storage, parts: Parts) -> None:
    demo.campaign()
    browser.boot()
    parts.recorder.flush()
    with storage.connection():
        assert [model.select().count() for model in (Visitor, Display, Conversation)] == [0, 0, 0]


def test_only_trusted_proxies_are_believed_about_address_and_country(demo: Demo, parts: Parts) -> None:
    demo.campaign(condition("country", "is_any_of", ["VN"]))
    headers = {"X-Forwarded-For": "203.0.113.5", "CF-IPCountry": "VN", "Origin": SHOP, "User-Agent": CHROME}
    for trusted, residuals in ((0, 0), (1, 1)):
        settings = parts.settings.model_copy(update={"trusted_proxies": trusted, "country_header": "CF-IPCountry"})
        client = create_app(replace(parts, settings=settings)).test_client(use_cookies=False)
        told = client.post("/v1/boot", data=body(time_zone="Europe/Paris"), headers=headers).get_json()
        assert len(told["residuals"]) == residuals
