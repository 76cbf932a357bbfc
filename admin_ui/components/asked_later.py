"""What is looked up a moment after the last change, and shown unless something has changed since."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, Generic, TypeVar

from nicegui import background_tasks, ui

T = TypeVar("T")
SOON_SECONDS: Final = 0.5


class AskedLater(Generic[T]):
    """`place` is where it shows: when that is gone, nothing is looked up any more. `at_once`: it is not shown yet."""

    def __init__(
        self,
        place: ui.element,
        find: Callable[[], Awaitable[T]],
        show: Callable[[T], object],
        *,
        at_once: bool = True,
    ) -> None:
        self._place = place
        self._find = find
        self._show = show
        self._asked = 0
        self._at_once = at_once
        if at_once:
            self.ask()

    def ask(self) -> None:
        """Something that it depends on has changed."""
        self._asked += 1
        background_tasks.create(self._look(self._asked), name="look up what has changed")

    async def _look(self, asked: int) -> None:
        await asyncio.sleep(SOON_SECONDS if asked > 1 or not self._at_once else 0)
        if asked != self._asked or self._place.is_deleted:
            return
        with self._place:  # what is found may be words, in its reader's language
            found = await self._find()
            if asked == self._asked and not self._place.is_deleted:
                self._show(found)
