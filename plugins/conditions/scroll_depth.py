"""How far the visitor has scrolled."""

from smart_trigger import ConditionType, Percent, hookimpl


class ScrollDepth(ConditionType):
    """How much of this page the visitor has had on screen, from its top; all of it where nothing scrolls."""

    key = "scroll_depth"
    label = "Scroll depth"
    search_words = "scrolling, percent, percentage, how far, bottom of the page, read"
    group = "Behaviour"
    icon = "swipe_vertical"
    value = Percent(lowest=0, highest=100)
    always_told = True
    phrases = {
        "amount": "after seeing {amount} of the page",
        "at_least": "after seeing {value} of the page",
        "less_than": "before seeing {value} of the page",
    }
    observer = "scroll_depth.js"


@hookimpl
def register_condition_types() -> list[ConditionType]:
    return [ScrollDepth()]
