"""The keys of the page that is open, as a sheet (static/shortcuts.js has them done)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from admin_ui.components.basics import box, button, text
from admin_ui.components.dialog import dialog, foot
from core.i18n import _

COMMAND: Final = "⌘K"
"""Where there is no such key, it is Ctrl K (static/shortcuts.js tells by data-mac)."""
Keys = tuple[Sequence[str], str]
"""The keys that are pressed one after the other, and what they do."""


def help_sheet(here: Iterable[Keys], goes: Iterable[Keys], *, searches: bool, adds: str) -> None:
    """Open the sheet. `here`: keys of this page alone, `goes`: those that lead elsewhere, `adds`: what "n" presses."""
    on_page = [*here]
    if adds:
        on_page.insert(0, (("N",), adds))
    if searches:
        on_page.insert(0, (("/",), _("Search this list")))
    everywhere: list[Keys] = [
        ((COMMAND,), _("Search and commands")),
        (("?",), _("These keys")),
        (("Esc",), _("Close, or select none")),
    ]
    with dialog(_("Keyboard shortcuts")) as shown:
        with box("st-keys"):
            _part(_("On this page"), on_page)
            _part(_("Everywhere"), everywhere)
            _part(_("Go to"), goes)
        with foot():
            button(_("Close"), shown.close, kind="quiet")
    shown.open()


def _part(title: str, keys: Iterable[Keys]) -> None:
    listed = list(keys)
    if not listed:
        return
    with box("st-keys-part", "section"):
        text(title, "st-small st-muted", "h3")
        with box("", "dl"):
            for pressed, words in listed:
                with box("st-keys-line"):
                    text(words, tag="dt")
                    with box("st-line st-gap-4", "dd"):
                        for key in pressed:
                            _key(key)


def _key(key: str) -> None:
    if key == COMMAND:
        text(key, "st-key st-on-mac", "kbd")
        text("Ctrl K", "st-key st-off-mac", "kbd")
    else:
        text(key, "st-key", "kbd")
