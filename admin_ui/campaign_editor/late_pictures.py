"""Puts pictures into the draft that arrive when the editor of their text has been left (rich_text/uploads.js)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nicegui import ui
from nicegui.events import GenericEventArguments

from admin_ui.campaign_editor.rich_text import checked
from admin_ui.campaign_editor.steps.base import Bench
from admin_ui.components.toast import toast
from core.i18n import _
from core.messages import parse, write

TEXT = "text"


def take_late_pictures(bench: Bench, took: Callable[[str], None]) -> None:
    """Take what arrives from now on into `bench.drafting`; `took` shows a field that was changed so."""

    def arrived(event: GenericEventArguments) -> None:
        told = event.args
        if told.get("problem"):
            toast(str(told["problem"]))
        picture = checked([{"type": "image", **(told.get("picture") or {})}])
        if told.get("text") == TEXT and picture:
            bench.put(TEXT, with_blocks(bench.drafting.draft.text, picture, told.get("at")))
            took(TEXT)
            if not told.get("more"):
                toast(_("The picture is in the message. Say there what it shows."))

    ui.on("st_picture", arrived)


def with_blocks(text: str, blocks: list[dict[str, Any]], at: object) -> str:
    """A text with blocks behind so many of its own; behind all of them where that can't be."""
    there = list(parse(text))
    place = at if isinstance(at, int) and 0 <= at <= len(there) else len(there)
    return write([*there[:place], *blocks, *there[place:]])
