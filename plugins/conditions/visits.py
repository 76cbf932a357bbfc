"""How many times this visitor has come back."""

from smart_trigger import ConditionType, Number, Visit, hookimpl


class Visits(ConditionType):
    """Number of visits, this one included; a visit ends after 30 idle minutes."""

    key = "visits"
    label = "Number of visits"
    search_words = "sessions, returning, cookie, frequency, how often, loyal"
    group = "Visitor"
    icon = "repeat"
    value = Number(unit="visits", minimum=1, step=1, lowest=1)
    always_told = True
    sees = "number"
    phrases = {
        "amount": "with {amount}",
        "less_than": "with fewer than {value}",
    }
    needs_memory = True
    missing_hint = "Unknown for visitors without cookies, and counted anew in Safari after seven days away."

    def observe(self, visit: Visit) -> int | None:
        return visit.number


@hookimpl
def register_condition_types() -> list[ConditionType]:
    return [Visits()]
