"""What the browser has to watch to finish the rules that it was given."""

from __future__ import annotations

from collections.abc import Iterable

from core.rules.operands import is_number
from core.rules.tree import Rule, is_group, walk

Watch = list[str | float | None]
"""A fact, its key or None, and the numbers that rules compare it with: `["time_on_page", None, 15, 30]`."""


def watched(residuals: Iterable[Rule]) -> list[Watch]:
    """Each fact that the residuals wait for, once: everything that is left of a rule is seen by the browser."""
    numbers: dict[tuple[str, str | None], set[float]] = {}
    for rule in residuals:
        for _id, node, _place in walk(rule):
            if not is_group(node):
                value = node.get("value")
                asked = numbers.setdefault((node["fact"], node.get("key")), set())
                asked.update(filter(is_number, value if isinstance(value, list) else [value]))
    return [[fact, key, *sorted(asked)] for (fact, key), asked in numbers.items()]
