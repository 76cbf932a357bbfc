"""How long the visitor was away."""

from smart_trigger import ConditionType, Number, Visit, hookimpl


class DaysSinceLastVisit(ConditionType):
    """Whole days of 24 hours between the end of the visit before and now."""

    key = "days_since_last_visit"
    label = "Days since last visit"
    search_words = "returning, comes back, last seen, win back, recency"
    group = "Visitor"
    icon = "history"
    value = Number(unit="days", minimum=0, step=1)
    phrases = {
        "amount": "who were last here {amount} ago",
        "is_set": "who have been here before",
        "is_not_set": "who have not been here before",
    }
    needs_memory = True
    missing_hint = (
        "There is none in a first visit, none for visitors without cookies, and none in Safari after seven days away."
    )

    def observe(self, visit: Visit) -> int | None:
        return (visit.now - visit.previous_visit).days if visit.previous_visit else None


@hookimpl
def register_condition_types() -> list[ConditionType]:
    return [DaysSinceLastVisit()]
