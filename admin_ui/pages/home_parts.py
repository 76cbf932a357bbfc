"""The parts of the Home page, each drawn from what the core found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from admin_ui import campaign_paths, webhook_words
from admin_ui.components.basics import box, button, cut, icon, link, mark, named, text
from admin_ui.components.campaign_row import percent
from admin_ui.components.empty import empty
from admin_ui.performance_look import Look
from admin_ui.services import Desk
from core.attention import Concern
from core.attention.running import RunningCampaign
from core.home import WEEK, FirstSteps
from core.i18n import N_, _
from core.i18n.figures import number
from core.performance.report import GOAL, Figure
from core.team.roles import Permission

MOST_RUNNING: Final = 6
FIGURE_WORDS: Final = {
    "shown": N_("Shown"), "read": N_("Read"), "replied": N_("Replied"), "lead": N_("Leads"), "goal": N_("Goals"),
}  # fmt: skip
ICONS: Final = {
    "not_run": "report", "silent": "volume_off", "site_unseen": "code_off", "site_quiet": "code_off",
    "webhook": "webhook", "plugin": "extension",
}  # fmt: skip
FOR_OWNERS: Final = {"webhook": Permission.SETTINGS, "plugin": Permission.PLUGINS}
"""Concerns that others can only tell an owner of."""


@dataclass(frozen=True, slots=True)
class _Step:
    """One first step as it stands on the page."""

    words: str
    why: str
    action: str
    href: str
    needs: Permission
    done: bool
    ready: bool
    """Whether its turn can be now: false while what it is about is not there yet."""


def first_steps(desk: Desk, steps: FirstSteps) -> None:
    """What a new installation has to do, ticked off as it is done; nothing once all is."""
    listed = _steps(steps)
    done = sum(each.done for each in listed)
    if done == len(listed):
        return
    upcoming = next(each for each in listed if not each.done)
    with box("st-card st-stack", "section"):
        with box("st-line st-spread"):
            text(_("First steps"), tag="h2")
            text(_("{done} of {n} done").format(done=done, n=len(listed)), "st-small st-muted")
        with box("st-home-steps", "ol").props("role=list"):
            for each in listed:
                _step(desk, each, primary=each is upcoming)


def _steps(steps: FirstSteps) -> tuple[_Step, ...]:
    site = f"/sites/{steps.site_id}" if steps.site_id is not None else "/sites/new"
    draft = campaign_paths.NEW if steps.campaign_id is None else campaign_paths.editor(steps.campaign_id, "activate")
    told = (
        (_("Add your website"), _("Its visitors are who you write to."), _("Add site"), "/sites/new", Permission.SITES),
        (_("Put the snippet into its pages"), _("One line; it is ticked off as soon as a page shows the widget."),
         _("Copy snippet"), site, Permission.SEE_SITES),
        (_("Add a colleague"), _("Messages come from people, and people answer."), _("Add employee"), "/team",
         Permission.TEAM),
        (_("Write your first message"), _("Choose who sees it in plain words."), _("Write message"), campaign_paths.NEW,
         Permission.CAMPAIGNS),
        (_("Activate it"), _("From then on visitors can meet it."), _("Go to campaign"), draft, Permission.CAMPAIGNS),
        (_("Answer the first reply"), _("It arrives in the inbox by itself."), _("Open inbox"), "/inbox",
         Permission.INBOX),
    )  # fmt: skip
    return tuple(
        _Step(*each, done=done, ready=ready) for each, done, ready in zip(told, steps.done, steps.ready, strict=True)
    )


def _step(desk: Desk, step: _Step, *, primary: bool) -> None:
    with box("st-home-step", "li") as row:
        mark(row, "st-home-step--done", step.done)
        icon("check_circle" if step.done else "radio_button_unchecked")
        with box("st-stack st-gap-0 st-grow"):
            text(step.words, "st-strong")
            if step.done:
                text(_("Done"), "st-hidden-words", "span")
                return
            text(step.why, "st-small st-muted")
        if not desk.may(step.needs):
            text(_("An owner does this"), "st-small st-muted st-still")
        elif step.ready:
            button(step.action, href=step.href, kind="primary" if primary else "plain")


def week(figures: Sequence[Figure]) -> None:
    """What the last seven days brought, and the seven before."""
    with box("st-stack st-gap-12", "section"):
        with box("st-line st-wrap st-home-range"):
            text(_("The last 7 days"), tag="h2")
            text(_("compared with the 7 days before"), "st-small st-muted", "span")
        with box("st-home-week", "dl"):
            for each in figures:
                with box("st-card st-home-figure"):
                    text(_(FIGURE_WORDS[each.metric]), "st-muted", "dt")
                    with box("", "dd"):
                        behind = link(number(each.count), _behind(each.metric), "st-home-number")
                        named(behind, _what_is_behind(each.metric, each.count))
                        for said in _asides(each):
                            text(said, "st-small st-muted")


def _behind(metric: str, campaign_id: int | None = None) -> str:
    """Where the messages of the last seven days are listed that a figure counts."""
    return Look(campaign_id=campaign_id, range=WEEK).behind(metric)


def _what_is_behind(metric: str, count: int) -> str:
    return _("{metric}: {n}. What is behind it").format(metric=_(FIGURE_WORDS[metric]), n=number(count))


def _asides(figure: Figure) -> Iterator[str]:
    """The share that it is, and how that compares to the seven days before; a line each."""
    if figure.metric != "shown" and figure.rate is not None:
        yield _("{rate} of those shown").format(rate=percent(figure.rate))
    yield _change(figure)


def _change(figure: Figure) -> str:
    if figure.change is None:
        return _("None before") if figure.count else _("None yet")
    if figure.change == 0:
        return _("As many as before")
    said = _("{percent} more than before") if figure.change > 0 else _("{percent} fewer than before")
    return said.format(percent=percent(abs(figure.change)))


def needed(desk: Desk, concerns: Sequence[Concern]) -> None:
    """What needs somebody, each with the way to where it is mended."""
    with box("st-stack st-gap-12", "section"):
        text(_("Needs attention"), tag="h2")
        with box("st-card st-flush"):
            if not concerns:
                with box("st-line st-home-calm"):
                    icon("check_circle")
                    text(_("Nothing needs you now."), "st-muted")
                return
            with box("st-rows", "ul").props("role=list"):
                for each in concerns:
                    _concern(desk, each)


def _concern(desk: Desk, concern: Concern) -> None:
    is_site = concern.kind.startswith("site_")
    with box("st-row st-home-concern", "li") as row:
        mark(row, "st-home-concern--bad", concern.kind == "not_run")
        icon(ICONS[concern.kind])
        with box("st-stack st-gap-0 st-grow"):
            text(concern.what, "st-strong")
            text(concern.why, "st-small st-muted")
        if concern.kind in FOR_OWNERS and not desk.may(FOR_OWNERS[concern.kind]):
            text(_("An owner does this"), "st-small st-muted st-still")
        elif concern.kind == "webhook":
            button(_("Open webhook"), href=webhook_words.address(concern.id))
        elif concern.kind == "plugin":
            button(_("Open plugins"), href="/plugins")
        elif is_site:
            button(_("Open site"), href=f"/sites/{concern.id}")
        else:
            step = "customers" if concern.kind == "silent" else ""
            button(_("Open campaign"), href=campaign_paths.editor(concern.id, step))


def running(campaigns: Sequence[RunningCampaign], brought: Mapping[int, Mapping[str, int]]) -> None:
    """The campaigns that are on, the most shown first, and what each brought this week."""
    ordered = sorted(campaigns, key=lambda each: -brought.get(each.id, {}).get("shown", 0))
    with_goal = any(each.draft.goal for each in ordered[:MOST_RUNNING])
    with box("st-stack st-gap-12", "section"):
        with box("st-line st-spread"):
            text(_("Running ({n})").format(n=len(campaigns)) if campaigns else _("Running"), tag="h2")
            if campaigns:
                link(_("All campaigns"), campaign_paths.LIST, "st-small")
        with box("st-card st-flush"):
            if not campaigns:
                todo = _("Write a message, say who should see it, and switch it on.")
                where = campaign_paths.LIST
                empty("campaign", _("No campaign is running"), todo, _("All campaigns"), href=where, kind="plain")
                return
            with box("st-rows", "ul").props("role=list"):
                for each in ordered[:MOST_RUNNING]:
                    _campaign(each, brought.get(each.id, {}), with_goal=with_goal)


def _campaign(campaign: RunningCampaign, figures: Mapping[str, int], *, with_goal: bool) -> None:
    """`with_goal`: one of the campaigns has a goal, so all rows have a place for it."""
    with box("st-row st-home-campaign", "li"):
        with box("st-stack st-gap-0 st-grow"):
            link(campaign.name, campaign_paths.editor(campaign.id), "st-strong st-cut st-row-title")
            cut(f"{campaign.site_name} · {campaign.audience}", "st-small st-muted")
        with box("st-home-brought"):
            for metric, words in FIGURE_WORDS.items():
                if metric == GOAL and not with_goal:
                    continue
                with box("st-stack st-gap-0"):
                    if metric != GOAL or campaign.draft.goal is not None:
                        count = figures.get(metric, 0)
                        behind = link(number(count), _behind(metric, campaign.id), "st-number st-home-count")
                        named(behind, _what_is_behind(metric, count))
                        text(_(words).lower(), "st-small st-muted")
