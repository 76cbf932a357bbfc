"""What would become of each campaign, in words, with the trace behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from admin_ui import campaign_paths
from admin_ui.components.basics import box, chip, icon, link, text
from admin_ui.components.empty import empty
from admin_ui.components.trace import draw_trace
from core.conditions import ConditionType
from core.i18n import N_, _, ngettext
from core.i18n.figures import number
from core.rules import sentence
from core.rules.explain import Trace
from core.rules.wording import duration
from core.simulator.outcomes import Simulated

MOST: Final = 100
"""Campaigns that are listed one by one: those that could show come first."""

WORDS: Final[Mapping[str, tuple[str, str, str]]] = {
    "shows": (N_("Shows"), "good", ""),
    "waits": (N_("Waits"), "accent", ""),
    "another": (N_("Comes too late"), "", N_("Another message is on this page view already: one at most is shown.")),
    "off": (N_("Off"), "", N_("It is switched off.")),
    "not_run": (N_("Can't run"), "bad", ""),
    "schedule": (N_("Not now"), "warn", N_("Its start is not reached, or its end is over.")),
    "memory": (N_("Held back"), "warn", N_("It is not for visitors without cookies.")),
    "finished": (N_("Had it"), "warn", N_("They have read it.")),
    "already_shown": (N_("Had it"), "warn", N_("They have been shown it, and it is sent once.")),
    "gap": (N_("Too soon"), "warn", N_("The last message is not long enough ago: the site's minimum gap.")),
    "conversation": (N_("Held back"), "warn", N_("They are in a conversation.")),
    "no_match": (N_("Not for them"), "", N_("Its conditions are not met.")),
    "page_view": (N_("Comes too late"), "", N_("A message was shown on this page view already.")),
    "no_longer_matches": (N_("Not for them"), "", N_("Its conditions were not met any more.")),
    "conditions_not_met": (N_("Not for them"), "", N_("What the browser told did not meet its conditions.")),
    "unknown_campaign": (N_("Off"), "", N_("It was not there any more.")),
}
"""What a reason is called, its look, and what it means; shared with decisions that were kept."""


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
    name, look, _meaning = WORDS[each.reason]
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
    if each.reason == "no_match" and each.trace is not None and (failing := first_failing(each.trace)):
        return _("Not met: {condition}.").format(condition=failing)
    return each.candidate.flag or _(WORDS[each.reason][2])


def first_failing(trace: Trace) -> str:
    """The condition that settles it by itself, "" where there is no such one."""
    if not trace.is_group:
        return trace.label
    wanted = [each for each in trace.children if each.verdict == "fails"]
    return first_failing(wanted[0]) if trace.match == "all" and wanted else ""


def _time(seconds: float) -> str:
    return duration(round(seconds, 1))
