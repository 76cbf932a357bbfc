"""Above the inbox's list: whose conversations, which of them, and a search; what is chosen stands in the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from nicegui import ui

from admin_ui.components.basics import box, text
from admin_ui.components.held import Select
from admin_ui.components.list_parts import search_field
from core.i18n import N_, _, ngettext
from core.i18n.figures import number
from core.inbox.conversations import Scope, Waiting, Wanted

SCOPES: Final[Mapping[Scope, str]] = {"mine": N_("Mine"), "groups": N_("My groups"), "all": N_("All")}
STATUSES: Final = {"open": N_("Open"), "closed": N_("Closed")}
ALL_SITES: Final = 0

Narrow = Callable[..., Any]
"""Called with what is wanted otherwise now, by the names of Wanted."""


class InboxFilters:
    """The filters of one open inbox."""

    def __init__(self, wanted: Wanted, narrow: Narrow) -> None:
        self._wanted = wanted
        self._narrow = narrow
        with box("st-inbox-filters"):
            with box("st-pills st-sideways").props("role=group") as pills:
                pills.props["aria-label"] = _("Whose")
                self._pills = {scope: self._pill(scope) for scope in SCOPES}
            with box("st-line"):
                search = search_field(_("Search"), wanted.search, lambda said: narrow(search=said.strip()))
                search.props("hide-bottom-space")
                self._selects()
                self._unread = text(_("Unread"), "st-pill", "button").props("type=button")
                self._unread.on("click", lambda: narrow(unread_only=not self._wanted.unread_only))

    def show(self, wanted: Wanted, waiting: Waiting, sites: Mapping[int, str]) -> None:
        """Show what is looked at, and how much waits where."""
        self._wanted = wanted
        counts = {"mine": waiting.mine, "groups": waiting.groups, "all": waiting.all}
        for scope, pill in self._pills.items():
            n = counts[scope]
            pill.text = f"{_(SCOPES[scope])} {number(n)}" if n else _(SCOPES[scope])
            pill.props["title"] = ngettext("{n} unread", "{n} unread", n).format(n=number(n)) if n else ""
            _press(pill, scope == wanted.scope)
        _press(self._unread, wanted.unread_only)
        self._status.value = wanted.status
        self._site.set_options({ALL_SITES: _("All sites"), **sites}, value=wanted.site_id or ALL_SITES)
        self._site.set_visibility(len(sites) > 1)

    def _pill(self, scope: Scope) -> Any:
        pill = text(_(SCOPES[scope]), "st-pill", "button").props("type=button")
        return pill.on("click", lambda: self._narrow(scope=scope))

    def _selects(self) -> None:
        statuses = {key: _(words) for key, words in STATUSES.items()}
        self._status = Select(statuses, value=self._wanted.status).classes("st-inbox-status")
        self._site = Select({ALL_SITES: _("All sites")}, value=ALL_SITES).classes("st-inbox-site")
        for select, name in ((self._status, _("Open or closed")), (self._site, _("Site"))):
            select.props("outlined dense options-dense hide-bottom-space")
            select.props["aria-label"] = name
        self._site.set_visibility(False)

        async def choose_status(value: str) -> None:
            if value != self._wanted.status:
                await self._narrow(status=value)

        async def choose_site(value: int) -> None:
            if (value or None) != self._wanted.site_id:
                await self._narrow(site_id=value or None)

        self._status.on_value_change(lambda event: choose_status(event.value))
        self._site.on_value_change(lambda event: choose_site(event.value))


def _press(pill: ui.element, pressed: bool) -> None:
    pill.props["aria-pressed"] = "true" if pressed else "false"
    pill.update()
