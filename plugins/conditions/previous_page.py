"""Which page of the site the visitor was on before."""

from smart_trigger import ConditionType, Url, Visit, hookimpl


class PreviousPage(ConditionType):
    """Page of this site that the visitor had open before this one, in the same visit; * stands for any characters."""

    key = "previous_page"
    label = "Previous page"
    search_words = "URL, address, path, last page, came from, navigation"
    group = "Page"
    icon = "undo"
    value = Url()
    sees = "previous"
    phrases = {
        "is": "who were on {value} before",
        "is_not": "who were not on {value} before",
        "contains": "who were on addresses with {value} before",
        "does_not_contain": "who were on addresses without {value} before",
        "starts_with": "who were on addresses that begin with {value} before",
        "is_set": "who have opened another page before",
        "is_not_set": "on the first page of their visit",
    }
    missing_hint = "There is none on the first page of a visit."

    def observe(self, visit: Visit) -> str | None:
        return visit.previous or None


@hookimpl
def register_condition_types() -> list[ConditionType]:
    return [PreviousPage()]
