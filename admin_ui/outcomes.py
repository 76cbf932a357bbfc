"""What can become of a campaign on a page view, in words: in the simulator, and of decisions that were kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from admin_ui.components.basics import chip
from core.i18n import N_, _
from core.rules.explain import Trace

OUTCOMES: Final[Mapping[str, tuple[str, str, str]]] = {
    "": (N_("Shown"), "good", N_("All conditions were met.")),
    "shows": (N_("Shows"), "good", ""),
    "waits": (N_("Waits"), "accent", ""),
    "another": (N_("Comes too late"), "", N_("Another message is on this page view already: one at most is shown.")),
    "off": (N_("Off"), "", N_("It is switched off.")),
    "not_run": (N_("Can't run"), "bad", ""),
    "schedule": (N_("Not now"), "warn", N_("Its start is not reached, or its end is over.")),
    "memory": (N_("Held back"), "warn", N_("It is not for visitors without cookies.")),
    "finished": (N_("Had it"), "warn", N_("They have read it.")),
    "already_shown": (N_("Had it"), "warn", N_("They have been shown it, and it is sent once.")),
    "gap": (N_("Too soon"), "warn", N_("Too soon after the message before: the site's minimum gap.")),
    "control": (
        N_("Control group"),
        "warn",
        N_("They are in the control group, which sees nothing, so that one can tell what the message changes."),
    ),
    "conversation": (N_("Held back"), "warn", N_("They are in a conversation.")),
    "no_match": (N_("Not for them"), "", N_("Its conditions are not met.")),
    "page_view": (N_("Comes too late"), "", N_("A message was shown on this page view already.")),
    "no_longer_matches": (N_("Not for them"), "", N_("Its conditions were not met any more.")),
    "conditions_not_met": (N_("Not for them"), "", N_("What the browser told did not meet its conditions.")),
    "unknown_campaign": (N_("Off"), "", N_("It was not there any more.")),
}
"""What each is called, its look, and what it means ("": said otherwise); "" is the outcome of what was shown."""


def outcome_chip(outcome: str) -> None:
    """What it is called, in a word or two."""
    name, look, _meaning = OUTCOMES[outcome]
    chip(_(name), look)


def meaning(outcome: str, trace: Trace | None = None) -> str:
    """What an outcome means, with the condition that settled it where there is one."""
    failing = first_failing(trace) if outcome and trace is not None and trace.verdict == "fails" else ""
    return _("Not met: {condition}.").format(condition=failing) if failing else _(OUTCOMES[outcome][2])


def first_failing(trace: Trace) -> str:
    """The condition that settles it by itself, "" where there is no such one."""
    if not trace.is_group:
        return trace.label
    wanted = [each for each in trace.children if each.verdict == "fails"]
    return first_failing(wanted[0]) if trace.match == "all" and wanted else ""
