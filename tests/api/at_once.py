"""Two who act at the same moment: one is in the middle of a transaction, the other begins."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

WAIT_SECONDS = 0.5


def meanwhile(act: Callable[[], object]) -> threading.Thread:
    """Let somebody else act; returns when they are done, or wait for what the caller holds."""
    thread = threading.Thread(target=act)
    thread.start()
    thread.join(WAIT_SECONDS)
    return thread


class Interruption:
    """Somebody else, who acts once, when the moment comes."""

    def __init__(self, act: Callable[[], object]) -> None:
        self._act = act
        self._has_come = False
        self._other: threading.Thread | None = None

    def come(self) -> None:
        if not self._has_come:
            self._has_come = True
            self._other = meanwhile(self._act)

    def join(self) -> None:
        """Wait until they are done."""
        assert self._other is not None, "nobody came in between"
        self._other.join()


def interrupted(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, act: Callable[[], object]) -> Interruption:
    """Have somebody act, once, just before `module.name` is called."""
    work = getattr(module, name)
    other = Interruption(act)

    def wrapped(*given: Any, **more: Any) -> Any:
        other.come()
        return work(*given, **more)

    monkeypatch.setattr(module, name, wrapped)
    return other
