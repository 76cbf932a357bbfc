"""Which campaigns are listed: the tabs, and the line of search, site and order."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from nicegui import ui

from admin_ui.components.basics import box, text
from admin_ui.components.held import Select
from admin_ui.components.list_parts import search_field
from core.campaigns.listing import SORTS, TABS, CampaignList, Wanted
from core.i18n import _
from core.i18n.figures import number


class Filters:
    """The filters of one open list; `go` takes what changes of `Wanted`, and asks for that list."""

    def __init__(self, wanted: Wanted, go: Callable[..., Awaitable[None]]) -> None:
        self._wanted = wanted
        self._go = go
        with box("st-camp-bar") as self.element:
            with box("st-pills st-sideways").props("role=group") as pills:
                pills.props["aria-label"] = _("Which campaigns")
                self._tabs = {key: self._tab(key) for key in TABS}
            with box("st-line st-camp-filters"):
                search_field(_("Search campaigns"), wanted.search, lambda words: go(search=words, page=1))
                self._build_selects()

    def show(self, listed: CampaignList, wanted: Wanted) -> None:
        """Take the filters to what is listed now."""
        self._wanted = wanted
        for key, tab in self._tabs.items():
            count = listed.tabs[key]
            tab.set_text(f"{_(TABS[key])} {number(count)}" if count else _(TABS[key]))
            tab.props["aria-pressed"] = "true" if key == wanted.tab else "false"
        self._site.set_options(
            {0: _("All sites"), **{site.id: site.name for site in listed.sites}}, value=wanted.site_id or 0
        )
        self._site.set_visibility(len(listed.sites) > 1 or wanted.site_id is not None)
        self.element.set_visibility(listed.any_at_all)

    def _tab(self, key: str) -> Any:
        pill = text(_(TABS[key]), "st-pill", "button").props("type=button")
        return pill.on("click", lambda: self._go(tab=key, page=1))

    def _build_selects(self) -> None:
        self._site = Select({0: _("All sites")}, value=0).props("outlined dense options-dense")
        self._site.props["aria-label"] = _("Site")
        self._site.on_value_change(lambda event: self._choose_site(event.value))
        self._site.set_visibility(False)
        sort = self._wanted.sort if self._wanted.sort in SORTS else "priority"
        orders = {key: _(words) for key, words in SORTS.items()}
        order = Select(orders, value=sort).props("outlined dense options-dense")
        order.props["aria-label"] = _("Sort by")
        with order.add_slot("prepend"):
            ui.icon("sym_o_sort").props("aria-hidden=true")
        order.on_value_change(lambda event: self._go(sort=event.value, page=1))

    async def _choose_site(self, site_id: int) -> None:
        if (site_id or None) != self._wanted.site_id:
            await self._go(site_id=site_id or None, page=1)
