"""What the clock says."""

from datetime import time

from smart_trigger import ConditionType, TimeOfDay, Visit, hookimpl


class ClockTime(ConditionType):
    """Time of day in the site's time zone; from 22:00 to 06:00 goes past midnight."""

    key = "time_of_day"
    label = "Time of day"
    search_words = "hour, clock, morning, evening, night"
    group = "Time"
    icon = "schedule"
    value = TimeOfDay()
    always_told = True
    phrases = {"between": "who are here between {value}"}

    def observe(self, visit: Visit) -> time:
        return visit.now.astimezone(visit.site_time_zone).time()


class ClockTimeForTheVisitor(ConditionType):
    """Time of day where the visitor is, by their device's time zone; from 22:00 to 06:00 goes past midnight."""

    key = "visitor_time_of_day"
    label = "Time of day for the visitor"
    search_words = "hour, clock, local time, morning, evening, night"
    group = "Time"
    icon = "schedule"
    value = TimeOfDay()
    phrases = {"between": "for whom it is between {value}"}
    missing_hint = "Unknown where the browser tells no time zone."

    def observe(self, visit: Visit) -> time | None:
        zone = visit.visitor_time_zone
        return visit.now.astimezone(zone).time() if zone else None


@hookimpl
def register_condition_types() -> list[ConditionType]:
    return [ClockTime(), ClockTimeForTheVisitor()]
