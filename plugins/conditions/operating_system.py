"""What runs on the visitor's device."""

import re
from functools import lru_cache

from smart_trigger import Choice, ConditionType, Visit, hookimpl

SYSTEMS = (
    ("windows", "Windows", r"\bWindows\b"),
    ("ios", "iOS", r"\b(?:iPhone|iPad|iPod)\b"),
    ("macos", "macOS", r"\bMac(?:intosh| OS X)\b"),
    ("android", "Android", r"\bAndroid\b"),
    ("chromeos", "ChromeOS", r"\bCrOS\b"),
    ("linux", "Linux", r"\bLinux\b|\bX11\b"),
)
"""Value, name and what the user agent has; Android says Linux, too, so the first match counts."""

_PATTERNS = tuple((key, re.compile(pattern)) for key, _, pattern in SYSTEMS)


class OperatingSystem(ConditionType):
    """System that the visitor's device runs; an iPad counts as iOS."""

    key = "operating_system"
    label = "Operating system"
    search_words = "Windows, Mac, iPhone, Android, Linux, platform, OS"
    group = "Visitor"
    icon = "memory"
    value = Choice(options=(*((key, name) for key, name, _ in SYSTEMS), ("other", "Another one")))
    phrases = {"is_any_of": "using {value}", "is_none_of": "not using {value}"}

    def observe(self, visit: Visit) -> str | None:
        if not visit.user_agent:
            return None
        found = system_of(visit.user_agent)
        # An iPad calls itself a Mac; unlike one it has a touch screen.
        return "ios" if found == "macos" and visit.touch else found


@lru_cache(maxsize=4096)
def system_of(user_agent: str) -> str:
    """The system's value in SYSTEMS, or "other"."""
    return next((key for key, pattern in _PATTERNS if pattern.search(user_agent)), "other")


@hookimpl
def register_condition_types() -> list[ConditionType]:
    return [OperatingSystem()]
