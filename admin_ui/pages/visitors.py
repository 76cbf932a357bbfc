"""Visitors: who is on the sites now, moving while one looks, and the way to write to one of them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlencode

from nicegui import ui

from admin_ui import frame, theme, words
from admin_ui.components.basics import box, button, named, text
from admin_ui.components.dialog import dialog, foot
from admin_ui.components.empty import empty
from admin_ui.components.fields import Form, text_area
from admin_ui.components.held import Select
from admin_ui.components.list_parts import search_field
from admin_ui.components.searched import WORTH_IT, Narrow
from admin_ui.components.visitor_row import VisitorRow
from admin_ui.connection import every
from admin_ui.readable import Readable
from admin_ui.services import Desk, Services
from admin_ui.session import page
from core import sites
from core.errors import Unauthorised
from core.i18n import N_, _
from core.i18n.figures import number
from core.inbox.invitations import write_to
from core.messages import MAX_TEXT
from core.storage import Storage
from core.team.roles import Permission
from core.visits.on_site import MOST, VisitorHere, here

PATH: Final = "/visitors"
LEAVE_SECONDS: Final = 10.0
"""How often it is looked whether somebody has gone: no page view tells that."""
SEARCHED: Final = 2_000
"""How many visitors are looked through for a search, the newest."""
MEANING: Final = N_(
    "Here now is whoever opened a page in the last 5 minutes, or has the chat in a tab in front of them. "
    "Without cookies, each page that somebody opens is a visitor of its own."
)


def register(services: Services) -> None:
    @page(services, PATH, Permission.VISITORS)
    async def visitors(desk: Desk, site: str = "", q: str = "") -> None:
        with frame.page(desk, _("Visitors"), width="list"):
            theme.add(("visitors.css",))
            site_id = int(site) if site.isdecimal() and len(site) < 10 else None
            shown = VisitorsPage(desk, Look(site_id, Narrow(q.strip(), MOST)))
        await shown.refresh()
        desk.on_change({"sites", "inbox"}, shown.refresh)
        every(LEAVE_SECONDS, shown.look_again)


@dataclass(frozen=True, slots=True)
class Look:
    """Which visitors somebody looks at."""

    site_id: int | None
    narrow: Narrow

    @property
    def address(self) -> str:
        said = {"site": self.site_id, "q": self.narrow.search}
        query = urlencode({name: value for name, value in said.items() if value})
        return f"{PATH}?{query}" if query else PATH


@dataclass(frozen=True, slots=True)
class Seen:
    """What there is to see."""

    visitors: tuple[VisitorHere, ...]
    fitting: int
    """How many fit the search; those not shown are among them."""
    here: int
    """How many are on the sites that are looked at."""
    names: dict[int, str]
    """Of all sites."""


class VisitorsPage:
    """One open page."""

    def __init__(self, desk: Desk, look: Look) -> None:
        self._desk = desk
        self._look = look
        self._rows: dict[tuple[int, str], VisitorRow] = {}
        self._why_nothing = ""
        with box("st-stack") as self._all:
            with box("st-visitors-head"):
                with box("st-stack st-gap-4 st-grow"):
                    self._count = text("", "st-visitors-count").props("role=status")
                    text(_(MEANING), "st-small st-muted st-visitors-meaning", "p")
                with box("st-line st-wrap st-filters st-visitors-filters") as self._bar:
                    search_field(_("Search visitors"), look.narrow.search, self._search)
                    self._site = named(
                        Select({0: _("All sites")}, value=0).props("outlined dense options-dense"), _("Site")
                    )
                    self._site.on_value_change(lambda event: self._choose_site(event.value))
                    self._site.set_visibility(False)
            self._list = named(box("st-card st-flush st-rows", "ul").props("role=list"), _("Visitors who are here now"))
            self._more = button(_("Show more"), self._show_more, kind="quiet")
            self._nothing = box("")
        self._readable = Readable(
            self._all, _("Visitors can't be read at the moment"), _("They are safe, and go on meeting your campaigns.")
        )

    async def refresh(self) -> None:
        """Take the page to what is true now; rows of those who did nothing are left alone."""
        seen = await self._readable.read(self._desk.run(_load, self._look))
        if seen is not None:
            self._show(seen)

    async def look_again(self) -> None:
        """Let go who has left; a session that has ended is told by what else follows changes."""
        try:
            await self.refresh()
        except Unauthorised:
            return

    def _show(self, seen: Seen) -> None:
        site_id, search = self._look.site_id, self._look.narrow.search
        names, count, here_now = seen.names, len(seen.visitors), seen.here
        self._site.set_options({0: _("All sites"), **names}, value=site_id if site_id in names else 0)
        self._site.set_visibility(len(names) > 1)
        self._bar.set_visibility(len(names) > 1 or here_now >= WORTH_IT or bool(search))
        said = _("{n} here now, the {shown} newest of them below") if here_now > count else _("{n} here now")
        if search:
            said, count = _("{shown} of {n} here now"), seen.fitting
        told = said.format(n=number(here_now), shown=number(count))
        self._count.set_text(told if here_now else _("Nobody is here now"))
        self._show_rows(seen.visitors)
        self._more.set_visibility(seen.fitting > len(seen.visitors))
        nobody = "not found" if search and here_now else "nobody"
        self._show_nothing("" if seen.visitors else nobody if names else "no site")

    def _show_rows(self, visitors: tuple[VisitorHere, ...]) -> None:
        wanted = [(each.site_id, each.key) for each in visitors]
        for gone in set(self._rows) - set(wanted):
            self._rows.pop(gone).element.delete()
        for who, visitor in zip(wanted, visitors, strict=True):
            if who in self._rows:
                self._rows[who].show(visitor)
            else:
                with self._list:
                    self._rows[who] = VisitorRow(visitor, self._write)
        elements = [self._rows[each].element for each in wanted]
        if self._list.default_slot.children != elements:
            self._list.default_slot.children[:] = elements
            self._list.update()
        self._list.set_visibility(bool(elements))

    def _show_nothing(self, why: str) -> None:
        if why == self._why_nothing:
            return
        self._why_nothing = why
        self._nothing.clear()
        if why:
            with self._nothing, box("st-card"):
                self._say_nothing(why)

    def _say_nothing(self, why: str) -> None:
        if why == "not found":
            todo = _("Search for a name, a place, a page or a campaign.")
            empty("search_off", _("Nobody who is here now fits this search"), todo)
            return
        if why == "nobody":
            empty(
                "visibility",
                _("Nobody is on your sites at the moment"),
                _("Whoever opens a page of theirs appears here."),
            )
            return
        may = self._desk.may(Permission.SITES)
        what, todo = (
            _("There is no site yet"),
            _("Add one, paste its snippet into your pages, and see who visits them."),
        )
        empty("visibility", what, todo, _("Add site") if may else "", href="/sites/new" if may else "")

    async def _choose_site(self, site_id: int) -> None:
        if (site_id or None) != self._look.site_id:
            await self._look_at(Look(site_id or None, replace(self._look.narrow, most=MOST)))

    async def _search(self, typed: str) -> None:
        await self._look_at(replace(self._look, narrow=Narrow(typed.strip(), MOST)))

    async def _show_more(self) -> None:
        narrow = self._look.narrow
        await self._look_at(replace(self._look, narrow=replace(narrow, most=narrow.most + MOST)))

    async def _look_at(self, look: Look) -> None:
        self._look = look
        ui.navigate.history.replace(look.address)
        await self.refresh()

    async def _write(self, visitor: VisitorHere) -> None:
        """Ask for the words; once they are sent, the conversation opens in the inbox."""
        form, client_id = Form(), secrets.token_urlsafe(16)
        with self._all, dialog(_("Write to {name}").format(name=words.visitor_here(visitor))) as shown:
            text(_("They see it in the chat, under your name, when they open their next page."), "st-muted", "p")
            field = text_area(_("Message"), limit=MAX_TEXT)
            form.add("text", field)

            async def send() -> None:
                work = self._desk.needing(Permission.INBOX).run(
                    write_to, visitor, self._desk.me.id, client_id, field.value or "", datetime.now(UTC)
                )
                await form.submit(work, lambda key: ui.navigate.to(f"/inbox?c={key}"))

            with foot():
                button(_("Cancel"), shown.close, kind="quiet")
                button(_("Send"), send, kind="primary")
        shown.open()


def _load(storage: Storage, look: Look) -> Seen:
    names = {each.id: each.name for each in sites.sites(storage)}
    site_id, narrow = look.site_id if look.site_id in names else None, look.narrow
    found = here(storage, datetime.now(UTC), site_id, SEARCHED if narrow.search else narrow.most)
    fitting = tuple(each for each in found.visitors if narrow.takes(*_said(each)))
    count = len(fitting) if narrow.search else found.found
    return Seen(fitting[: narrow.most], count, found.found, names)


def _said(visitor: VisitorHere) -> tuple[str, ...]:
    """All that a visitor's row says."""
    place = words.place_here(visitor)
    return (words.visitor_here(visitor), visitor.email, place, visitor.title, visitor.url, *visitor.campaigns)
