"""Whether the visitor is, or was, in touch with the team."""

from smart_trigger import Boolean, ConditionType, Number, Visit, hookimpl


class OpenConversation(ConditionType):
    """Whether the visitor has a conversation that nobody has closed.

    A browser learns that it was closed when it next asks for news: on its next page view at the latest. The claim asks
    the database.
    """

    key = "open_conversation"
    label = "Open conversation"
    search_words = "chat, in touch, talking, ticket"
    group = "History"
    icon = "forum"
    value = Boolean()
    phrases = {
        "is true": "with an open conversation",
        "is false": "without an open conversation",
        "is_set": "of whom it is known whether they have an open conversation",
        "is_not_set": "of whom it is not known whether they have an open conversation",
    }
    needs_memory = True
    source = "history"
    missing_hint = "Unknown for visitors without cookies."

    def observe(self, visit: Visit) -> bool | None:
        return visit.history.conversation_open if visit.history else None


class DaysSinceConversation(ConditionType):
    """Whole days of 24 hours since anybody last wrote in a conversation with the visitor."""

    key = "days_since_conversation"
    label = "Days since last conversation"
    search_words = "chat, last contact, in touch, support"
    group = "History"
    icon = "history"
    value = Number(unit="days", minimum=0, step=1)
    phrases = {
        "amount": "who were last in touch {amount} ago",
        "is_set": "who have been in touch",
        "is_not_set": "who have not been in touch",
    }
    needs_memory = True
    source = "history"
    missing_hint = (
        "There are none before the first conversation, none for visitors without cookies, "
        "and none in Safari after seven days away."
    )

    def observe(self, visit: Visit) -> int | None:
        at = visit.history.last_message_at if visit.history else None
        return None if at is None else (visit.now - at).days


@hookimpl
def register_condition_types() -> list[ConditionType]:
    return [OpenConversation(), DaysSinceConversation()]
