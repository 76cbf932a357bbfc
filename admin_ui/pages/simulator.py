"""The simulator: make up a page view, and see which campaigns would show, when, and why the others would not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from nicegui import ui

from admin_ui import campaign_paths, frame, theme, words
from admin_ui.campaign_paths import SIMULATOR
from admin_ui.components.asked_later import AskedLater
from admin_ui.components.basics import box, named, text
from admin_ui.components.no_site import no_site
from admin_ui.components.site_choice import chosen, site_choice
from admin_ui.services import Desk, Services
from admin_ui.session import page
from admin_ui.simulator.form import SimulatorForm
from admin_ui.simulator.results import draw_answer, draw_results
from core import campaigns
from core.attention.past_visits import PastVisit, newest_visits
from core.campaigns import Campaign
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
        ago: str = "", start: str = "",
    ) -> None:  # fmt: skip
        said = {
            "site": site,
            "campaign": campaign,
            "view": view,
            "at": at,
            "told": told,
            "had": had,
            "ago": ago,
            "start": start,
        }
        made_up = MadeUp.of(said)
        sites = await desk.run(campaigns.site_choices)
        tried = await _campaign(desk, made_up.campaign_id)
        if tried is not None:
            made_up = replace(made_up, site_id=tried.site.id)
        here = chosen(sites, made_up.site_id)
        made_up = replace(made_up, site_id=here.id if here else None)
        asked = (services.registry, services.settings, made_up, datetime.now(UTC))
        found = await desk.run(run, *asked) if here else None
        with frame.page(desk, _("Simulator"), trail=_trail(tried), sketch="cards"):
            theme.add(("inputs.css", "choosers.css", "trace.css", "simulator.css"))
            if here is None or found is None:
                no_site()
                return
            with frame.actions():
                site_choice(sites, here, lambda chosen: ui.navigate.to(f"{SIMULATOR}?site={chosen}"))
            SimulatorPage(desk, here, made_up, found)


async def _campaign(desk: Desk, campaign_id: int | None) -> Campaign | None:
    """The campaign that is tried, None where there is none any more."""
    try:
        return None if campaign_id is None else await desk.run(campaigns.get, campaign_id)
    except NotFound:
        return None


def _trail(tried: Campaign | None) -> Sequence[tuple[str, str]]:
    """The way back: to the campaign whose draft is tried."""
    if tried is None:
        return campaign_paths.trail(with_list=False)[:1]
    name = words.campaign(tried.draft.name)
    return (*campaign_paths.trail(), (name, campaign_paths.editor(tried.id, "customers")))


class SimulatorPage:
    """One open simulator."""

    def __init__(self, desk: Desk, site: SiteChoice, made_up: MadeUp, found: Simulation) -> None:
        self._desk = desk
        self._site = site
        self._client = ui.context.client
        about = _("Nothing here reaches a visitor or is counted. Copy the address to show somebody what you entered.")
        text(about, "st-muted", "p")
        types = desk.services.registry.condition_types
        with box("st-simulator"):
            address = box("st-card st-simulator-page")
            self._answer = box("st-simulated-first").props("role=status")
            self._form = SimulatorForm(made_up, types, self._changed, self._views, address)
            self._results = named(box("st-stack st-gap-8 st-simulator-results", "section"), _("What would happen"))
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
        services = self._desk.services
        return await self._desk.run(run, services.registry, services.settings, self._form.made_up, datetime.now(UTC))

    async def _views(self) -> Sequence[PastVisit]:
        since = datetime.now(UTC) - LOOKS_BACK
        return await self._desk.run(newest_visits, self._site.id, self._site.time_zone, since, VIEWS)

    def _show(self, found: Simulation) -> None:
        self._form.show(found)
        self._answer.clear()
        with self._answer:
            draw_answer(found.outcomes)
        self._results.clear()
        with self._results:
            draw_results(found.outcomes, self._desk.services.registry.condition_types)
