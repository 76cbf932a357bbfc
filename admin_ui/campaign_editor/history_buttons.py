"""The two arrows in the editor's head; Ctrl+Z and its like ask for the same (static/history.js)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from admin_ui.campaign_editor.history import History
from admin_ui.components.basics import box, icon_button
from core.i18n import _


class HistoryButtons:
    """Undo and redo of what was edited on this page."""

    def __init__(self, undo: Callable[[], Awaitable[None]], redo: Callable[[], Awaitable[None]]) -> None:
        with box("st-history", "span") as self.element:
            self._undo = icon_button("undo", _("Undo the last change"), undo)
            self._redo = icon_button("redo", _("Redo"), redo)
        self._undo.props["title"] = _("Undo") + "  Ctrl+Z"
        self._redo.props["title"] = _("Redo") + "  Ctrl+Shift+Z"
        self.element.props["data-history"] = ""
        self.element.on("history-undo", undo)
        self.element.on("history-redo", redo)

    def show(self, history: History) -> None:
        self._undo.set_enabled(history.can_undo)
        self._redo.set_enabled(history.can_redo)
