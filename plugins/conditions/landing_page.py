"""With which page this visit began."""

from smart_trigger import ConditionType, Url, Visit, hookimpl


class LandingPage(ConditionType):
    """First page of this visit; * stands for any characters."""

    key = "landing_page"
    label = "Landing page"
    search_words = "entry page, first page, URL, address, path"
    group = "Page"
    icon = "flight_land"
    value = Url()
    sees = "landing"
    phrases = {
        "is": "who arrived on {value}",
        "is_not": "who did not arrive on {value}",
        "contains": "who arrived on addresses with {value}",
        "does_not_contain": "who arrived on addresses without {value}",
        "starts_with": "who arrived on addresses that begin with {value}",
    }

    def observe(self, visit: Visit) -> str | None:
        return visit.landing or None


@hookimpl
def register_condition_types() -> list[ConditionType]:
    return [LandingPage()]
