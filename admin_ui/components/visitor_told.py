"""What a website told of its visitor, and of what they did: whatever it says is only words here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nicegui import ui

from admin_ui import words
from admin_ui.components.basics import box, cut, text
from admin_ui.components.time_ago import time_ago
from core.i18n import _
from core.inbox.seen import SeenEvent
from core.visits.attributes import Told

LONGEST: Final = 120
"""Characters of a value, or of all properties of an event, that are shown."""


def attributes_told(attributes: Sequence[tuple[str, Told]]) -> None:
    """Names and values; nothing where nothing was told."""
    if not attributes:
        return
    text(_("Told by your website"), "st-visitor-other", "h3")
    with box("st-told", "dl"):
        for name, value in attributes:
            with box("st-told-line"):
                cut(name, "st-muted", "dt")
                with ui.element("dd"):
                    _value(value)


def events_told(events: Sequence[SeenEvent]) -> None:
    """What happened, the latest first; nothing where nothing did."""
    if not events:
        return
    text(_("Events"), "st-visitor-other", "h3")
    with box("st-told", "ul").props("role=list"):
        for event in events:
            with ui.element("li"):
                with box("st-line st-gap-8"):
                    cut(event.name, "st-grow", "span")
                    time_ago(event.at, "st-faint st-still")
                if said := _properties(event):
                    text(_shortened(said), "st-muted")


def page_link(url: str, title: str = "") -> None:
    """The way to a page that was told, by its title; only words where the address is none of the web."""
    shown, address = title or words.short_address(url), words.web_address(url)
    if not address:
        cut(shown)
        return
    anchor = cut(shown, "st-block", "a")
    anchor.props["href"] = address
    anchor.props["title"] = address
    anchor.props["target"] = "_blank"
    anchor.props["rel"] = "noopener noreferrer nofollow"
    if title:
        cut(words.short_address(url), "st-small st-faint")


def _value(value: Told) -> None:
    if isinstance(value, str) and words.web_address(value):
        page_link(value)
        return
    said = _said(value)
    shown = text(_shortened(said), tag="span")
    if len(said) > LONGEST:
        shown.props["title"] = said


def _properties(event: SeenEvent) -> str:
    return " · ".join(f"{name}: {_said(value)}" for name, value in event.properties if value is not None)


def _said(value: Told) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(value)


def _shortened(said: str) -> str:
    return said if len(said) <= LONGEST else said[: LONGEST - 1].rstrip() + "…"
