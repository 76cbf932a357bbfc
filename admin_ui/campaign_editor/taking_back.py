"""Takes one edit of a draft back and leaves everything else as it is by now, also what others did. No NiceGUI here."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from core.campaigns.drafts import Draft
from core.campaigns.shared_fields import SHARED

_NOTHING: Final = object()
"""Stands for a part that is not there."""

Rows = list[dict[str, Any]]


def without_edit(before: Draft, after: Draft, now: Draft) -> Draft:
    """The draft as it is now, with the step from `before` to `after` taken back."""
    values: dict[str, Any] = {}
    for name in before.differences(after):
        old, new, here = (getattr(each, name) for each in (before, after, now))
        sharing = SHARED.get(name)
        values[name] = sharing.merge(new, old, here).value if sharing else taken_back(old, new, here)
    return replace(now, **values)


def taken_back(before: Any, after: Any, now: Any) -> Any:
    """What a value is with a step taken back; of what holds parts, or rows with ids, only those that the step changed.

    Where something else was made of the value since, that stays.
    """
    if now == after:
        return before
    if all(isinstance(each, dict) for each in (before, after, now)):
        return _parts_taken_back(before, after, now)
    if all(map(_are_rows, (before, after, now))):
        return _rows_taken_back(before, after, now)
    return now


def _parts_taken_back(before: dict[str, Any], after: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    parts = {
        name: taken_back(*(each.get(name, _NOTHING) for each in (before, after, now))) for name in {**now, **before}
    }
    return {name: value for name, value in parts.items() if value is not _NOTHING}


def _are_rows(value: object) -> bool:
    if not isinstance(value, list) or not all(isinstance(each, dict) and "id" in each for each in value):
        return False
    return len({each["id"] for each in value}) == len(value)


def _rows_taken_back(before: Rows, after: Rows, now: Rows) -> Rows:
    old, new, here = ({each["id"]: each for each in rows} for rows in (before, after, now))
    rows = {
        name: taken_back(old[name], new[name], row) if name in old and name in new else row
        for name, row in here.items()
        if name in old or name not in new  # what the step has added goes
    }
    order = _order_taken_back(list(old), list(new), list(rows))
    for at, name in enumerate(old):
        if name not in new and name not in rows:  # what it has removed comes back behind what it stood behind
            above = next((each for each in reversed(list(old)[:at]) if each in order), None)
            order.insert(0 if above is None else order.index(above) + 1, name)
    return [rows[name] if name in rows else old[name] for name in order]


def _order_taken_back(before: list[str], after: list[str], now: list[str]) -> list[str]:
    """The rows that are here now, those that the step moved back in their places, unless somebody moved them since."""
    common = set(before) & set(after) & set(now)
    old, new, here = ([name for name in order if name in common] for order in (before, after, now))
    if old == new or here != new:
        return now
    back = iter(old)
    return [next(back) if name in common else name for name in now]
