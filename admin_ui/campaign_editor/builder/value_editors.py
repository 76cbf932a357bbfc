"""The editor of a condition's value, made from its value type and operator alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from nicegui.element import Element
from nicegui.elements.mixins.text_element import TextElement

from admin_ui.campaign_editor.builder.rule_values import UNITS as SECONDS
from admin_ui.campaign_editor.builder.rule_values import duration_unit, number, number_text
from admin_ui.components.basics import box, text
from admin_ui.components.choosers import ChipField, Item, NativeSelect, Picker, PlainInput
from core.i18n import _
from core.rules.choices import Choice
from core.rules.listings import Listing
from core.rules.operators import Operator
from core.rules.value_type import ValueType
from core.rules.values import Boolean, Date, Duration, Number, Text, TimeOfDay, Url, Weekday
from core.rules.wording import weekday

Tell = Callable[[Any], None]


def build_editor(value_type: ValueType, operator: Operator, value: Any, tell: Tell, name: str) -> None:
    """Build the editor in the current place; `tell` gets every new value, None while there is none.

    `name` is the condition's, for screen readers.
    """
    if operator.operand == "none":
        return
    if operator.operand == "pair":
        _pair(value_type, value, tell, name)
    elif operator.operand == "one":
        one_value(value_type, value, tell, _("{name}: value").format(name=name))
    else:
        _list(value_type, operator, value, tell, _("{name}: values").format(name=name))


def same_editor(value_type: ValueType, one: Operator | None, other: Operator) -> bool:
    """Whether both operators let their value be filled in by the same editor."""
    if one is None or one.operand != other.operand:
        return False
    return _placeholder(value_type, one) == _placeholder(value_type, other)


def _pair(value_type: ValueType, value: Any, tell: Tell, name: str) -> None:
    bounds = [*value, None, None][:2] if isinstance(value, list) else [None, None]

    def keep(index: int) -> Tell:
        def keep_one(one: Any) -> None:
            bounds[index] = one
            tell(None if bounds == [None, None] else list(bounds))

        return keep_one

    with box("st-pair", "span"):
        one_value(value_type, bounds[0], keep(0), _("{name}: from").format(name=name))
        with box("st-pair st-pair--tight", "span"):
            text(_("and"), "st-muted", "span")
            one_value(value_type, bounds[1], keep(1), _("{name}: to").format(name=name))


def one_value(value_type: ValueType, value: Any, tell: Tell, name: str) -> None:
    """Build the editor of a single value in the current place; `tell` gets what `build_editor` tells."""
    if isinstance(value_type, Boolean):
        NativeSelect(
            (("true", _("Yes")), ("false", _("No"))),
            "" if not isinstance(value, bool) else str(value).lower(),
            lambda chosen: tell(chosen == "true"),
            label=name,
        )
    elif isinstance(value_type, Duration):
        _DurationEditor(value if number_text(value) else None, tell, name)
    elif isinstance(value_type, Number):
        PlainInput(
            number_text(value),
            lambda typed: tell(number(typed)),
            kind="number",
            label=name,
            unit=_(value_type.unit),
            step=value_type.step,
            minimum=value_type.minimum,
            maximum=value_type.maximum,
        )
    elif isinstance(value_type, (Date, TimeOfDay)):
        kind = "date" if isinstance(value_type, Date) else "time"
        shown = value if isinstance(value, str) else ""
        PlainInput(shown, lambda typed: tell(typed or None), kind=kind, label=name)
    else:
        shown = value if isinstance(value, str) else ""
        PlainInput(shown, lambda typed: tell(typed or None), kind="text", label=name)


class _DurationEditor:
    """A number and its unit; only the seconds are told."""

    def __init__(self, value: Any, tell: Tell, name: str) -> None:
        self._tell = tell
        self._unit = duration_unit(value)
        self._amount = number_text(value and value / SECONDS[self._unit])
        with box("st-pair st-pair--tight", "span"):
            PlainInput(self._amount, self._type, kind="number", label=name, minimum=0)
            units = [(unit, _(unit)) for unit in SECONDS]
            NativeSelect(units, self._unit, self._choose_unit, label=_("{name}: unit").format(name=name))

    def _type(self, typed: str) -> None:
        self._amount = typed
        self._say()

    def _choose_unit(self, unit: str) -> None:
        self._unit = unit
        self._say()

    def _say(self) -> None:
        amount = number(self._amount)
        self._tell(None if amount is None else number(str(amount * SECONDS[self._unit])))


def _list(value_type: ValueType, operator: Operator, value: Any, tell: Tell, name: str) -> None:
    values = value if isinstance(value, list) else []
    if isinstance(value_type, Weekday):
        _weekdays([each for each in values if isinstance(each, int)], tell, name)
        return
    texts = [each for each in values if isinstance(each, str)]
    if isinstance(value_type, Choice) and value_type.options != ():
        _choices(value_type, texts, tell, name)
        return
    ChipField(
        texts,
        lambda given: tell(given or None),
        label=name,
        placeholder=_placeholder(value_type, operator),
        suggestions=value_type.suggestions if isinstance(value_type, Text) else (),
    )


def _placeholder(value_type: ValueType, operator: Operator) -> str:
    if operator.key in ("matches", "does_not_match"):
        return "^/product/[0-9]+$" if isinstance(value_type, Url) else _("Pattern")
    if isinstance(value_type, Url):
        return "/pricing*" if operator.key in ("is", "is_not") else "/pricing"
    if isinstance(value_type, Text) and value_type.placeholder:
        return value_type.placeholder
    return _("Type, then Enter")


def key_editor(kind: Choice, key: str | None, tell: Tell, name: str, placeholder: str) -> Element:
    """Chooses what a condition is about."""
    items = _items(kind, [key] if key else [])
    return Picker(items, lambda given: tell(given or None), value=key, label=name, placeholder=placeholder)


def _choices(value_type: Choice, values: list[str], tell: Tell, name: str) -> None:
    items = _items(value_type, values)
    Picker(items, lambda given: tell(given or None), value=values, multiple=True, label=name, placeholder=_("Choose"))


def _items(kind: Choice, chosen: Sequence[str]) -> list[Item]:
    """What can be chosen; what was, and is not here any more, by what it is called."""
    try:
        options = kind.choices()
    except Exception:  # a plugin's list may fail; what was chosen stays
        options = ()
    gone = () if not isinstance(kind.options, Listing) else set(chosen) - {value for value, _label in options}
    items = [Item(value, label, words=value) for value, label in options]
    return items + [Item(value, kind.speak(value), _("Not here any more"), disabled=True) for value in sorted(gone)]


def _weekdays(values: list[int], tell: Tell, name: str) -> None:
    chosen = set(values)
    buttons: dict[int, TextElement] = {}

    def toggle(day: int) -> None:
        chosen.symmetric_difference_update({day})
        buttons[day].props["aria-pressed"] = "true" if day in chosen else "false"
        buttons[day].update()
        tell(sorted(chosen) or None)

    with box("st-days", "span") as days:
        days.props["role"] = "group"
        days.props["aria-label"] = name
        for day in range(1, 8):
            words = weekday(day)
            button = text(weekday(day, "short"), "st-day", "button").props("type=button")
            button.props["aria-label"] = button.props["title"] = words
            button.props["aria-pressed"] = "true" if day in chosen else "false"
            button.on("click", lambda day=day: toggle(day))
            buttons[day] = button
