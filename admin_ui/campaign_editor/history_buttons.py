"""The two arrows in the editor's head; Ctrl+Z and its like ask for the same (static/history.js)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from admin_ui.campaign_editor.drafting import Drafting
from admin_ui.components.basics import box, icon_button
from core.i18n import _


class HistoryButtons:
    """Undo and redo of what was edited on this page; `became` is told the fields that it changes."""

    def __init__(self, drafting: Drafting, became: Callable[[Sequence[str]], Awaitable[None]]) -> None:
        async def undo() -> None:
            await became(drafting.undo())

        async def redo() -> None:
            await became(drafting.redo())

        self._history = drafting.history
        with box("st-history", "span") as element:
            self._undo = icon_button("undo", _("Undo the last change"), undo)
            self._redo = icon_button("redo", _("Redo"), redo)
        for each in (self._undo, self._redo):
            each.props["data-repeats"] = ""
        self._undo.props["title"] = _("Undo") + "  Ctrl+Z"
        self._redo.props["title"] = _("Redo") + "  Ctrl+Shift+Z"
        element.props["data-history"] = ""
        element.on("history-undo", undo)
        element.on("history-redo", redo)

    def show(self) -> None:
        self._undo.set_enabled(self._history.can_undo)
        self._redo.set_enabled(self._history.can_redo)
