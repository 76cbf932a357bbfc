"""How many messages the visitor has met in this visit."""

from smart_trigger import ConditionType, Number, Visit, hookimpl


class MessagesInVisit(ConditionType):
    """Messages of campaigns that were shown in this visit before now."""

    key = "messages_in_visit"
    label = "Messages shown in this visit"
    search_words = "frequency, how many messages, seen, limit"
    group = "History"
    icon = "mark_chat_read"
    value = Number(unit="messages", minimum=0, step=1, lowest=0)
    always_told = True
    phrases = {
        "amount": "who were shown {amount} in this visit",
        "less_than": "who were shown fewer than {value} in this visit",
        "is_set": "whose messages in this visit are known",
        "is_not_set": "whose messages in this visit are not known",
    }
    needs_memory = True
    source = "history"
    missing_hint = "Unknown for visitors without cookies."

    def observe(self, visit: Visit) -> int | None:
        return visit.history.shown_in_visit if visit.history else None


@hookimpl
def register_condition_types() -> list[ConditionType]:
    return [MessagesInVisit()]
