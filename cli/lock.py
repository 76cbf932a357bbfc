"""Lets only one `serve` work on a data folder at a time."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from core.errors import Conflict

FILE_NAME = "serve.lock"
ASKING_SECONDS = 0.2


@contextmanager
def only_one(folder: Path, port: int) -> Iterator[bool]:
    """Hold the folder's lock, and tell in it the public server's port; raises Conflict when another process has it.

    The kernel frees it when we die. Gives whether the last one who held it was killed: what it told still stands there.
    """
    path = folder / FILE_NAME
    with path.open("a+", encoding="ascii") as file:
        try:
            _take(file)
        except BlockingIOError as error:
            file.seek(0)
            holder = file.readline().strip() or "unknown"
            raise Conflict(
                "data_in_use",
                f"Another smart-trigger (process {holder}) already serves the data folder {folder}. "
                "Stop it, or choose another folder with --data.",
            ) from error
        was_killed = path.stat().st_size > 0
        file.truncate(0)
        file.write(f"{os.getpid()}\n{port}\n")
        file.flush()
        try:
            yield was_killed
        finally:
            file.truncate(0)


def _take(file: TextIO) -> None:
    """Lock, with some patience for whoever asks whether it is locked (`running_port`). Raises BlockingIOError."""
    deadline = time.monotonic() + ASKING_SECONDS
    while True:
        try:
            return fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise
            time.sleep(ASKING_SECONDS / 20)


def running_port(folder: Path) -> int | None:
    """The port of the public server that serves this data folder now; None where nobody does."""
    try:
        with (folder / FILE_NAME).open(encoding="ascii") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _told_port(folder)
    except OSError:
        return None
    return None


def _told_port(folder: Path) -> int | None:
    """What the lock's holder has written; nothing yet, or by a release that told its process alone: None."""
    match (folder / FILE_NAME).read_text(encoding="ascii").split():
        case [_, port] if port.isdecimal():
            return int(port)
    return None
