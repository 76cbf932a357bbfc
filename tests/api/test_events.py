"""What became of a shown message is counted exactly: each thing once, however often it is told."""

from __future__ import annotations

import secrets
from typing import Any

import pytest
from flask.testing import FlaskClient

from core.performance import Counts, counts
from core.storage.models import Campaign, Display
from tests.api.conftest import Browser, Clock, Demo


def made_id() -> Any:
    return secrets.token_urlsafe(16)


@pytest.fixture
def campaign(demo: Demo) -> Any:
    return demo.campaign(frequency="multiple")


@pytest.fixture
def impression(browser: Browser, campaign: int) -> Any:
    """The token of a message that was just claimed."""
    browser.boot()
    return browser.claim(campaign)["impression"]


def tell(browser: Browser, *events: Any) -> Any:
    return browser.post("events", events=[{"impression": i, "event": e, "id": made_id()} for i, e in events])


TOLD = [
    ([], Counts(claimed=1)),
    (["shown"], Counts(claimed=1, shown=1)),
    (["shown", "shown"], Counts(claimed=1, shown=1)),
    (["opened"], Counts(claimed=1, shown=1, opened=1)),
    (["clicked"], Counts(claimed=1, shown=1, clicked=1)),
    (["dismissed"], Counts(claimed=1, shown=1, dismissed=1, read=1)),
    (["dismissed", "shown", "opened"], Counts(claimed=1, shown=1, opened=1, dismissed=1, read=1)),
    (["shown", "opened", "clicked", "clicked"], Counts(claimed=1, shown=1, opened=1, clicked=1)),
]


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize(("events", "expected"), TOLD, ids=["+".join(each[0]) or "nothing" for each in TOLD])
def test_events_are_counted_once_and_later_ones_imply_shown(
    browser: Browser, demo: Demo, campaign: int, impression: Any, events: Any, expected: Any, at_once: Any
) -> None:
    told = [(impression, event) for event in events]
    for batch in [told] if at_once else [[each] for each in told]:
        if batch:
            tell(browser, *batch)
            assert browser.status == 200
    assert counts(demo.storage, [campaign]) == {campaign: expected}


def test_every_event_is_acknowledged_by_its_id_also_when_it_is_repeated(browser: Browser, impression: Any) -> None:
    events = [{"impression": impression, "event": event, "id": made_id()} for event in ("shown", "opened", "shown")]
    for _ in range(2):
        assert browser.post("events", events=events)["acknowledged"] == [each["id"] for each in events]


def test_the_first_time_counts(browser: Browser, demo: Demo, impression: Any, clock: Clock) -> None:
    first = clock()
    tell(browser, (impression, "shown"))
    clock.pass_(minutes=5)
    tell(browser, (impression, "opened"), (impression, "shown"))
    with demo.storage.connection():
        display = Display.get()
    assert abs((display.shown_at - first).total_seconds()) < 0.001
    assert display.opened_at > display.shown_at
    assert display.read_at is None


def test_dismissing_finishes_a_campaign_and_opening_or_clicking_does_not(
    browser: Browser, demo: Demo, campaign: int, impression: Any
) -> None:
    tell(browser, (impression, "opened"), (impression, "clicked"))
    assert browser.boot()["residuals"]
    tell(browser, (impression, "dismissed"))
    assert browser.boot()["residuals"] == []


def test_events_of_several_displays_come_in_one_call(
    browser: Browser, demo: Demo, campaign: int, impression: Any
) -> None:
    browser.boot()
    second = browser.claim(campaign)["impression"]
    tell(browser, (impression, "shown"), (second, "shown"), (second, "opened"))
    assert counts(demo.storage, [campaign])[campaign] == Counts(claimed=2, shown=2, opened=1)


def test_events_of_a_removed_campaign_are_acknowledged_and_forgotten(
    browser: Browser, demo: Demo, campaign: int, impression: Any
) -> None:
    with demo.storage.transaction():
        Campaign.delete().execute()
    assert len(tell(browser, (impression, "shown"))["acknowledged"]) == 1


def test_counts_are_asked_for_many_campaigns_at_once_and_are_zero_where_nothing_was_claimed(
    demo: Demo, browser: Browser, campaign: int, impression: Any
) -> None:
    quiet = demo.campaign()
    assert counts(demo.storage, [quiet, campaign]) == {quiet: Counts(), campaign: Counts(claimed=1)}
    assert counts(demo.storage, []) == {}


def test_rates_are_of_what_was_shown() -> None:
    assert (Counts(claimed=5).read_rate, Counts(claimed=5).replied_rate) == (None, None)
    assert (Counts(shown=4, read=2, replied=1).read_rate, Counts(shown=4, read=2, replied=1).replied_rate) == (
        0.5,
        0.25,
    )


BAD = [
    ("no events", [], 422, "body_invalid"),
    ("too many", [{"event": "shown"}] * 51, 422, "body_invalid"),
    ("an unknown event", [{"event": "replied"}], 422, "body_invalid"),
    ("a short id", [{"event": "shown", "id": "x"}], 422, "body_invalid"),
    ("a press of nothing", [{"event": "pressed"}], 422, "body_invalid"),
    ("a press of a button without an id", [{"event": "pressed", "button": ""}], 422, "body_invalid"),
    ("a press with words", [{"event": "pressed", "button": "a", "label": "Yes"}], 422, "body_invalid"),
    ("a button of another event", [{"event": "shown", "button": "a"}], 422, "body_invalid"),
    ("a forged impression", [{"event": "shown", "impression": "1.a.b"}], 401, "impression_invalid"),
    (
        "one good, one forged",
        [{"event": "shown"}, {"event": "shown", "impression": "1.a.b"}],
        401,
        "impression_invalid",
    ),
]


@pytest.mark.parametrize(("events", "status", "code"), [each[1:] for each in BAD], ids=[each[0] for each in BAD])
def test_bad_events_are_a_problem_and_nothing_is_stored(
    browser: Browser, demo: Demo, campaign: int, impression: Any, events: Any, status: int, code: str
) -> None:
    told = browser.post("events", events=[{"impression": impression, "id": made_id(), **each} for each in events])
    assert (browser.status, told["code"]) == (status, code)
    assert counts(demo.storage, [campaign])[campaign] == Counts(claimed=1)


def test_the_impression_of_somebody_else_is_foreign(
    browser: Browser, demo: Demo, client: FlaskClient, campaign: int, impression: Any
) -> None:
    stranger = Browser(client)
    stranger.boot()
    assert tell(stranger, (impression, "shown"))["code"] == "impression_foreign"


def test_a_passport_is_no_impression(browser: Browser, impression: Any) -> None:
    assert tell(browser, (browser.passport, "shown"))["code"] == "impression_invalid"
