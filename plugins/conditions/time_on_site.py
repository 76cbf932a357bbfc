"""How long the visitor has been on the website."""

from smart_trigger import ConditionType, Duration, hookimpl


class TimeOnSite(ConditionType):
    """Time since this visit began, over all its pages."""

    key = "time_on_site"
    label = "Time on site"
    search_words = "delay, wait, seconds, session, duration, visit length"
    group = "Behaviour"
    icon = "timer"
    value = Duration(lowest=0)
    always_told = True
    phrases = {
        "amount": "who have been on the site for {amount}",
        "more_than": "after more than {value} on the site",
        "at_least": "after {value} on the site",
        "less_than": "in the first {value} on the site",
    }
    observer = "time_on_site.js"
    missing_hint = "For visitors without cookies it counts from this page on."


@hookimpl
def register_condition_types() -> list[ConditionType]:
    return [TimeOnSite()]
