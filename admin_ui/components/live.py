"""A part of a page that follows the database without flicker."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from admin_ui.components.basics import box
from admin_ui.newest import Newest

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
        self._newest = Newest()
        self.element = box(classes)

    async def refresh(self) -> None:
        found = await self._newest.read(self._load())
        if found is None or found == self._shown or self.element.is_deleted:
            return
        self._shown = found
        self.element.clear()
        with self.element:
            self._build(found)
