"""How long ago the visitor came for the first time."""

from smart_trigger import ConditionType, Number, Visit, hookimpl


class DaysSinceFirstVisit(ConditionType):
    """Whole days of 24 hours since the visitor's first page view; 0 on the first day."""

    key = "days_since_first_visit"
    label = "Days since first visit"
    search_words = "new customer, how long known, age, first seen"
    group = "Visitor"
    icon = "event"
    value = Number(unit="days", minimum=0, step=1)
    phrases = {
        "amount": "who first came {amount} ago",
        "is_set": "whose first visit is known",
        "is_not_set": "whose first visit is not known",
    }
    needs_memory = True
    missing_hint = "Unknown for visitors without cookies, and counted anew in Safari after seven days away."

    def observe(self, visit: Visit) -> int | None:
        return (visit.now - visit.first_seen).days if visit.first_seen else None


@hookimpl
def register_condition_types() -> list[ConditionType]:
    return [DaysSinceFirstVisit()]
