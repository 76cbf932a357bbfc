"""The simulator: make up a page view, and see which campaigns would show, when, and why the others would not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from nicegui import ui

from admin_ui import campaign_paths, frame, theme
from admin_ui.campaign_paths import SIMULATOR
from admin_ui.components.asked_later import AskedLater
from admin_ui.components.basics import box, named, text
from admin_ui.components.no_site import no_site
from admin_ui.components.site_choice import chosen, site_choice
from admin_ui.services import Desk, Services
from admin_ui.session import page
from admin_ui.simulator.form import SimulatorForm
from admin_ui.simulator.results import draw_results
from core import campaigns
from core.attention.past_visits import PastVisit, newest_visits
from core.campaigns.draft_problems import SiteChoice
from core.errors import NotFound
from core.i18n import _
from core.simulator import Simulation, run
from core.simulator.made_up import MadeUp
from core.team.roles import Permission

VIEWS = 30
"""Page views to start from, the newest."""
LOOKS_BACK = timedelta(days=7)


def register(services: Services) -> None:
    @page(services, SIMULATOR, Permission.CAMPAIGNS)
    async def simulator(
        desk: Desk, site: str = "", campaign: str = "", view: str = "", at: str = "", told: str = "", had: str = "",
        ago: str = "",
    ) -> None:  # fmt: skip
        said = {"site": site, "campaign": campaign, "view": view, "at": at, "told": told, "had": had, "ago": ago}
        made_up = MadeUp.of(said)
        sites = await desk.run(campaigns.site_choices)
        if made_up.campaign_id is not None:
            made_up = replace(made_up, site_id=await _site_of(desk, made_up.campaign_id) or made_up.site_id)
        here = chosen(sites, made_up.site_id)
        made_up = replace(made_up, site_id=here.id if here else None)
        found = await desk.run(run, services.registry, made_up, datetime.now(UTC)) if here else None
        with frame.page(desk, _("Simulator"), trail=campaign_paths.trail(with_list=False)[:1], sketch="cards"):
            theme.add(("choosers.css", "trace.css", "simulator.css"))
            if here is None or found is None:
                no_site()
                return
            with frame.actions():
                site_choice(sites, here, lambda chosen: ui.navigate.to(f"{SIMULATOR}?site={chosen}"))
            SimulatorPage(desk, here, made_up, found)


async def _site_of(desk: Desk, campaign_id: int) -> int | None:
    try:
        return (await desk.run(campaigns.get, campaign_id)).site.id
    except NotFound:
        return None


class SimulatorPage:
    """One open simulator."""

    def __init__(self, desk: Desk, site: SiteChoice, made_up: MadeUp, found: Simulation) -> None:
        self._desk = desk
        self._site = site
        self._client = ui.context.client
        text(_("Nothing here reaches a visitor or is counted. What you enter stands in the address."), "st-muted", "p")
        with box("st-simulator"):
            self._form = SimulatorForm(made_up, desk.services.registry.condition_types, self._changed, self._views)
            self._results = named(box("st-stack st-gap-12", "section"), _("What would happen"))
        self._show(found)  # at once, so that nothing jumps
        self._later = AskedLater(self._results, self._find, self._show, at_once=False)
        desk.on_change({"campaigns", "plan"}, self._refresh)

    def _changed(self, made_up: MadeUp) -> None:
        with self._client:
            ui.navigate.history.replace(f"{SIMULATOR}?{made_up.query}")
        self._later.ask()

    async def _refresh(self) -> None:
        self._later.ask()

    async def _find(self) -> Simulation:
        return await self._desk.run(run, self._desk.services.registry, self._form.made_up, datetime.now(UTC))

    async def _views(self) -> Sequence[PastVisit]:
        since = datetime.now(UTC) - LOOKS_BACK
        return await self._desk.run(newest_visits, self._site.id, self._site.time_zone, since, VIEWS)

    def _show(self, found: Simulation) -> None:
        self._form.show(found)
        self._results.clear()
        with self._results:
            draw_results(found.outcomes, self._desk.services.registry.condition_types)
