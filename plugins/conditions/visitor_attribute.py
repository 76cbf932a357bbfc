"""What the website tells of the visitor: their plan, the seats they have, when they signed up."""

from collections.abc import Iterable

from smart_trigger import Anything, ConditionType, Visit, hookimpl, instant_of


class VisitorAttribute(ConditionType):
    """What your website tells of the visitor by smartTrigger("identify", …), such as their plan or number of seats."""

    key = "visitor_attribute"
    label = "Visitor attribute"
    search_words = "customer, property, custom data, plan, CRM, user data, identify, traits"
    group = "Visitor"
    icon = "badge"
    key_label = "Name, such as plan"
    value = Anything()
    missing_hint = "Empty if your website doesn't send it, or sends another type."
    unseen_hint = "No page of this website has told the attribute “{key}” lately. Check how the website calls it."

    def observe_key(self, visit: Visit, key: str) -> object:
        """By its name, case aside where nothing else is called so; an instant knows its day on the site's clock."""
        told = visit.attributes
        name = key.strip()
        if name not in told:
            name = next((each for each in told if each.lower() == name.lower()), name)
        found = told.get(name)
        return instant_of(found, visit.site_time_zone) if isinstance(found, str) else found

    def names(self, visit: Visit) -> Iterable[str]:
        return visit.attributes


@hookimpl
def register_condition_types() -> list[ConditionType]:
    return [VisitorAttribute()]
