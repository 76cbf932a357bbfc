"""The dialog: the browser runs it (palette.js), the page answers what it asks and does what was chosen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any, Final

from nicegui import ui
from nicegui.events import GenericEventArguments

from admin_ui.components.me_menu import chosen_theme
from admin_ui.palette.choices import Group, key_of
from admin_ui.palette.offers import Reader, offer
from admin_ui.services import Desk
from core.i18n import _
from core.team.roles import Permission

MOST_TOLD: Final = 20
"""How many choices of earlier days a browser may tell."""
MAX_TYPED: Final = 200

Act = Callable[[str], Awaitable[None]]
"""Does what was chosen; gets what stands behind the colon of its key."""


class Palette(ui.element, component="palette.js"):
    """The button in the top line and the dialog behind it. `acts`: what is done here, by the first word of its key."""

    def __init__(self, desk: Desk, acts: dict[str, Act]) -> None:
        super().__init__()
        request = self.client.request
        self._desk = desk
        self._acts = acts
        self._asked = ""
        self.props["owner"] = str(desk.me.id)
        self.props["here"] = key_of(request.url.path, request.query_params.get("c", ""))
        self.props["words"] = {
            "open": _("Search"),
            "title": _("Search and commands"),
            "hint": _("Search, or say what to do"),
            "nothing": _("Nothing fits “{words}”"),
            "try": _("Search for a page, a campaign, a person, or words of a conversation."),
            "close": _("Close"),
        }
        self.on("ask", self._ask)
        self.on("act", self._act)

    async def _ask(self, event: GenericEventArguments) -> None:
        """Find what fits; an answer that another question has overtaken is left unsaid."""
        typed, recent = str(event.args["words"])[:MAX_TYPED], [str(each) for each in event.args["recent"]][:MOST_TOLD]
        self._asked = typed
        me, address = self._desk.me, self._desk.services.settings.public_address
        desk = self._desk.needing(Permission.PROFILE)
        found = await desk.run(offer, Reader(me.id, chosen_theme(self._desk), address), typed, recent)
        if typed == self._asked:
            self._tell(typed, found)

    def _tell(self, typed: str, found: tuple[Group, ...]) -> None:
        with self.props.suspend_updates():
            self.props["groups"] = [asdict(each) for each in found]
        self.props["answered"] = typed
        self.update()

    async def _act(self, event: GenericEventArguments) -> None:
        key: Any = event.args
        kind, _colon, what = str(key).partition(":")
        if kind in self._acts:
            await self._acts[kind](what)
