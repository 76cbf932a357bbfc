"""Whether the visitor has been here before."""

from smart_trigger import Choice, ConditionType, Visit, hookimpl


class NewOrReturning(ConditionType):
    """New in the first visit, returning in every later one."""

    key = "new_or_returning"
    label = "New or returning"
    search_words = "first time, returning, cookie, loyal, known visitor"
    group = "Visitor"
    icon = "waving_hand"
    value = Choice(options=(("new", "New"), ("returning", "Returning")))
    phrases = {
        "is_any_of": "who are {lower}",
        "is_none_of": "who are not {lower}",
        "is_set": "who are known to be new or returning",
        "is_not_set": "who are not known to be new or returning",
    }
    needs_memory = True
    missing_hint = "Unknown for visitors without cookies, and new again in Safari after seven days away."

    def observe(self, visit: Visit) -> str | None:
        if visit.number is None:
            return None
        return "new" if visit.number == 1 else "returning"


@hookimpl
def register_condition_types() -> list[ConditionType]:
    return [NewOrReturning()]
