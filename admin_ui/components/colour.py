"""A colour: picked or typed, shown with the text colour that reads best on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nicegui import events, ui

from admin_ui.components.basics import box, named, text
from admin_ui.components.fields import text_field
from core.i18n import N_, _
from core.sites import text_colour

WORDS = {"#ffffff": N_("White text reads best on it."), "#16191f": N_("Dark text reads best on it.")}


class ColourField:
    """`.field.value` holds `#rrggbb` or whatever was typed instead."""

    def __init__(self, words: str, value: str, on_change: Callable[[], Any] | None = None) -> None:
        self._on_change = on_change
        with box("st-colour"):
            self.field: ui.input = text_field(words, value, limit=7, hint=" ", on_change=self._typed)
            with self.field.add_slot("prepend"):
                self._well = ui.element("input").props("type=color").classes("st-well")
                named(self._well, _("{field}, by eye").format(field=words))
                self._well.props["value"] = value
                self._well.on("input", self._picked, args=["target.value"], throttle=0.1)
            with box("st-sample") as self._sample:
                self._words = text(_("Hello"), tag="span")
        self._show(value)

    def _picked(self, event: events.GenericEventArguments) -> None:
        self.field.value = str(event.args)

    def _typed(self, event: events.ValueChangeEventArguments[str | None]) -> None:
        self._show((event.value or "").strip().lower())
        if self._on_change is not None:
            self._on_change()

    def _show(self, colour: str) -> None:
        if len(colour) != 7 or not colour.startswith("#") or set(colour[1:]) - set("0123456789abcdef"):
            return
        on_it = text_colour(colour)
        self._well.props["value"] = colour
        self._well.update()
        self._sample.style(replace=f"background: {colour}; color: {on_it}")
        self.field.props["hint"] = _(WORDS[on_it])
        self.field.update()
