"""One thing that is known of a page view: as it starts, as somebody enters it, or not known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from nicegui import ui

from admin_ui.components.basics import box, icon_button, named, text
from admin_ui.components.choosers import Item, Picker, PlainInput
from admin_ui.simulator.observation_editor import as_entered, build_observation
from core.conditions import ConditionType
from core.i18n import _
from core.rules import MISSING, UNKNOWN
from core.rules.gaps import plain
from core.rules.spoken_values import spoken_key
from core.rules.values import Duration


def fact_label(kind: ConditionType, key: str, campaigns: Mapping[str, str]) -> str:
    """What a fact is called: with its key, or with the campaign for which it is told. `campaigns`: names by id."""
    if kind.per_campaign:
        return _("{what} for “{campaign}”").format(what=_(kind.label), campaign=campaigns.get(key, key))
    if not kind.takes_key:
        return _(kind.label)
    return f"{_(kind.label)} {plain(spoken_key(kind.key_type, key)) if kind.key_type is not None else f'“{key}”'}"


def runs(kind: ConditionType) -> bool:
    """Whether it goes on with the clock while the page is open."""
    return kind.browser and isinstance(kind.value, Duration)


UNSAID: Final = object()
"""Nothing is said about it, so it is as it starts."""


class FactRow:
    """`on_change` gets the fact's name and what is said, None: not known, or UNSAID; `on_remove`: no row is wanted."""

    def __init__(
        self,
        kind: ConditionType,
        name: str,
        label: str,
        said: Any,
        on_change: Callable[[str, Any], None],
        on_remove: Callable[[str], None],
    ) -> None:
        self.name = name
        self.kind = kind
        self._label = label
        self._said = said
        self._on_change = on_change
        self._start: object = UNSAID
        self._drawn: object = UNSAID
        """What the editor was built with while nothing was said."""
        self._is_typed = said is not UNSAID
        """Whether the editor holds what somebody typed: it is left alone."""
        self._is_opened = False
        """Whether somebody wants to enter what is not known."""
        with named(box("st-fact").props("role=group"), label) as self.element:
            with box("st-line st-gap-8 st-fact-head"):
                text(label, "st-label st-grow", "span")
                self._back = text(_("Undo"), "st-fact-back", "button").props("type=button")
                self._back.props["aria-label"] = _("{what}: back to how it starts").format(what=label)
                self._back.on("click", self._take_back)
                self._tick = self._build_tick()
                self._remove = icon_button("close", _("Remove {what}").format(what=label), lambda: on_remove(name))
            self._editor = box("st-fact-editor")
            self._note = text("", "st-small st-muted st-fact-note")
        if said is not UNSAID:
            self._build(said)
        self._show()

    def show(self, raw: object, *, asked: bool) -> None:
        """Take the row to what is known while nothing else is said; a fact that a campaign asks for stays."""
        self._remove.set_visibility(not asked)
        if self._said is UNSAID:
            fits = isinstance(raw, type(UNKNOWN)) or self.kind.value.observed(raw) is not MISSING
            self._start = raw if fits else MISSING
            if not self._is_typed and self._drawn != self._start:
                self._build(as_entered(self._start))
                self._drawn = self._start
        self._show()

    def _build_tick(self) -> ui.element:
        words = _("Does not happen") if self.kind.browser else _("Not known")
        with box("st-fact-tick", "label") as line:
            tick = ui.element("input").props("type=checkbox")
            tick.props["aria-label"] = _("{what}: {state}").format(what=self._label, state=words)
            tick.on(
                "change", lambda event: self._ticked(event.args), js_handler="(event) => emit(event.target.checked)"
            )
            text(words, tag="span")
        line.set_visibility(not runs(self.kind))
        return tick

    def _build(self, value: Any) -> None:
        self._editor.clear()
        with self._editor:
            build_observation(self.kind.value, value, self._typed, self._label)

    def _typed(self, value: Any) -> None:
        self._is_typed = self._is_opened = True
        self._tell(UNSAID if value is None else value)

    def _ticked(self, is_unknown: bool) -> None:
        self._is_typed, self._is_opened, self._drawn = False, not is_unknown, UNSAID
        starts_unknown = self._start is MISSING and not self.kind.browser
        self._build(as_entered(self._start))
        self._tell(None if is_unknown and not starts_unknown else UNSAID)

    def _take_back(self) -> None:
        self._is_typed, self._is_opened, self._drawn = False, False, UNSAID
        self._build(as_entered(self._start))
        self._tell(UNSAID)

    def _tell(self, said: Any) -> None:
        self._said = said
        self._show()
        self._on_change(self.name, said)

    def _show(self) -> None:
        starts_unknown = self._start is MISSING and not self.kind.browser
        is_unknown = self._said is None or (self._said is UNSAID and starts_unknown and not self._is_opened)
        if self._tick.props.get("checked", False) != is_unknown:
            self._tick.props["checked"] = is_unknown
        self._editor.set_visibility(not is_unknown)
        self._back.set_visibility(self._said is not UNSAID)
        said = self._words() if self._said is UNSAID and not is_unknown else ""
        self._note.set_text(said)
        self._note.set_visibility(bool(said))

    def _words(self) -> str:
        """What holds while nothing is entered."""
        if runs(self.kind):
            return _("Starts at 0 when the page opens, and runs.")
        if self.kind.browser:
            return _("It has not happened yet.")
        if self._start is UNKNOWN:
            return _("Not recorded of this page view: conditions on it stay open until you enter it.")
        if self._start is MISSING:
            return _("Nothing is entered: it is not known.")
        if self._is_typed and self._start is not UNSAID:
            return _("Nothing is entered: it is {seen}.").format(seen=self.kind.value.tell(self._start))
        return ""


class KeyedFact:
    """Asks for the name that a condition takes, such as a parameter's, before there is anything to say about it."""

    def __init__(self, kind: ConditionType, on_name: Callable[[str], None]) -> None:
        self._typed = ""
        assert kind.key_label is not None, "only a type that takes a name is asked for one"
        label = _(kind.key_label)
        with box("st-fact") as self.element:
            text(_(kind.label), "st-label", "span")
            if kind.key_type is not None:
                items = [Item(key, words, words=key) for key, words in kind.key_type.choices()]
                Picker(items, on_name, label=f"{_(kind.label)}: {label}", placeholder=label)
                return
            with box("st-line st-gap-8"):
                PlainInput("", self._keep, kind="text", label=f"{_(kind.label)}: {label}", placeholder=label)
                icon_button("check", _("Use this name"), lambda: on_name(self._typed) if self._typed else None)

    def _keep(self, typed: str) -> None:
        self._typed = typed.strip()
