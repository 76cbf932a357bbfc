"""What is made up of a page view: the form beside the results."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from nicegui import ui

from admin_ui import words
from admin_ui.campaign_editor.builder.menu import menu_items
from admin_ui.campaign_editor.builder.value_editors import one_value
from admin_ui.components.basics import box, button, cut, mark, named, note, text
from admin_ui.components.choosers import Item, Picker, PlainInput
from admin_ui.components.dialog import dialog, foot
from admin_ui.components.time_ago import time_ago
from admin_ui.simulator.fact_row import UNSAID, FactRow, KeyedFact, fact_label, runs
from core.attention.past_visits import PastVisit
from core.conditions import ConditionType
from core.i18n import _
from core.rules import fact_name
from core.rules.values import Duration
from core.simulator import Simulation
from core.simulator.made_up import MadeUp

Views = Callable[[], Awaitable[Sequence[PastVisit]]]


class SimulatorForm:
    """`on_change` gets everything that was made up, whenever something was; `views`: the newest page views.

    `address`: where the page's own address stands, before the answer. On a phone all else waits folded up behind it.
    """

    def __init__(
        self,
        made_up: MadeUp,
        types: Mapping[str, ConditionType],
        on_change: Callable[[MadeUp], Any],
        views: Views,
        address: ui.element,
    ) -> None:
        self.made_up = made_up
        self._types = types
        self._on_change = on_change
        self._views = views
        self._address = address
        self._rows: dict[str, FactRow] = {}
        self._campaigns: list[Item] = []
        with named(box("st-stack st-gap-16 st-simulator-form", "section"), _("The page view")) as self.element:
            self._fold = button(_("More about the page view"), self._turn, icon="tune").classes("st-simulator-fold")
            self._fold.props["aria-expanded"] = "false"
            self._start = box("st-card st-stack st-gap-8")
            with box("st-card st-stack st-gap-16"):
                text(_("What is known of the visit"), tag="h2")
                self._facts = box("st-stack st-gap-16")
                self._naming = box("")
                self._add = Picker(
                    [], self._added, kind="button", placeholder=_("Another condition"), icon="add",
                    nothing=_("No condition like that"),
                )  # fmt: skip
            with box("st-card st-stack st-gap-16"):
                text(_("When, and what came before"), tag="h2")
                self._moment()
                self._had()

    def show(self, found: Simulation) -> None:
        """What the campaigns ask for, what is observed of it, and where it started from."""
        if found.start and not self.made_up.start:  # it stays where it started, whatever visitors open meanwhile
            self.made_up = replace(self.made_up, start=found.start)
        self._show_campaigns(found)
        for name, said in self.made_up.facts.items():
            if name not in self._rows:
                self._row(name, said)
        for name in found.asked:
            kind = self._types.get(name.partition(":")[0])
            if kind is not None and name not in self._rows and not runs(kind):
                self._row(name, UNSAID)
        for name, row in self._rows.items():
            row.show(found.seen.raw(name), asked=name in found.asked)
        self._address.set_visibility(any(_is_page(row.kind) for row in self._rows.values()))
        offered = {key: kind for key, kind in self._types.items() if key not in self._rows and not kind.per_campaign}
        self._add.set_items(menu_items(offered))
        self._show_start(found)

    def _change(self, **changes: Any) -> None:
        self.made_up = replace(self.made_up, **changes)
        self._on_change(self.made_up)

    def _turn(self) -> None:
        """Unfold all of it where it is folded up, or fold it up again."""
        is_open = self._fold.props["aria-expanded"] == "false"
        self._fold.props["aria-expanded"] = "true" if is_open else "false"
        mark(self.element, "st-simulator-form--open", is_open)

    # What is observed

    def _row(self, name: str, said: Any) -> None:
        kind = self._types.get(name.partition(":")[0])
        if kind is not None:
            with self._address if _is_page(kind) else self._facts:
                label = fact_label(kind, name.partition(":")[2], {each.key: each.title for each in self._campaigns})
                self._rows[name] = FactRow(kind, name, label, said, self._say, self._remove)

    def _say(self, name: str, said: Any) -> None:
        others = {fact: value for fact, value in self.made_up.facts.items() if fact != name}
        self._change(facts=others if said is UNSAID else {**others, name: said})

    def _remove(self, name: str) -> None:
        self._rows.pop(name).element.delete()
        self._say(name, UNSAID)

    def _added(self, fact: str) -> None:
        kind = self._types[fact]
        if not kind.takes_key:
            self._row(fact, UNSAID)
            self._change()
            return
        self._naming.clear()
        with self._naming:
            KeyedFact(kind, lambda key: self._named(fact, key))

    def _named(self, fact: str, key: str) -> None:
        self._naming.clear()
        if fact_name(fact, key) not in self._rows:
            self._row(fact_name(fact, key), UNSAID)
        self._change()

    # Where it starts from

    def _show_start(self, found: Simulation) -> None:
        self._start.clear()
        with self._start:
            text(_("Who opens the page"), tag="h2")
            if found.view is None:
                text(
                    _("Somebody who comes for the first time, on a computer with Windows and Chrome."), "st-muted", "p"
                )
                button(_("Start from a real page view"), self._choose_view, icon="history").classes("st-start-button")
                return
            with box("st-stack st-gap-0"):
                _view_words(found.view)
            if found.unrecorded:
                names = ", ".join(_(self._types[each].label) for each in found.unrecorded)
                note(
                    _("Not recorded: {names}. Conditions on these stay open until you enter them.").format(names=names)
                )
            with box("st-line st-wrap st-gap-8"):
                button(_("Another page view"), self._choose_view, icon="history")
                button(_("Start from a newcomer"), lambda: self._change(view=""), kind="quiet")

    async def _choose_view(self) -> None:
        found = await self._views()
        with self.element, dialog(_("Start from a page view")) as shown:
            if not found:
                text(_("Nobody has opened a page of this site lately."), "st-muted")
            with box("st-rows st-views", "ul").props("role=list"):
                for each in found:
                    with box("", "li"), box("st-view", "button").props("type=button") as row:
                        row.on("click", partial(self._start_from, each.key, shown))
                        _view_words(each)
            with foot():
                button(_("Cancel"), shown.close, kind="quiet")
        shown.open()

    def _start_from(self, key: str, shown: ui.dialog) -> None:
        shown.close()
        self._change(view=key)

    # When, and what they have been shown

    def _moment(self) -> None:
        with box("st-fact"):
            text(_("When"), "st-label", "span")
            PlainInput(
                self.made_up.at, lambda typed: self._change(at=typed), kind="datetime-local",
                label=_("When, on the site's clock"),
            )  # fmt: skip
            text(_("On the site's clock; empty is now."), "st-small st-muted")

    def _had(self) -> None:
        with box("st-fact"):
            text(_("Messages that they were shown before"), "st-label", "span")
            self._seen_messages = Picker(
                [],
                lambda keys: self._change(had=tuple(map(int, keys or ()))),
                value=list(map(str, self.made_up.had)),
                multiple=True,
                label=_("Messages that they were shown before"),
                placeholder=_("None"),
            )
        with box("st-fact"):
            text(_("How long ago the last one was"), "st-label", "span")
            with box("st-fact-editor"):
                one_value(
                    Duration(), self.made_up.had_seconds_ago, lambda ago: self._change(had_seconds_ago=ago),
                    _("How long ago the last one was"),
                )  # fmt: skip
            text(_("Empty is long ago."), "st-small st-muted")

    def _show_campaigns(self, found: Simulation) -> None:
        items = [Item(str(each.candidate.id), each.candidate.name) for each in found.outcomes]
        self._seen_messages.props["placeholder"] = _("None") if found.view is None else _("Those that they really were")
        if sorted(each.key for each in items) != sorted(each.key for each in self._campaigns):
            self._campaigns = items
            self._seen_messages.set_items(items)


def _is_page(kind: ConditionType) -> bool:
    """Whether it is the address of the page itself."""
    return kind.sees == "url" and not kind.takes_key


def _view_words(view: PastVisit) -> None:
    """Which page, when, and who."""
    cut(view.title or words.short_address(view.url), "st-strong")
    with box("st-line st-gap-4 st-small st-muted st-wrap"):
        time_ago(view.now, "st-still")
        text("·", tag="span").props("aria-hidden=true")
        place = ", ".join(filter(None, (view.location.city, words.country(view.location.country))))
        text(" · ".join(filter(None, (words.short_address(view.url), place))), tag="span")
