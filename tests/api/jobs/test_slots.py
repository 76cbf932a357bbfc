"""What happens by the clock happens once a slot, whoever runs it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from peewee import OperationalError

from core import jobs
from core.jobs import ABANDONED, JOBS, Job, Jobs, run
from core.settings import Settings
from core.storage import Storage
from core.storage.models import (
    JobRun,
)
from core.web.parts import Parts
from tests.api.conftest import Demo
from tests.api.jobs.conftest import NOON


@pytest.fixture
def counting() -> Any:
    """A job of one slot an hour that counts how often it ran."""
    ran = []
    return ran, Job("counting", timedelta(minutes=1), "%Y-%m-%dT%H", lambda *_: ran.append(1))


def test_a_slot_is_done_once_and_the_next_one_again(storage: Storage, settings: Settings, counting: Any) -> None:
    ran, job = counting
    assert [run(storage, settings, job, NOON + timedelta(minutes=each)) for each in (0, 1, 59, 60)] == [
        True, False, False, True,
    ]  # fmt: skip
    assert len(ran) == 2


def test_a_slot_is_done_once_by_many_at_the_same_time(storage: Storage, settings: Settings, counting: Any) -> None:
    ran, job = counting
    together = threading.Barrier(6)

    def attempt(_: Any) -> Any:
        together.wait()
        return run(storage, settings, job, NOON)

    with ThreadPoolExecutor(6) as pool:
        done = list(pool.map(attempt, range(6)))
    assert (done.count(True), len(ran)) == (1, 1)


def test_a_run_that_died_is_taken_up_again_but_not_at_once(storage: Storage, settings: Settings) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("no power")

    broken = Job("counting", timedelta(minutes=1), "%Y-%m-%d", fail)
    with pytest.raises(RuntimeError):
        run(storage, settings, broken, NOON)
    mended = Job("counting", timedelta(minutes=1), "%Y-%m-%d", lambda *_: None)
    assert run(storage, settings, mended, NOON + ABANDONED) is False
    assert run(storage, settings, mended, NOON + ABANDONED + timedelta(seconds=1)) is True
    assert run(storage, settings, mended, NOON + 3 * ABANDONED) is False


def test_the_scheduler_does_every_job_when_it_starts(
    storage: Storage, settings: Settings, demo: Demo, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    finished = threading.Semaphore(0)

    def observed(*given: Any) -> Any:
        done = run(*given)
        finished.release()
        return done

    monkeypatch.setattr(jobs, "run", observed)
    running = Jobs(storage, settings)
    running.start()
    try:
        assert all(finished.acquire(timeout=20) for _ in JOBS)
    finally:
        running.stop()
    with storage.connection():
        assert {row.job for row in JobRun.select().where(JobRun.finished_at.is_null(False))} == {
            each.name for each in JOBS
        }


def test_a_job_that_fails_is_logged_and_ends_nothing(
    storage: Storage, settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise RuntimeError("no power")

    _all_fail(storage, settings, monkeypatch, fail)
    assert "the job labels failed" in caplog.text


def test_that_the_disk_is_full_is_told_in_a_line(
    storage: Storage, settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        try:
            raise OperationalError("database or disk is full")
        finally:
            raise OperationalError("cannot rollback - no transaction is active")

    _all_fail(storage, settings, monkeypatch, fail)
    assert "the job labels failed and will be tried again: database or disk is full" in caplog.text
    assert "Traceback" not in caplog.text


def _all_fail(storage: Storage, settings: Settings, monkeypatch: pytest.MonkeyPatch, fail: Callable[[], None]) -> None:
    """Let every job run once and fail so."""
    failed = threading.Semaphore(0)

    def failing(*_: Any) -> None:
        failed.release()
        fail()

    monkeypatch.setattr(jobs, "run", failing)
    running = Jobs(storage, settings)
    running.start()
    try:
        assert all(failed.acquire(timeout=20) for _ in JOBS)
    finally:
        running.stop()
