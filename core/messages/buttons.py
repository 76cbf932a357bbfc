"""The buttons under a message: what each does, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from core.messages.links import link_problem
from core.messages.merge_tags import labels_problems
from core.messages.merging import words_at_least
from core.messages.problems import TextProblem
from core.messages.texts import is_label

ACTIONS: Final[Mapping[str, str]] = {
    "link": "Open a page",
    "reply": "Reply with these words",
    "form": "Open the contact form",
    "dismiss": "Close the message",
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
        return "Buttons are a list."
    if len(value) > 2 * MAX_BUTTONS:
        return f"A message has at most {MAX_BUTTONS} buttons."
    fits = (
        isinstance(each, dict)
        and set(each) == _FIELDS
        and all(isinstance(part, str) and len(part) <= 2_000 for part in each.values())
        for each in value
    )
    return None if all(fits) else "A button has an id, a label, an action and a link."


def button_problems(buttons: Sequence[Button], *, has_form: bool) -> Iterator[TextProblem]:
    """Everything that keeps the buttons from being published."""
    if len(buttons) > MAX_BUTTONS:
        yield TextProblem("button_count", f"There are {len(buttons)} buttons. Keep {MAX_BUTTONS}.")
    yield from (TextProblem("button_tag", each) for each in labels_problems(each["label"] for each in buttons))
    for place, button in enumerate(buttons, 1):
        name = f"“{button['label']}”" if button["label"].strip() else f"Button {place}"
        words = words_at_least(button["label"])
        if not is_label(words):
            yield TextProblem("button_label", f"{name} has no words that can be shown. Type what stands on it.")
        elif len(words) > MAX_LABEL:
            yield TextProblem("button_label", f"{name} is too long. Shorten it to {MAX_LABEL} characters.")
        if button["action"] not in ACTIONS:
            yield TextProblem("button_action", f"{name} does something that is not known here. Choose again.")
        elif button["action"] == "link":
            problem = link_problem(button["link"]) if button["link"].strip() else "Type where it leads."
            if problem:
                yield TextProblem("button_link", f"{name}: {problem}")
        elif button["action"] == "form" and not has_form:
            yield TextProblem("button_form", f"{name} opens a contact form, and there is none. Add one.")


def button_block(buttons: Sequence[Button]) -> dict[str, Any]:
    """The buttons as visitors get them."""
    return {"type": "buttons", "buttons": [_told(each) for each in buttons]}


def _told(button: Button) -> dict[str, Any]:
    told = {"id": button["id"], "label": button["label"].strip(), "action": button["action"]}
    return {**told, "link": button["link"]} if button["action"] == "link" else told
