"""Leads: who left a way to be reached, where they came from, their conversation; as a table, and erased on demand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final
from urllib.parse import urlencode

from nicegui import ui

from admin_ui import campaign_paths, frame, theme, words
from admin_ui.components.basics import box, button, cut, link, text
from admin_ui.components.dialog import dialog, foot
from admin_ui.components.empty import empty
from admin_ui.components.held import Select
from admin_ui.components.list_parts import Pager, search_field
from admin_ui.components.row_menu import Action, row_menu
from admin_ui.components.selection import Selection
from admin_ui.components.time_ago import time_ago
from admin_ui.components.toast import toast
from admin_ui.readable import Readable
from admin_ui.services import Desk, Services
from admin_ui.session import page
from core.i18n import _, ngettext, pgettext
from core.i18n.figures import number
from core.leads.erasing import erase_several
from core.leads.listing import Lead, Leads, Wanted, as_csv, list_leads
from core.spreadsheets import as_file
from core.team.roles import Permission

PATH: Final = "/leads"


def register(services: Services) -> None:
    # `page` is also the name of a query parameter
    @page(services, PATH, Permission.LEADS)
    async def leads(
        desk: Desk, q: str = "", site: str = "", campaign: str = "", page: str = "", lead: str = ""
    ) -> None:
        one = _number(lead)
        wanted = Wanted(
            search=q, site_id=_number(site), campaign_id=_number(campaign), page=_number(page) or 1,
            only=() if one is None else (one,),
        )  # fmt: skip
        with frame.page(desk, _("Leads"), width="list"):
            theme.add(("leads.css",))
            with frame.actions():
                export = button(_("Download CSV"), icon="download")
            shown = LeadsPage(desk, wanted, export)
        await shown.refresh()
        desk.on_change({"leads", "campaigns", "sites"}, shown.refresh)


class LeadsPage:
    """One open list."""

    def __init__(self, desk: Desk, wanted: Wanted, export: ui.button) -> None:
        self._desk = desk
        self._wanted = wanted
        self._shown: Leads | None = None
        self._export = export
        export.on_click(lambda: self._download(()))
        with box("st-stack") as self._all:
            self._filters()
            with box("st-note st-leads-one") as self._one:
                text(_("Only the lead that you came for is shown."), "st-grow", "span")
                button(_("Show all"), self._reset, kind="quiet")
            self._selection = Selection[int](self._several)
            self._list = box("st-card st-flush st-rows st-choosing", "ul")
            self._list.props["aria-label"] = _("Leads")
            self._nothing = box("")
            self._pager = Pager(lambda page: self._go(page=page))
        self._readable = Readable(self._all, _("Leads can't be read at the moment"), _("They are safe."))

    async def refresh(self) -> None:
        """Take the page to what is true now."""
        found = await self._readable.read(self._desk.run(list_leads, self._wanted))
        if found is not None and found != self._shown:
            self._shown = found
            self._show(found)

    def _filters(self) -> None:
        with box("st-line st-wrap st-filters") as self._bar:
            search_field(_("Search leads"), self._wanted.search, lambda search: self._go(search=search, page=1))
            self._campaign = self._select(_("Campaign"), "campaign_id")
            self._site = self._select(_("Site"), "site_id")

    def _select(self, name: str, field: str) -> ui.select:
        select = Select({0: name}, value=0).props("outlined dense options-dense")
        select.props["aria-label"] = name

        async def choose(value: int) -> None:
            if (value or None) != getattr(self._wanted, field):
                await self._go(**{field: value or None, "page": 1})

        select.on_value_change(lambda event: choose(event.value))
        return select

    def _show(self, found: Leads) -> None:
        self._wanted = replace(self._wanted, page=found.page)
        campaigns = {key: words.campaign(name) for key, name in found.campaigns}
        _offer(self._campaign, _("All campaigns"), campaigns, self._wanted.campaign_id, least=1)
        _offer(self._site, _("All sites"), dict(found.sites), self._wanted.site_id, least=2)
        self._bar.set_visibility(found.any_at_all)
        self._export.set_visibility(found.any_at_all)
        self._one.set_visibility(bool(self._wanted.only and found.rows))
        self._list.clear()
        self._list.set_visibility(bool(found.rows))
        with self._list:
            for each in found.rows:
                self._row(each)
        self._selection.show([each.id for each in found.rows])
        self._nothing.clear()
        if not found.rows:
            with self._nothing, box("st-card"):
                self._say_nothing(found.any_at_all)
        self._pager.show(found.page, found.pages)

    def _row(self, lead: Lead) -> None:
        with box("st-lead", "li"):
            self._selection.tick(lead.id, _called(lead))
            with box("st-lead-who"):
                if lead.conversation:
                    link(_called(lead), _talk(lead), "st-lead-name")
                else:
                    text(_called(lead), "st-strong")
                reached = [each for each in (lead.email, lead.phone) if each and each != lead.called]
                cut(" · ".join(reached), "st-small st-muted st-lead-reached")
            with box("st-lead-from"):
                _campaign(lead)
                page = cut(lead.page_title or lead.page_url, "st-small st-muted st-lead-page")
                page.props["title"] = lead.page_url
            with box("st-lead-said"):
                if further := _further(lead):
                    cut(further, "st-small")
                if lead.consent:
                    cut(words.agreed_to(lead.consent), "st-small st-muted")
            time_ago(lead.at, "st-small st-muted")
            row_menu(_called(lead), lambda: self._actions(lead))

    def _actions(self, lead: Lead) -> list[Action]:
        open_it = Action(pgettext("verb", "Open conversation"), "chat", lambda: ui.navigate.to(_talk(lead)))
        erase_it = Action(_("Erase"), "delete_forever", lambda: self._ask_to_erase([lead]), bad=True)
        return [*self._selection.offered(lead.id), *([open_it] if lead.conversation else []), erase_it]

    def _several(self) -> list[Action]:
        """What can be done with the selected."""
        chosen = [each for each in self._shown.rows if each.id in self._selection.keys] if self._shown else []
        ids = tuple(each.id for each in chosen)
        return [
            Action(_("Download CSV"), "download", partial(self._download, ids)),
            Action(_("Erase"), "delete_forever", partial(self._ask_to_erase, chosen), bad=True),
        ]

    def _say_nothing(self, any_at_all: bool) -> None:
        if self._wanted.only:
            with empty("contact_mail", _("This lead is not here any more"), _("Somebody has erased it.")):
                button(_("Show all"), self._reset)
            return
        if any_at_all:
            with empty("filter_alt_off", _("No lead matches these filters"), _("Search for something else.")):
                button(_("Show all"), self._reset)
            return
        empty(
            "contact_mail",
            _("Nobody has left an address yet"),
            _("Add a contact form to a message. Who fills it in is listed here."),
            _("Go to campaigns"),
            href=campaign_paths.LIST,
        )

    async def _go(self, **changes: Any) -> None:
        """Change the filters, on the page and in its address."""
        self._wanted = replace(self._wanted, **{"only": ()} | changes)
        ui.navigate.history.replace(_address(self._wanted))
        await self.refresh()

    def _reset(self) -> None:
        ui.navigate.to(PATH)

    async def _download(self, only: tuple[int, ...]) -> None:
        """These leads; none named: all that the filters leave, on all pages."""
        table = await self._desk.run(as_csv, replace(self._wanted, only=only or self._wanted.only))
        ui.download.content(as_file(table), f"leads-{datetime.now(UTC):%Y-%m-%d}.csv", "text/csv; charset=utf-8")

    def _ask_to_erase(self, chosen: Sequence[Lead]) -> None:
        count = len(chosen)
        named = _("Erase {name}?").format(name=_called(chosen[0]))
        several = ngettext("Erase {n} lead?", "Erase {n} leads?", count).format(n=number(count))
        with self._all, dialog(named if count == 1 else several) as shown:
            text(_(
                "What they filled in, what they wrote and where they are from is deleted, with other leads of the same "
                "visitors. This can't be undone."
            ))  # fmt: skip
            with foot():
                button(_("Keep"), shown.close, kind="quiet")
                again = ngettext("Erase {n} lead", "Erase {n} leads", count).format(n=number(count))
                button(_("Erase") if count == 1 else again, lambda: self._erase(chosen, shown), kind="danger")
        shown.open()

    async def _erase(self, chosen: Sequence[Lead], shown: ui.dialog) -> None:
        shown.close()
        await self._desk.run(erase_several, [each.id for each in chosen])
        self._selection.clear()
        await self.refresh()
        count = len(chosen)
        with self._all:
            if count == 1:
                toast(_("{name} is erased.").format(name=_called(chosen[0])))
            else:
                toast(ngettext("{n} lead is erased.", "{n} leads are erased.", count).format(n=number(count)))


def _called(lead: Lead) -> str:
    return lead.called or _("Somebody")


def _talk(lead: Lead) -> str:
    """Where its conversation is read."""
    return f"/inbox?{urlencode({'c': lead.conversation})}"


def _campaign(lead: Lead) -> None:
    """The campaign that a lead came from, and the way to it while there is one."""
    if lead.campaign_id is None:
        return
    name = words.campaign(lead.campaign_name)
    if lead.campaign_gone:
        cut(_("{campaign} (deleted)").format(campaign=name), "st-muted")
    else:
        link(name, campaign_paths.editor(lead.campaign_id), "st-link st-cut")


def _further(lead: Lead) -> str:
    """What was said besides name and ways to be reached."""
    return " · ".join(f"{each['label']}: {each['value']}" for each in lead.answers if each["kind"] == "text")


def _offer(select: ui.select, everything: str, options: dict[int, str], chosen: int | None, *, least: int) -> None:
    select.set_options({0: everything, **options}, value=chosen if chosen in options else 0)
    select.set_visibility(len(options) >= least)


def _number(typed: str) -> int | None:
    return int(typed) if typed.isdecimal() and len(typed) < 10 else None


def _address(wanted: Wanted) -> str:
    said = {"q": wanted.search, "site": wanted.site_id, "campaign": wanted.campaign_id}
    query = {name: value for name, value in said.items() if value}
    if wanted.page > 1:
        query["page"] = wanted.page
    return f"{PATH}?{urlencode(query)}" if query else PATH
