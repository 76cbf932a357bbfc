"""How figures, ranges and divisions are said."""

from __future__ import annotations

from admin_ui import words
from admin_ui.components.campaign_row import percent
from core.deliveries.visitors import Profile
from core.i18n import N_, _, figures, languages
from core.i18n.figures import day, number
from core.performance.ranges import Range, moment_of
from core.performance.report import WHOLE, Figure
from core.performance.tallies import OTHERS

METRICS = {
    "eligible": N_("Eligible"),
    "shown": N_("Shown"),
    "opened": N_("Opened"),
    "clicked": N_("Clicked"),
    "read": N_("Read"),
    "dismissed": N_("Dismissed"),
    "replied": N_("Replied"),
    "lead": N_("Leads"),
    "goal": N_("Goals"),
    "unshown": N_("Claimed, but not shown"),
}
MEANINGS = {
    "eligible": N_(
        "Page views whose visitor met the conditions, shown a message or held back by its frequency or control group"
    ),
    "shown": N_("Messages painted in a visible tab"),
    "opened": N_("Messages whose window was opened"),
    "clicked": N_("Messages in which a link, or a button that opens a page, was pressed"),
    "read": N_("Messages dismissed or answered"),
    "dismissed": N_("Messages closed by their visitor"),
    "replied": N_("Messages answered in words"),
    "lead": N_("Messages whose visitor left a way to be reached"),
    "goal": N_(
        "Messages whose visitor reached the goal afterwards; every campaign that they were shown counts them, once"
    ),
    "unshown": N_("A browser asked for these messages and never reported them painted: its tab was closed or hidden."),
}
DEVICES = {"desktop": N_("Desktop"), "phone": N_("Phone"), "tablet": N_("Tablet")}
DIVISIONS = {
    "campaign": N_("Campaign"),
    "page": N_("Page"),
    "country": N_("Country"),
    "device": N_("Device"),
    "language": N_("Language"),
    "revision": N_("Revision"),
    "button": N_("Button"),
}


def metric(name: str) -> str:
    return _(METRICS.get(name, name.capitalize()))


def meaning(name: str) -> str:
    """What a metric counts; "" where it says so itself."""
    return _(MEANINGS.get(name, ""))


def share(rate: float | None, of: str) -> str:
    """A rate and what it is a share of: "38 % of shown"."""
    return _("{rate} of {metric}").format(rate=percent(rate), metric=metric(of).lower())


def interval(figure: Figure) -> str:
    """How sure the rate is, in a sentence; "" where there is none."""
    if figure.interval is None or figure.whole == 0:
        return ""
    low, high = figure.interval.low, figure.interval.high
    return _("{n} of {whole}: between {low} and {high}, 95 times out of 100").format(
        n=number(figure.count), whole=number(figure.whole), low=percent(low), high=percent(high)
    )


def sure(figure: Figure) -> str:
    """The rate, and how sure it is; "" where there is none."""
    between = interval(figure)
    return f"{share(figure.rate, WHOLE[figure.metric])} · {between}" if between else ""


def change(figure: Figure) -> str:
    """Against the range before: "+12 %", "no change", "before: 0"; "" where nothing is compared."""
    if figure.before is None:
        return ""
    if figure.count == figure.before:
        return _("no change")
    if figure.change is None:
        return _("before: {n}").format(n=number(figure.before))
    return f"{'+' if figure.change > 0 else '−'}{figures.percent(abs(figure.change), exact=False)}"


def change_told(figure: Figure) -> str:
    """The same in a sentence of its own, for screen readers and hints."""
    if figure.before is None:
        return ""
    if figure.change is None:
        return _("{n} in the range before").format(n=number(figure.before))
    told = _("{change}, compared with {n} in the range before")
    return told.format(change=change(figure), n=number(figure.before))


def days(wanted: Range) -> str:
    """ "22 Nov 2026" or "26 Oct – 22 Nov 2026"."""
    first, last = wanted.first, wanted.last
    if first == last:
        return day(last)
    return f"{day(first, year=first.year != last.year)} – {day(last)}"


def bucket(number: int, wanted: Range) -> str:
    """The name of an hour or a day."""
    moment = moment_of(number, wanted.step)
    if wanted.step == "day":
        return day(moment, year=False)
    return f"{moment:%H:00}" if wanted.days == 1 else f"{day(moment, year=False)} {moment:%H:00}"


def value(by: str, key: str, said: str) -> str:
    """One row of a table."""
    if key == OTHERS:
        return _("Others")
    if by == "country":
        return words.place(Profile(country=key)) or _("Unknown")
    if by == "revision":
        return _("Revision {n}").format(n=key)
    if by == "button":
        return said or _("None pressed")
    if by == "device":
        return _(DEVICES.get(key, key.capitalize())) or _("Unknown")
    if by == "language" and key:
        return languages.name(key)
    return said or _("Unknown")
