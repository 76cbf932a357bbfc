"""What the page is called."""

from smart_trigger import ConditionType, Text, Visit, hookimpl


class PageTitle(ConditionType):
    """Title of the page that the visitor is on, as the browser's tab shows it."""

    key = "page_title"
    label = "Page title"
    search_words = "name of the page, heading, tab"
    group = "Page"
    icon = "title"
    value = Text(placeholder="Winter jackets")
    sees = "title"
    phrases = {
        "is": "on pages titled {value}",
        "is_not": "not on pages titled {value}",
        "contains": "on pages with {value} in the title",
        "does_not_contain": "on pages without {value} in the title",
        "starts_with": "on pages whose title begins with {value}",
        "ends_with": "on pages whose title ends with {value}",
    }
    missing_hint = "Unknown where a page has no title, or sets it only after it has loaded."

    def observe(self, visit: Visit) -> str | None:
        return visit.title or None


@hookimpl
def register_condition_types() -> list[ConditionType]:
    return [PageTitle()]
