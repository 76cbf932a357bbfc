"""The pages that make and edit a smart message."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from nicegui import ui

from admin_ui import frame, theme
from admin_ui.campaign_editor.drafting import Drafting
from admin_ui.campaign_editor.editor import CampaignEditor
from admin_ui.campaign_editor.presence import Presence
from admin_ui.campaign_editor.started import Started
from admin_ui.campaign_paths import EDIT, NEW, editor, trail
from admin_ui.components.no_site import no_site
from admin_ui.services import Desk, Services
from admin_ui.session import page
from core import campaigns, sites
from core.campaigns import Campaign, draft_changes
from core.campaigns.addressees import Addressees
from core.campaigns.draft_changes import Change
from core.campaigns.draft_problems import Surroundings
from core.campaigns.drafts import STEPS, Draft
from core.errors import NotFound
from core.goals import Goals, all_goals
from core.i18n import _
from core.sites import Site
from core.storage import Storage
from core.team.roles import Permission

SHEETS = (
    "editor.css",
    "step-rail.css",
    "edit-step.css",
    "inputs.css",
    "choosers.css",
    "builder.css",
    "condition-row.css",
    "composer.css",
    "activate.css",
    "mock-widget.css",
)
SCRIPTS = ("typed-ahead.js", "rows.js", "builder.js", "history.js")


@dataclass(frozen=True)
class Opening:
    """What an editor is opened with, read in one go."""

    campaign: Campaign | None
    sites: tuple[Site, ...]
    addressees: Addressees
    goals: Goals
    crossed: tuple[tuple[Change, Any], ...]
    """What others saved over the words of whoever opens it."""


def open_campaign(storage: Storage, campaign_id: int | None, agent_id: int) -> Opening:
    """Read what an editor needs. Raises NotFound for a campaign that is gone or deleted."""
    around = sites.sites(storage, archived=True), Addressees.load(storage), all_goals(storage)
    if campaign_id is None:
        return Opening(None, *around, ())
    campaign = campaigns.get(storage, campaign_id)
    if campaign.deleted:
        raise campaigns.gone()
    return Opening(campaign, *around, draft_changes.crossed(storage, campaign_id, agent_id, datetime.now(UTC)))


def register(services: Services) -> None:
    presence, started = Presence(), Started()

    @page(services, NEW, Permission.CAMPAIGNS)
    async def new_message(desk: Desk, key: str = "") -> None:
        made = await started.campaign_of(desk.me.id, key)
        shown = await _build(desk, await desk.run(open_campaign, made, desk.me.id), presence, "name")
        if made is not None:
            show_address(editor(made, "name"))
        elif shown is not None:
            show_address(f"{NEW}?key={started.begin(desk.me.id, shown.drafting, shown.saver)}")

    @page(services, EDIT, Permission.CAMPAIGNS)
    async def edit_message(desk: Desk, campaign_id: str, step: str = "") -> None:
        if not campaign_id.isdecimal() or len(campaign_id) > 9:
            raise campaigns.gone()
        await _build(desk, await desk.run(open_campaign, int(campaign_id), desk.me.id), presence, step)


def show_address(address: str) -> None:
    """Put another address into the address bar before anything can be typed: a reload asks for that one."""
    ui.add_head_html(f'<script>history.replaceState(history.state, "", {json.dumps(address)});</script>')


async def _build(desk: Desk, opening: Opening, presence: Presence, step: str) -> CampaignEditor | None:
    """Lay the editor out; None where there is no site to make a campaign for."""
    title = opening.campaign.draft.name.strip() if opening.campaign else ""
    away = _("What you type is kept, and saved once the connection is back.")
    with frame.page(desk, title or _("New smart message"), trail=trail(), width="edit", away=away):
        theme.add(SHEETS, SCRIPTS)
        site = _first_site(opening)
        if site is None:
            no_site()
            return None
        here, now = campaigns.site_of(site), datetime.now(UTC)
        around = Surroundings(desk.services.registry, opening.addressees, here, now, opening.goals)
        campaign = opening.campaign
        if campaign is None:
            drafting = Drafting(around, draft=campaigns.addressed(Draft(), site.settings.recipient, desk.me.id))
        else:
            drafting = Drafting.of(campaign, around)
        shown = CampaignEditor(desk, drafting, opening.sites, presence)
        await shown.open(step if step in STEPS else "")
        shown.tell_crossed(opening.crossed)
    desk.on_change({"campaigns", "plan"}, shown.refresh)
    desk.on_change({"team", "sites"}, shown.reload_surroundings)
    return shown


def _first_site(opening: Opening) -> Site | None:
    """The campaign's site; for a new one the first that is not archived."""
    if opening.campaign is not None:
        found = next((each for each in opening.sites if each.id == opening.campaign.site.id), None)
        if found is None:
            raise NotFound("site_unknown", _("The site of this campaign is not here any more. Go back to the list."))
        return found
    return next((each for each in opening.sites if not each.archived), None)
