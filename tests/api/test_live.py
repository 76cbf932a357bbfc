"""Change notices: nobody misses a change, whoever made it and whatever happened to the database meanwhile."""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator

import pytest
from peewee import OperationalError

from core.live import Refresher, Watcher
from core.settings import Settings
from core.storage import Storage

SECONDS = 10


class Listener:
    """A subscriber that can be waited for."""

    def __init__(self) -> None:
        self.heard: queue.Queue[frozenset[str]] = queue.Queue()

    def __call__(self, topics: frozenset[str]) -> None:
        self.heard.put(topics)

    def wait_for(self, topic: str) -> None:
        while topic not in self.heard.get(timeout=SECONDS):
            pass


@pytest.fixture
def watcher(storage: Storage) -> Iterator[Watcher]:
    watcher = Watcher(storage)
    yield watcher
    watcher.stop()


def touch(storage: Storage, *topics: str) -> None:
    with storage.transaction():
        storage.touch(*topics)


def touch_in_vain(storage: Storage) -> None:
    with storage.transaction():
        storage.touch("plan")
        raise ZeroDivisionError


def test_a_change_is_told_with_its_topics(storage: Storage, watcher: Watcher) -> None:
    listener = Listener()
    watcher.subscribe(listener)
    watcher.start()
    touch(storage, "plan", "sites")
    assert listener.heard.get(timeout=SECONDS) == {"plan", "sites"}
    touch(storage, "inbox")
    assert listener.heard.get(timeout=SECONDS) == {"inbox"}


def test_a_change_made_before_the_first_look_is_told(storage: Storage, watcher: Watcher) -> None:
    listener = Listener()
    watcher.subscribe(listener)
    touch(storage, "plan")
    watcher.start()
    listener.wait_for("plan")


def test_a_change_that_was_rolled_back_is_not_told(storage: Storage, watcher: Watcher) -> None:
    listener = Listener()
    watcher.subscribe(listener)
    watcher.start()
    with pytest.raises(ZeroDivisionError):
        touch_in_vain(storage)
    touch(storage, "inbox")
    assert listener.heard.get(timeout=SECONDS) == {"inbox"}


def test_a_change_of_another_process_is_told(storage: Storage, settings: Settings, watcher: Watcher) -> None:
    listener = Listener()
    watcher.subscribe(listener)
    watcher.start()
    script = (
        "import sys; from pathlib import Path; from core.settings import Settings; from core.storage import Storage\n"
        "storage = Storage.open(Settings(data_dir=Path(sys.argv[1]), database_url=sys.argv[2]))\n"
        "with storage.transaction(): storage.touch('inbox')\n"
    )
    subprocess.run([sys.executable, "-c", script, str(settings.data_dir), settings.database_url], check=True)
    listener.wait_for("inbox")


def test_many_writers_at_once_are_all_told(storage: Storage, watcher: Watcher) -> None:
    listener = Listener()
    watcher.subscribe(listener)
    watcher.start()
    topics = [f"topic{number}" for number in range(20)]
    writers = [threading.Thread(target=touch, args=(storage, topic)) for topic in topics]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    missing = set(topics)
    while missing:
        missing -= listener.heard.get(timeout=SECONDS)


def test_who_has_unsubscribed_hears_nothing_and_a_failing_subscriber_disturbs_nobody(
    storage: Storage, watcher: Watcher, caplog: pytest.LogCaptureFixture
) -> None:
    gone, stays = Listener(), Listener()

    def fail(topics: frozenset[str]) -> None:
        raise RuntimeError("deaf")

    watcher.subscribe(gone)()
    watcher.subscribe(fail)
    watcher.subscribe(stays)
    watcher.start()
    touch(storage, "plan")
    stays.wait_for("plan")
    assert gone.heard.empty()
    assert "a subscriber failed" in caplog.text


def test_a_change_made_while_the_database_was_away_is_told_when_it_is_back(
    storage: Storage, watcher: Watcher, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    listener, looked_in_vain = Listener(), threading.Event()
    watcher.subscribe(listener)
    watcher.start()
    touch(storage, "plan")
    listener.wait_for("plan")
    real: Callable[..., object] = storage.main.execute_sql

    def away(*arguments: object, **named: object) -> object:
        if threading.current_thread().name == "watcher":
            looked_in_vain.set()
            raise OperationalError("away")
        return real(*arguments, **named)

    monkeypatch.setattr(storage.main, "execute_sql", away)
    assert looked_in_vain.wait(SECONDS)
    touch(storage, "inbox")
    monkeypatch.undo()
    listener.wait_for("inbox")
    assert "does not answer" in caplog.text
    assert "answers again" in caplog.text


@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
def test_a_postgresql_server_that_cuts_connections_is_found_again(storage: Storage, watcher: Watcher) -> None:
    listener = Listener()
    watcher.subscribe(listener)
    watcher.start()
    touch(storage, "plan")
    listener.wait_for("plan")
    with storage.connection():
        cut = storage.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE %s",
            ("%FROM pulse%",),
        )
    assert cut[0][0] >= 1
    touch(storage, "inbox")
    listener.wait_for("inbox")


# -- what a process holds in memory -----------------------------------------------------------------------------------


def test_what_is_held_in_memory_is_refreshed_by_its_topics_only(storage: Storage, watcher: Watcher) -> None:
    done: queue.Queue[None] = queue.Queue()
    others = Listener()
    refresher = Refresher(watcher, "test", ["plan"], lambda: done.put(None))
    watcher.subscribe(others)
    refresher.start()
    try:
        done.get(timeout=0)
        watcher.start()
        touch(storage, "inbox")
        others.wait_for("inbox")
        assert done.empty()
        touch(storage, "plan")
        done.get(timeout=SECONDS)
    finally:
        refresher.stop()


def test_a_refresh_that_fails_is_tried_again_until_it_succeeds(
    storage: Storage, watcher: Watcher, caplog: pytest.LogCaptureFixture
) -> None:
    attempts, enough = iter(range(3)), threading.Event()

    def refresh() -> None:
        if next(attempts) < 2:
            raise OperationalError("away")
        enough.set()

    refresher = Refresher(watcher, "plans", ["plan"], refresh)
    refresher.start()
    try:
        assert enough.wait(SECONDS)
    finally:
        refresher.stop()
    assert "keeping what was read before" in caplog.text
