"""What the website tells of the visitor: their plan, the seats they have, when they signed up."""

import re
from collections.abc import Iterable
from datetime import datetime

from smart_trigger import Anything, ConditionType, Visit, day_of, hookimpl

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*(?:Z|[+-]\d\d:?\d\d)", re.ASCII)


class VisitorAttribute(ConditionType):
    """What your website tells of the visitor by smartTrigger("identify", …), such as their plan or number of seats."""

    key = "visitor_attribute"
    label = "Visitor attribute"
    group = "Visitor"
    icon = "badge"
    key_label = "Name, such as plan"
    value = Anything()
    missing_hint = "There is none where your website doesn't tell it, or tells something of another kind."

    def observe_key(self, visit: Visit, key: str) -> object:
        """By its name, case aside where nothing else is called so; an instant is its day on the site's clock."""
        told = visit.attributes
        name = key.strip()
        if name not in told:
            name = next((each for each in told if each.lower() == name.lower()), name)
        found = told.get(name)
        if isinstance(found, str) and _INSTANT.fullmatch(found):
            try:
                return day_of(datetime.fromisoformat(found), visit.site_time_zone)
            except (ValueError, OverflowError):
                return found
        return found

    def names(self, visit: Visit) -> Iterable[str]:
        return visit.attributes


@hookimpl
def register_condition_types() -> list[ConditionType]:
    return [VisitorAttribute()]
