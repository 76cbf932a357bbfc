"""What every list has: the field to search it by, and the way through its pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nicegui import ui

from admin_ui.components.basics import box, icon_button, text
from admin_ui.components.held import TextInput
from core.i18n import _
from core.i18n.figures import number


def search_field(name: str, value: str, on_search: Callable[[str], Any]) -> ui.input:
    """A field that tells what is typed after a moment; "/" leads into it (static/shortcuts.js)."""
    search = TextInput(value=value, placeholder=_("Search")).classes("st-search")
    search.props("outlined dense clearable debounce=200 type=search")
    search.props["aria-label"] = name
    search.props["data-search"] = ""
    search.on_value_change(lambda event: on_search(event.value or ""))
    with search.add_slot("prepend"):
        ui.icon("sym_o_search").props("aria-hidden=true")
    with search.add_slot("append"):
        text("/", "st-key", "kbd").props("aria-hidden=true")
    return search


class Pager:
    """Which page of how many, and the way to the next; not there where one page holds all."""

    def __init__(self, go: Callable[[int], Any]) -> None:
        self._page = 1
        with box("st-line st-pager", "nav") as self.element:
            self.element.props["aria-label"] = _("Pages")
            self._back = icon_button("chevron_left", _("Previous page"), lambda: go(self._page - 1))
            self._where = text("", "st-muted st-number", "span")
            self._on = icon_button("chevron_right", _("Next page"), lambda: go(self._page + 1))
        for each in (self._back, self._on):
            each.props["data-repeats"] = ""
        self.element.set_visibility(False)

    def show(self, page: int, pages: int) -> None:
        self._page = page
        self._where.set_text(_("Page {page} of {pages}").format(page=number(page), pages=number(pages)))
        self._back.set_enabled(page > 1)
        self._on.set_enabled(page < pages)
        self.element.set_visibility(pages > 1)
