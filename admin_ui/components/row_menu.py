"""The ⋯ menu at the end of a row; it is made when it is opened, so that a page with many rows stays light."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from inspect import isawaitable
from typing import Any

from nicegui import ui

from admin_ui.components.basics import icon, icon_button, text
from core.i18n import _


@dataclass(frozen=True, slots=True)
class Action:
    """One entry; `bad` for what takes something away."""

    words: str
    icon: str
    act: Callable[[], Any]
    bad: bool = False


def row_menu(
    name: str, actions: Sequence[Action] | Callable[[], Sequence[Action]], icon_name: str = "more_horiz"
) -> ui.button:
    """A button named "Actions for NAME" that opens the actions, or what `actions` returns at that moment."""

    shown: ui.menu | None = None
    in_sight = False

    def seen() -> None:
        nonlocal in_sight
        in_sight = True

    def show() -> None:
        nonlocal shown, in_sight
        if shown is not None and shown.value:
            if in_sight:  # else pressed again because nothing seemed to happen
                shown.close()
            return
        looks = "auto-close no-parent-event anchor='bottom right' self='top right'"
        with opener, ui.menu().props(looks) as menu:
            for action in actions() if callable(actions) else actions:
                with ui.menu_item(on_click=partial(_act, action)).props("role=menuitem") as item:
                    if action.bad:
                        item.classes("st-item-bad")
                    icon(action.icon)
                    text(action.words, tag="span")
        in_sight = False
        menu.on("show", seen)
        menu.on("hide", menu.delete)
        menu.open()
        shown = menu

    opener = icon_button(icon_name, actions_for(name), show)
    opener.props["aria-haspopup"] = "menu"
    return opener


def _act(action: Action) -> Awaitable[None] | None:
    """Act from the page itself: the menu is gone at once, and the row may be, with whatever was opened in them."""
    page = ui.context.client.content

    async def rest(begun: Awaitable[Any]) -> None:
        with page:
            await begun

    with page:
        begun = action.act()
    return rest(begun) if isawaitable(begun) else None


def actions_for(name: str) -> str:
    """What such a button is called."""
    return _("Actions for {name}").format(name=name)
