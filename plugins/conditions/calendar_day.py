"""Which day it is."""

from smart_trigger import ConditionType, Date, Visit, day_of, hookimpl


class Today(ConditionType):
    """Today's date in the site's time zone."""

    key = "date"
    label = "Date"
    search_words = "day, today, campaign period, season"
    group = "Time"
    icon = "calendar_today"
    value = Date()
    always_told = True
    phrases = {
        "on": "who are here on {value}",
        "before": "who are here before {value}",
        "after": "who are here after {value}",
        "between": "who are here between {value}",
    }

    def observe(self, visit: Visit) -> str:
        return day_of(visit.now, visit.site_time_zone)


class TodayForTheVisitor(ConditionType):
    """Today's date where the visitor is, by their device's time zone."""

    key = "visitor_date"
    label = "Date for the visitor"
    search_words = "day, today, local date"
    group = "Time"
    icon = "calendar_today"
    value = Date()
    phrases = {
        "on": "for whom it is {value}",
        "before": "for whom it is before {value}",
        "after": "for whom it is after {value}",
        "between": "for whom it is between {value}",
    }
    missing_hint = "Unknown where the browser tells no time zone."

    def observe(self, visit: Visit) -> str | None:
        zone = visit.visitor_time_zone
        return day_of(visit.now, zone) if zone else None


@hookimpl
def register_condition_types() -> list[ConditionType]:
    return [Today(), TodayForTheVisitor()]
