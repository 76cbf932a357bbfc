"""A display asked for again gets the same answer, or is refused."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.api.claims.conftest import displays, made_id, publish
from tests.api.conftest import Browser, Demo


def test_the_same_display_again_gets_the_same_answer(browser: Browser, demo: Demo) -> None:
    campaign = demo.campaign()
    browser.boot()
    display = made_id()
    first, again = browser.claim(campaign, display=display), browser.claim(campaign, display=display)
    assert again["message"] == first["message"]
    assert len(displays(demo.storage)) == 1
    event = {"impression": again["impression"], "event": "shown", "id": made_id()}
    browser.post("events", events=[event])
    assert displays(demo.storage)[0]["shown_at"] is not None


def test_a_retry_after_publishing_says_what_was_granted(browser: Browser, demo: Demo) -> None:
    campaign = demo.campaign(text="Old")
    browser.boot()
    display = made_id()
    browser.claim(campaign, display=display)
    publish(demo, campaign, text="New")
    assert browser.claim(campaign, display=display)["message"]["blocks"][0]["spans"] == [{"text": "Old"}]


def test_a_display_is_not_granted_to_somebody_else_or_elsewhere(
    browser: Browser, demo: Demo, client: FlaskClient
) -> None:
    campaign, other = demo.campaign(frequency="multiple"), demo.campaign(frequency="multiple")
    browser.boot()
    display = made_id()
    browser.claim(campaign, display=display)
    assert browser.claim(other, display=display)["refused"] == "already_shown"
    browser.boot()
    assert browser.claim(campaign, display=display)["refused"] == "already_shown"
    stranger = Browser(client)
    stranger.boot()
    assert stranger.claim(campaign, display=display)["refused"] == "already_shown"
    assert len(displays(demo.storage)) == 1


def test_a_display_that_was_read_is_not_granted_again(browser: Browser, demo: Demo) -> None:
    campaign = demo.campaign(frequency="multiple")
    browser.boot()
    display = made_id()
    told = browser.claim(campaign, display=display)
    browser.post("events", events=[{"impression": told["impression"], "event": "dismissed", "id": made_id()}])
    assert browser.claim(campaign, display=display)["refused"] == "finished"
