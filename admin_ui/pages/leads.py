"""Leads: who left a way to be reached, where they came from, their conversation; as a table, and erased on demand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlencode

from nicegui import ui

from admin_ui import campaign_paths, frame, theme
from admin_ui.components.basics import box, button, cut, icon_button, link, text
from admin_ui.components.dialog import dialog, foot
from admin_ui.components.empty import broken, empty
from admin_ui.components.row_menu import Action, row_menu
from admin_ui.components.time_ago import time_ago
from admin_ui.components.toast import toast
from admin_ui.services import Desk, Services
from admin_ui.session import page
from core.errors import SmartTriggerError
from core.leads.erasing import erase
from core.leads.listing import Lead, Leads, Wanted, as_csv, list_leads
from core.team.roles import Permission

PATH: Final = "/leads"


def register(services: Services) -> None:
    # `page` is also the name of a query parameter
    @page(services, PATH, Permission.LEADS)
    async def leads(desk: Desk, q: str = "", site: str = "", campaign: str = "", page: str = "") -> None:
        wanted = Wanted(search=q, site_id=_number(site), campaign_id=_number(campaign), page=_number(page) or 1)
        with frame.page(desk, "Leads", width="list"):
            theme.add(("leads.css",))
            with frame.actions():
                export = button("Download CSV", icon="download")
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
        export.on_click(self._download)
        with box("st-stack") as self._all:
            self._filters()
            self._list = box("st-card st-flush st-rows", "ul").props("aria-label=Leads")
            self._nothing = box("")
            self._pager = box("st-line st-pager")
        self._failure = box("")

    async def refresh(self) -> None:
        """Take the page to what is true now."""
        try:
            found = await self._desk.run(list_leads, self._wanted)
        except SmartTriggerError:
            raise
        except Exception as error:
            frame.note_exception(error)
            self._show_failure(True)
            return
        self._show_failure(False)
        if found != self._shown:
            self._shown = found
            self._show(found)

    def _filters(self) -> None:
        with box("st-line st-wrap") as self._bar:
            search = ui.input(value=self._wanted.search, placeholder="Search").classes("st-leads-search")
            search.props("outlined dense clearable debounce=200 type=search aria-label='Search leads'")
            search.props["data-search"] = ""
            search.on_value_change(lambda event: self._go(search=event.value or "", page=1))
            with search.add_slot("prepend"):
                ui.icon("sym_o_search").props("aria-hidden=true")
            with search.add_slot("append"):
                text("/", "st-key", "kbd").props("aria-hidden=true")
            self._campaign = self._select("Campaign", "All campaigns", "campaign_id")
            self._site = self._select("Site", "All sites", "site_id")

    def _select(self, name: str, everything: str, field: str) -> ui.select:
        select = ui.select({0: everything}, value=0).props(f"outlined dense options-dense aria-label={name}")

        async def choose(value: int) -> None:
            if (value or None) != getattr(self._wanted, field):
                await self._go(**{field: value or None, "page": 1})

        select.on_value_change(lambda event: choose(event.value))
        return select

    def _show(self, found: Leads) -> None:
        self._wanted = replace(self._wanted, page=found.page)
        _offer(self._campaign, "All campaigns", found.campaigns, self._wanted.campaign_id, least=1)
        _offer(self._site, "All sites", found.sites, self._wanted.site_id, least=2)
        self._bar.set_visibility(found.any_at_all)
        self._export.set_visibility(found.any_at_all)
        self._list.clear()
        self._list.set_visibility(bool(found.rows))
        with self._list:
            for each in found.rows:
                self._row(each)
        self._nothing.clear()
        if not found.rows:
            with self._nothing, box("st-card"):
                self._say_nothing(found.any_at_all)
        self._show_pager(found)

    def _row(self, lead: Lead) -> None:
        with box("st-lead", "li"):
            with box("st-lead-who"):
                text(lead.called, "st-strong")
                reached = " · ".join(filter(None, (lead.email, lead.phone)))
                cut(reached if reached != lead.called else "", "st-small st-muted")
            with box("st-lead-from"):
                if lead.campaign_id:
                    link(lead.campaign_name, campaign_paths.editor(lead.campaign_id), "st-link")
                cut(lead.page_title or lead.page_url, "st-small st-muted").props["title"] = lead.page_url
            cut(_further(lead), "st-small st-lead-said")
            time_ago(lead.at, "st-small st-muted")
            row_menu(lead.called, self._actions(lead))

    def _actions(self, lead: Lead) -> list[Action]:
        open_it = Action(
            "Open conversation", "chat", lambda: ui.navigate.to(f"/inbox?{urlencode({'c': lead.conversation})}")
        )
        erase_it = Action("Erase", "delete_forever", lambda: self._ask_to_erase(lead), bad=True)
        return [*([open_it] if lead.conversation else []), erase_it]

    def _say_nothing(self, any_at_all: bool) -> None:
        if any_at_all:
            with empty("filter_alt_off", "No lead matches these filters", "Search for something else."):
                button("Show all", self._reset)
            return
        empty(
            "contact_mail",
            "Nobody has left an address yet",
            "Add a contact form to a message. Who fills it in is listed here.",
            "Go to campaigns",
            href=campaign_paths.LIST,
        )

    def _show_pager(self, found: Leads) -> None:
        self._pager.clear()
        self._pager.set_visibility(found.pages > 1)
        with self._pager:
            previous = icon_button("chevron_left", "Previous page", lambda: self._go(page=found.page - 1))
            previous.set_enabled(found.page > 1)
            text(f"Page {found.page} of {found.pages}", "st-muted st-number", "span")
            following = icon_button("chevron_right", "Next page", lambda: self._go(page=found.page + 1))
            following.set_enabled(found.page < found.pages)

    def _show_failure(self, failed: bool) -> None:
        """Stand in for the list until it can be read again."""
        self._all.set_visibility(not failed)
        self._failure.clear()
        if failed:
            with self._failure:
                broken("Leads can't be read at the moment", "They are safe.")

    async def _go(self, **changes: Any) -> None:
        """Change the filters, on the page and in its address."""
        self._wanted = replace(self._wanted, **changes)
        ui.navigate.history.replace(_address(self._wanted))
        await self.refresh()

    def _reset(self) -> None:
        ui.navigate.to(PATH)

    async def _download(self) -> None:
        table = await self._desk.run(as_csv, self._wanted)
        with_mark = f"\ufeff{table}".encode()  # by which spreadsheets know the encoding
        ui.download.content(with_mark, f"leads-{datetime.now(UTC):%Y-%m-%d}.csv", "text/csv; charset=utf-8")

    def _ask_to_erase(self, lead: Lead) -> None:
        with dialog(f"Erase {lead.called}?") as shown:
            text("What they filled in, what they wrote and where they are from is deleted. This can't be undone.")
            with foot():
                button("Keep", shown.close, kind="quiet")
                button("Erase", lambda: self._erase(lead, shown), kind="danger")
        shown.open()

    async def _erase(self, lead: Lead, shown: ui.dialog) -> None:
        shown.close()
        await self._desk.run(erase, lead.id)
        toast(f"{lead.called} is erased.")
        await self.refresh()


def _further(lead: Lead) -> str:
    """What was said besides name and ways to be reached."""
    return " · ".join(f"{each['label']}: {each['value']}" for each in lead.answers if each["kind"] == "text")


def _offer(select: ui.select, everything: str, options: Any, chosen: int | None, *, least: int) -> None:
    named = dict(options)
    select.set_options({0: everything, **named}, value=chosen if chosen in named else 0)
    select.set_visibility(len(named) >= least)


def _number(typed: str) -> int | None:
    return int(typed) if typed.isdecimal() and len(typed) < 10 else None


def _address(wanted: Wanted) -> str:
    said = {"q": wanted.search, "site": wanted.site_id, "campaign": wanted.campaign_id}
    query = {name: value for name, value in said.items() if value}
    if wanted.page > 1:
        query["page"] = wanted.page
    return f"{PATH}?{urlencode(query)}" if query else PATH
