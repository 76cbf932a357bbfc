"""Moments as "2 h ago", with the exact one on hover, as a running "2:14", or as a time of the reader's clock.

All of them are kept true by static/admin.js.
"""

from __future__ import annotations

from datetime import UTC, datetime

from nicegui.elements.mixins.text_element import TextElement

from admin_ui.components.basics import text
from core.i18n import N_, _

_STEPS = (
    (60, 1, N_("{n} s ago")),
    (3600, 60, N_("{n} min ago")),
    (86400, 3600, N_("{n} h ago")),
    (86400 * 30, 86400, N_("{n} d ago")),
    (86400 * 365, 86400 * 30, N_("{n} mo ago")),
    (float("inf"), 86400 * 365, N_("{n} y ago")),
)


def ago(moment: datetime, now: datetime | None = None) -> str:
    """How long ago, in the largest whole unit."""
    seconds = max(0, int(((now or datetime.now(UTC)) - moment).total_seconds()))
    if seconds < 5:
        return _("just now")
    _below, length, words = next(step for step in _STEPS if seconds < step[0])
    return _(words).format(n=seconds // length)


def time_ago(moment: datetime, classes: str = "") -> TextElement:
    """A moment that counts on by itself."""
    element = text(ago(moment), classes, "time")
    element.props["datetime"] = moment.isoformat()
    element.props["data-ago"] = ""
    return element


def stopwatch(moment: datetime) -> TextElement:
    """How long it lasts since a moment, by the second: 2:14, or 1:02:14."""
    minutes, seconds = divmod(max(0, int((datetime.now(UTC) - moment).total_seconds())), 60)
    hours, minutes = divmod(minutes, 60)
    said = f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
    element = text(said, "st-number", "time")
    element.props["datetime"] = moment.isoformat()
    element.props["data-lasts"] = ""
    return element


def clock_time(moment: datetime) -> TextElement:
    """A moment near now on the reader's own clock, such as 14:35, with its day unless that is today."""
    element = text(f"{moment:%H:%M} UTC", tag="time")
    element.props["datetime"] = moment.isoformat()
    element.props["data-clock"] = ""
    return element
