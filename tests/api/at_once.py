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


def interrupted(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, act: Callable[[], object]) -> list[Any]:
    """Have somebody act, once, just before `module.name` is called."""
    work = getattr(module, name)
    others: list[Any] = []

    def wrapped(*given: Any, **more: Any) -> Any:
        if not others:
            others.append(None)
            others[0] = meanwhile(act)
        return work(*given, **more)

    monkeypatch.setattr(module, name, wrapped)
    return others
