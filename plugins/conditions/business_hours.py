"""Whether the site is open now."""

from smart_trigger import Boolean, ConditionType, Visit, hookimpl


class BusinessHours(ConditionType):
    """Whether it is open now, by the site's business hours and holidays, on its own clock."""

    key = "business_hours"
    label = "Business hours"
    search_words = "opening hours, office hours, working hours, open, closed, holidays, availability"
    group = "Time"
    icon = "store"
    value = Boolean()
    phrases = {
        "is true": "during business hours",
        "is false": "outside business hours",
        "is_set": "while it is known whether the site is open",
        "is_not_set": "while it is not known whether the site is open",
    }
    source = "now"
    site_setting = "hours"
    missing_hint = "Unknown until the site has business hours: set them on its page under Sites."

    def observe(self, visit: Visit) -> bool | None:
        return visit.opening_hours.open_at(visit.now, visit.site_time_zone) if visit.opening_hours else None


@hookimpl
def register_condition_types() -> list[ConditionType]:
    return [BusinessHours()]
