"""Which day of the week it is."""

from smart_trigger import ConditionType, Visit, Weekday, hookimpl


class DayOfWeek(ConditionType):
    """Day of the week in the site's time zone."""

    key = "weekday"
    label = "Weekday"
    search_words = "day, weekend, Monday, Sunday"
    group = "Time"
    icon = "date_range"
    value = Weekday()
    always_told = True
    phrases = {"is_any_of": "who are here on {value}", "is_none_of": "who are not here on {value}"}

    def observe(self, visit: Visit) -> int:
        return visit.now.astimezone(visit.site_time_zone).isoweekday()


class DayOfWeekForTheVisitor(ConditionType):
    """Day of the week where the visitor is, by their device's time zone."""

    key = "visitor_weekday"
    label = "Weekday for the visitor"
    search_words = "day, weekend, Monday, Sunday, local"
    group = "Time"
    icon = "date_range"
    value = Weekday()
    phrases = {"is_any_of": "for whom it is {value}", "is_none_of": "for whom it is not {value}"}
    missing_hint = "Unknown where the browser tells no time zone."

    def observe(self, visit: Visit) -> int | None:
        zone = visit.visitor_time_zone
        return visit.now.astimezone(zone).isoweekday() if zone else None


@hookimpl
def register_condition_types() -> list[ConditionType]:
    return [DayOfWeek(), DayOfWeekForTheVisitor()]
