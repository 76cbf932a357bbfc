"""Edits a message's words in one of its other languages; what it asks and does is the message's own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from nicegui.elements.mixins.value_element import ValueElement

from admin_ui.campaign_editor.composer import Composer
from admin_ui.campaign_editor.merge_form import label_tools
from admin_ui.campaign_editor.steps.base import Labelled
from admin_ui.components.basics import box, text
from admin_ui.components.choosers import PlainInput
from core.campaigns.draft_problems import DraftProblem
from core.campaigns.drafts import Draft
from core.i18n import _
from core.messages import MAX_CAMPAIGN_TEXT

Path = tuple[str, ...]
"""Where words stand in a translation (core.messages.translations): `("form", "fields", ID)`."""
"""Addresses are the message's own where none is given."""


class TranslationEditor:
    """The fields of one language; `on_change` gets its words anew, and where somebody types."""

    def __init__(
        self,
        draft: Draft,
        code: str,
        on_change: Callable[[dict[str, Any], object], None],
        keep: Callable[[ValueElement[Any], str], None],
    ) -> None:
        """`keep` gets the text field and its name, to keep what is typed there until it is saved."""
        self._code = code
        self._on_change = on_change
        self._keep = keep
        self._asks: object = None
        self._fields: dict[str, Labelled] = {}
        self._inputs: dict[Path, PlainInput] = {}
        self.element = box("st-stack st-gap-24")
        self.show(draft)

    def show(self, draft: Draft) -> None:
        """Show what the draft holds now; what stays as it is keeps its elements."""
        self._words = draft.translations[self._code]
        asks = (draft.buttons, draft.form)
        if asks != self._asks:
            self._asks = asks
            self._build(draft)
            return
        self._text.show(self._words["text"])
        for path, field in self._inputs.items():
            field.show(self._at(path))

    def show_problems(self, found: tuple[DraftProblem, ...]) -> None:
        for part, field in self._fields.items():
            here = (each for each in found if each.field == "translations" and each.node == self._code)
            field.show_problem(next((each.message for each in here if each.part == part), ""))
        self._text.set_invalid(any(each.part == "text" and each.node == self._code for each in found))

    def focus(self, wrong: Path) -> None:
        """Go to the words that are wrong, or, where none are named, to the first of their kind."""
        fitting = [path for path in self._inputs if path[0] == wrong[0]]
        if fitting:
            self._inputs[wrong if wrong in self._inputs else fitting[0]].focus()
        else:
            self._text.mend()

    def _build(self, draft: Draft) -> None:
        self._fields, self._inputs = {}, {}
        self.element.clear()
        with self.element:
            field = self._field("text", _("Message content"))
            with field.place:
                self._text = Composer(
                    self._code,
                    self._words["text"],
                    partial(self._put, ("text",)),
                    limit=MAX_CAMPAIGN_TEXT,
                    label=field.label.html_id,
                    described_by=str(field.below.props["id"]),
                )
            self._keep(self._text.field, f"translations.{self._code}")
            field.label.props["for"] = self._text.control_id
            field.label.on("click", self._text.focus)
            if draft.buttons:
                with self._field("buttons", _("Buttons")).place, box("st-extra-rows"):
                    for place, each in enumerate(draft.buttons, 1):
                        self._button(place, each)
            if draft.form:
                with self._field("form", _("Contact form")).place, box("st-extra-rows"):
                    self._form(draft.form)

    def _field(self, part: str, words: str) -> Labelled:
        self._fields[part] = Labelled(words)
        return self._fields[part]

    def _button(self, place: int, button: dict[str, Any]) -> None:
        path = ("buttons", button["id"])
        with box("st-extra-row"), box("st-extra-fields"):
            self._input((*path, "label"), _("Button {n}: words").format(n=place), button["label"])
            if button["action"] == "link":
                own = button["link"] or _("https://… or /page")
                self._input((*path, "link"), _("Button {n}: address").format(n=place), own, is_label=False)

    def _form(self, form: dict[str, Any]) -> None:
        for place, each in enumerate(form["fields"], 1):
            with box("st-extra-row"), box("st-extra-fields"):
                self._input(("form", "fields", each["id"]), _("Question {n}").format(n=place), each["label"])
        for name, label in (
            ("consent", _("Consent")),
            ("consent_link", _("Link of the consent")),
            ("submit", _("Words on the button")),
        ):
            if form[name].strip():
                with box("st-field"):
                    text(label, "st-label")
                    self._input(("form", name), label, form[name], is_label=name != "consent_link")

    def _input(self, path: Path, label: str, own: str, *, is_label: bool = True) -> None:
        """`own`: the message's own words, which show where there are none yet."""
        kind = "text" if is_label else "address"
        field = PlainInput(self._at(path), partial(self._put, path), kind=kind, label=label, placeholder=own)
        if is_label:
            label_tools(field)
        self._inputs[path] = field

    def _at(self, path: Path) -> str:
        words: Any = self._words
        for step in path:
            words = words.get(step, "") if isinstance(words, dict) else ""
        return str(words or "")

    def _put(self, path: Path, typed: Any) -> None:
        words = self._words
        if path[0] == "buttons" and path[1] not in words["buttons"]:
            words = _put(words, path[:2], {"label": "", "link": ""})
        self._words = _put(words, path, str(typed))
        self._on_change(self._words, ("translations", self._code, *path))


def _put(words: dict[str, Any], path: Path, value: Any) -> dict[str, Any]:
    """Words with others at one place; nothing is changed in place."""
    step, *rest = path
    return {**words, step: _put(words[step], tuple(rest), value) if rest else value}
