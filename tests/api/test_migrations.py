"""Migrations: applied once, whoever runs them."""

from __future__ import annotations

import fcntl
import secrets
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing
from pathlib import Path
from threading import Barrier
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

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
    with (
        (tmp_path / "migrate.lock").open("w") as lock,
        closing(sqlite3.connect(Storage.main_file(Settings(data_dir=tmp_path)))) as first,
        ThreadPoolExecutor() as pool,
    ):
        fcntl.flock(lock, fcntl.LOCK_EX)
        first.executescript("BEGIN IMMEDIATE; CREATE TABLE begun (id INTEGER);")
        second = pool.submit(opened.migrate)
        assert not wait([second], timeout=0.3).done
        first.rollback()
        fcntl.flock(lock, fcntl.LOCK_UN)
        assert second.result()
    opened.close()
