"""What a campaign changes, in words: those who got it beside its control group."""

from __future__ import annotations

from admin_ui.components.basics import box, text
from core.i18n import _, ngettext
from core.i18n.figures import number
from core.performance.comparison import Comparison, People


class ComparisonCard:
    """Of one campaign that has a control group; nothing else shows it."""

    def __init__(self) -> None:
        self._shown: Comparison | None = None
        with box("st-card st-stack st-gap-4") as self._card:
            text(_("What it changes"), tag="h2")
            self._told = text("", "st-strong").props("role=status")
            self._people = text("", "st-small st-muted")
        self._card.set_visibility(False)

    def show(self, comparison: Comparison | None) -> None:
        if comparison == self._shown:
            return
        self._shown = comparison
        self._card.set_visibility(comparison is not None)
        if comparison is not None:
            self._told.set_text(told(comparison))
            self._people.set_text(people(comparison))


def told(comparison: Comparison) -> str:
    """The comparison in a sentence or two; no difference is claimed that can be chance."""
    sure, difference = comparison.interval, comparison.difference
    received, control = comparison.received, comparison.control
    if sure is None or difference is None:
        if not comparison.has_goal:
            return _("Without a goal nothing can be compared. Choose one in the step Set up, and publish it.")
        return _("Not enough people yet to tell what the message changes.")
    rates = _("{received} of those who got it reached the goal, {control} of the control group").format(
        received=_percent(received.reached / received.count),
        control=_percent(control.reached / control.count),
    )
    if not comparison.tells:
        unsure = _("{rates}. Not enough people yet to tell: the difference is between {low} and {high} points.")
        return unsure.format(rates=rates, low=_points(sure.low), high=_points(sure.high))
    low, high = sorted((abs(sure.low), abs(sure.high)))
    more = _("{rates}: {points} points more ({low} to {high}).")
    fewer = _("{rates}: {points} points fewer ({low} to {high}).")
    said = more if difference > 0 else fewer
    return said.format(rates=rates, points=_points(abs(difference)), low=_points(low), high=_points(high))


def people(comparison: Comparison) -> str:
    """How many people are behind it."""
    got = ngettext("{n} person got it, {reached} reached the goal", "{n} people got it, {reached} reached the goal",
                   comparison.received.count)  # fmt: skip
    nothing = ngettext(
        "{n} person is in the control group, {reached} reached the goal",
        "{n} people are in the control group, {reached} reached the goal",
        comparison.control.count,
    )
    said = [_counted(got, comparison.received), _counted(nothing, comparison.control)]
    if comparison.interval is not None:
        said.append(_("95 times out of 100 the difference lies between those two numbers"))
    return " · ".join(said)


def _counted(words: str, side: People) -> str:
    return words.format(n=number(side.count), reached=number(side.reached))


def _percent(share: float) -> str:
    """As exactly as the points, so that one is seen to be the difference of the others."""
    return _("{number} %").format(number=_points(share))


def _points(share: float) -> str:
    """Percentage points: "1.3", "−0.5"."""
    return number(round(share * 100, 1), 1).replace("-", "−")
