"""A list that a page holds whole, such as the team: searched as one types, shown in steps, found by its address.

    people = Searched(Narrow(q), "/team", _("Search team"), load, build, lambda state: len(state.agents))
    await people.refresh()

`build(found, narrow)` draws what `narrow` takes; it ends a long list with `people.more(rows)`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Generic, TypeVar
from urllib.parse import urlencode

from nicegui import ui

from admin_ui.components.basics import box, button
from admin_ui.components.empty import empty
from admin_ui.components.list_parts import search_field
from admin_ui.components.live import Live
from core.i18n import _

T = TypeVar("T")
R = TypeVar("R")
STEP: Final = 50
"""How many rows are shown at first, and how many more each time that more are asked for."""
WORTH_IT: Final = 8
"""From how many rows on there is something to search."""


@dataclass(frozen=True, slots=True)
class Narrow:
    """Which rows are wanted."""

    search: str = ""
    most: int = STEP

    def takes(self, *said: str) -> bool:
        """Whether a row that says this is wanted: every word that is searched for is in it, whatever its case."""
        text = " ".join(said).casefold()
        return all(word in text for word in self.search.casefold().split())


class Searched(Generic[T]):
    """The search field and the list under it, drawn anew when either changes what is shown."""

    def __init__(
        self,
        narrow: Narrow,
        path: str,
        name: str,
        load: Callable[[], Awaitable[T]],
        build: Callable[[T, Narrow], None],
        size: Callable[[T], int],
        *,
        step: int = STEP,
    ) -> None:
        self._narrow = narrow
        self._step = step
        self._path = path
        self._load = load
        self._build = build
        self._size = size
        with box("st-stack"):
            with box("st-line st-filters") as self._bar:
                search_field(name, narrow.search, self._search)
            self._live: Live[tuple[T, Narrow]] = Live(self._find, self._draw, "st-stack st-gap-32")

    async def refresh(self) -> None:
        """Take the list to what is true now."""
        await self._live.refresh()

    def more(self, rows: Sequence[R]) -> None:
        """Under a list that was cut: nothing was found, or the way to the rest."""
        if not rows:
            empty("search_off", _("Nothing found"), _("Search for something else."))
        elif len(rows) > self._narrow.most:
            button(_("Show more"), self._show_more, kind="quiet").classes("st-list-more")

    async def _find(self) -> tuple[T, Narrow]:
        return await self._load(), self._narrow

    def _draw(self, shown: tuple[T, Narrow]) -> None:
        found, narrow = shown
        self._bar.set_visibility(bool(narrow.search) or self._size(found) >= WORTH_IT)
        self._build(found, narrow)

    async def _search(self, typed: str) -> None:
        self._narrow = Narrow(typed.strip(), self._step)
        sign = "&" if "?" in self._path else "?"
        ui.navigate.history.replace(f"{self._path}{sign}{urlencode({'q': typed})}" if typed else self._path)
        await self.refresh()

    async def _show_more(self) -> None:
        self._narrow = replace(self._narrow, most=self._narrow.most + self._step)
        await self.refresh()
