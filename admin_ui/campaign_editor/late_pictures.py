"""Puts pictures into the draft that arrive when the editor of their text has been left (rich_text/uploads.js)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nicegui import ui
from nicegui.events import GenericEventArguments

from admin_ui.campaign_editor.rich_text import checked
from admin_ui.campaign_editor.steps.base import Bench
from admin_ui.components.toast import toast
from core.campaigns.drafts import Draft
from core.i18n import _
from core.messages import parse, write


def take_late_pictures(bench: Bench, took: Callable[[str], None]) -> None:
    """Take what arrives from now on into the draft; `took` shows a field that was changed so."""

    def arrived(event: GenericEventArguments) -> None:
        told = event.args
        if told.get("problem"):
            toast(str(told["problem"]))
        picture = checked([{"type": "image", **(told.get("picture") or {})}])
        if not picture:
            return
        for name, value in _with_blocks(bench.drafting.draft, told.get("language"), picture, told.get("at")).items():
            bench.put(name, value)
            took(name)
            if not told.get("more"):
                toast(_("The picture is in the message. Say there what it shows."))

    ui.on("st_picture", arrived)


def _with_blocks(draft: Draft, language: object, blocks: list[dict[str, Any]], at: object) -> dict[str, Any]:
    """The field that holds the text of this language, with blocks in it; none where it has been removed meanwhile."""
    if language == "":
        return {"text": _inserted(draft.text, blocks, at)}
    if isinstance(language, str) and language in draft.translations:
        words = draft.translations[language]
        words = {**words, "text": _inserted(words["text"], blocks, at)}
        return {"translations": {**draft.translations, language: words}}
    return {}


def _inserted(text: str, blocks: list[dict[str, Any]], at: object) -> str:
    """A text with blocks behind so many of its own; behind all of them where that can't be."""
    there = list(parse(text))
    place = at if isinstance(at, int) and 0 <= at <= len(there) else len(there)
    return write([*there[:place], *blocks, *there[place:]])
