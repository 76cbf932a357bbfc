"""What a parameter in the page's address says."""

from collections.abc import Iterable, Sequence
from urllib.parse import parse_qsl, urlsplit

from smart_trigger import ConditionType, Text, Visit, hookimpl

MOST = 200
"""Parameters of one address that are looked at."""


class QueryParameter(ConditionType):
    """Value of a parameter in this page's address, such as ref in /pricing?ref=partner."""

    key = "query_parameter"
    label = "Query parameter"
    search_words = "URL, GET, query string, ref, coupon, affiliate"
    group = "Page"
    icon = "data_object"
    key_label = "Name, such as ref"
    value = Text(placeholder="partner")
    phrases = {
        "is_set": "on pages with the query parameter {key}",
        "is_not_set": "on pages without the query parameter {key}",
    }
    missing_hint = "There is none where the address does not have this parameter."

    def observe_key(self, visit: Visit, key: str) -> str | None:
        """Of a parameter that is repeated, the first one; names with regard to case, as servers read them."""
        return next((value for name, value in _pairs(visit.url) if name == key), None)

    def names(self, visit: Visit) -> Iterable[str]:
        return (name for name, _ in _pairs(visit.url))


def _pairs(address: str) -> Sequence[tuple[str, str]]:
    """The parameters of an address; none of one that can't be read."""
    try:
        query = urlsplit(address).query
        return parse_qsl(query, keep_blank_values=True, max_num_fields=MOST) if query else ()
    except ValueError:
        return ()


@hookimpl
def register_condition_types() -> list[ConditionType]:
    return [QueryParameter()]
