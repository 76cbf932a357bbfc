"""Readings of a page that overlap: only what was asked for last is shown, however late the answers come."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TypeVar

T = TypeVar("T")


class Newest:
    """Counts what is asked for in one place of a page."""

    def __init__(self) -> None:
        self._asked = 0

    async def read(self, reading: Awaitable[T]) -> T | None:
        """What was found; None where something has been asked for since, which is on its way.

        Raises what the reading raises, on the same condition.
        """
        self._asked += 1
        asked = self._asked
        try:
            found = await reading
        except Exception:
            if asked == self._asked:
                raise
            return None
        return found if asked == self._asked else None
