"""What was decided about a campaign lately: every message that was shown, and a sample of those that were not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlencode

from nicegui import ui

from admin_ui import campaign_paths, frame, theme, words
from admin_ui.campaign_paths import DECISIONS
from admin_ui.components.basics import box, button, cut, link, named, text
from admin_ui.components.empty import empty
from admin_ui.components.held import Select
from admin_ui.components.list_parts import Pager, search_field
from admin_ui.components.time_ago import time_ago
from admin_ui.connection import every
from admin_ui.outcomes import OUTCOMES, meaning, outcome_chip
from admin_ui.performance_look import of_campaign
from admin_ui.readable import Readable
from admin_ui.services import Desk, Services
from admin_ui.session import page
from core import campaigns
from core.deliveries.decision_list import REFUSED, SHOWN, Decisions, Listed, Wanted, list_decisions
from core.errors import SmartTriggerError
from core.i18n import _
from core.i18n.figures import number
from core.team.roles import Permission

EVERY_SECONDS: Final = 10.0
"""How often it is looked whether more was decided: nothing else tells of it."""


def register(services: Services) -> None:
    # `page` is also the name of a query parameter
    @page(services, DECISIONS, Permission.CAMPAIGNS)
    async def decisions(desk: Desk, campaign_id: str, outcome: str = "", q: str = "", page: str = "") -> None:
        campaign = campaign_paths.number(campaign_id)
        if campaign is None:
            raise campaigns.gone()
        name = words.campaign((await desk.run(campaigns.get, campaign)).draft.name)
        known = outcome if outcome in (SHOWN, REFUSED, *OUTCOMES) else ""
        wanted = Wanted(campaign, known, q.strip(), campaign_paths.number(page) or 1)
        title = _("Decisions about {name}").format(name=name)
        above = (_("Performance of {name}").format(name=name), of_campaign(campaign))
        with frame.page(desk, title, trail=(*campaign_paths.trail(), above), width="list"):
            theme.add(("decisions.css",))
            with frame.actions():
                button(_("Simulator"), href=campaign_paths.simulator(campaign), icon="science")
            shown = DecisionsPage(desk, wanted)
        await shown.refresh()
        every(EVERY_SECONDS, shown.follow)


class DecisionsPage:
    """One open list."""

    def __init__(self, desk: Desk, wanted: Wanted) -> None:
        self._desk = desk
        self._wanted = wanted
        self._shown: Decisions | None = None
        with box("st-stack") as self._all:
            text(_("Every message that was shown, and a sample of those that were not."), "st-muted", "p")
            with box("st-line st-wrap st-filters") as self._bar:
                search_field(
                    _("Search pages and visitors"), wanted.search, lambda typed: self._go(search=typed, page=1)
                )
                self._outcome = named(Select({"": ""}, value=""), _("Outcome"))
                self._outcome.props("outlined dense options-dense")
                self._outcome.on_value_change(lambda event: self._choose(event.value))
            self._list = named(box("st-card st-flush st-rows", "ul").props("role=list"), _("Decisions"))
            self._nothing = box("")
            self._pager = Pager(lambda page: self._go(page=page))
        self._readable = Readable(
            self._all, _("Decisions can't be read at the moment"), _("They are safe, and more are kept meanwhile.")
        )

    async def refresh(self) -> None:
        """Take the page to what is true now."""
        found = await self._readable.read(self._desk.run(list_decisions, self._wanted))
        if found is not None and found != self._shown:
            self._shown = found
            self._show(found)

    async def follow(self) -> None:
        """Look again; a session that has ended is told by what else follows changes."""
        try:
            await self.refresh()
        except SmartTriggerError:
            return

    def _show(self, found: Decisions) -> None:
        self._wanted = replace(self._wanted, page=found.page)
        self._outcome.set_options(_offered(found.outcomes, self._wanted.outcome), value=self._wanted.outcome)
        self._bar.set_visibility(bool(found.outcomes))
        self._list.clear()
        self._list.set_visibility(bool(found.rows))
        with self._list:
            for each in found.rows:
                self._row(each)
        self._nothing.clear()
        if not found.rows:
            with self._nothing, box("st-card"):
                self._say_nothing(bool(found.outcomes))
        self._pager.show(found.page, found.pages)

    def _row(self, listed: Listed) -> None:
        decision, around = listed.decision, listed.circumstances
        with box("st-decision", "li"):
            with box("st-decision-outcome"):
                outcome_chip(decision.outcome)
            with box("st-decision-why"):
                href = campaign_paths.decision(decision.key, _address(self._wanted))
                said = meaning(decision.outcome)
                link(said, href, "st-decision-open")
                text(_("Revision {n}").format(n=decision.revision), "st-small st-muted")
            with box("st-decision-who"):
                called = words.visitor_of(around)
                if around.conversation:
                    talk = link(called, f"/inbox?c={around.conversation}", "st-cut")
                    talk.props["title"] = _("Open conversation")
                else:
                    cut(called)
                where = " · ".join(filter(None, (around.title, words.short_address(around.url))))
                shown = cut(where or _("The page is not kept any more"), "st-small st-muted")
                shown.props["title"] = around.url or None
            time_ago(decision.at, "st-small st-muted")

    def _say_nothing(self, any_at_all: bool) -> None:
        if any_at_all:
            with empty("filter_alt_off", _("No decision matches these filters"), _("Search for something else.")):
                button(_("Show all"), lambda: ui.navigate.to(campaign_paths.decisions(self._wanted.campaign_id)))
            return
        todo = _("With the next visitor who could see it, a decision is kept here. Until then, try it out.")
        simulator = campaign_paths.simulator(self._wanted.campaign_id)
        empty("rule", _("Nothing is kept yet"), todo, _("Try it in the simulator"), href=simulator)

    async def _choose(self, outcome: str) -> None:
        if outcome != self._wanted.outcome:
            await self._go(outcome=outcome, page=1)

    async def _go(self, **changes: Any) -> None:
        """Change the filters, on the page and in its address."""
        self._wanted = replace(self._wanted, **changes)
        ui.navigate.history.replace(_address(self._wanted))
        await self.refresh()


def _offered(outcomes: Mapping[str, int], chosen: str) -> dict[str, str]:
    """What the list can be narrowed to: what there is, and what is chosen."""
    refused = {code: count for code, count in outcomes.items() if code}
    offered = {"": _("All outcomes"), SHOWN: _counted(_("Shown"), outcomes.get("", 0))}
    if refused or chosen == REFUSED:
        offered[REFUSED] = _counted(_("Not shown, for any reason"), sum(refused.values()))
    for code in OUTCOMES:
        if code and (code in refused or code == chosen):
            offered[code] = _counted(meaning(code).rstrip("."), refused.get(code, 0))
    return offered


def _counted(said: str, count: int) -> str:
    return _("{what} ({n})").format(what=said, n=number(count))


def _address(wanted: Wanted) -> str:
    path = campaign_paths.decisions(wanted.campaign_id)
    said = {"outcome": wanted.outcome, "q": wanted.search, "page": wanted.page if wanted.page > 1 else ""}
    query = urlencode({name: value for name, value in said.items() if value})
    return f"{path}?{query}" if query else path
