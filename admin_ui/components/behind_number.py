"""What is behind a number: the messages that it counts, and the conversations that they began."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Final

from nicegui import ui

from admin_ui import campaign_paths, words
from admin_ui.components import performance_words
from admin_ui.components.basics import box, button, chip, cut, link, text
from admin_ui.components.dialog import dialog, foot
from admin_ui.components.time_ago import time_ago
from core.deliveries.visitors import Profile
from core.i18n import N_, _, pgettext
from core.performance import METRICS
from core.performance.behind import MOST, MOST_EXPORTED, Behind
from core.performance.listed import ListedDisplay
from core.performance.report import ELIGIBLE, UNSHOWN
from core.spreadsheets import as_csv, as_file

STEP = 50
COLUMNS: Final = (
    N_("When (UTC)"), N_("Campaign"), N_("Page"), N_("Name"), N_("E-mail"), N_("Country"), N_("Device"),
    N_("Conversation"),
)  # fmt: skip
Load = Callable[[int], Awaitable[Behind]]
"""The newest of what a number counts, so many at most."""


async def show_behind(metric: str, of: str, load: Load, back: str, sure: str = "") -> None:
    """Open the list. `of`: what the number is of, in words; `back`: the address of what it is opened from; `sure`: how
    sure its rate is, in a sentence."""
    with dialog(_("{metric}: {of}").format(metric=performance_words.metric(metric), of=of)) as shown:
        if metric == ELIGIBLE:
            text(_("Page views that showed a message, or on which its frequency held it back."), "st-muted")
        if metric == UNSHOWN:
            text(performance_words.meaning(metric), "st-muted")
        if sure:
            text(sure, "st-small st-muted")
        rows = box("st-stack st-gap-12")
        with foot():
            button(_("Download this list"), lambda: _download(metric, load), kind="quiet", icon="download")
            more = button(_("Show more"), lambda: _fill(rows, more, load, MOST, back), kind="quiet")
            button(_("Close"), shown.close)
    shown.classes("st-behind")
    await _fill(rows, more, load, STEP, back)
    shown.open()


async def _fill(rows: ui.element, more: ui.button, load: Load, limit: int, back: str) -> None:
    found = await load(limit)
    rows.clear()
    with rows:
        if not found.rows:
            text(_("No message in this range."), "st-muted")
        with box("st-rows st-behind-rows", "ul").props("role=list"):
            for each in found.rows:
                _row(each, back)
        if found.more and limit == MOST:
            text(_("The newest {most} are here. Choose a shorter range for the others.").format(most=MOST), "st-muted")
    more.set_visibility(found.more and limit < MOST)


async def _download(metric: str, load: Load) -> None:
    """The list as a table, a row a message."""
    found = await load(MOST_EXPORTED)
    marks = [each for each in METRICS if each != "claimed"]
    rows = ((*_cells(each), *(int(mark in each.became) for mark in marks)) for each in found.rows)
    table = as_csv((*map(_, COLUMNS), *map(performance_words.metric, marks)), rows)
    name = f"{metric}-{datetime.now(UTC):%Y-%m-%d}.csv"
    ui.download.content(as_file(table), name, "text/csv; charset=utf-8")


def _cells(display: ListedDisplay) -> tuple[str, ...]:
    at = f"{display.at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
    who = (display.visitor_name, display.visitor_email, display.country, display.device)
    return (at, display.campaign_name, display.page_url, *who, display.conversation)


def _row(display: ListedDisplay, back: str) -> None:
    with box("st-behind-row", "li"):
        with box("st-stack st-gap-0 st-grow"):
            with box("st-line"):
                cut(_who(display), "st-strong st-grow")
                time_ago(display.at, "st-small st-faint st-still")
            cut(words.short_address(display.page_url), "st-small st-muted")
            cut(display.campaign_name or _("Without a name"), "st-small st-faint")
            with box("st-line st-wrap st-gap-4"):
                if display.held_back:
                    chip(_("Held back"))
                for metric in display.became:
                    chip(performance_words.metric(metric))
        with box("st-stack st-gap-4 st-still"):
            if display.decision:
                why = _("Why they did not see it") if display.held_back else _("Why they saw it")
                link(why, campaign_paths.decision(display.decision, back))
            if display.conversation:
                link(pgettext("verb", "Open conversation"), f"/inbox?c={display.conversation}")
            if display.lead is not None:
                link(_("Open lead"), f"/leads?lead={display.lead}")


def _who(display: ListedDisplay) -> str:
    known = display.visitor_name or display.visitor_email
    where = display.profile.city or words.place(Profile(country=display.profile.country))
    return known or words.stranger(display.visitor_key, where)
