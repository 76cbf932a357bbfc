"""What happens by the clock: labels, hourly counts, retention. Each slot of a job is done once, whoever runs it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from core.campaigns.switching import KEEP_DELETED, end_finished, tidy
from core.jobs.count_days import count_days
from core.jobs.housekeeping import (
    KEEP_VISITORS,
    delete_displays_of_deleted_campaigns,
    delete_forgotten_visitors,
    delete_old_conversations,
    delete_old_decisions,
    delete_old_page_events,
    delete_old_page_views,
    sweep,
)
from core.jobs.roll_up import roll_up
from core.plugin_faults import forget_old
from core.settings import Settings
from core.storage import Storage
from core.storage.failures import AWAY, in_words
from core.storage.fields import to_ms
from core.webhooks import KEEP_DELETED as KEEP_DELETED_WEBHOOKS
from core.webhooks import purge_webhooks
from core.webhooks.log import delete_old_events

log = logging.getLogger("smart_trigger.jobs")

ABANDONED: Final = timedelta(minutes=10)
"""A run that has not finished for so long has died with its process: its slot may be taken again."""

SETTLED: Final = timedelta(minutes=1)
"""After so long, what happened has been written, unless the database was away."""


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do once a slot; tried `every` so often, so that a machine asleep at the time catches up."""

    name: str
    every: timedelta
    slot: str
    """The slot that a moment is in, as strftime writes it."""
    work: Callable[[Storage, Settings, datetime], object]


def _label(storage: Storage, settings: Settings, now: datetime) -> None:
    """Campaigns whose end is past are shown as ended; visitors stopped meeting them at the end itself."""
    end_finished(storage, now)


def _count(storage: Storage, settings: Settings, now: datetime) -> None:
    """Count the hours and days that have ended; a moment later, so that what is being written is there."""
    roll_up(storage, now - SETTLED)
    count_days(storage, now - SETTLED)


def _retain(storage: Storage, settings: Settings, now: datetime) -> None:
    """Delete what the settings say is old, campaigns that were deleted long ago, and visitors who stayed away."""
    delete_old_page_views(storage, now - timedelta(days=settings.retain_page_views_days))
    delete_old_page_events(storage, now - timedelta(days=settings.retain_page_views_days))
    delete_old_decisions(storage, now - timedelta(days=settings.retain_page_views_days))
    forget_old(storage, now - timedelta(days=settings.retain_page_views_days))
    delete_old_conversations(storage, now - timedelta(days=settings.retain_conversations_days))
    delete_displays_of_deleted_campaigns(storage, now - KEEP_DELETED)
    tidy(storage, now)
    delete_forgotten_visitors(storage, now - KEEP_VISITORS)
    delete_old_events(storage, now - timedelta(days=settings.retain_webhook_log_days))
    purge_webhooks(storage, now - KEEP_DELETED_WEBHOOKS)


def _sweep(storage: Storage, settings: Settings, now: datetime) -> None:
    """Delete what has expired."""
    sweep(storage, now)


JOBS: Final = (
    Job("labels", timedelta(minutes=1), "%Y-%m-%dT%H:%M", _label),
    Job("roll_up", timedelta(minutes=5), "%Y-%m-%dT%H", _count),
    Job("retention", timedelta(hours=1), "%Y-%m-%d", _retain),
    Job("sweep", timedelta(hours=1), "%Y-%m-%dT%H", _sweep),
)


def run(storage: Storage, settings: Settings, job: Job, now: datetime) -> bool:
    """Do a job for the slot that `now` is in, unless it is done or being done; returns whether it was done here."""
    slot = now.astimezone(UTC).strftime(job.slot)
    with storage.connection():
        with storage.transaction():
            abandoned = to_ms(now - ABANDONED)
            if not storage.execute(_TAKE, (job.name, slot, to_ms(now), abandoned)):
                return False
        job.work(storage, settings, now)
        with storage.transaction():
            storage.execute(_FINISH, (to_ms(now), job.name, slot))
    return True


class Jobs:
    """Runs all jobs in the background, one at a time, from `start` to `stop`."""

    def __init__(
        self, storage: Storage, settings: Settings, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._storage: Final = storage
        self._settings: Final = settings
        self._clock: Final = clock
        self._scheduler: Final = BackgroundScheduler(
            executors={"default": ThreadPoolExecutor(1)},
            job_defaults={"coalesce": True, "max_instances": 1},
            timezone=UTC,
        )

    def start(self) -> None:
        """Do at once what is due, and go on by the clock."""
        for job in JOBS:
            self._scheduler.add_job(
                self._run,
                "interval",
                (job,),
                id=job.name,
                seconds=int(job.every.total_seconds()),
                next_run_time=datetime.now(UTC),
                misfire_grace_time=int(job.every.total_seconds()),
            )
        self._scheduler.start()

    def stop(self) -> None:
        """End; a job that runs is waited for."""
        self._scheduler.shutdown(wait=True)

    def _run(self, job: Job) -> None:
        try:
            run(self._storage, self._settings, job, self._clock())
        except AWAY as error:
            log.error("the job %s failed and will be tried again: %s", job.name, in_words(error))
        except Exception:
            log.exception("the job %s failed and will be tried again", job.name)


_TAKE = """
INSERT INTO job_run (job, slot, started_at) VALUES (%s, %s, %s)
ON CONFLICT (job, slot) DO UPDATE SET started_at = excluded.started_at
WHERE job_run.finished_at IS NULL AND job_run.started_at < %s
RETURNING slot
"""
_FINISH = "UPDATE job_run SET finished_at = %s WHERE job = %s AND slot = %s"
