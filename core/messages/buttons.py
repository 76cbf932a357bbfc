"""The buttons under a message: what each does, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from core.i18n import N_, _
from core.messages.compiled import words_at_least
from core.messages.links import link_problem
from core.messages.merge_tags import labels_problems
from core.messages.problems import TextProblem
from core.messages.texts import is_label

ACTIONS: Final[Mapping[str, str]] = {
    "link": N_("Open a page"),
    "reply": N_("Reply with these words"),
    "form": N_("Open the contact form"),
    "dismiss": N_("Close the message"),
}
"""Keys of what a button can do, with their names on screen."""
MAX_BUTTONS: Final = 4
MAX_LABEL: Final = 60
_FIELDS: Final = {"id", "label", "action", "link"}

Button = Mapping[str, Any]
"""`{"id": text, "label": words, "action": key of ACTIONS, "link": address or ""}`."""


def button_shape(value: object) -> str | None:
    """What keeps a value from being a draft's buttons, as a sentence."""
    if not isinstance(value, list):
        return _("Buttons are a list.")
    if len(value) > 2 * MAX_BUTTONS:
        return _("A message has at most {most} buttons.").format(most=MAX_BUTTONS)
    fits = (
        isinstance(each, dict)
        and set(each) == _FIELDS
        and all(isinstance(part, str) and len(part) <= 2_000 for part in each.values())
        for each in value
    )
    return None if all(fits) else _("A button has an id, a label, an action and a link.")


def button_problems(buttons: Sequence[Button], *, has_form: bool) -> Iterator[TextProblem]:
    """Everything that keeps the buttons from being published."""
    if len(buttons) > MAX_BUTTONS:
        yield TextProblem(
            "button_count", _("There are {n} buttons. Keep {most}.").format(n=len(buttons), most=MAX_BUTTONS)
        )
    yield from (TextProblem("button_tag", each) for each in labels_problems(each["label"] for each in buttons))
    for place, button in enumerate(buttons, 1):
        yield from _problems_of(button, place, has_form=has_form)


def _problems_of(button: Button, place: int, *, has_form: bool) -> Iterator[TextProblem]:
    name = f"“{button['label']}”" if button["label"].strip() else _("Button {n}").format(n=place)

    def wrong(part: str, said: str, code: str = "") -> TextProblem:
        return TextProblem(f"button_{code or part}", said, button["id"], part)

    words = words_at_least(button["label"])
    if not is_label(words):
        yield wrong("label", _("{name} has no words that can be shown. Type what stands on it.").format(name=name))
    elif len(words) > MAX_LABEL:
        said = _("{name} is too long. Shorten it to {most} characters.")
        yield wrong("label", said.format(name=name, most=MAX_LABEL))
    if button["action"] not in ACTIONS:
        yield wrong("action", _("{name} does something that is not known here. Choose again.").format(name=name))
    elif button["action"] == "link":
        problem = link_problem(button["link"]) if button["link"].strip() else _("Type where it leads.")
        if problem:
            yield wrong("link", _("{name}: {problem}").format(name=name, problem=problem))
    elif button["action"] == "form" and not has_form:
        said = _("{name} opens a contact form, and there is none. Add one.")
        yield wrong("action", said.format(name=name), code="form")


def button_block(buttons: Sequence[Button]) -> dict[str, Any]:
    """The buttons as visitors get them."""
    return {"type": "buttons", "buttons": [_told(each) for each in buttons]}


def left_of(blocks: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """What is left of a message that was answered: no form, and of its buttons those that lead somewhere."""
    left = [_links_of(block) if block["type"] == "buttons" else block for block in blocks if block["type"] != "form"]
    return [block for block in left if block["type"] != "buttons" or block["buttons"]]


def _links_of(block: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**block, "buttons": [each for each in block["buttons"] if each["action"] == "link"]}


def _told(button: Button) -> dict[str, Any]:
    told = {"id": button["id"], "label": button["label"].strip(), "action": button["action"]}
    return {**told, "link": button["link"]} if button["action"] == "link" else told
