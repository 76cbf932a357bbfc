"""An installation that is there already, for commands that work on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from core.errors import Conflict, NotFound
from core.settings import Settings
from core.storage import Storage


@contextmanager
def opened(settings: Settings) -> Iterator[Storage]:
    """Its storage, up to date. Raises NotFound where there is none yet, Conflict where migrations are missing."""
    if not settings.database_url and not Storage.main_file(settings).is_file():
        raise NotFound(
            "no_installation",
            f"There is no Smart Trigger in {settings.data_dir}. Name its folder with --data, or start one there with "
            "`smart-trigger serve`.",
        )
    storage = Storage.open(settings)
    try:
        if pending := storage.pending_migrations():
            raise Conflict(
                "migrations_pending",
                f"The database lacks {len(pending)} migration(s): {', '.join(pending)}. "
                "Run `smart-trigger migrate` first.",
            )
        yield storage
    finally:
        storage.close()


def check(settings: Settings) -> None:
    """Raise what `opened` raises where it can't be served."""
    with opened(settings):
        pass
