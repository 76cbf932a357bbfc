"""Migrations: applied once, whoever runs them."""

from __future__ import annotations

import fcntl
import os
import secrets
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing
from pathlib import Path
from threading import Barrier, Event
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from playhouse.migrations import Runner

from cli.installation import check
from cli.lock import only_one
from core.errors import Conflict, NotFound
from core.settings import Settings
from core.storage import Storage
from tests.api.conftest import POSTGRESQL


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Settings of an installation that has no tables yet."""
    if request.param == "sqlite":
        yield Settings(data_dir=tmp_path / "data")
        return
    name = f"smart_trigger_test_{secrets.token_hex(6)}"
    with psycopg.connect(POSTGRESQL, autocommit=True, connect_timeout=5) as server:
        server.execute(f"CREATE DATABASE {name}")
        address = urlunsplit(urlsplit(POSTGRESQL)._replace(path=f"/{name}"))
        yield Settings(data_dir=tmp_path / "data", database_url=address)
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_processes_that_start_at_once_migrate_once(empty: Settings) -> None:
    opened = [Storage.open(empty) for _ in range(3)]
    together = Barrier(3)

    def migrate(storage: Storage) -> list[str]:
        together.wait()
        return storage.migrate()

    with ThreadPoolExecutor(3) as pool:
        applied = list(pool.map(migrate, opened))
    assert opened[0].pending_migrations() == []
    assert [each for each in applied if each] == [max(applied, key=len)]
    for each in opened:
        each.close()


def test_who_comes_while_a_new_file_is_turned_to_wal_waits(tmp_path: Path) -> None:
    opened = Storage.open(Settings(data_dir=tmp_path))
    folder = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    with (
        closing(sqlite3.connect(Storage.main_file(Settings(data_dir=tmp_path)))) as first,
        ThreadPoolExecutor() as pool,
    ):
        first.executescript("BEGIN IMMEDIATE; CREATE TABLE begun (id INTEGER);")
        second = pool.submit(opened.migrate)
        third = pool.submit(opened.migrations)
        assert not wait([second], timeout=0.3).done
        assert not third.done()
        first.rollback()
        os.close(folder)
        assert second.result()
        assert not third.result().unknown
    opened.close()


def test_a_command_waits_for_who_migrates_and_then_works(empty: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    halfway, go_on = Event(), Event()

    class Halting(Runner):  # type: ignore[misc]  # it has no types
        def up(self) -> list[str]:
            begun = super().up("0001_initial")
            halfway.set()
            go_on.wait(10)
            return [*begun, *super().up()]

    monkeypatch.setattr("core.storage.database.Runner", Halting)
    storage = Storage.open(empty)
    with ThreadPoolExecutor() as pool:
        migrated = pool.submit(storage.migrate)
        halfway.wait(10)
        command = pool.submit(check, empty)
        assert not wait([command], timeout=0.3).done
        go_on.set()
        assert migrated.result()
        assert command.exception() is None
    storage.close()


def test_an_upgrade_that_fails_is_done_by_the_next(empty: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing(Runner):  # type: ignore[misc]  # it has no types
        def up(self) -> list[str]:
            super().up("0004_returning_visitors")
            raise RuntimeError

    storage = Storage.open(empty)
    with monkeypatch.context() as broken:
        broken.setattr("core.storage.database.Runner", Failing)
        with pytest.raises(RuntimeError):
            storage.migrate()
    assert storage.migrations().is_empty is not storage.is_sqlite, "PostgreSQL takes all of it back"
    storage.migrate()
    assert storage.pending_migrations() == []
    storage.close()


def test_a_database_without_tables_is_no_installation(empty: Settings) -> None:
    empty.data_dir.mkdir()
    storage = Storage.open(empty)
    assert storage.migrations().is_empty
    storage.close()
    with pytest.raises(NotFound, match=r"There is no Smart Trigger in .* or start one there"):
        check(empty)
    with only_one(empty.data_dir, empty.port), pytest.raises(NotFound, match="just starting here"):
        check(empty)


def test_a_database_of_a_newer_release_is_refused(empty: Settings) -> None:
    storage = Storage.open(empty)
    storage.migrate()
    with storage.connection():
        storage.execute("INSERT INTO migration_main (name, applied) VALUES ('0999_newer', '2026-11-28')")
    with pytest.raises(Conflict, match=r"A newer release .*0999_newer.* Install that"):
        storage.migrate()
    with pytest.raises(Conflict, match=r"A newer release .*0999_newer.* Install that"):
        check(empty)
    storage.close()
