"""Business hours of a site decide at boot, and anew at the claim."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from core.opening_hours import Holiday, Hours
from core.sites import edit_site, site
from tests.api.conftest import Browser, Clock, Demo, condition

WORKDAYS = Hours(((("09:00", "17:00"),),) * 5 + ((), ()), (Holiday("2026-12-25", "Christmas", yearly=True),))


def offered(told: dict[str, Any]) -> list[int]:
    return [each["campaign"] for each in told["residuals"]]


def set_hours(demo: Demo, hours: Hours | None) -> None:
    before = site(demo.storage, demo.site.id).settings
    edit_site(demo.storage, demo.site.id, replace(before, time_zone="Europe/Berlin", hours=hours))
    demo.refresh()


@pytest.fixture
def hours(demo: Demo, clock: Clock) -> tuple[int, int]:
    """One campaign for business hours and one for the rest of the time; it is Friday, 16:55 in Berlin."""
    clock.now = datetime(2026, 11, 27, 15, 55, tzinfo=UTC)
    set_hours(demo, WORKDAYS)
    return demo.campaign(condition("business_hours", "is", True)), demo.campaign(
        condition("business_hours", "is", False)
    )


def test_it_is_open_or_closed(browser: Browser, demo: Demo, clock: Clock, hours: tuple[int, int]) -> None:
    here, away = hours
    assert offered(browser.boot()) == [here]
    clock.pass_(minutes=5)
    assert offered(browser.boot()) == [away]
    assert "message" in browser.claim(away)


def test_what_was_open_at_boot_is_asked_again_at_the_claim(
    browser: Browser, demo: Demo, clock: Clock, hours: tuple[int, int]
) -> None:
    here, _away = hours
    assert offered(browser.boot()) == [here]
    clock.pass_(minutes=6)
    assert browser.claim(here)["refused"] == "no_longer_matches"


def test_a_change_of_the_hours_bites_at_the_next_claim(browser: Browser, demo: Demo, hours: tuple[int, int]) -> None:
    here, away = hours
    assert offered(browser.boot()) == [here]
    set_hours(demo, replace(WORKDAYS, holidays=(Holiday("2026-11-27", "Moving"),)))
    assert browser.claim(here)["refused"] == "no_longer_matches"
    assert offered(browser.boot()) == [away]


def test_without_hours_nobody_is_here_or_away(browser: Browser, demo: Demo, hours: tuple[int, int]) -> None:
    set_hours(demo, None)
    assert offered(browser.boot()) == []


def test_hours_are_kept_as_they_are(demo: Demo) -> None:
    set_hours(demo, WORKDAYS)
    assert site(demo.storage, demo.site.id).settings.hours == WORKDAYS
    set_hours(demo, None)
    assert site(demo.storage, demo.site.id).settings.hours is None
