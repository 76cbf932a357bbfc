"""Rows that can be chosen, and the bar for what is done with those that are.

self._selection = Selection[int](self._bulk_actions)     # once, above the list: the bar floats at the foot of the page
self._selection.tick(lead.id, lead.called)               # in each row that is drawn
[*self._selection.offered(lead.id), ...]                 # first in its menu: phones have no room for ticks
self._selection.show([each.id for each in found.rows])   # after the rows are drawn
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Generic

from nicegui import ui
from nicegui.events import GenericEventArguments

from admin_ui.chosen import Chosen, K
from admin_ui.components.basics import box, button, icon_button, mark, text
from admin_ui.components.row_menu import Action
from core.i18n import _, ngettext
from core.i18n.figures import number

PRESSED = "(event) => emit({ on: event.target.checked, through: event.shiftKey })"
NO_TEXT_CHOSEN = "(event) => event.shiftKey && event.preventDefault()"
"""Shift and a press would choose the words between two rows, too."""


class Selection(Generic[K]):
    """The ticks of a list and the bar, which is there while something is chosen.

    `actions` are asked for whenever other rows are chosen; what they do begins with `keys` and ends with `clear()`.
    Escape lets all go. In a list, mark the rows' element with the class `st-choosing`: its ticks then appear where
    the pointer or the focus is, and in all rows while something is chosen.
    """

    def __init__(self, actions: Callable[[], Sequence[Action]]) -> None:
        self._actions = actions
        self._chosen: Chosen[K] = Chosen()
        self._ticks: dict[K, ui.element] = {}
        self._offered: list[tuple[str, str, bool]] = []
        with box("st-bulk") as self._bar:
            self._bar.props("role=toolbar").set_visibility(False)
            self._bar.props["aria-label"] = _("What to do with the selected")
            with box("st-tick", "label"):
                self._all = _input(_("Select all on this page"), lambda event: self._choose_all(bool(event.args["on"])))
                self._all.props["data-all"] = ""
            self._count = text("", "st-number st-still", "span").props("role=status")
            self._buttons = box("st-bulk-actions")
            icon_button("close", _("Select none"), self.clear).props["data-escape"] = ""

    @property
    def keys(self) -> tuple[K, ...]:
        """Those chosen, from top to bottom."""
        return self._chosen.keys

    def tick(self, key: K, name: str) -> ui.element:
        """Put the tick of a row into what is being built; who renames the row gives it `select_words` anew."""
        with box("st-tick", "label"):
            tick = _input(select_words(name), lambda event: self._choose(key, event.args))
        self._ticks[key] = tick
        tick.props["checked"] = key in self._chosen
        return tick

    def show(self, keys: Sequence[K]) -> None:
        """Tell which rows stand on the page now, from top to bottom."""
        self._chosen.show(keys)
        self._ticks = {key: tick for key, tick in self._ticks.items() if key in set(keys)}
        self._draw()

    def toggle(self, key: K) -> None:
        """Choose a row or let it go."""
        self._chosen.choose(key, key not in self._chosen)
        self._draw()

    def offered(self, key: K) -> list[Action]:
        """What a row's menu begins with: a way to choose the first row where no tick is in sight."""
        return [] if key in self._chosen else [Action(_("Select"), "check_box", partial(self.toggle, key))]

    def clear(self) -> None:
        """Let all go."""
        self._choose_all(False)

    def _choose(self, key: K, told: dict[str, Any]) -> None:
        self._chosen.choose(key, bool(told["on"]), through=bool(told["through"]))
        self._draw()

    def _choose_all(self, on: bool) -> None:
        self._chosen.choose_all(on)
        self._draw()

    def _draw(self) -> None:
        for key, tick in self._ticks.items():
            _set(tick, "checked", key in self._chosen)
        count = len(self._chosen)
        _set(self._all, "checked", self._chosen.every)
        _set(self._all, "indeterminate", count > 0 and not self._chosen.every)
        self._count.set_text(_selected(count) if count else "")
        self._bar.set_visibility(bool(count))
        if count:
            self._draw_buttons()

    def _draw_buttons(self) -> None:
        actions = self._actions()
        offered = [(each.words, each.icon, each.bad) for each in actions]
        if offered == self._offered:
            return
        self._offered = offered
        self._buttons.clear()
        with self._buttons:
            for each in actions:
                shown = button(each.words, partial(self._act, each.words), kind="quiet", icon=each.icon)
                shown.props["aria-label"] = shown.props["title"] = each.words  # a phone has room for the icon only
                mark(shown, "st-bulk-bad", each.bad)

    def _act(self, words: str) -> Any:
        """Do what is offered under these words now: for those that are selected now."""
        return next((each.act() for each in self._actions() if each.words == words), None)


def select_words(name: str) -> str:
    """What such a tick is called."""
    return _("Select {name}").format(name=name)


def _selected(count: int) -> str:
    return ngettext("{n} selected", "{n} selected", count).format(n=number(count))


def _input(name: str, on_press: Callable[[GenericEventArguments], None]) -> ui.element:
    tick = ui.element("input").props("type=checkbox")
    tick.props["aria-label"] = name
    tick.on("click", on_press, js_handler=PRESSED)
    tick.on("mousedown", js_handler=NO_TEXT_CHOSEN)
    return tick


def _set(tick: ui.element, prop: str, on: bool) -> None:
    if tick.props.get(prop, False) != on and not tick.is_deleted:
        tick.props[prop] = on
