"""Starts the child processes, keeps them running and ends them all."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO

from core.errors import SmartTriggerError

GRACE_SECONDS = 8.0
"""How long a child may take to finish what it is doing before it is killed."""
FIRST_BACK_OFF_SECONDS = 0.25
LONGEST_BACK_OFF_SECONDS = 30.0
STEADY_SECONDS = 30.0
"""A child that has lived this long is healthy: its next restart waits the shortest time again."""
POLL_SECONDS = 0.1
TRIES_AT_START = 3


@dataclass(frozen=True)
class Child:
    """A process to keep: what to run, with which environment, and the listening socket it inherits."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    listener: int
    """File descriptor, passed on under the same number."""
    ready: Callable[[], bool]
    """Whether it answers by now; asked until it does."""


@dataclass
class Supervisor:
    """Runs children until `stop` is called; one thread keeps one child.

    Each child leads a process group of its own, so that a Ctrl-C reaches the supervisor alone and its children's
    children end with them. Its standard input is a pipe that only we hold: it closes even when we are killed -9.
    """

    children: Sequence[Child]
    say: Callable[[str], None]
    _stopping: threading.Event = field(default_factory=threading.Event)
    _failed: threading.Event = field(default_factory=threading.Event)
    _ready: set[str] = field(default_factory=set)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> bool:
        """Start every child; True when all of them answer, False when we were stopped meanwhile.

        Raises SmartTriggerError when one can't start.
        """
        for child in self.children:
            thread = threading.Thread(target=self._keep, args=(child,), name=f"keep-{child.name}")
            thread.start()
            self._threads.append(thread)
        for child in self.children:
            while not self._stopping.is_set() and not child.ready():
                self._stopping.wait(POLL_SECONDS)
            self._ready.add(child.name)
        if self._failed.is_set():
            self.stop()
            raise SmartTriggerError("child_start", "A part of the program can't start; its last words are above.")
        return not self._stopping.is_set()

    def wait(self) -> None:
        """Block until somebody calls `stop`."""
        self._stopping.wait()

    def request_stop(self) -> None:
        """Tell every child to end; safe to call from a signal handler."""
        self._stopping.set()

    def stop(self) -> None:
        """End every child with all that it started, and return when they are gone."""
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    def _keep(self, child: Child) -> None:
        back_off, failures = FIRST_BACK_OFF_SECONDS, 0
        while not self._stopping.is_set():
            started = time.monotonic()
            process = self._spawn(child)
            self._watch(process)
            ended = _end(process)
            if self._stopping.is_set():
                return
            lived = time.monotonic() - started
            failures += 1
            if child.name not in self._ready and failures >= TRIES_AT_START:
                self.say(f"{child.name} | could not start in {failures} tries ({_how(ended)})")
                self._failed.set()
                self._stopping.set()
                return
            back_off = FIRST_BACK_OFF_SECONDS if lived >= STEADY_SECONDS else back_off
            self.say(f"{child.name} | ended ({_how(ended)}); starting it again in {back_off:g} s")
            self._stopping.wait(back_off)
            back_off = min(back_off * 2, LONGEST_BACK_OFF_SECONDS)

    def _spawn(self, child: Child) -> subprocess.Popen[str]:
        process = subprocess.Popen(  # noqa: S603 - our own command, from `cli.serve`
            child.command,
            env=dict(child.environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=(child.listener,),
            start_new_session=True,
            text=True,
            errors="replace",
        )
        threading.Thread(target=self._forward, args=(child.name, process.stdout), daemon=True).start()
        return process

    def _watch(self, process: subprocess.Popen[str]) -> None:
        while not self._stopping.is_set():
            try:
                process.wait(POLL_SECONDS)
            except subprocess.TimeoutExpired:
                continue
            return

    def _forward(self, name: str, lines: IO[str]) -> None:
        with lines:
            for line in lines:
                self.say(f"{name} | {line.rstrip()}")


def _end(process: subprocess.Popen[str]) -> int:
    """End a process gently, then its whole group for certain; returns how it ended."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    assert process.stdin is not None
    process.stdin.close()
    return process.wait()


def _how(return_code: int) -> str:
    if return_code >= 0:
        return f"exit code {return_code}"
    try:
        return f"killed by {signal.Signals(-return_code).name}"
    except ValueError:
        return f"killed by signal {-return_code}"
