"""What would become of each campaign, in words, with the trace behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from admin_ui import campaign_paths
from admin_ui.components.basics import box, chip, icon, link, mark, text
from admin_ui.components.empty import empty
from admin_ui.components.trace import draw_trace
from admin_ui.outcomes import OUTCOMES, meaning
from core.conditions import ConditionType
from core.i18n import _, ngettext
from core.i18n.figures import number, whole_percent
from core.rules import sentence
from core.rules.explain import Trace
from core.rules.wording import duration
from core.simulator.outcomes import Simulated

MOST: Final = 100
"""Campaigns that are listed one by one: those that could show come first."""


def draw_answer(outcomes: Sequence[Simulated]) -> None:
    """What would be shown, in a sentence."""
    first = outcomes[0] if outcomes else None
    shows = first is not None and first.reason == "shows"
    with box("st-simulated-answer").classes("st-simulated-answer--shows" if shows else ""):
        icon("campaign" if shows else "visibility_off")
        text(_headline(first), "st-strong")


def draw_results(outcomes: Sequence[Simulated], types: Mapping[str, ConditionType]) -> None:
    """Every campaign once: the one that is tried, then what comes first, then the others."""
    if not outcomes:
        what = _("This site has no campaign to try")
        empty("science", what, _("Publish one, or open the simulator from a draft's editor."))
        return
    tried = next((each for each in outcomes if each.candidate.is_draft), None)
    first = tried or outcomes[0]
    if tried is not None:
        _section(_("The campaign that you try"), [tried], types, opened=tried)
    elif first.reason in ("shows", "waits"):
        _section(_("What shows") if first.reason == "shows" else _("What comes first"), [first], types, opened=first)
    else:
        _section(_("Why nothing shows"), outcomes[:MOST], types, opened=first)
        _more(len(outcomes) - MOST)
        return
    others = [each for each in outcomes if each is not first]
    if others:
        shows = others[0].reason == "shows"
        title = _("The other campaigns") if shows else _("Why not the others")
        _section(title, others[:MOST], types, opened=None)
        _more(len(others) - MOST)


def _section(
    title: str, listed: Sequence[Simulated], types: Mapping[str, ConditionType], *, opened: Simulated | None
) -> None:
    text(title, "st-simulated-title", "h2")
    with box("st-stack st-gap-8 st-simulated", "ul").props("role=list"):
        for each in listed:
            _card(each, types, is_open=each is opened)


def _more(count: int) -> None:
    if count > 0:
        said = ngettext("{n} more campaign does not show either.", "{n} more campaigns do not show either.", count)
        text(said.format(n=number(count)), "st-muted")


def _headline(first: Simulated | None) -> str:
    if first is None:
        return _("There is nothing to show.")
    name = first.candidate.name
    if first.reason == "shows":
        if not first.after_seconds:
            return _("“{name}” shows at once.").format(name=name)
        return _("“{name}” shows after {time}.").format(name=name, time=_time(first.after_seconds))
    if first.reason == "waits":
        return _("Nothing shows until the visitor does something: “{name}” waits for that.").format(name=name)
    return _("Nothing shows on this page view.")


def _card(each: Simulated, types: Mapping[str, ConditionType], *, is_open: bool) -> None:
    name, look, _meaning = OUTCOMES[each.reason]
    with box("st-card st-simulated-card", "li") as card:
        mark(card, "st-simulated-card--tried", each.candidate.is_draft)
        with box("st-line st-wrap st-gap-8"):
            title = link(each.candidate.name, campaign_paths.editor(each.candidate.id, "customers"))
            title.classes("st-strong st-simulated-name")
            if each.candidate.unpublished:
                chip(_("As its draft says"), "accent")
            chip(_(name), look)
        text(_said(each, types), "st-simulated-why")
        if each.spared:
            spared = _("{share} of such visitors see nothing: they are its control group.")
            text(spared.format(share=whole_percent(each.spared)), "st-small st-muted")
        if each.trace is not None:
            _trace(each.candidate.name, each.trace, is_open=is_open)


def _trace(name: str, trace: Trace, *, is_open: bool) -> None:
    """Folded up it is drawn when it is unfolded: a site may have hundreds of campaigns."""
    with box("st-simulated-trace", "details") as details:
        details.props.set_bool("open", is_open)
        with box("st-simulated-unfold", "summary") as summary:
            summary.props["aria-label"] = _("Conditions, one by one: {name}").format(name=name)
            icon("expand_more")
            text(_("Conditions, one by one"), tag="span")
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
            return _("It waits, and shows to: {rule}.").format(rule=left)
        return _("It waits: after {time} on the page it shows to: {rule}.").format(
            time=_time(each.after_seconds), rule=left
        )
    return each.candidate.flag or meaning(each.reason, each.trace if each.reason == "no_match" else None)


def _time(seconds: float) -> str:
    return duration(round(seconds, 1))
