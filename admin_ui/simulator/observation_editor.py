"""The editor of what is observed, made from a condition's value type alone."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from admin_ui.campaign_editor.builder.rule_values import number
from admin_ui.campaign_editor.builder.value_editors import Tell, one_value
from admin_ui.components.choosers import ChipField, Item, NativeSelect, Picker
from core.i18n import _
from core.rules.choices import Choice, Choices
from core.rules.facts import Unknown
from core.rules.value_type import ValueType
from core.rules.values import Boolean, Weekday
from core.rules.wording import weekday


def build_observation(value_type: ValueType, said: Any, tell: Tell, name: str) -> None:
    """Build it in the current place; `tell` gets every observation, None while nothing is said about it."""
    if value_type.kinds:
        one_value(value_type, as_typed(said), lambda typed: tell(as_told(typed)), name)
    elif isinstance(value_type, Choices):
        given = [each for each in said if isinstance(each, str)] if isinstance(said, list) else []
        ChipField(given, lambda values: tell(values or None), label=name, placeholder=_("Type, then Enter"))
    elif isinstance(value_type, Weekday):
        days = [(str(day), weekday(day)) for day in range(1, 8)]
        _one_of(days, "" if said is None else str(said), lambda day: tell(int(day) if day else None), name)
    elif isinstance(value_type, Boolean):
        shown = str(said).lower() if isinstance(said, bool) else ""
        choices = [("true", _("Yes")), ("false", _("No"))]
        _one_of(choices, shown, lambda chosen: tell(chosen == "true" if chosen else None), name)
    elif isinstance(value_type, Choice) and value_type.options != ():
        _options(value_type, said, tell, name)
    else:
        one_value(value_type, said, tell, name)


def as_told(typed: str | None) -> str | bool | int | float | None:
    """What a website would have told that somebody types: 12, true, trial; what stands in quotes is a text."""
    if typed in ("true", "false"):
        return typed == "true"
    if typed is None or (found := number(typed)) is None:
        return typed[1:-1] if typed and len(typed) > 1 and typed[0] == typed[-1] == '"' else typed
    return found


def as_typed(said: Any) -> str | None:
    """The opposite."""
    if isinstance(said, str):
        return f'"{said}"' if as_told(said) != said else said
    return None if said is None else str(said).lower()


def as_entered(raw: object) -> Any:
    """What is observed, as somebody would enter it; None where there is nothing."""
    if raw is None or isinstance(raw, Unknown):
        return None
    if isinstance(raw, time):
        return f"{raw:%H:%M}"
    if isinstance(raw, date):
        return raw.isoformat()
    if isinstance(raw, (set, frozenset, tuple)):
        return sorted(map(str, raw))
    return raw if isinstance(raw, (str, int, float, list)) else None


def _one_of(choices: list[tuple[str, str]], shown: str, tell: Tell, name: str) -> None:
    NativeSelect(choices, shown, tell, label=name, unknown=_("Choose"))


def _options(value_type: Choice, said: Any, tell: Tell, name: str) -> None:
    try:
        options = value_type.choices()
    except Exception:  # a plugin's list may fail
        options = ()
    items = [Item(key, label, words=key) for key, label in options]
    if isinstance(said, str) and said not in dict(options):
        items.append(Item(said, value_type.speak(said)))
    Picker(items, lambda chosen: tell(chosen or None), value=said or None, label=name, placeholder=_("Choose"))
