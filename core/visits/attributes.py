"""What a page tells of its visitor, by name: taken as far as it can be kept, and never an error for the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from core.rules.operands import is_number
from core.rules.texts import well_formed

Told = str | bool | int | float
"""A text, yes or no, or a number."""

MOST: Final = 30
"""Attributes of one visitor."""
MAX_NAME: Final = 64
MAX_TEXT: Final = 256
MAX_IN_ALL: Final = 3_000
"""Characters of all names and texts together: they travel with every ticket."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that a page has told and that counts as untold, with what to do about it."""

    field: str
    code: str
    message: str

    def as_data(self) -> dict[str, str]:
        return {"field": self.field, "code": self.code, "message": self.message}


def taken(told: object) -> tuple[Mapping[str, Told], list[LeftOut]]:
    """The attributes that count, the first ones where there are too many; and why others don't. `null` is untold."""
    if told is None:
        return {}, []
    if not isinstance(told, dict):
        return {}, [LeftOut("attributes", "attributes_object", "Attributes are told as an object: {plan: 'trial'}.")]
    kept: dict[str, Told] = {}
    left_out: list[LeftOut] = []
    size = 0
    for name, value in told.items():
        if value is None:
            continue
        problem = _problem(str(name), value)
        size += 0 if problem else len(name) + (len(value) if isinstance(value, str) else 0)
        if not problem and len(kept) == MOST:
            problem = "attributes_many", f"At most {MOST} attributes are taken. Tell fewer."
        if not problem and size > MAX_IN_ALL:
            problem = "attributes_large", f"All attributes have more than {MAX_IN_ALL} characters. Tell shorter ones."
        if not problem:
            kept[name.strip()] = value
        elif len(left_out) < MOST:
            left_out.append(LeftOut(f"attributes.{str(name)[:MAX_NAME]}", *problem))
    return kept, left_out


def _problem(name: str, value: object) -> tuple[str, str] | None:
    if not name.strip() or len(name) > MAX_NAME or not name.isprintable():
        return "attribute_name", f"A name has 1 to {MAX_NAME} characters that can be printed. Choose another."
    if isinstance(value, str):
        if len(value) > MAX_TEXT:
            return "attribute_long", f"A text has at most {MAX_TEXT} characters. Shorten it."
        if not well_formed(value) or "\0" in value:
            return "attribute_text", "This is no text that can be kept. Take half characters and zero bytes out."
        return None
    if isinstance(value, bool) or is_number(value):
        return None
    return "attribute_value", "A value is a text, a number below 2^53, true or false. Tell a date as 2026-12-01."
