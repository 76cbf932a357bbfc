"""An installation that is there already, for commands that work on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from cli.lock import running_port
from core.errors import Conflict, NotFound
from core.settings import Settings
from core.storage import Storage


@contextmanager
def opened(settings: Settings) -> Iterator[Storage]:
    """Its storage, up to date; waits for whoever migrates it. Raises NotFound where there is none yet, Conflict where
    migrations are missing, or a newer release has been.
    """
    if not settings.database_url and not Storage.main_file(settings).is_file():
        raise _nothing_there(settings)
    storage = Storage.open(settings)
    try:
        found = storage.migrations()
        if found.is_empty:
            raise _nothing_there(settings)
        found.refuse_newer()
        if found.pending:
            raise Conflict(
                "migrations_pending",
                f"The database lacks {len(found.pending)} migration(s): {', '.join(found.pending)}. "
                "Run `smart-trigger migrate` first.",
            )
        yield storage
    finally:
        storage.close()


def _nothing_there(settings: Settings) -> NotFound:
    if running_port(settings.data_dir):
        return NotFound("starting", "Smart Trigger is just starting here for the first time. Try again in a moment.")
    place, advice = str(settings.data_dir), "Name its folder with --data"
    if settings.database_url:
        place, advice = "the database", "Name another in SMART_TRIGGER_DATABASE_URL"
    return NotFound(
        "no_installation",
        f"There is no Smart Trigger in {place}. {advice}, or start one there with `smart-trigger serve`.",
    )


def check(settings: Settings) -> None:
    """Raise what `opened` raises where it can't be served."""
    with opened(settings):
        pass
