"""What tests of rules share."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from core.rules import (
    Rule,
    find,
)

VISITS = {"id": "v", "fact": "visits", "operator": "at_least", "value": 3}
TIME = {"id": "t", "fact": "time", "operator": "at_least", "value": 30}
PAGE = {"id": "p", "fact": "page", "operator": "is", "value": ["/pricing*", "/plans"]}


def group(match: str, *children: Any, **fields: Any) -> Rule:
    return {**fields, "match": match, "rules": list(children)}


class Hostile:
    """An object that fails wherever it can."""

    def __repr__(self) -> str:
        raise RuntimeError("no")

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("no")

    __hash__ = object.__hash__


_garbage = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(), max_size=5)
    | st.binary(max_size=3)
    | st.sampled_from(["all", "any", "is", "page", "visits", "at_least", "a", "\ud800", 10**400])
    | st.builds(Hostile),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner)
        | st.dictionaries(
            st.sampled_from(["id", "match", "rules", "fact", "operator", "value", "key", "schema"]), inner, max_size=6
        )
        | st.builds(lambda rules: {"match": "all", "rules": rules}, st.lists(inner, max_size=4))
    ),
    max_leaves=30,
)


def ids(rule: Rule, node_id: str) -> list[str]:
    return [child["id"] for child in find(rule, node_id)["rules"]]
