"""How long the visitor has been on the page."""

from smart_trigger import ConditionType, Duration, hookimpl


class TimeOnPage(ConditionType):
    """Time since this page was opened."""

    key = "time_on_page"
    label = "Time on page"
    search_words = "delay, wait, seconds, after, duration, dwell time"
    group = "Behaviour"
    icon = "hourglass_top"
    value = Duration(lowest=0)
    always_told = True
    phrases = {
        "amount": "who have been on the page for {amount}",
        "more_than": "after more than {value} on the page",
        "at_least": "after {value} on the page",
        "less_than": "in the first {value} on the page",
    }
    observer = "time_on_page.js"


@hookimpl
def register_condition_types() -> list[ConditionType]:
    return [TimeOnPage()]
