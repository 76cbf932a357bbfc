"""Campaigns, employees and groups that rules name: by ids here, in files by what they are called."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeGuard

from core.rules.choices import Choice
from core.rules.listings import Listing
from core.rules.tree import Types
from core.rules.value_type import ValueType

Change = Callable[[Listing, str], str | None]
"""What stands in place of a value; None: nothing does."""


def written(rule: Any, types: Types) -> Any:
    """A rule as a file has it; what is not here any more is left out."""
    return _changed(rule, types, lambda listing, value: listing.written(value))


def meant(
    rule: Any, types: Types, site_id: int | None, brought: Mapping[str, Sequence[str]], before: Any
) -> tuple[Any, tuple[str, ...]]:
    """A file's rule as it is kept here, and sentences on what is not here or unclear.

    Campaigns are those that the file brings (`brought`: by name what rules keep of them), then the site's. A rule that
    says what the draft's own says (`before`) means what that means.
    """
    if rule == written(before, types):
        return _changed(before, types, lambda listing, value: listing.still(value)), ()
    unclear: list[str] = []

    def change(listing: Listing, name: str) -> str | None:
        found = listing.meant(name, site_id, brought)
        if len(found) == 1:
            return found[0]
        unclear.append(listing.unclear(name, len(found)))
        return None

    return _changed(rule, types, change), tuple(dict.fromkeys(unclear))


def settled(rule: Any, types: Types, made: Mapping[str, int]) -> Any:
    """A rule that names campaigns which were new, once these are made: ids by name."""
    return _changed(rule, types, lambda listing, value: listing.settled(value, made))


def _changed(node: Any, types: Types, change: Change) -> Any:
    if not isinstance(node, dict):
        return node
    changed = dict(node)
    if isinstance(node.get("rules"), list):
        changed["rules"] = [_changed(each, types, change) for each in node["rules"]]
    fact = node.get("fact")
    kind = types.get(fact) if isinstance(fact, str) else None
    if kind is None:
        return changed
    key, values = node.get("key"), node.get("value")
    for listing in _listings(kind.key_type):
        if _is_given(key):
            changed["key"] = change(listing, key)
            if changed["key"] is None:
                del changed["key"]
    for listing in _listings(kind.value):
        if isinstance(values, list):
            named = [change(listing, each) if _is_given(each) else each for each in values]
            pairs = zip(named, values, strict=True)
            changed["value"] = [each for each, before in pairs if each is not None or not _is_given(before)]
    return changed


def _is_given(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and bool(value.strip())


def _listings(kind: ValueType | None) -> Iterator[Listing]:
    if isinstance(kind, Choice) and isinstance(kind.options, Listing):
        yield kind.options
