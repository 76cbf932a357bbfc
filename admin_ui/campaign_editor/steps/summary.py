"""A draft at a glance, before it is activated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from core.campaigns.draft_problems import Surroundings
from core.campaigns.drafts import FIELD_LABELS, FIELD_STEPS, Draft
from core.campaigns.words import UNSAID, field_words, moment_words
from core.i18n import _, ngettext
from core.i18n.figures import clock, day, number


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the summary, and the step in which it is edited."""

    step: str
    label: str
    words: str


def summary(draft: Draft, around: Surroundings) -> tuple[Line, ...]:
    """Everything a marketer checks before switching a campaign on."""
    return (
        Line("name", _(FIELD_LABELS["name"]), draft.name or _(UNSAID)),
        Line("name", _(FIELD_LABELS["site"]), around.site.name),
        *(
            Line(FIELD_STEPS[name], _(FIELD_LABELS[name]), field_words(name, draft, around))
            for name in ("sender", "recipient", "channel", "text", *_extras(draft), "audience", "frequency")
        ),
        Line("set_up", _("Schedule"), schedule_words(draft, around)),
        *((Line("set_up", _(FIELD_LABELS["goal"]), _goal_words(draft, around)),) if draft.goal is not None else ()),
        *(
            Line("set_up", _(FIELD_LABELS[name]), field_words(name, draft, around))
            for name in ("control_group", "without_memory")
            if getattr(draft, name)
        ),
    )


def _extras(draft: Draft) -> tuple[str, ...]:
    """What a message may have besides its text, as far as this one has it."""
    return tuple(name for name in ("buttons", "form", "translations") if getattr(draft, name))


def _goal_words(draft: Draft, around: Surroundings) -> str:
    """By what it is measured: "Order placed, within 7 days"."""
    said = ngettext("{goal}, within {n} day", "{goal}, within {n} days", draft.goal_days)
    return said.format(goal=field_words("goal", draft, around), n=number(draft.goal_days))


def schedule_words(draft: Draft, around: Surroundings) -> str:
    """When it runs: "From Tue 1 Dec 2026, 09:00 until …, Asia/Ho Chi Minh time"."""
    zone = around.site.time_zone
    starts, ends = moment_words(draft.starts, zone), moment_words(draft.ends, zone)
    if not starts and not ends:
        return _("From now on, without an end")
    if not starts:
        said = _("From now on until {end}, {zone} time")
    elif ends:
        said = _("From {start} until {end}, {zone} time")
    else:
        said = _("From {start}, without an end, {zone} time")
    return said.format(start=starts, end=ends, zone=zone.replace("_", " "))


def clock_words(at: datetime, zone: str, now: datetime) -> str:
    """A past moment in the site's time zone: "14:03", with its day unless that is today."""
    local, today = at.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    return clock(local) if local.date() == today else _("{day}, {time}").format(day=day(local), time=clock(local))
