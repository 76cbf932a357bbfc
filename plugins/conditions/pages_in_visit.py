"""How many pages the visitor has opened in this visit."""

from smart_trigger import ConditionType, Number, Visit, hookimpl


class PagesInVisit(ConditionType):
    """Number of pages opened in this visit, this one included."""

    key = "pages_in_visit"
    label = "Pages in this visit"
    search_words = "page views, pages per visit, number of pages, depth"
    group = "Visitor"
    icon = "auto_stories"
    value = Number(unit="pages", minimum=1, step=1, lowest=1)
    always_told = True
    sees = "pages"
    phrases = {
        "amount": "after {amount} in this visit",
        "less_than": "after fewer than {value} in this visit",
        "is_set": "whose pages in this visit are known",
        "is_not_set": "whose pages in this visit are not known",
    }
    needs_memory = True
    missing_hint = "Unknown for visitors without cookies."

    def observe(self, visit: Visit) -> int | None:
        return visit.pages


@hookimpl
def register_condition_types() -> list[ConditionType]:
    return [PagesInVisit()]
