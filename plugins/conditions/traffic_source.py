"""What kind of road led the visitor here."""

import re
from functools import lru_cache
from urllib.parse import parse_qs, urlsplit

from smart_trigger import Choice, ConditionType, Visit, hookimpl

SOURCES = (
    ("direct", "A typed or bookmarked address"),
    ("search", "Search"),
    ("social", "Social media"),
    ("email", "E-mail"),
    ("paid", "Paid ads"),
    ("referral", "Another website"),
    ("internal", "This website, after a pause"),
)
MOST = 200
"""Parameters of one address that are looked at."""

_MEDIUM = (
    ("paid", re.compile(r"cp[acmv]|ppc|paid.*|.*[-_ ]?paid|retargeting|display|banner|ads?")),
    ("email", re.compile(r"e[-_ ]?mail|newsletter")),
    ("social", re.compile(r"social.*|sm")),
    ("search", re.compile(r"organic|search")),
    ("referral", re.compile(r"referral|affiliate|partner")),
)
"""What utm_medium means, by the default channel groups that analytics tools share."""

_CLICK_IDS = ("gclid", "gbraid", "wbraid", "msclkid", "dclid", "yclid")
"""What advertising networks add to the address of a paid click."""

_HOSTS = (
    ("search", re.compile(
        r"(?:^|\.)(?:google|bing|yahoo|yandex|duckduckgo|ecosia|baidu|qwant|startpage|naver|sogou|coccoc|seznam"
        r"|brave|ask|aol|perplexity)\.[a-z.]+$"
    )),
    ("social", re.compile(
        r"(?:^|\.)(?:facebook|instagram|linkedin|twitter|pinterest|reddit|tiktok|youtube|threads|snapchat|tumblr|quora"
        r"|vk|weibo|zalo|mastodon|bsky)\.[a-z.]+$|(?:^|\.)(?:x\.com|t\.co|lnkd\.in|fb\.me|t\.me|youtu\.be)$"
        r"|^news\.ycombinator\.com$"
    )),
)  # fmt: skip
_MAIL_HOST = re.compile(r"(?:^|\.)(?:e?mail|webmail|outlook|mail)\.[a-z.-]+$")


class TrafficSource(ConditionType):
    """How this visit began: by the link's UTM medium or ad click, else by the website it was on."""

    key = "traffic_source"
    label = "Traffic source"
    search_words = "channel, medium, ads, Google, social media, e-mail, search engine, direct, referrer"
    group = "Page"
    icon = "alt_route"
    value = Choice(options=SOURCES)
    phrases = {"is_any_of": "who came by {lower}", "is_none_of": "who did not come by {lower}"}

    def observe(self, visit: Visit) -> str:
        told = _told_by_address(visit.landing or visit.url)
        if told:
            return told
        if visit.came_from:
            return _told_by_website(visit.came_from)
        return "internal" if visit.entered_inside else "direct"


@lru_cache(maxsize=4096)
def _told_by_address(address: str) -> str | None:
    try:
        parameters = parse_qs(urlsplit(address).query, max_num_fields=MOST)
    except ValueError:
        return None
    if any(name in parameters for name in _CLICK_IDS):
        return "paid"
    medium = parameters.get("utm_medium", [""])[0].strip().lower()
    return next((source for source, pattern in _MEDIUM if pattern.fullmatch(medium)), None) if medium else None


@lru_cache(maxsize=4096)
def _told_by_website(address: str) -> str:
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return "referral"
    if _MAIL_HOST.search(host):
        return "email"
    return next((source for source, pattern in _HOSTS if pattern.search(host)), "referral")


@hookimpl
def register_condition_types() -> list[ConditionType]:
    return [TrafficSource()]
