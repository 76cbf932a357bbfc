"""Fields with the label above, and hint or problem below in the same place."""

from __future__ import annotations

import html
from collections.abc import Awaitable, Callable, Mapping
from inspect import isawaitable
from typing import Any, Protocol, TypeVar

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement
from nicegui.elements.mixins.validation_element import ValidationElement

from admin_ui.components.basics import box, text
from admin_ui.components.focus import lead_to
from admin_ui.components.held import Select, TextArea, TextInput
from core.errors import InvalidInput
from core.i18n import _

Change = Callable[..., Any]
NOTHING_FOUND = "<q-item><q-item-section>{words}</q-item-section></q-item>"
T = TypeVar("T")
FieldT = TypeVar("FieldT", ui.input, ui.textarea, ui.number, ui.select)


class ProblemPlace(Protocol):
    """Where the problem of several controls together is shown, such as that of a day's business hours."""

    @property
    def id(self) -> int:
        """Of the element that holds them."""
        ...

    def show_problem(self, words: str | None) -> None: ...
    def focus(self) -> None: ...


class Form:
    """The fields of a form by name, so that problems told by the core land each at its field."""

    def __init__(self) -> None:
        self.fields: dict[str, ValidationElement[Any] | ProblemPlace] = {}

    def add(self, name: str, field: ValidationElement[Any] | ProblemPlace) -> None:
        self.fields[name] = field

    def forget(self, *beginnings: str) -> None:
        """Leave out the fields whose names begin so: they have gone from the page."""
        self.fields = {name: field for name, field in self.fields.items() if not name.startswith(beginnings)}

    def clear(self) -> None:
        for field in self.fields.values():
            _show_problem(field, None)

    async def submit(self, work: Awaitable[T], then: Callable[[T], object]) -> None:
        """Await what takes the form, then `then` (sync or async) with what it gave; if it is refused, say so here."""
        self.clear()
        try:
            kept = await work
        except InvalidInput as problem:
            if not self.tell(problem):
                raise
            return
        after = then(kept)
        if isawaitable(after):
            await after

    def tell(self, problem: InvalidInput) -> bool:
        """Show everything that is wrong, each at its field, and go to the first; false if nothing of it is here."""
        wrong = {each.field: each.message for each in (problem, *problem.others)}
        marked = [(field, wrong[name]) for name, field in self.fields.items() if name in wrong]
        if not marked:
            return False
        for field, words in marked:
            _show_problem(field, words)
        first, _ = marked[0]
        if isinstance(first, ValidationElement):
            lead_to(first)
        else:
            first.focus()
        ui.run_javascript(f"getHtmlElement({first.id}).scrollIntoView({{ block: 'center' }})")
        return True


def set_problem(field: ValidationElement[Any], words: str | None) -> None:
    """Show a problem in the place of the hint, to screen readers too; None: the field is fine."""
    field.error = words
    if words:
        field.props["aria-invalid"] = "true"
    else:
        field.props.pop("aria-invalid", None)
    field.update()


def _show_problem(field: ValidationElement[Any] | ProblemPlace, words: str | None) -> None:
    if isinstance(field, ValidationElement):
        set_problem(field, words)
    else:
        field.show_problem(words)


def label(words: str, for_id: str = "", *, optional: bool = False) -> TextElement:
    """The label above a field."""
    with box("st-line st-gap-4"):
        element = text(words, "st-label", "label")
        if for_id:
            element.props["for"] = for_id
        if optional:
            text(_("optional"), "st-small st-optional", "span")
    return element


def text_field(
    words: str,
    value: str = "",
    *,
    hint: str = "",
    optional: bool = False,
    password: bool = False,
    placeholder: str = "",
    limit: int | None = None,
    autocomplete: str = "off",
    on_change: Change | None = None,
) -> ui.input:
    """One line of text; `.value` holds it, `.error = "…"` shows a problem."""
    with box("st-field"):
        above = label(words, optional=optional)
        field = TextInput(
            value=value,
            placeholder=placeholder,
            password=password,
            on_change=on_change,
        )
    return _dress(field, above, hint, limit, autocomplete)


def text_area(
    words: str,
    value: str = "",
    *,
    hint: str = "",
    optional: bool = False,
    placeholder: str = "",
    limit: int | None = None,
    on_change: Change | None = None,
) -> ui.textarea:
    """Several lines of text."""
    with box("st-field"):
        above = label(words, optional=optional)
        field = TextArea(value=value, placeholder=placeholder, on_change=on_change).props("autogrow")
    return _dress(field, above, hint, limit, "off")


def choice_field(
    words: str,
    options: Mapping[Any, str],
    value: Any = None,
    *,
    hint: str = "",
    optional: bool = False,
    searchable: bool = False,
    multiple: bool = False,
    on_change: Change | None = None,
) -> ui.select:
    """One (or, `multiple`, several) of some options, given as value → words."""
    with box("st-field"):
        above = label(words, optional=optional)
        field = Select(dict(options), value=value, with_input=searchable, multiple=multiple, on_change=on_change)
        field.props("options-dense")
        if multiple:
            field.props("use-chips")
        field.add_slot("no-option", NOTHING_FOUND.format(words=html.escape(_("Nothing found"))))
    return _dress(field, above, hint, None, "off")


def _dress(field: FieldT, above: TextElement, hint: str, limit: int | None, autocomplete: str) -> FieldT:
    field.props("outlined dense bottom-slots no-error-icon")
    field.props["for"] = field.html_id
    field.props["autocomplete"] = autocomplete
    above.props["for"] = field.html_id
    if hint:
        field.props["hint"] = hint
    if limit is not None:
        field.props["maxlength"] = limit
    field.on_value_change(lambda: set_problem(field, None) if field.error else None)
    return field


def told(options: Mapping[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Options of `Choices` from a module's table, in the reader's language."""
    return {key: (_(title), _(meaning)) for key, (title, meaning) in options.items()}


class Choices(ui.element):
    """One of a few, each with a line that says what it means: cards in a radio group."""

    def __init__(
        self,
        name: str,
        options: Mapping[str, tuple[str, str]],
        value: str,
        on_change: Callable[[str], Any] | None = None,
    ) -> None:
        super().__init__("div")
        self.classes("st-stack st-gap-8").props("role=radiogroup")
        self.props["aria-label"] = name
        self.value = value
        self._on_change = on_change
        self._cards: dict[str, ui.element] = {}
        keys = list(options)
        with self:
            for key, (title, meaning) in options.items():
                card = box("st-choice", "button").props("type=button role=radio")
                with card, box("st-stack st-gap-0", "span"):
                    text(title, "st-strong", "span")
                    text(meaning, "st-small st-muted", "span")
                card.on("click", lambda chosen=key: self.choose(chosen))
                for step, arrows in ((1, ("down", "right")), (-1, ("up", "left"))):
                    other = keys[(keys.index(key) + step) % len(keys)]
                    for arrow in arrows:
                        card.on(f"keydown.{arrow}.prevent", lambda chosen=other: self.choose(chosen, focus=True))
                self._cards[key] = card
        self._show()

    def choose(self, value: str, *, focus: bool = False) -> None:
        """Take one of the options."""
        self.value = value
        self._show()
        if focus:
            ui.run_javascript(f"getHtmlElement({self._cards[value].id}).focus()")
        if self._on_change is not None:
            self._on_change(value)

    def _show(self) -> None:
        for key, card in self._cards.items():
            card.props["aria-checked"] = "true" if key == self.value else "false"
            card.props["tabindex"] = 0 if key == self.value else -1
            card.update()
