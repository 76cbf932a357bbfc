"""The list of smart messages: filter, switch, order, put away."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from nicegui import ui
from starlette.responses import RedirectResponse, Response

from admin_ui import campaign_paths, frame, theme, words
from admin_ui.campaign_list.acts import CampaignActs
from admin_ui.campaign_list.filters import Filters
from admin_ui.campaign_list.several import SeveralActs
from admin_ui.campaign_paths import CAMPAIGNS, GALLERY, IMPORT, LIST, NEW, SIMULATOR, trail
from admin_ui.components.basics import box, button, mark
from admin_ui.components.campaign_row import CampaignRow, RowActs
from admin_ui.components.campaign_start import campaign_start
from admin_ui.components.empty import empty
from admin_ui.components.list_parts import Pager
from admin_ui.components.row_menu import Action, row_menu
from admin_ui.components.selection import Selection
from admin_ui.components.toast import undo
from admin_ui.connection import every
from admin_ui.readable import Readable
from admin_ui.services import Desk, Services
from admin_ui.session import page
from core import campaigns
from core.campaigns.listing import CampaignList, ListedCampaign, Wanted, list_campaigns
from core.errors import InvalidDraft, NotFound, SmartTriggerError, Unauthorised
from core.i18n import N_, _
from core.performance import counts
from core.team.roles import Permission

COUNTS_EVERY_SECONDS: Final = 3.0
FILTERED: Final = (
    N_("No campaign matches these filters"),
    N_("Search for something else, or look at all of them."),
)
NOTHING: Final = {
    "all": (N_("Every campaign is archived"), N_("They rest in the archive, off and kept.")),
    "active": (N_("Nothing is active now"), N_("Visitors meet no message. Switch a campaign on, and it is here.")),
    "draft": (N_("Nothing is a draft now"), N_("What has never been switched on waits here.")),
    "paused": (N_("Nothing is paused now"), N_("Campaigns that you switch off wait here.")),
    "ended": (N_("Nothing has ended"), N_("Campaigns come here when their end has passed.")),
    "archived": (N_("Nothing is archived"), N_("Put away what you don't need any more: it is off, and kept here.")),
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
        with frame.page(desk, _("Smart trigger"), trail=trail(with_list=False), width="list"):
            theme.add(("campaigns.bundle.css",))
            with frame.actions(), box("st-line st-wrap st-gap-8 st-list-acts") as actions:
                button(_("From the gallery"), kind="quiet", href=campaign_paths.on_site(GALLERY, wanted.site_id))
                button(_("Add smart message"), kind="primary", icon="add", href=NEW).props("data-new")
                row_menu(_("the list"), lambda: list_menu(shown.site_id))
            shown = ListPage(desk, wanted, actions)
        await shown.refresh()
        if finished.isdecimal() and len(finished) < 10:
            await shown.tell_draft(int(finished))
        desk.on_change({"campaigns", "plan", "team", "sites"}, shown.refresh)
        every(COUNTS_EVERY_SECONDS, shown.refresh_counts)


def list_menu(site_id: int | None) -> list[Action]:
    """What can be done with the list as a whole."""
    return [
        Action(_("Import…"), "upload_file", lambda: ui.navigate.to(campaign_paths.on_site(IMPORT, site_id))),
        Action(_("Simulator"), "science", lambda: ui.navigate.to(campaign_paths.on_site(SIMULATOR, site_id))),
    ]


class ListPage:
    """One open list."""

    def __init__(self, desk: Desk, wanted: Wanted, actions: ui.element) -> None:
        self._desk = desk
        self._wanted = wanted
        self._actions = actions
        self._rows: dict[int, CampaignRow] = {}
        with box("st-stack") as self._all:
            self._filters = Filters(wanted, self._go)
            self._selection = Selection[int](lambda: self._several.actions(self._selected()))
            self._list = box("st-card st-flush st-rows st-camps st-choosing", "ul")
            self._list.props["aria-label"] = _("Smart messages")
            self._nothing = box("")
            self._pager = Pager(lambda page: self._go(page=page))
        self._readable = Readable(
            self._all, _("The list can't be read at the moment"), _("Your campaigns are safe and go on running.")
        )
        self._acts = CampaignActs(desk, self.refresh, self._all)
        self._several = SeveralActs(desk, self._acted, self._all)

    @property
    def site_id(self) -> int | None:
        """The site that the list is filtered by."""
        return self._wanted.site_id

    async def refresh(self) -> None:
        """Take the page to what is true now; what did not change is left alone."""
        listed = await self._readable.read(self._desk.run(list_campaigns, self._desk.services.registry, self._wanted))
        if listed is not None:
            self._show(listed)

    async def tell_draft(self, campaign_id: int) -> None:
        """Say of a draft whose last step is finished that it is not active yet; one press activates it."""
        try:
            campaign = await self._desk.run(campaigns.get, campaign_id)
        except NotFound:
            return
        if campaign.status != "draft" or campaign.archived or campaign.deleted:
            return
        said = _("“{name}” is a draft: visitors don't see it yet.").format(name=words.campaign(campaign.draft.name))
        ui.add_head_html(f'<script>history.replaceState(history.state, "", {json.dumps(LIST)});</script>')
        with self._all:
            undo(said, lambda: self._acts.activate(campaign), _("Activate"))

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
        self._filters.show(listed, self._wanted)
        self._actions.set_visibility(listed.any_at_all)
        self._acts.seen, self._acts.ordered = listed.seen, self._wanted.sort == "priority"
        mark(self._list, "st-camps--one-site", len(listed.sites) < 2 or self._wanted.site_id is not None)
        mark(self._list, "st-camps--ordered", self._acts.ordered)
        self._show_rows(listed.rows)
        self._show_nothing(listed)
        self._pager.show(listed.page, listed.pages)

    def _show_rows(self, listed: tuple[ListedCampaign, ...]) -> None:
        ids = [each.id for each in listed]
        for gone in set(self._rows) - set(ids):
            self._rows.pop(gone).element.delete()
        acts = RowActs(self._switch, self._menu, self._selection.tick)
        for campaign in listed:
            if campaign.id in self._rows:
                self._rows[campaign.id].show(campaign)
            else:
                with self._list:
                    self._rows[campaign.id] = CampaignRow(campaign, acts)
        elements = [self._rows[each].element for each in ids]
        if self._list.default_slot.children != elements:
            self._list.default_slot.children[:] = elements
            self._list.update()
        self._list.set_visibility(bool(ids))
        self._selection.show(ids)

    def _menu(self, campaign: ListedCampaign) -> list[Action]:
        return [*self._selection.offered(campaign.id), *self._acts.menu(campaign)]

    def _selected(self) -> list[ListedCampaign]:
        return [self._rows[each].campaign for each in self._selection.keys]

    async def _acted(self, refused: Mapping[int, SmartTriggerError]) -> None:
        """Something was done with the selected: show it, and at each that could not be done why."""
        self._selection.clear()
        await self.refresh()
        for campaign_id, error in refused.items():
            if campaign_id in self._rows:
                self._rows[campaign_id].refused(error)

    def _show_nothing(self, listed: CampaignList) -> None:
        self._nothing.clear()
        with self._nothing:
            if not listed.any_at_all:
                campaign_start()
            elif not listed.rows:
                filtered = bool(self._wanted.search or self._wanted.site_id)
                what, todo = FILTERED if filtered else NOTHING.get(self._wanted.tab, NOTHING["all"])
                with box("st-card"), empty("filter_alt_off" if filtered else "campaign", _(what), _(todo)):
                    if filtered or self._wanted.tab != "all":
                        button(_("Show all"), lambda: ui.navigate.to(LIST))
                    else:
                        button(_("Show the archive"), lambda: self._go(tab="archived", page=1))

    async def _switch(self, campaign: ListedCampaign, on: bool) -> bool:
        try:
            return await self._acts.switch(campaign.id, on)
        except InvalidDraft as error:
            self._rows[campaign.id].refused(error)
            return False

    async def _go(self, **changes: Any) -> None:
        """Change the filters, on the page and in its address."""
        self._wanted = replace(self._wanted, **changes)
        ui.navigate.history.replace(campaign_paths.filtered(self._wanted))
        await self.refresh()
