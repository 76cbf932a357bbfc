"""Pages cut texts in the middle of an emoji; that costs the half of it, and never a call."""

from __future__ import annotations

import secrets

import pytest
from flask.testing import FlaskClient

from core.storage.models import Message
from core.visits.page_events import recent_names
from core.web import wire
from core.web.parts import Parts
from tests.api.conftest import Browser, Demo, condition

HALF = "🎉".encode("utf-16-le")[:2].decode("utf-16-le", "surrogatepass")
CUT = f"Sale {HALF}"
MENDED = "Sale \ufffd"


def test_a_page_with_half_a_character_in_its_title_goes_on(browser: Browser, demo: Demo) -> None:
    campaign = demo.campaign(condition("page_title", "is", [MENDED]))
    answer = browser.boot(title=CUT, who=[{"plan": CUT}, None])
    assert browser.status == 200
    assert [each["campaign"] for each in answer["residuals"]] == [campaign]


def test_what_the_browser_saw_of_a_page_may_hold_half_a_character(browser: Browser, demo: Demo) -> None:
    campaign = demo.campaign(condition("element_text", "is", [MENDED]) | {"key": "h1"})
    browser.boot()
    assert "message" in browser.claim(campaign, facts={"element_text:h1": CUT})


def test_an_event_of_which_half_a_character_is_left_counts(browser: Browser, demo: Demo, parts: Parts) -> None:
    browser.boot()
    event = {"event": "custom", "id": secrets.token_urlsafe(16), "name": CUT, "properties": {CUT: CUT}, "age": 0}
    assert browser.post("events", events=[event])["acknowledged"] == [event["id"]]
    assert recent_names(demo.storage, demo.site.id) == (MENDED,)


def test_words_that_look_like_half_a_character_stay_as_they_were_typed(browser: Browser, demo: Demo) -> None:
    browser.boot()
    for text, kept in ((r"C:\ud83d", r"C:\ud83d"), (CUT, MENDED), ("\\" + HALF, "\\\ufffd"), ("🎉", "🎉")):
        browser.post("messages", id=secrets.token_urlsafe(16), text=text)
        assert browser.status == 200
        with demo.storage.connection():
            assert Message.select().order_by(Message.id.desc()).get().words == kept.lower()


class Said(wire.SiteCall):
    text: str


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r"\ud83c\udf89", "🎉"),
        (r"\uD83C\uDF89", "🎉"),
        (r"\udf89\ud83c", "\ufffd\ufffd"),
        (r"\ud83c\ud83c\udf89", "\ufffd🎉"),
        (r"\\ud83c", r"\ud83c"),
        (r"\\\ud83c", "\\\ufffd"),
        (r"\ud83cx\udf89", "\ufffdx\ufffd"),
        (r"\ud7ff\ue000\u0000", "\ud7ff\ue000\0"),
        (r"\"\ud83c\"", '"\ufffd"'),
    ],
)
def test_whole_characters_are_left_alone(client: FlaskClient, written: str, text: str) -> None:
    body = f'{{"site": "shop", "text": "{written}"}}'
    with client.application.test_request_context(data=body, method="POST"):
        assert wire.read(Said).text == text
