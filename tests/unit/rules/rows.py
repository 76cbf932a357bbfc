"""Rules of the built-in conditions, in few words."""

from __future__ import annotations

from typing import Any

from core.plugins import load_plugins
from core.rules import Rule

BUILT_IN = load_plugins(entry_points=False).condition_types


def on(name: str, fact: str, operator: str, value: Any = None) -> Rule:
    return {"id": name, "fact": fact, "operator": operator, **({} if value is None else {"value": value})}


def page(name: str, *patterns: str, operator: str = "is") -> Rule:
    return on(name, "page_url", operator, list(patterns))


def visits(name: str, operator: str, value: Any = None) -> Rule:
    return on(name, "visits", operator, value)
