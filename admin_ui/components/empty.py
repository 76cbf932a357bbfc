"""What stands where there is nothing yet, or where something went wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nicegui import ui

from admin_ui.components.basics import box, button, icon, text
from core.i18n import _


def empty(
    icon_name: str,
    what: str,
    todo: str,
    action: str = "",
    on_click: Callable[..., Any] | None = None,
    *,
    href: str = "",
    kind: str = "primary",
) -> ui.element:
    """One sentence what this is, one what to do (or ""), at most one button."""
    with box("st-empty") as element:
        icon(icon_name)
        text(what, tag="h2")
        if todo:
            text(todo, tag="p")
        if action:
            button(action, on_click, kind=kind, href=href)
    return element


def broken(what: str, todo: str) -> ui.element:
    """What happened and what to do, with a way to try again."""
    with empty("error", what, todo, _("Reload"), ui.navigate.reload) as element:
        element.props["role"] = "alert"
    return element
