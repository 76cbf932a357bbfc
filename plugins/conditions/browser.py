"""Which browser the visitor uses."""

import re
from functools import lru_cache

from smart_trigger import Choice, ConditionType, Visit, hookimpl

BROWSERS = (
    ("edge", "Edge", r"\bEdg(?:e|A|iOS)?/"),
    ("opera", "Opera", r"\b(?:OPR|OPT|Opera)/"),
    ("samsung", "Samsung Internet", r"\bSamsungBrowser/"),
    ("vivaldi", "Vivaldi", r"\bVivaldi/"),
    ("yandex", "Yandex", r"\bYaBrowser/"),
    ("uc", "UC Browser", r"\bUC ?Browser/"),
    ("duckduckgo", "DuckDuckGo", r"\b(?:DuckDuckGo|Ddg)/"),
    ("in_app", "Inside another app", r"\b(?:FBAN|FBAV|Instagram|Line/|MicroMessenger|GSA/|Zalo|TikTok|musical_ly)"),
    ("firefox", "Firefox", r"\b(?:Firefox|FxiOS)/"),
    ("chrome", "Chrome", r"\b(?:Chrome|Chromium|CriOS)/"),
    ("safari", "Safari", r"\bVersion/[\d.]+ .*Safari/"),
)
"""Value, name and what the user agent has; browsers built on another one name that, too, so the first match counts."""

_PATTERNS = tuple((key, re.compile(pattern)) for key, _, pattern in BROWSERS)


class Browser(ConditionType):
    """Browser that the visitor uses, as it calls itself; Brave and others that hide count as what they pass for."""

    key = "browser"
    label = "Browser"
    search_words = "Chrome, Firefox, Safari, Edge, user agent"
    group = "Visitor"
    icon = "web"
    value = Choice(options=(*((key, name) for key, name, _ in BROWSERS), ("other", "Another one")))
    phrases = {"is_any_of": "using {value}", "is_none_of": "not using {value}"}

    def observe(self, visit: Visit) -> str | None:
        return browser_of(visit.user_agent) if visit.user_agent else None


@lru_cache(maxsize=4096)
def browser_of(user_agent: str) -> str:
    """The browser's value in BROWSERS, or "other"."""
    return next((key for key, pattern in _PATTERNS if pattern.search(user_agent)), "other")


@hookimpl
def register_condition_types() -> list[ConditionType]:
    return [Browser()]
