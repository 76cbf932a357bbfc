"""What is known of one page view: every fact of a rule is observed, missing or open."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Final, Literal


class Unknown(Enum):
    """The ways in which a fact has no value."""

    MISSING = "missing"
    OPEN = "open"
    UNKNOWN = "unknown"

    def __repr__(self) -> str:
        return self.name


MISSING: Final[Literal[Unknown.MISSING]] = Unknown.MISSING
"""Looked up, and there is none."""

OPEN: Final[Literal[Unknown.OPEN]] = Unknown.OPEN
"""The browser will tell."""

UNKNOWN: Final[Literal[Unknown.UNKNOWN]] = Unknown.UNKNOWN
"""It is past, and whether or what was observed has not been kept; conditions on it are open."""

Facts = Mapping[str, object]
"""What was observed, keyed by fact name: `fact`, or `fact:key` for a condition type that takes a key.

A name that isn't there is open if the browser observes it, and missing otherwise.
"""


def fact_name(fact: str, key: str | None) -> str:
    """Name of a condition's fact in `Facts`."""
    return fact if key is None else f"{fact}:{key}"
