"""Whether the visitor is about to leave."""

from smart_trigger import Boolean, ConditionType, hookimpl


class ExitIntent(ConditionType):
    """The pointer leaves the page at its top; on touch devices a fast scroll back up, or going back within the page."""

    key = "exit_intent"
    label = "Exit intent"
    search_words = "exit, leave, leaving, abandon, bounce, mouse out, back button"
    group = "Behaviour"
    icon = "logout"
    value = Boolean()
    phrases = {
        "is true": "who are about to leave",
        "is false": "who are not about to leave",
        "is_set": "of whom it is known whether they are about to leave",
        "is_not_set": "of whom it is not known whether they are about to leave",
    }
    observer = "exit_intent.js"


@hookimpl
def register_condition_types() -> list[ConditionType]:
    return [ExitIntent()]
