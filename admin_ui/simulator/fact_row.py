"""One thing that is observed of a page view: as it is, as somebody makes it up, or unknown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from admin_ui.components.basics import box, icon_button, text
from admin_ui.components.choosers import Item, Picker, PlainInput
from admin_ui.simulator.observation_editor import build_observation
from core.conditions import ConditionType
from core.i18n import _
from core.rules import MISSING
from core.rules.facts import Unknown
from core.rules.gaps import plain
from core.rules.spoken_values import spoken_key


def fact_label(kind: ConditionType, key: str, campaigns: Mapping[str, str]) -> str:
    """What a fact is called: with its key, or with the campaign for which it is told. `campaigns`: names by id."""
    if kind.per_campaign:
        return _("{what} for “{campaign}”").format(what=_(kind.label), campaign=campaigns.get(key, key))
    if not kind.takes_key:
        return _(kind.label)
    return f"{_(kind.label)} {plain(spoken_key(kind.key_type, key)) if kind.key_type is not None else f'“{key}”'}"


UNSAID = object()
"""Nothing is said about it, so it is as it is."""


class FactRow:
    """`on_change` gets the fact's name and what is said, None: unknown, or UNSAID; `on_remove`: no row is wanted."""

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
        self._kind = kind
        self._said = said
        self._on_change = on_change
        with box("st-fact") as self.element:
            with box("st-line st-gap-8 st-fact-head"):
                text(label, "st-label st-grow", "span")
                self._unknown = text(_("Unknown"), "st-pill st-fact-unknown", "button").props("type=button")
                self._unknown.props["aria-label"] = _("{what} is unknown").format(what=label)
                self._unknown.on("click", self._toggle)
                self._remove = icon_button("close", _("Remove {what}").format(what=label), lambda: on_remove(name))
            self._editor = box("st-fact-editor")
            self._as_it_is = text("", "st-small st-muted st-fact-seen")
        with self._editor:
            build_observation(kind.value, None if said is UNSAID else said, self._typed, label)
        self._show()

    def show(self, raw: object, *, asked: bool) -> None:
        """Say what is observed while nothing else is said; a fact that a campaign asks for stays."""
        self._remove.set_visibility(not asked)
        if self._kind.browser and raw is MISSING:
            words = _("Not seen yet: the visitor has done nothing.")
        elif isinstance(raw, Unknown) or self._kind.value.observed(raw) is MISSING:
            words = _("As it is: unknown")
        else:
            words = _("As it is: {seen}").format(seen=self._kind.value.tell(raw))
        self._as_it_is.set_text(words)

    def _typed(self, value: Any) -> None:
        self._said = UNSAID if value is None else value
        self._tell()

    def _toggle(self) -> None:
        self._said = UNSAID if self._said is None else None
        self._tell()

    def _tell(self) -> None:
        self._show()
        self._on_change(self.name, self._said)

    def _show(self) -> None:
        self._unknown.props["aria-pressed"] = "true" if self._said is None else "false"
        self._unknown.update()
        self._editor.set_visibility(self._said is not None)
        self._as_it_is.set_visibility(self._said is UNSAID)


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
