"""What was decided about claims, and why: one of them, and the newest of a campaign."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from admin_ui import campaign_paths, frame, theme, words
from admin_ui.campaign_paths import DECISION, DECISIONS
from admin_ui.components.basics import box, button, chip, link, note, text
from admin_ui.components.empty import empty
from admin_ui.components.time_ago import time_ago
from admin_ui.components.trace import draw_trace
from admin_ui.services import Desk, Services
from admin_ui.session import page
from admin_ui.simulator.results import WORDS, first_failing
from core import campaigns
from core.campaigns import Campaign
from core.deliveries.explaining import Decision, Explained, decisions_of, explained
from core.i18n import _
from core.storage import Storage
from core.team.roles import Permission

MOST: Final = 100


def register(services: Services) -> None:
    @page(services, DECISION, Permission.INBOX)
    async def decision(desk: Desk, key: str) -> None:
        found = await desk.run(explained, services.registry, key[:32])
        may = desk.may(Permission.CAMPAIGNS)
        title = _("Why they did not see it") if found.decision.outcome else _("Why they saw it")
        with frame.page(desk, title, trail=campaign_paths.trail() if may else (), width="import"):
            theme.add(("trace.css", "simulator.css", "campaign-files.css"))
            if may:
                with frame.actions():
                    href = f"{campaign_paths.SIMULATOR}?campaign={found.decision.campaign_id}"
                    button(_("Try it now"), href=f"{href}&view={found.decision.page_view}", icon="science")
            _one(found, with_links=may)

    @page(services, DECISIONS, Permission.CAMPAIGNS)
    async def decisions(desk: Desk, campaign_id: str) -> None:
        number = campaign_paths.number(campaign_id)
        if number is None:
            raise campaigns.gone()
        campaign, found = await desk.run(_load, number)
        name = words.campaign(campaign.draft.name)
        with frame.page(desk, _("Decisions about {name}").format(name=name), trail=campaign_paths.trail()):
            theme.add(("simulator.css",))
            with frame.actions():
                button(_("Simulator"), href=campaign_paths.simulator(number), icon="science")
            with box("st-stack st-gap-16"):
                text(_("Every message that was shown, and a sample of those that were refused."), "st-muted", "p")
                _several(found)


def _load(storage: Storage, campaign_id: int) -> tuple[Campaign, Sequence[Decision]]:
    return campaigns.get(storage, campaign_id), decisions_of(storage, campaign_id, MOST)


def _one(found: Explained, *, with_links: bool) -> None:
    decision = found.decision
    with box("st-card st-stack st-gap-16"):
        with box("st-line st-wrap st-gap-8"):
            name = words.campaign(decision.campaign_name)
            if with_links:
                link(name, campaign_paths.editor(decision.campaign_id, "customers"), "st-strong")
            else:
                text(name, "st-strong", "span")
            _outcome(decision)
            text(_("Revision {n}").format(n=decision.revision), "st-small st-muted", "span")
            time_ago(decision.at, "st-small st-muted")
        text(_meaning(found), "st-muted", "p")
        if found.trace is None:
            note(_("The rule that decided can't be read any more: a condition of it is not installed."))
        else:
            draw_trace(found.trace)


def _meaning(found: Explained) -> str:
    outcome = found.decision.outcome
    if not outcome:
        return _("All that it asks for was met at that moment.")
    failing = first_failing(found.trace) if found.trace and found.trace.verdict == "fails" else ""
    return _("Not met: {condition}.").format(condition=failing) if failing else _(WORDS[outcome][2])


def _outcome(decision: Decision) -> None:
    if decision.outcome:
        name, look, _meaning = WORDS[decision.outcome]
        chip(_(name), look)
    else:
        chip(_("Shown"), "good")


def _several(found: Sequence[Decision]) -> None:
    with box("st-card st-flush"):
        if not found:
            todo = _("With the next visitor who could see it, a decision is kept here.")
            empty("rule", _("Nothing is kept yet"), todo)
            return
        with box("st-rows", "ul").props("role=list"):
            for each in found:
                with box("", "li"), box("st-row", "a") as row:
                    row.props["href"] = campaign_paths.decision(each.key)
                    _outcome(each)
                    said = WORDS[each.outcome][2] if each.outcome else ""
                    text(_(said), "st-grow st-cut st-muted", "span")
                    text(_("Revision {n}").format(n=each.revision), "st-small st-muted st-still", "span")
                    time_ago(each.at, "st-small st-faint st-still")
