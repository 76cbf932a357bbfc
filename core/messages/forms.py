"""The contact form of a message: what it asks, what is wrong with it, and what a visitor's answers to it say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from core.errors import InvalidInput
from core.i18n import N_, _
from core.messages.compiled import words_at_least
from core.messages.links import link_problem
from core.messages.merge_tags import labels_problems
from core.messages.problems import TextProblem
from core.messages.texts import cleaned, is_label, is_visible

KINDS: Final[Mapping[str, str]] = {
    "name": N_("Name"),
    "email": N_("E-mail"),
    "phone": N_("Phone"),
    "text": N_("Your own question"),
}
"""Keys of what a field can ask for, with their names on screen; the first three are there once at most."""
MAX_FIELDS: Final = 8
MAX_LABEL: Final = 120
MAX_CONSENT: Final = 500
MAX_ANSWER: Final = 400
_REACHED_BY: Final = ("email", "phone")
_EMAIL: Final = re.compile(r"[^\s@<>()\",;:]{1,64}@[^\s@<>()\",;:.]+(?:\.[^\s@<>()\",;:.]+)+")
_PHONE: Final = re.compile(r"(?:\D*\d){5}.*")
"""Five digits of any script: people write extensions and words beside them, and a call tells the rest."""
_FIELD: Final = {"id": str, "kind": str, "label": str, "required": bool}

Form = Mapping[str, Any]
"""`{"fields": [{"id", "kind", "label", "required"}], "consent": words or "", "consent_link": address or "",
"submit": words}`.
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a visitor said in one field."""

    label: str
    kind: str
    value: str


def new_form() -> dict[str, Any]:
    """A form that asks how to reach somebody, in the words of whoever begins it."""
    return {
        "fields": [
            {"id": "name", "kind": "name", "label": _("Name"), "required": False},
            {"id": "email", "kind": "email", "label": _("E-mail"), "required": True},
        ],
        "consent": "",
        "consent_link": "",
        "submit": _("Send"),
    }


def form_shape(value: object) -> str | None:
    """What keeps a value from being a draft's form, as a sentence; None is no form."""
    if value is None:
        return None
    if not isinstance(value, dict) or set(value) != {"fields", "consent", "consent_link", "submit"}:
        return _("A contact form has fields, a consent and a button.")
    texts = (value["consent"], value["consent_link"], value["submit"])
    if not all(isinstance(each, str) and len(each) <= 2_000 for each in texts):
        return _("The consent and the button of a contact form are texts.")
    fields = value["fields"]
    fits = isinstance(fields, list) and len(fields) <= 2 * MAX_FIELDS and all(map(_is_field, fields))
    return (
        None if fits else _("A field of a contact form has an id, a kind, a label, and whether it must be filled in.")
    )


def _is_field(value: object) -> bool:
    return (
        isinstance(value, dict)
        and set(value) == set(_FIELD)
        and all(isinstance(value[name], kind) for name, kind in _FIELD.items())
        and all(len(value[name]) <= 500 for name in ("id", "kind", "label"))
    )


def form_problems(form: Form | None) -> Iterator[TextProblem]:
    """Everything that keeps a form from being published."""
    if form is None:
        return
    fields: Sequence[Mapping[str, Any]] = form["fields"]
    if len(fields) > MAX_FIELDS:
        yield TextProblem(
            "form_fields", _("The contact form asks {n} things. Keep {most}.").format(n=len(fields), most=MAX_FIELDS)
        )
    if not any(each["kind"] in _REACHED_BY for each in fields):
        yield TextProblem(
            "form_reach", _("The contact form asks for no way to reach the visitor. Add E-mail or Phone.")
        )
    if len({each["id"] for each in fields}) < len(fields):
        yield TextProblem("form_fields", _("Two fields of the contact form are the same. Remove one."))
    words = [*(each["label"] for each in fields), form["submit"], form["consent"]]
    yield from (TextProblem("form_tag", each) for each in labels_problems(words))
    for place, each in enumerate(fields, 1):
        label = words_at_least(each["label"])
        if not is_label(label) or len(label) > MAX_LABEL:
            yield TextProblem(
                "form_label",
                _("Name field {n} of the contact form, in {most} characters.").format(n=place, most=MAX_LABEL),
                each["id"],
                "label",
            )
        if each["kind"] not in KINDS:
            yield TextProblem(
                "form_kind", _("Field {n} of the contact form asks for something not known here.").format(n=place)
            )
    submit = words_at_least(form["submit"])
    if not is_label(submit) or len(submit) > MAX_LABEL:
        yield TextProblem(
            "form_submit",
            _("Say what stands on the form's button, in {most} characters.").format(most=MAX_LABEL),
            part="submit",
        )
    if len(words_at_least(form["consent"])) > MAX_CONSENT:
        said = _("Shorten the consent to {most} characters.").format(most=MAX_CONSENT)
        yield TextProblem("form_consent", said, part="consent")
    if form["consent_link"].strip() and (problem := link_problem(form["consent_link"])):
        yield TextProblem("form_consent", problem, part="consent_link")


def form_block(form: Form, *, hidden: bool) -> dict[str, Any]:
    """The form as visitors get it; `hidden` until a button opens it."""
    return {"type": "form", **form, "hidden": hidden}


def answers(form: Form, values: Mapping[str, str], *, consent: bool) -> tuple[Answer, ...]:
    """What a visitor filled in, by the form's fields. Raises InvalidInput that names the field's id."""
    if form["consent"].strip() and not consent:
        raise InvalidInput("form_consent", "Agree first, so that we may answer you.", "consent")
    given = ((each, _said(values.get(each["id"], ""))) for each in form["fields"])
    return tuple(_answer(each, said) for each, said in given if said or each["required"])


def _said(typed: str) -> str:
    text = cleaned(typed, MAX_ANSWER)
    return text if is_visible(text) else ""


def _answer(field: Mapping[str, Any], said: str) -> Answer:
    if not said:
        raise InvalidInput("form_missing", f"“{field['label']}” is missing. Fill it in.", field["id"])
    if field["kind"] == "email" and not _EMAIL.fullmatch(said):
        raise InvalidInput("form_email", "This is no e-mail address. Check it for typing errors.", field["id"])
    if field["kind"] == "phone" and not _PHONE.fullmatch(said):
        raise InvalidInput("form_phone", "This is no phone number. Write it in digits.", field["id"])
    return Answer(field["label"].strip(), field["kind"], said)
