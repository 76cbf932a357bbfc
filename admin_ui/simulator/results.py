"""What would become of each campaign, in words, with the trace behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from admin_ui import campaign_paths
from admin_ui.components.basics import box, chip, icon, link, text
from admin_ui.components.empty import empty
from admin_ui.components.trace import draw_trace
from admin_ui.outcomes import OUTCOMES, meaning
from core.conditions import ConditionType
from core.i18n import _, ngettext
from core.i18n.figures import number
from core.rules import sentence
from core.rules.explain import Trace
from core.rules.wording import duration
from core.simulator.outcomes import Simulated

MOST: Final = 100
"""Campaigns that are listed one by one: those that could show come first."""


def draw_results(outcomes: Sequence[Simulated], types: Mapping[str, ConditionType]) -> None:
    """Every campaign once, what comes first in front."""
    if not outcomes:
        what = _("This site has no campaign to try")
        empty("science", what, _("Publish one, or open the simulator from a draft's editor."))
        return
    first = outcomes[0]
    with box("st-simulated-first").props("role=status"):
        icon("campaign" if first.reason == "shows" else "visibility_off")
        text(_headline(first, types), "st-strong")
    with box("st-stack st-gap-8", "ul").classes("st-simulated").props("role=list"):
        listed = [each for at, each in enumerate(outcomes) if at < MOST or each.candidate.is_draft]
        for each in listed:
            _card(each, types, is_open=each is first or each.candidate.is_draft)
    if more := len(outcomes) - len(listed):
        said = ngettext("{n} more campaign does not show either.", "{n} more campaigns do not show either.", more)
        text(said.format(n=number(more)), "st-muted")


def _headline(first: Simulated, types: Mapping[str, ConditionType]) -> str:
    name = first.candidate.name
    if first.reason == "shows":
        if not first.after_seconds:
            return _("“{name}” shows at once.").format(name=name)
        return _("“{name}” shows after {time}.").format(name=name, time=_time(first.after_seconds))
    if first.reason == "waits":
        return _("Nothing shows until the visitor does something.")
    return _("Nothing shows on this page view.")


def _card(each: Simulated, types: Mapping[str, ConditionType], *, is_open: bool) -> None:
    name, look, _meaning = OUTCOMES[each.reason]
    with box("st-card st-simulated-card", "li"):
        with box("st-line st-wrap st-gap-8"):
            link(each.candidate.name, campaign_paths.editor(each.candidate.id, "customers"), "st-strong st-grow st-cut")
            if each.candidate.is_draft:
                chip(_("As its draft says"))
            chip(_(name), look)
        text(_said(each, types), "st-muted st-simulated-why")
        if each.trace is not None:
            _trace(each.trace, is_open=is_open)


def _trace(trace: Trace, *, is_open: bool) -> None:
    """Folded up it is drawn when it is unfolded: a site may have hundreds of campaigns."""
    with box("st-simulated-trace", "details") as details:
        details.props.set_bool("open", is_open)
        text(_("Its conditions, one by one"), "", "summary")
        place = box("")

    def draw() -> None:
        if not place.default_slot.children:
            with place:
                draw_trace(trace)

    if is_open:
        draw()
    else:
        details.on("toggle", draw, args=[])


def _said(each: Simulated, types: Mapping[str, ConditionType]) -> str:
    if each.reason == "shows":
        if not each.after_seconds:
            return _("As soon as the page is there.")
        return _("After {time} on the page.").format(time=_time(each.after_seconds))
    if each.reason == "waits":
        left = sentence(each.waits_for, types)
        if not each.after_seconds:
            return _("Shows to: {rule}.").format(rule=left)
        return _("After {time} on the page, shows to: {rule}.").format(time=_time(each.after_seconds), rule=left)
    return each.candidate.flag or meaning(each.reason, each.trace if each.reason == "no_match" else None)


def _time(seconds: float) -> str:
    return duration(round(seconds, 1))
