"""Days that two processes count at once are counted as by the newer of them."""

from __future__ import annotations

import secrets
from datetime import timedelta
from importlib import import_module

import pytest

from core.jobs.count_days import count_days
from core.performance.ranges import preset
from core.performance.report import Scope, report
from core.storage import Storage
from tests.api.at_once import interrupted
from tests.api.conftest import Browser, Clock, Demo


def test_a_count_that_began_before_another_and_ends_after_it_changes_nothing(
    demo: Demo, browser: Browser, clock: Clock, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.now = clock.now.replace(hour=10)
    campaign = demo.campaign()
    browser.boot()
    impression = browser.claim(campaign)["impression"]
    count_days(storage, clock.pass_(days=1))
    older = clock.pass_(minutes=5)

    def count_newer() -> None:
        clock.pass_(minutes=5)
        told = {"impression": impression, "event": "shown", "id": secrets.token_urlsafe(16)}
        browser.post("events", events=[told])
        count_days(storage, clock.pass_(minutes=5))

    other = interrupted(monkeypatch, import_module("core.jobs.count_days"), "today", count_newer)
    count_days(storage, older)
    other.join()
    figures = report(storage, Scope(None, campaign), preset("7d", clock().date()), clock()).figures
    assert {each.metric: each.count for each in figures}["shown"] == 1


def test_a_count_by_a_clock_that_was_far_ahead_is_not_the_last(
    demo: Demo, browser: Browser, clock: Clock, storage: Storage
) -> None:
    clock.now = clock.now.replace(hour=10)
    campaign = demo.campaign()
    count_days(storage, clock() + timedelta(days=400))
    count_days(storage, clock.pass_(minutes=5))
    browser.boot()
    browser.claim(campaign)
    figures = report(storage, Scope(None, campaign), preset("today", clock().date()), clock()).figures
    assert {each.metric: each.count for each in figures}["eligible"] == 1
