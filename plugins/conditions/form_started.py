"""Whether the visitor has begun to fill in a form and not sent it."""

from smart_trigger import Boolean, ConditionType, hookimpl


class FormStarted(ConditionType):
    """Whether the visitor has typed into a form of this page and not sent it yet."""

    key = "form_started"
    label = "Form started, not sent"
    search_words = "form, abandoned form, checkout, unfinished, typing"
    group = "Behaviour"
    icon = "edit_note"
    value = Boolean()
    phrases = {
        "is true": "with a form begun and not sent",
        "is false": "without a form begun and not sent",
        "is_set": "of whom it is known whether they have begun a form",
        "is_not_set": "of whom it is not known whether they have begun a form",
    }
    observer = "form_started.js"


@hookimpl
def register_condition_types() -> list[ConditionType]:
    return [FormStarted()]
