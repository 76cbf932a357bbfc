"""Whether the website's own server vouches for who the visitor is."""

from smart_trigger import Boolean, ConditionType, Visit, hookimpl


class SignedIn(ConditionType):
    """Whether your website vouches for who the visitor is, by a token that its server signs (on the site's page)."""

    key = "signed_in"
    label = "Signed in"
    search_words = "logged in, login, account, customer, member, identified"
    group = "Visitor"
    icon = "verified_user"
    value = Boolean()
    sees = "signed_in"
    phrases = {
        "is true": "who are signed in",
        "is false": "who are not signed in",
        "is_set": "of whom it is known whether they are signed in",
        "is_not_set": "of whom it is not known whether they are signed in",
    }

    def observe(self, visit: Visit) -> bool:
        return visit.signed_in


@hookimpl
def register_condition_types() -> list[ConditionType]:
    return [SignedIn()]
