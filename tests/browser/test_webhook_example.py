"""The JavaScript that the page about webhooks gives to receivers believes what we sign, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser

from core.webhooks.courier import Parcel, signed
from core.webhooks.outbox import Event
from tests.api.webhooks.conftest import example

pytestmark = pytest.mark.browser

SECRET, OTHER = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
TRY = """async ([code, secret, headers, body]) => {
  const { verify } = await import("data:text/javascript," + encodeURIComponent(code));
  return verify(secret, new Headers(headers), body).then(({ id }) => id, ({ message }) => message);
}"""


def test_a_receiver_in_javascript_believes_what_we_sign(chromium: Browser) -> None:
    event = Event("evt_1", "lead.created", datetime.now(UTC), False, {"lead": {"name": "Nguyễn"}})
    body = event.body("")
    headers = dict(signed(Parcel(1, 1, 0, "", (OTHER, SECRET), event), body, datetime.now(UTC)))
    headers.pop("User-Agent")
    page = chromium.new_page()
    page.route("**/*", lambda route: route.fulfill(body="<!doctype html><title>receiver</title>"))
    page.goto("https://receiver.example/")

    def told(secret: str, text: str, **changed: str) -> str:
        return str(page.evaluate(TRY, [example("js"), secret, {**headers, **changed}, text]))

    assert told(SECRET, body.decode()) == "evt_1"
    for refused in (
        told("whsec_bm9wZQ==", body.decode()),
        told(SECRET, body.decode().replace("Nguyễn", "Nguyen")),
        told(SECRET, body.decode(), **{"webhook-id": "evt_2"}),
        told(SECRET, body.decode(), **{"webhook-timestamp": "1"}),
    ):
        assert refused == "not signed with our secret"
    page.close()
