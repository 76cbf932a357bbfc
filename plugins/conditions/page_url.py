"""Which page the visitor is on."""

from smart_trigger import ConditionType, Url, Visit, hookimpl


class PageUrl(ConditionType):
    """Address of the page that the visitor is on; * stands for any characters."""

    key = "page_url"
    label = "Page address"
    search_words = "URL, link, path, current page, website address"
    group = "Page"
    icon = "link"
    value = Url()
    sees = "url"
    phrases = {
        "is": "on {value}",
        "is_not": "not on {value}",
        "contains": "on addresses with {value}",
        "does_not_contain": "on addresses without {value}",
        "starts_with": "on addresses that begin with {value}",
    }
    missing_hint = "Unknown on pages that are not on the web, such as local files."

    def observe(self, visit: Visit) -> str:
        return visit.url


@hookimpl
def register_condition_types() -> list[ConditionType]:
    return [PageUrl()]
