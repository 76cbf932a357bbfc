"""The supervisor: children are kept, and none outlives it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cli.supervisor import Child, Supervisor
from core.errors import SmartTriggerError

PATIENCE_SECONDS = 20

NOTES_ITS_ID = "import os, sys, time; open(sys.argv[1], 'a').write(f'{os.getpid()}\\n')\n"
LIVES = NOTES_ITS_ID + "time.sleep(600)"
HAS_A_CHILD = NOTES_ITS_ID + (
    "import subprocess\n"
    "subprocess.run([sys.executable, '-c', "
    '\'import os, sys, time; open(sys.argv[1], "a").write(f"{os.getpid()}\\\\n"); time.sleep(600)\', sys.argv[1]])'
)
DIES = NOTES_ITS_ID + "print('the disk is on fire'); sys.exit(3)"
FOLLOWS_ITS_PARENT = (
    "from cli.children import follow_parent; follow_parent()\n"
    "import signal; signal.signal(signal.SIGTERM, lambda *_: os._exit(0))\n"
)


def until(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, f"never came true: {what}"
        threading.Event().wait(0.02)


def alive(process_id: int) -> bool:
    try:
        return Path(f"/proc/{process_id}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


class Ids:
    """The process ids that children wrote down as they started."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def all(self) -> list[int]:
        return [int(line) for line in self.path.read_text().split()] if self.path.exists() else []

    def wait_for(self, count: int) -> list[int]:
        until(lambda: len(self.all()) >= count, f"{count} processes started")
        return self.all()


@pytest.fixture
def ids(tmp_path: Path) -> Ids:
    return Ids(tmp_path / "ids")


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        opened.listen()
        yield opened


def supervise(script: str, ids: Ids, listener: socket.socket, said: list[str], starts: int = 1) -> Supervisor:
    child = Child(
        name="public",
        command=(sys.executable, "-c", script, str(ids.path)),
        environment=dict(os.environ),
        listener=listener.fileno(),
        ready=lambda: len(ids.all()) >= starts,
    )
    return Supervisor([child], said.append)


def test_a_killed_child_comes_back_and_one_line_says_so(ids: Ids, listener: socket.socket) -> None:
    said: list[str] = []
    supervisor = supervise(LIVES, ids, listener, said)
    try:
        assert supervisor.start()
        first = ids.all()[0]
        os.kill(first, signal.SIGKILL)
        second = ids.wait_for(2)[1]
        assert second != first
        until(lambda: bool(said), "the supervisor said it")
        assert said == ["public | ended (killed by SIGKILL); starting it again in 0.25 s"]
    finally:
        supervisor.stop()
    assert not alive(second)


def test_stopping_ends_the_children_of_children_too(ids: Ids, listener: socket.socket) -> None:
    supervisor = supervise(HAS_A_CHILD, ids, listener, [], starts=2)
    supervisor.start()
    everybody = ids.wait_for(2)
    supervisor.stop()
    until(lambda: not any(map(alive, everybody)), "child and grandchild are gone")


def test_a_killed_child_leaves_no_grandchild_behind(ids: Ids, listener: socket.socket) -> None:
    supervisor = supervise(HAS_A_CHILD, ids, listener, [], starts=2)
    try:
        supervisor.start()
        child, grandchild = ids.wait_for(2)[:2]
        os.kill(child, signal.SIGKILL)
        until(lambda: not alive(grandchild), "the grandchild is gone")
    finally:
        supervisor.stop()


def test_a_child_that_cannot_start_ends_the_start_with_its_last_words(ids: Ids, listener: socket.socket) -> None:
    said: list[str] = []
    supervisor = supervise(DIES, ids, listener, said, starts=1000)
    with pytest.raises(SmartTriggerError, match="can't start"):
        supervisor.start()
    assert len(ids.all()) == 3
    assert "public | the disk is on fire" in said
    assert "public | could not start in 3 tries (exit code 3)" in said


def test_a_stop_during_the_start_ends_it_quietly(ids: Ids, listener: socket.socket) -> None:
    said: list[str] = []
    supervisor = supervise(LIVES, ids, listener, said, starts=1000)

    def stop_soon() -> None:
        ids.wait_for(1)
        supervisor.request_stop()

    stopper = threading.Thread(target=stop_soon)
    stopper.start()
    assert not supervisor.start()
    supervisor.stop()
    stopper.join()
    assert said == []
    assert not any(map(alive, ids.all()))


def test_a_child_ends_by_itself_when_the_supervisor_is_killed(ids: Ids) -> None:
    program = textwrap.dedent(
        """
        import os, socket, sys
        from cli.supervisor import Child, Supervisor
        listener = socket.socket(); listener.bind(("127.0.0.1", 0)); listener.listen()
        child = Child("public", (sys.executable, "-c", sys.argv[2], sys.argv[1]), dict(os.environ),
                      listener.fileno(), lambda: True)
        supervisor = Supervisor([child], print)
        supervisor.start()
        supervisor.wait()
        """
    )
    script = NOTES_ITS_ID + FOLLOWS_ITS_PARENT + "time.sleep(600)"
    with subprocess.Popen([sys.executable, "-c", program, str(ids.path), script]) as supervisor:
        child = ids.wait_for(1)[0]
        supervisor.kill()
    until(lambda: not alive(child), "the child noticed")
