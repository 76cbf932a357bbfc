"""How often the site has told of an event, such as something put into the cart."""

import re

from smart_trigger import ConditionType, Number, hookimpl

_SHAPE = re.compile(
    r"(?P<name>[^\[\]]+?)(?:\s*\[\s*(?P<property>[^\[\]<>=!]+?)\s*(?P<how>>=|<=|!=|=|>|<)\s*(?P<value>[^\[\]]*?)\s*\])?",
    re.ASCII,
)
"""As page_event.js reads it: a name, and in brackets what one property has to be."""
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)


class PageEvent(ConditionType):
    """How often the pages of this visit told of an event by smartTrigger("event", …); with [value > 50] only those."""

    key = "page_event"
    label = "Page event"
    search_words = "custom event, cart, basket, add to cart, order, purchase, JavaScript, track, trigger"
    group = "Behaviour"
    icon = "bolt"
    key_label = "Name, such as order placed"
    names_from = "page_events"
    value = Number(unit="times", minimum=0, step=1, start=1, lowest=0)
    always_told = True
    phrases = {
        "amount": "with {key} {amount} in this visit",
        "less_than": "with {key} fewer than {value} in this visit",
        "is_set": "with {key} counted in this visit",
        "is_not_set": "with {key} not counted in this visit",
    }
    observer = "page_event.js"
    missing_hint = (
        "To count only some, ask for a property behind the name: order placed [value > 50]. "
        "Without cookies, only events on this page count."
    )
    key_hint = (
        "Write a name, if need be with a property in brackets: order placed [value > 50]. Only numbers are > or <."
    )

    unseen_hint = "No page of this website has told of the event “{key}” lately. Check how the website calls it."

    def name_in(self, key: str) -> str:
        found = _SHAPE.fullmatch(key.strip())
        return found["name"] if found else key.strip()

    def is_key(self, key: str) -> bool:
        found = _SHAPE.fullmatch(key.strip())
        return found is not None and (found["how"] in (None, "=", "!=") or bool(_NUMBER.fullmatch(found["value"])))


@hookimpl
def register_condition_types() -> list[ConditionType]:
    return [PageEvent()]
