"""A part of a page that follows the database without flicker."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from admin_ui.components.basics import box

T = TypeVar("T")


class Live(Generic[T]):
    """Shows what `load` finds by `build`, and builds again only when that has changed.

    rows = Live(lambda: desk.run(team.agents), build)
    await rows.refresh()
    desk.on_change({"team"}, rows.refresh)
    """

    def __init__(self, load: Callable[[], Awaitable[T]], build: Callable[[T], None], classes: str = "") -> None:
        self._load = load
        self._build = build
        self._shown: T | None = None
        self.element = box(classes)

    async def refresh(self) -> None:
        found = await self._load()
        if found == self._shown or self.element.is_deleted:
            return
        self._shown = found
        self.element.clear()
        with self.element:
            self._build(found)
