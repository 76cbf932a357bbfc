"""How figures, ranges and divisions are said."""

from __future__ import annotations

from datetime import date

from admin_ui import words
from admin_ui.components.campaign_row import percent
from core.deliveries.visitors import Profile
from core.performance.ranges import Range, moment_of
from core.performance.report import Figure
from core.performance.tallies import OTHERS

METRICS = {
    "eligible": "Eligible",
    "shown": "Shown",
    "opened": "Opened",
    "clicked": "Clicked",
    "read": "Read",
    "dismissed": "Dismissed",
    "replied": "Replied",
    "lead": "Leads",
    "goal": "Goals",
}
MEANINGS = {
    "eligible": "Page views whose visitor met the conditions, shown a message or held back by its frequency",
    "shown": "Messages painted in a visible tab",
    "opened": "Messages whose window was opened",
    "clicked": "Messages in which something was pressed",
    "read": "Messages dismissed or answered",
    "dismissed": "Messages closed by their visitor",
    "replied": "Messages answered in words",
    "lead": "Messages whose visitor left a way to be reached",
    "goal": "Messages whose visitor reached the goal afterwards; every campaign that they were shown counts them, once",
}
DIVISIONS = {
    "campaign": "Campaign",
    "page": "Page",
    "country": "Country",
    "device": "Device",
    "language": "Language",
    "revision": "Revision",
}


def metric(name: str) -> str:
    return METRICS.get(name, name.capitalize())


def interval(figure: Figure) -> str:
    """How sure the rate is, in a sentence; "" where there is none."""
    if figure.interval is None or figure.whole == 0:
        return ""
    low, high = figure.interval.low, figure.interval.high
    return f"{figure.count:,} of {figure.whole:,}: between {percent(low)} and {percent(high)}, 95 times out of 100"


def change(figure: Figure) -> str:
    """Against the range before: "+12 %", "as before", "from 0"; "" where nothing is compared."""
    if figure.before is None:
        return ""
    if figure.count == figure.before:
        return "as before"
    if figure.change is None:
        return f"from {figure.before:,}"
    share = figure.change * 100
    return f"{'+' if share > 0 else '−'}{abs(share):,.0f} %"


def days(wanted: Range) -> str:
    """ "22 Nov 2026" or "26 Oct – 22 Nov 2026"."""
    first, last = wanted.first, wanted.last
    if first == last:
        return _day(last)
    return f"{first.day} {first:%b}{'' if first.year == last.year else f' {first.year}'} – {_day(last)}"


def bucket(number: int, wanted: Range) -> str:
    """The name of an hour or a day."""
    moment = moment_of(number, wanted.step)
    if wanted.step == "day":
        return f"{moment.day} {moment:%b}"
    return f"{moment:%H:00}" if wanted.days == 1 else f"{moment.day} {moment:%b} {moment:%H:00}"


def value(by: str, key: str, said: str) -> str:
    """One row of a table."""
    if key == OTHERS:
        return "Others"
    if by == "country":
        return words.place(Profile(country=key)) or "Unknown"
    if by == "revision":
        return f"Revision {key}"
    if by == "device":
        return key.capitalize() or "Unknown"
    return said or "Unknown"


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
