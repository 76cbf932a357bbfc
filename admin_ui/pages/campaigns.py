"""The list of smart messages: filter, switch, order, put away."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from nicegui import ui
from starlette.responses import RedirectResponse, Response

from admin_ui import campaign_paths, frame, theme
from admin_ui.campaign_paths import CAMPAIGNS, GALLERY, IMPORT, LIST, NEW, TRAIL
from admin_ui.components.basics import box, button, icon_button, mark, text
from admin_ui.components.campaign_row import CampaignRow, RowActs
from admin_ui.components.campaign_start import campaign_start
from admin_ui.components.empty import broken, empty
from admin_ui.components.row_menu import Action, row_menu
from admin_ui.components.toast import toast, undo
from admin_ui.performance_look import of_campaign
from admin_ui.services import Desk, Services
from admin_ui.session import page
from core import campaigns
from core.campaign_files.exporting import as_text, export, file_name
from core.campaigns import Campaign, order
from core.campaigns import switching as campaign_switch
from core.campaigns.listing import SORTS, TABS, CampaignList, ListedCampaign, Wanted, list_campaigns
from core.errors import InvalidDraft, NotFound, SmartTriggerError, Unauthorised
from core.performance import counts
from core.team.roles import Permission

FIRST, LAST = 0, -1
MOVES: tuple[tuple[str, str, order.Move, int], ...] = (
    ("Move to top", "vertical_align_top", "top", FIRST),
    ("Move up", "arrow_upward", "up", FIRST),
    ("Move down", "arrow_downward", "down", LAST),
    ("Move to bottom", "vertical_align_bottom", "bottom", LAST),
)
"""Words, icon, move, and the end of the order at which it leads nowhere."""
COUNTS_EVERY_SECONDS = 3.0
FILTERED = ("No campaign matches these filters", "Search for something else, or look at all of them.")
NOTHING = {
    "all": ("Every campaign is archived", "They rest in the archive, off and kept."),
    "active": ("Nothing is active now", "Visitors meet no message. Switch a campaign on, and it is here."),
    "draft": ("Nothing is a draft now", "What has never been switched on waits here."),
    "paused": ("Nothing is paused now", "Campaigns that you switch off wait here."),
    "ended": ("Nothing has ended", "Campaigns come here when their end has passed."),
    "archived": ("Nothing is archived", "Put away what you don't need any more: it is off, and kept here."),
}


def register(services: Services) -> None:
    @ui.page(CAMPAIGNS)
    def campaigns_start() -> Response:
        return RedirectResponse(LIST, 303)

    @page(services, LIST, Permission.CAMPAIGNS)
    async def campaign_list(
        desk: Desk, tab: str = "", site: str = "", q: str = "", sort: str = "", page: str = "", finished: str = ""
    ) -> None:
        wanted = campaign_paths.wanted(tab, site, q, sort, page)
        with frame.page(desk, "Smart trigger", trail=TRAIL, width="list"):
            theme.add(("campaigns.bundle.css",), ("campaigns.js",))
            with frame.actions(), box("st-line st-gap-8") as actions:
                button("From the gallery", kind="quiet", href=campaign_paths.on_site(GALLERY, wanted.site_id))
                button("Add smart message", kind="primary", icon="add", href=NEW)
                row_menu("the list", lambda: list_menu(shown.site_id))
            shown = ListPage(desk, wanted, actions)
        await shown.refresh()
        if finished.isdecimal() and len(finished) < 10:
            await shown.tell_draft(int(finished))
        desk.on_change({"campaigns", "plan", "team", "sites"}, shown.refresh)
        ui.timer(COUNTS_EVERY_SECONDS, shown.refresh_counts)


def list_menu(site_id: int | None) -> list[Action]:
    """What can be done with the list as a whole."""
    return [Action("Import…", "upload_file", lambda: ui.navigate.to(campaign_paths.on_site(IMPORT, site_id)))]


class ListPage:
    """One open list."""

    def __init__(self, desk: Desk, wanted: Wanted, actions: ui.element) -> None:
        self._desk = desk
        self._wanted = wanted
        self._actions = actions
        self._rows: dict[int, CampaignRow] = {}
        self._seen: Mapping[int, tuple[int, ...]] = {}
        with box("st-stack") as self._all:
            with box("st-camp-bar") as self._bar:
                with box("st-pills") as pills:
                    pills.props("role=group aria-label='Which campaigns'")
                    self._tabs = {key: self._tab(key) for key in TABS}
                self._filters()
            self._list = box("st-card st-flush st-rows st-camps", "ul").props("aria-label='Smart messages'")
            self._nothing = box("")
            self._pager = box("st-line st-camp-pager")
        self._failure = box("")
        self._acts = RowActs(self._switch, self._menu)

    @property
    def site_id(self) -> int | None:
        """The site that the list is filtered by."""
        return self._wanted.site_id

    # What is shown

    async def refresh(self) -> None:
        """Take the page to what is true now; what did not change is left alone."""
        try:
            listed = await self._desk.run(list_campaigns, self._desk.services.registry, self._wanted)
        except SmartTriggerError:
            raise
        except Exception as error:
            frame.note_exception(error)
            self._show_failure(True)
            return
        self._show_failure(False)
        self._show(listed)

    async def tell_draft(self, campaign_id: int) -> None:
        """Say of a draft whose last step is finished that it is not active yet; one press activates it."""
        try:
            campaign = await self._desk.run(campaigns.get, campaign_id)
        except NotFound:
            return
        if campaign.status != "draft" or campaign.archived or campaign.deleted:
            return
        said = f"“{campaign.draft.name.strip() or 'Without a name'}” is a draft: visitors don't see it yet."
        ui.add_head_html(f'<script>history.replaceState(history.state, "", {json.dumps(LIST)});</script>')
        with self._all:
            undo(said, lambda: self._activate(campaign), "Activate")

    async def refresh_counts(self) -> None:
        """Only the figures: they move without anything being changed by the team."""
        if self._rows:
            try:
                found = await self._desk.run(counts, list(self._rows))
            except Unauthorised:
                return
            for campaign_id, figures in found.items():
                if campaign_id in self._rows:
                    self._rows[campaign_id].show_counts(figures)

    def _show(self, listed: CampaignList) -> None:
        self._wanted = replace(self._wanted, page=listed.page)
        for key, tab in self._tabs.items():
            tab.set_text(f"{TABS[key]} {listed.tabs[key]:,}" if listed.tabs[key] else TABS[key])
            tab.props["aria-pressed"] = "true" if key == self._wanted.tab else "false"
            tab.update()
        self._site.set_options(
            {0: "All sites", **{site.id: site.name for site in listed.sites}}, value=self._wanted.site_id or 0
        )
        self._site.set_visibility(len(listed.sites) > 1 or self._wanted.site_id is not None)
        self._bar.set_visibility(listed.any_at_all)
        self._actions.set_visibility(listed.any_at_all)
        one_site = len(listed.sites) < 2 or self._wanted.site_id is not None
        mark(self._list, "st-camps--one-site", one_site)
        self._seen = listed.seen
        mark(self._list, "st-camps--ordered", self._wanted.sort == "priority")
        self._show_rows(listed.rows)
        self._show_nothing(listed)
        self._show_pager(listed)

    def _show_rows(self, listed: tuple[ListedCampaign, ...]) -> None:
        ids = [each.id for each in listed]
        for gone in set(self._rows) - set(ids):
            self._rows.pop(gone).element.delete()
        for campaign in listed:
            if campaign.id in self._rows:
                self._rows[campaign.id].show(campaign)
            else:
                with self._list:
                    self._rows[campaign.id] = CampaignRow(campaign, self._acts)
        elements = [self._rows[each].element for each in ids]
        if self._list.default_slot.children != elements:
            self._list.default_slot.children[:] = elements
            self._list.update()
        self._list.set_visibility(bool(ids))

    def _show_nothing(self, listed: CampaignList) -> None:
        self._nothing.clear()
        with self._nothing:
            if not listed.any_at_all:
                campaign_start()
            elif not listed.rows:
                filtered = bool(self._wanted.search or self._wanted.site_id)
                what, todo = FILTERED if filtered else NOTHING.get(self._wanted.tab, NOTHING["all"])
                with box("st-card"), empty("filter_alt_off" if filtered else "campaign", what, todo):
                    if filtered or self._wanted.tab != "all":
                        button("Show all", self._reset)
                    else:
                        button("Show the archive", lambda: self._go(tab="archived", page=1))

    def _show_failure(self, failed: bool) -> None:
        """Stand in for the list until it can be read again."""
        self._all.set_visibility(not failed)
        self._failure.clear()
        if failed:
            with self._failure:
                broken("The list can't be read at the moment", "Your campaigns are safe and go on running.")

    def _show_pager(self, listed: CampaignList) -> None:
        self._pager.clear()
        self._pager.set_visibility(listed.pages > 1)
        with self._pager:
            previous = icon_button("chevron_left", "Previous page", lambda: self._go(page=listed.page - 1))
            previous.set_enabled(listed.page > 1)
            text(f"Page {listed.page} of {listed.pages}", "st-muted st-number", "span")
            following = icon_button("chevron_right", "Next page", lambda: self._go(page=listed.page + 1))
            following.set_enabled(listed.page < listed.pages)

    # Filters

    def _tab(self, key: str) -> Any:
        pill = text(TABS[key], "st-pill", "button").props("type=button")
        return pill.on("click", lambda: self._go(tab=key, page=1))

    def _filters(self) -> None:
        with box("st-line st-camp-filters"):
            search = ui.input(value=self._wanted.search, placeholder="Search")
            search.props("outlined dense clearable debounce=200 type=search aria-label='Search campaigns'")
            search.props["data-search"] = ""
            search.on_value_change(lambda event: self._go(search=event.value or "", page=1))
            with search.add_slot("prepend"):
                ui.icon("sym_o_search").props("aria-hidden=true")
            with search.add_slot("append"):
                text("/", "st-key", "kbd").props("aria-hidden=true")
            self._site = ui.select({0: "All sites"}, value=0).props("outlined dense options-dense aria-label=Site")
            self._site.on_value_change(lambda event: self._choose_site(event.value))
            self._site.set_visibility(False)
            sort = self._wanted.sort if self._wanted.sort in SORTS else "priority"
            order = ui.select(dict(SORTS), value=sort).props("outlined dense options-dense aria-label='Sort by'")
            with order.add_slot("prepend"):
                ui.icon("sym_o_sort").props("aria-hidden=true")
            order.on_value_change(lambda event: self._go(sort=event.value, page=1))

    async def _choose_site(self, site_id: int) -> None:
        if (site_id or None) != self._wanted.site_id:
            await self._go(site_id=site_id or None, page=1)

    async def _reset(self) -> None:
        ui.navigate.to(LIST)

    async def _go(self, **changes: Any) -> None:
        """Change the filters, on the page and in its address."""
        self._wanted = replace(self._wanted, **changes)
        ui.navigate.history.replace(campaign_paths.filtered(self._wanted))
        await self.refresh()

    # What can be done

    def _menu(self, campaign: ListedCampaign) -> list[Action]:
        actions = [
            Action("Edit", "edit", lambda: self._edit(campaign)),
            Action("Performance", "monitoring", lambda: ui.navigate.to(of_campaign(campaign.id))),
            Action("Duplicate", "content_copy", lambda: self._duplicate(campaign)),
            Action("Export", "download", lambda: self._export(campaign)),
        ]
        if campaign.status != "draft":
            actions.append(Action("History", "history", lambda: ui.navigate.to(campaign_paths.history(campaign.id))))
        if campaign.archived:
            actions.append(Action("Take out of the archive", "unarchive", lambda: self._unarchive(campaign)))
        else:
            if self._wanted.sort == "priority":
                actions += self._moves(campaign)
            actions.append(Action("Archive", "archive", lambda: self._archive(campaign)))
        return [*actions, Action("Delete", "delete", lambda: self._delete(campaign), bad=True)]

    def _moves(self, campaign: ListedCampaign) -> list[Action]:
        """The moves that lead somewhere among the rows that are seen."""
        seen = self._seen.get(campaign.site.id, ())
        leads = {end: campaign.id in seen and seen[end] != campaign.id for end in (FIRST, LAST)}
        return [Action(words, icon, partial(self._move, campaign, to)) for words, icon, to, end in MOVES if leads[end]]

    async def _switch(self, campaign: ListedCampaign, on: bool) -> bool:
        run, me = self._desk.run, self._desk.me.id
        before = await run(campaign_switch.standing, campaign.id)
        if on:
            try:
                registry = self._desk.services.registry
                after = await run(campaign_switch.switch_on, registry, campaign.id, agent_id=me)
            except InvalidDraft as error:
                self._rows[campaign.id].missing(error.problems)
                return False
            said = f"“{campaign.name}” is on. Visitors on {campaign.site.name} can see it now."
        else:
            after = await run(campaign_switch.switch_off, campaign.id, agent_id=me)
            said = f"“{campaign.name}” is off. Visitors stop seeing it at once."
        await self._say(said, before, after)
        return after.status == "active"

    async def _activate(self, campaign: Campaign) -> None:
        run, me, registry = self._desk.run, self._desk.me.id, self._desk.services.registry
        before = await run(campaign_switch.standing, campaign.id)
        try:
            after = await run(campaign_switch.switch_on, registry, campaign.id, agent_id=me)
        except InvalidDraft:
            ui.navigate.to(campaign_paths.editor(campaign.id, "activate"))  # where all that is missing stands
            return
        await self._say(
            f"“{campaign.draft.name}” is on. Visitors on {campaign.site.name} can see it now.", before, after
        )

    async def _edit(self, campaign: ListedCampaign) -> None:
        ui.navigate.to(campaign_paths.editor(campaign.id))

    async def _duplicate(self, campaign: ListedCampaign) -> None:
        copy = await self._desk.run(campaigns.duplicate, campaign.id, agent_id=self._desk.me.id)
        await self.refresh()
        with self._all:
            toast(f"“{copy.draft.name}” is a draft, the last in the order of {copy.site.name}.")

    async def _export(self, campaign: ListedCampaign) -> None:
        written = as_text(await self._desk.run(export, [campaign.id])).encode()
        ui.download.content(written, file_name(campaign.name), "application/json")

    async def _move(self, campaign: ListedCampaign, to: order.Move) -> None:
        seen = self._seen.get(campaign.site.id, ())
        done = await self._desk.run(order.move, campaign.id, to, among=seen)
        await self.refresh()
        if done is None or to in ("up", "down"):
            return
        with self._all:
            said = f"“{campaign.name}” is {done.place} of {done.places} on {campaign.site.name}."
            undo(said, lambda: self._move_back(done))

    async def _move_back(self, done: order.Moved) -> None:
        await self._desk.run(order.move_back, done)
        await self.refresh()

    async def _archive(self, campaign: ListedCampaign) -> None:
        await self._put(campaign_switch.archive, campaign, f"“{campaign.name}” is archived and off.")

    async def _unarchive(self, campaign: ListedCampaign) -> None:
        said = f"“{campaign.name}” is back in the list, switched off."
        await self._put(campaign_switch.unarchive, campaign, said)

    async def _delete(self, campaign: ListedCampaign) -> None:
        await self._put(campaign_switch.delete, campaign, f"“{campaign.name}” is deleted.")

    async def _put(self, act: Callable[..., Campaign], campaign: ListedCampaign, said: str) -> None:
        before = await self._desk.run(campaign_switch.standing, campaign.id)
        after = await self._desk.run(act, campaign.id, agent_id=self._desk.me.id)
        await self._say(said, before, after)

    async def _say(self, words: str, before: campaign_switch.Standing, after: Campaign) -> None:
        """Tell what was done and offer the way back; the row that was clicked may be gone by then."""
        await self.refresh()
        with self._all:
            undo(words, lambda: self._put_back(before, after))

    async def _put_back(self, before: campaign_switch.Standing, after: Campaign) -> None:
        await self._desk.run(campaign_switch.put_back, after, before, agent_id=self._desk.me.id)
        await self.refresh()
