"""Short words at the foot of the page: what was done, the way to undo it, and that the connection is away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nicegui import Client, ui

from admin_ui.components.basics import box, button, icon, text
from core.i18n import _

SECONDS = 6
UNDO_SECONDS = 12
MOST = 3
"""How many stand there at once; the oldest goes for a fourth."""
_PLACE = "toasts"


def place(away: str) -> None:
    """Make the place where toasts appear; the frame does it once a page, before the first one.

    `away` is what becomes of what one does here without a connection; the browser shows it by itself (static/admin.js).
    """
    client = ui.context.client
    with client.layout, box("st-toasts"):
        with box("st-toast st-away").props("role=status"):
            icon("cloud_off")
            with box("", "span"):
                text(_("Not connected."), "st-strong", "span")
                text(away, tag="span")
        container = box("st-toasts-list").props("role=status aria-live=polite")
    client.storage[_PLACE] = container


def toast(words: str, *, seconds: float = SECONDS) -> None:
    """Say something in passing."""
    _show(ui.context.client, words, seconds, None)


def undo(words: str, action: Callable[[], Any], label: str = "", *, alone: bool = False) -> None:
    """Say what was done, with a button that calls `action` (sync or async) to take it back.

    `label` is *Undo* unless told.
    `alone`: it takes the place of all that stands there, where there is another way back, too.
    """
    if alone:
        clear(ui.context.client)
    _show(ui.context.client, words, UNDO_SECONDS, action, label or _("Undo"))


def clear(client: Client) -> None:
    """Take away what stands there: who has gone elsewhere on the page does not mean it any more."""
    container = client.storage.get(_PLACE)
    if isinstance(container, ui.element) and not container.is_deleted:
        container.clear()


def _show(client: Client, words: str, seconds: float, action: Callable[[], Any] | None, label: str = "") -> None:
    container = client.storage.get(_PLACE)
    if not isinstance(container, ui.element) or container.is_deleted:
        return
    for oldest in container.default_slot.children[: 1 - MOST]:
        container.remove(oldest)
    with container, box("st-toast") as shown:
        text(words)
        if action is not None:
            button(label, lambda: _take_back(shown, action), kind="quiet").mark("undo")
        ui.timer(seconds, lambda: None if shown.is_deleted else container.remove(shown), once=True)


async def _take_back(shown: ui.element, action: Callable[[], Any]) -> None:
    shown.set_visibility(False)
    result = action()
    if hasattr(result, "__await__"):
        await result
