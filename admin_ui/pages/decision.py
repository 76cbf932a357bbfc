"""One decision: whether a visitor saw a message, and why, as it was at that moment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import urlsplit

from admin_ui import campaign_paths, frame, theme, words
from admin_ui.campaign_paths import DECISION
from admin_ui.components.basics import box, button, cut, link, note, text
from admin_ui.components.time_ago import time_ago
from admin_ui.components.trace import draw_trace
from admin_ui.outcomes import meaning, outcome_chip
from admin_ui.performance_look import PERFORMANCE, of_campaign
from admin_ui.services import Desk, Services
from admin_ui.session import page, safe_next
from core.deliveries.decision_list import Circumstances, circumstances
from core.deliveries.decision_rows import Decision
from core.deliveries.explaining import Explained, explained
from core.i18n import _
from core.plugins import Registry
from core.storage import Storage
from core.team.roles import Permission


def register(services: Services) -> None:
    @page(services, DECISION, Permission.INBOX)
    async def decision(desk: Desk, key: str, back: str = "") -> None:
        found, around = await desk.run(_load, services.registry, key[:32])
        title = _("Why they did not see it") if found.decision.outcome else _("Why they saw it")
        with frame.page(desk, title, trail=_trail(desk, found.decision, safe_next(back)), width="decision"):
            theme.add(("trace.css", "decisions.css"))
            if desk.may(Permission.CAMPAIGNS):
                with frame.actions():
                    href = f"{campaign_paths.SIMULATOR}?campaign={found.decision.campaign_id}"
                    button(_("Try it now"), href=f"{href}&view={found.decision.page_view}", icon="science")
            with box("st-stack st-gap-16"):
                with box("st-card st-stack st-gap-16"):
                    _head(desk, found)
                    _where(around, found.decision)
                with box("st-card st-stack st-gap-8", "section"):
                    text(_("The conditions, at that moment"), tag="h2")
                    if found.trace is None:
                        note(_("The rule that decided can't be read any more: a condition of it is not installed."))
                    else:
                        draw_trace(found.trace)


def _load(storage: Storage, registry: Registry, key: str) -> tuple[Explained, Circumstances]:
    return explained(storage, registry, key), circumstances(storage, key)


def _trail(desk: Desk, decision: Decision, back: str) -> Sequence[tuple[str, str]]:
    """The way back to where somebody came from; else to the campaign's decisions, or to the inbox."""
    path = urlsplit(back).path
    if path == "/inbox":
        return ((_("Inbox"), back),)
    if not desk.may(Permission.CAMPAIGNS):
        return ((_("Inbox"), "/inbox"),)
    name = words.campaign(decision.campaign_name)
    if path == PERFORMANCE:
        return ((_("Performance"), back),)
    if path == of_campaign(decision.campaign_id):
        return (*campaign_paths.trail(), (_("Performance of {name}").format(name=name), back))
    listed = campaign_paths.decisions(decision.campaign_id)
    here = back if path == listed else listed
    return (*campaign_paths.trail(), (_("Decisions about {name}").format(name=name), here))


def _head(desk: Desk, found: Explained) -> None:
    """What came of it, of which campaign, and why in a sentence."""
    decision = found.decision
    with box("st-line st-wrap st-gap-8"):
        outcome_chip(decision.outcome)
        name = words.campaign(decision.campaign_name)
        if desk.may(Permission.CAMPAIGNS):
            link(name, campaign_paths.editor(decision.campaign_id, "customers"), "st-strong")
        else:
            text(name, "st-strong", "span")
        text(_("Revision {n}").format(n=decision.revision), "st-small st-muted", "span")
    text(meaning(decision.outcome, found.trace), "", "p")


def _where(around: Circumstances, decision: Decision) -> None:
    """Who it was about, on which page, and when."""
    with box("st-decision-facts", "dl"):
        with _fact(_("Visitor")):
            called = words.visitor_of(around)
            if around.conversation:
                link(called, f"/inbox?c={around.conversation}")
            else:
                text(called, "", "span")
        with _fact(_("Page")):
            address = words.web_address(around.url)
            if address:
                shown = cut(around.title or words.short_address(around.url), "st-words st-decision-page", "a")
                shown.props["href"] = shown.props["title"] = address
                shown.props("target=_blank rel='noopener noreferrer nofollow'")
                if around.title:
                    cut(words.short_address(around.url), "st-small st-muted")
            else:
                text(around.url or _("Not kept any more"), "st-muted", "span")
        with _fact(_("When")):
            time_ago(decision.at)


@contextmanager
def _fact(name: str) -> Iterator[None]:
    with box(""):
        text(name, "st-small st-muted", "dt")
        with box("", "dd"):
            yield
