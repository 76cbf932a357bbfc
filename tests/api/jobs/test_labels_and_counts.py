"""Campaigns are labelled when they have ended, and hours are counted when they have."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from core.jobs import JOBS, run
from core.jobs.roll_up import hour_of, roll_up
from core.settings import Settings
from core.storage import Storage
from core.storage.models import (
    Campaign,
    DroppedViews,
    HourlyCount,
)
from tests.api.conftest import Clock, Demo
from tests.api.jobs.conftest import NOON


def hourly(storage: Storage) -> Any:
    with storage.connection():
        return {
            (row.campaign_id, row.metric, row.hour_at.hour): row.count
            for row in HourlyCount.select().order_by(HourlyCount.hour_at)
        }


def test_a_campaign_whose_end_is_past_is_labelled_ended(demo: Demo, settings: Settings, clock: Clock) -> None:
    past = demo.campaign(ends=(clock() - timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M"))
    future = demo.campaign(ends=(clock() + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M"))
    paused = demo.campaign(ends="2020-01-01T00:00", status="paused")
    labels = next(job for job in JOBS if job.name == "labels")
    run(demo.storage, settings, labels, clock())
    with demo.storage.connection():
        status = {row.id: row.status for row in Campaign.select()}
    assert status == {past: "ended", future: "active", paused: "paused"}


def test_hours_that_have_ended_are_counted(demo: Demo, record: Any) -> None:
    record(*(NOON + timedelta(minutes=10 + each) for each in (0, 5, 60)))
    assert roll_up(demo.storage, NOON + timedelta(hours=1, minutes=30)) == 1
    assert hourly(demo.storage) == {(0, "views", 12): 2}
    roll_up(demo.storage, NOON + timedelta(hours=2))
    assert hourly(demo.storage) == {(0, "views", 12): 2, (0, "views", 13): 1}


def test_counting_again_changes_nothing(demo: Demo, record: Any) -> None:
    record(NOON, NOON + timedelta(minutes=59), NOON + timedelta(hours=1))
    roll_up(demo.storage, NOON + timedelta(hours=2))
    before = hourly(demo.storage)
    roll_up(demo.storage, NOON + timedelta(hours=2))
    assert hourly(demo.storage) == before == {(0, "views", 12): 2, (0, "views", 13): 1}


def test_page_views_that_are_written_late_are_still_counted(demo: Demo, record: Any) -> None:
    record(NOON)
    roll_up(demo.storage, NOON + timedelta(hours=1))
    record(NOON + timedelta(minutes=1))
    roll_up(demo.storage, NOON + timedelta(hours=2))
    assert hourly(demo.storage) == {(0, "views", 12): 2}


def test_hours_missed_while_the_server_was_off_are_made_up(demo: Demo, record: Any) -> None:
    record(*(NOON + timedelta(hours=each) for each in range(30)))
    assert roll_up(demo.storage, NOON + timedelta(hours=30)) == 30
    with demo.storage.connection():
        assert HourlyCount.select().count() == 30


def test_page_views_that_were_dropped_are_counted_beside_the_others(demo: Demo, record: Any) -> None:
    record(NOON)
    with demo.storage.reading_log():
        DroppedViews.create(site_id=demo.site.id, hour_at=hour_of(NOON), count=7)
    roll_up(demo.storage, NOON + timedelta(hours=1))
    assert hourly(demo.storage) == {(0, "views", 12): 1, (0, "views_dropped", 12): 7}


def test_page_views_of_a_removed_site_are_passed_over(demo: Demo, record: Any) -> None:
    record(NOON, site=999)
    record(NOON)
    roll_up(demo.storage, NOON + timedelta(hours=1))
    assert hourly(demo.storage) == {(0, "views", 12): 1}


def test_nothing_to_count_is_nothing(storage: Storage) -> None:
    assert roll_up(storage, NOON) == 0
