"""Which other website the visitor came from."""

from smart_trigger import ConditionType, Url, Visit, hookimpl


class Referrer(ConditionType):
    """Page of another website that led here in this visit; many websites tell only their host, not the page."""

    key = "referrer"
    label = "Came from"
    search_words = "referrer, referer, source, URL, address, website, search engine"
    group = "Page"
    icon = "call_received"
    value = Url()
    sees = "came_from"
    phrases = {
        "is": "coming from {value}",
        "is_not": "not coming from {value}",
        "contains": "coming from addresses with {value}",
        "does_not_contain": "not coming from addresses with {value}",
        "starts_with": "coming from addresses that begin with {value}",
        "matches": "coming from addresses that match the pattern {value}",
        "does_not_match": "not coming from addresses that match the pattern {value}",
        "is_set": "coming from another website",
        "is_not_set": "not coming from another website",
    }
    missing_hint = "Unknown for visitors who typed the address, and where the other website hides itself."

    def observe(self, visit: Visit) -> str | None:
        return visit.came_from or None


@hookimpl
def register_condition_types() -> list[ConditionType]:
    return [Referrer()]
