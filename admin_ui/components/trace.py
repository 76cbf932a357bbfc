"""Why a rule holds or not: each condition with what was observed, what was asked and what came of it."""

from __future__ import annotations

from typing import Final

from admin_ui.components.basics import box, icon, text
from core.i18n import N_, _
from core.rules import UNKNOWN
from core.rules.explain import Trace, Verdict

VERDICTS: Final[dict[Verdict, tuple[str, str]]] = {
    "holds": ("check_circle", N_("Holds")),
    "fails": ("cancel", N_("Does not hold")),
    "open": ("hourglass_top", N_("Waiting for the browser")),
}
"""The icon of each verdict, and its name."""
NOT_KNOWN: Final = ("help", N_("Not known"))
"""What is open because it was not kept: nothing will tell."""


def draw_trace(trace: Trace) -> None:
    """The tree; its page has the sheet trace.css."""
    with box("st-trace st-trace--root", "ul").props("role=list"):
        _node(trace)


def _node(trace: Trace) -> None:
    shape, name = NOT_KNOWN if trace.verdict == "open" and not _waits(trace) else VERDICTS[trace.verdict]
    with box("st-trace-node", "li"):
        with box(f"st-trace-line st-trace-line--{trace.verdict}"):
            icon(shape)
            with box("st-trace-words"):
                text(trace.label, "st-strong" if trace.is_group else "", "span")
                text(_(name), "st-trace-verdict", "span")
                text(trace.why, "st-small st-muted st-trace-why")
        if trace.children:
            with box("st-trace", "ul").props("role=list"):
                for each in trace.children:
                    _node(each)


def _waits(trace: Trace) -> bool:
    """Whether something open in it is still to be told."""
    if trace.is_group:
        return any(_waits(each) for each in trace.children)
    return trace.verdict == "open" and trace.observed is not UNKNOWN
