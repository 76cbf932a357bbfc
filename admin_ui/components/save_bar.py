"""The bar at the window's foot while a form differs from what is kept: it says so, takes it back, saves it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from nicegui import ui

from admin_ui.components.basics import box, button, icon, named, text
from admin_ui.components.toast import undo
from core.i18n import _


class SaveBar:
    """Stands below its form and stays in sight; there only while `show(True)` holds.

    `discard` shows what is kept, and returns what brings back what was typed. While it stands there the browser asks
    before the page is left (static/admin.js).
    """

    def __init__(
        self, form: ui.element, discard: Callable[[], Callable[[], object]], on_save: Callable[[], Any]
    ) -> None:
        self._form = form.props("tabindex=-1").classes("st-saved-by-bar")
        self._discard = discard
        self._on = False
        self._said = text("", "st-hidden-words").props("role=status")
        self._notices: dict[str, ui.element] = {}
        with named(box("st-save-bar", "section"), _("Unsaved changes")) as self._bar:
            self._place = box("st-save-notices").props("role=status aria-live=polite")
            with box("st-line"):
                text(_("Unsaved changes"), "st-strong st-grow", "span")
                button(_("Discard"), self._take_back, kind="quiet")
                button(_("Save"), on_save, kind="primary")
        self._bar.set_visibility(False)

    def _take_back(self) -> None:
        undo(_("The changes are discarded."), self._discard())

    def tell(self, field: str, words: str, take: Callable[[], object]) -> None:
        """Say that somebody else has changed a field that was edited here; `take` puts theirs there."""

        def taken() -> None:
            self.forget((field,))
            take()

        self.forget((field,))
        with self._place, box("st-line st-save-notice") as self._notices[field]:
            icon("edit_note")
            text(words, "st-grow")
            button(_("Take theirs"), taken, kind="quiet")

    def forget(self, fields: Iterable[str]) -> None:
        """Take away what was told of these fields."""
        for field in fields:
            if (notice := self._notices.pop(field, None)) is not None:
                notice.delete()

    def show(self, on: bool) -> None:
        if on == self._on:
            return
        self._on = on
        self._said.set_text(_("Unsaved changes") if on else "")
        if not on:
            self.forget(tuple(self._notices))
            # Who has pressed one of its buttons goes on at the form; the browser may have let go of the button already.
            self._bar.client.run_javascript(
                f"[document.body, ...getHtmlElement({self._bar.id}).querySelectorAll('button')]"
                f".includes(document.activeElement) && getHtmlElement({self._form.id}).focus({{ preventScroll: true }})"
            )
        self._bar.set_visibility(on)
