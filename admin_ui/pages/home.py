"""Home: what runs, what it brought this week, what needs somebody, and the first steps of a new installation.

What needs somebody stands before the figures while there is something.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final, Generic, TypeVar

from admin_ui import frame, theme
from admin_ui.components.basics import box
from admin_ui.connection import every
from admin_ui.pages import home_parts
from admin_ui.readable import Readable
from admin_ui.services import Desk, Services
from admin_ui.session import page
from core.attention import Concern
from core.attention.running import RunningCampaign
from core.errors import Unauthorised
from core.home import FirstSteps, Home, home
from core.i18n import _
from core.plugins import Registry
from core.storage import Storage
from core.team.roles import Permission

T = TypeVar("T")
Running = tuple[Sequence[RunningCampaign], Mapping[int, Mapping[str, int]]]
PATH: Final = "/home"
FIGURES_SECONDS: Final = 5.0
"""How often figures are read anew: visitors change them, and raise no notice."""


def register(services: Services) -> None:
    @page(services, PATH, Permission.HOME)
    async def home_page(desk: Desk) -> None:
        with frame.page(desk, _("Home"), sketch="cards"):
            theme.add(("home.css",))
            shown = HomePage(desk)
        await shown.refresh()
        desk.on_change({"campaigns", "plan", "sites", "team", "inbox", "webhooks", "plugins"}, shown.refresh)
        every(FIGURES_SECONDS, shown.look_again)


class HomePage:
    """One open page: each part is drawn anew only when what it shows has changed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        with box("st-stack st-gap-32") as self._all:
            self._steps: Part[FirstSteps] = Part(lambda found: home_parts.first_steps(desk, found))
            self._week = Part(home_parts.week)
            self._needed: Part[Sequence[Concern]] = Part(lambda found: home_parts.needed(desk, found))
            self._running: Part[Running] = Part(lambda found: home_parts.running(*found))
        self._readable = Readable(
            self._all, _("This can't be read at the moment"), _("Your campaigns are safe and go on running.")
        )

    async def refresh(self) -> None:
        """Take the page to what is true now."""
        found = await self._readable.read(self._desk.run(_load, self._desk.services.registry))
        if found is None:
            return
        self._steps.show(found.steps)
        self._week.show(found.week)
        self._needed.show(found.concerns)
        self._needed.stand(1 if found.concerns else 2)
        self._running.show((found.running, found.brought))

    async def look_again(self) -> None:
        """Refresh; a session that has ended is told by what else follows changes."""
        try:
            await self.refresh()
        except Unauthorised:
            return


class Part(Generic[T]):
    """A place on the page that knows what it shows."""

    def __init__(self, build: Callable[[T], None]) -> None:
        self._build = build
        self._shown: T | None = None
        self._element = box("")

    def show(self, found: T) -> None:
        if found == self._shown:
            return
        self._shown = found
        self._element.clear()
        with self._element:
            self._build(found)
        self._element.set_visibility(bool(self._element.default_slot.children))  # or its gap would stay

    def stand(self, index: int) -> None:
        """Have this place among the parts."""
        parts = self._element.parent_slot.children if self._element.parent_slot else []
        if parts.index(self._element) != index:
            self._element.move(target_index=index)


def _load(storage: Storage, registry: Registry) -> Home:
    return home(storage, registry, datetime.now(UTC))
