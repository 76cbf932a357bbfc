"""Holds back what happens in a transaction until it has been committed, and forgets it if it is not."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from core.happenings import Happening

Listener = Callable[[Happening], None]
"""Called on the thread that committed: be quick, and raise nothing."""


class Happenings:
    """What the transactions of this process tell; nobody listens until somebody subscribes."""

    def __init__(self) -> None:
        self._listener: Listener | None = None
        self._here = threading.local()

    def subscribe(self, listener: Listener | None) -> None:
        """Have it called with all that happens from now on; None ends that."""
        self._listener = listener

    def note(self, happening: Happening) -> None:
        """It happens in this thread's transaction."""
        if self._listener is not None:
            self._waiting.append(happening)

    @contextmanager
    def until_committed(self, *, outermost: bool) -> Iterator[None]:
        """Around a transaction, or a part of one that can be rolled back by itself."""
        before = len(self._waiting)
        try:
            yield
        except BaseException:
            del self._waiting[before:]
            raise
        if outermost and self._waiting:
            told, self._here.waiting = self._waiting, []
            listener = self._listener  # once: another thread may end it meanwhile
            if listener is not None:
                for each in told:
                    listener(each)

    @property
    def _waiting(self) -> list[Happening]:
        try:
            found: list[Happening] = self._here.waiting
        except AttributeError:
            found = self._here.waiting = []
        return found
