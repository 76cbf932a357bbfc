"""How long the visitor has done nothing."""

from smart_trigger import ConditionType, Duration, hookimpl


class IdleTime(ConditionType):
    """Time without a key, a touch, a scroll or a move of the pointer on this page; it begins anew with each."""

    key = "idle_time"
    label = "Idle time"
    search_words = "inactivity, inactive, away, no activity, stuck"
    group = "Behaviour"
    icon = "bedtime"
    value = Duration(lowest=0)
    always_told = True
    phrases = {
        "amount": "after doing nothing for {amount}",
        "at_least": "after doing nothing for {value}",
        "less_than": "who did something in the last {value}",
    }
    observer = "idle_time.js"


@hookimpl
def register_condition_types() -> list[ConditionType]:
    return [IdleTime()]
