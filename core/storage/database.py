"""Opens the databases, gives units of work their connection and writes their transactions."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from peewee import Database
from playhouse.migrations import Runner
from playhouse.pool import PooledPostgresqlDatabase, PooledSqliteDatabase

from core.errors import Conflict, SmartTriggerError
from core.happenings import Happening
from core.settings import Settings
from core.storage import models
from core.storage.happenings import Happenings

MIGRATIONS = Path(__file__).parent / "migrations"
SQLITE_PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL: a claim that was answered survives a power cut
    "foreign_keys": 1,
    "busy_timeout": 5000,
    "cache_size": -16000,
}
MAX_CONNECTIONS = 32
WAIT_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Migrations:
    """How far a database has been migrated."""

    pending: tuple[str, ...]
    unknown: tuple[str, ...]
    """Applied by a release that had more of them than this one."""
    is_empty: bool
    """Nobody has ever migrated it."""

    def refuse_newer(self) -> None:
        """Raise Conflict where a newer release has been at work."""
        if self.unknown:
            raise Conflict(
                "database_newer",
                f"A newer release has changed the database ({', '.join(self.unknown)}). "
                "Install that release, or put back what you backed up before it.",
            )


@dataclass(frozen=True)
class Storage:
    """The main database and the log of page views; with PostgreSQL both are one."""

    main: Database
    log: Database
    is_sqlite: bool
    happenings: Happenings = field(default_factory=Happenings, compare=False)

    @classmethod
    def open(cls, settings: Settings) -> Storage:
        """Connect pools to where the settings say; makes the data folder (0700) and points the models there."""
        if settings.database_url:
            main = log = PooledPostgresqlDatabase(
                settings.database_url,
                prefer_psycopg3=True,
                max_connections=MAX_CONNECTIONS,
                timeout=WAIT_SECONDS,
                autoconnect=False,
            )
        else:
            make_private_folder(settings.data_dir)
            main = _sqlite(cls.main_file(settings))
            log = _sqlite(settings.data_dir / "log.db")
        models.main_proxy.initialize(main)
        models.log_proxy.initialize(log)
        return cls(main, log, not settings.database_url)

    @staticmethod
    def main_file(settings: Settings) -> Path:
        """Where the main database lies in the embedded default."""
        return settings.data_dir / "smart-trigger.db"

    def migrate(self) -> list[str]:
        """Apply the migrations that are missing; returns their names. Raises Conflict after a newer release."""
        with self._migrating(), self.reading_log():
            self._migrations().refuse_newer()
            return [name for runner in self._runners() for name in runner.up()]

    def pending_migrations(self) -> list[str]:
        """Names of migrations that have not been applied."""
        with self.connection(), self.reading_log():
            return list(self._migrations().pending)

    def migrations(self) -> Migrations:
        """How far it has been migrated, once nobody migrates it."""
        with self._migrating(), self.reading_log():
            return self._migrations()

    def _migrations(self) -> Migrations:
        found = [each for runner in self._runners() for each in runner.status()]
        return Migrations(
            pending=tuple(each.name for each in found if each.applied is None),
            unknown=tuple(each.name for each in found if each.path is None),
            is_empty=all(each.applied is None for each in found),
        )

    def _runners(self) -> list[Runner]:
        """What migrates each database."""
        return [
            Runner(database, str(MIGRATIONS / folder), table_name=f"migration_{folder}")
            for database, folder in ((self.main, "main"), (self.log, "log"))
        ]

    @contextmanager
    def _migrating(self) -> Iterator[None]:
        """A unit of work in which nobody else migrates: who comes second waits, and finds nothing left to do.

        With PostgreSQL it is a transaction: all is applied or nothing, and a pool before it can't lose the lock.
        """
        if self.is_sqlite:
            # Held before connecting: a new file turns to WAL with its first connection, and waits for nobody then.
            files = Path(self.main.database), Path(self.log.database)
            with _locked(files[0].parent):
                for each in files:
                    _make_file(each)
                with self.connection():
                    yield
            return
        with self.connection(), self.main.atomic():
            self.hold("migrations")
            yield

    @contextmanager
    def connection(self) -> Iterator[None]:
        """One unit of work's connection to the main database; nests."""
        if not self.main.is_closed():
            yield
            return
        with self.main.connection_context():
            yield

    @contextmanager
    def reading_log(self) -> Iterator[None]:
        """One unit of work's connection to the log database; nests."""
        if not self.log.is_closed():
            yield
            return
        with self.log.connection_context():
            yield

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """A write transaction on the main database, committed on leaving; takes SQLite's write lock at once.

        A deferred one fails with "database is locked" when it turns from reading to writing, whatever the timeout.
        """
        told = self.happenings.until_committed(outermost=not self.main.in_transaction())
        with told, self.connection(), self.main.atomic(*(("IMMEDIATE",) if self.is_sqlite else ())):
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """A unit of work whose reads of the main database all see one moment."""
        with self.connection(), self.main.atomic():
            if not self.is_sqlite:
                self.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield

    def execute(self, text: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Run prepared text with `%s` places on the main database; returns the rows, if it has any."""
        cursor = self.main.execute_sql(text.replace("%s", "?") if self.is_sqlite else text, values)
        return cursor.fetchall() if cursor.description else []

    def hold(self, name: str) -> None:
        """Let nobody else hold this name until the transaction ends; call it before any row is held.

        With SQLite, transactions come one after another as it is.
        """
        if not self.is_sqlite:
            self.execute("SELECT pg_advisory_xact_lock(%s)", (_number(name),))

    def touch(self, *topics: str) -> None:
        """Tell every process that something changed: call it last in the transaction that changes it (core.live)."""
        for topic in sorted(topics):
            self.execute(
                "INSERT INTO pulse (topic, version) VALUES (%s, 1) "
                "ON CONFLICT (topic) DO UPDATE SET version = pulse.version + 1",
                (topic,),
            )

    def tell(self, happening: Happening) -> None:
        """Tell plugins, once the transaction that this happens in is committed (core.announcing)."""
        self.happenings.note(happening)

    def close(self) -> None:
        """Close every idle connection of the pools."""
        for database in {id(each): each for each in (self.main, self.log)}.values():
            database.close_all()  # type: ignore[attr-defined]  # the pools have it


def make_private_folder(folder: Path) -> None:
    """Make a folder that only its owner can enter, and keep files made from now on private too."""
    os.umask(0o077)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SmartTriggerError(
            "data_dir", f"The data folder {folder} can't be made: {error.strerror}. Choose another."
        ) from error


def leave_to_owner(path: Path) -> None:
    """Give what root has made in a folder to whom that belongs, where that can be: their servers have to read it.

    Not what a link there leads to, which whoever the folder belongs to could have put in its place.
    """
    if os.geteuid() == 0:
        owner = path.parent.stat()
        with suppress(OSError):
            os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)


def _make_file(path: Path) -> None:
    """Make a database's file, empty as it is at first; SQLite gives what it puts beside it to the same owner."""
    if not path.exists():
        path.touch(mode=0o600)
        leave_to_owner(path)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold a folder itself: a file in it could belong to root, who typed a command, and keep the servers out."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _number(name: str) -> int:
    """Under which PostgreSQL holds a name."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)


def _sqlite(path: Path) -> Database:
    pool: Database = PooledSqliteDatabase(
        str(path),
        pragmas=SQLITE_PRAGMAS,
        max_connections=MAX_CONNECTIONS,
        timeout=WAIT_SECONDS,
        autoconnect=False,
        check_same_thread=False,  # a pooled connection serves one thread after another, never two at once
    )
    pool.register_function(_lower, "LOWER", 1, deterministic=True)  # type: ignore[attr-defined]  # SQLite has it
    return pool


def _lower(text: object) -> object:
    """LOWER as PostgreSQL has it: SQLite's own knows the letters of English only."""
    return text.lower() if isinstance(text, str) else text
