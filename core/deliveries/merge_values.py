"""What merge tags say to one visitor: the values of the catalogue, as they are at one moment on one page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import get_period_id

from core.messages import cleaned
from core.messages.names import first_name
from core.visits import Visit

MAX_VALUE: Final = 300
_PARTS_OF_DAY: Final = ((5, 8), (12, 15), (18, 20))
"""From which hour on, and the hour by which languages call it; before the first it is evening."""


@dataclass(frozen=True, slots=True)
class Telling:
    """Who tells what to whom."""

    visit: Visit
    visitor_name: str
    visitor_email: str
    sender: str
    site: str
    language: str
    """Of the message: BCP 47, "" is English."""


def values(telling: Telling, names: frozenset[str]) -> dict[str, str]:
    """Those of these values that are known, each on one line."""
    found = {name: cleaned(_SAY[name](telling), MAX_VALUE) for name in names if name in _SAY}
    return {name: value for name, value in found.items() if value}


def _country(telling: Telling) -> str:
    return str(_locale(telling.language).territories.get(telling.visit.location.country, ""))


def _language(telling: Telling) -> str:
    theirs = telling.visit.language.replace("-", "_").partition("_")[0].strip().lower()
    return str(_locale(telling.language).languages.get(theirs, ""))


def _visits(telling: Telling) -> str:
    number = telling.visit.number
    return "" if number is None else str(number)


def _path(telling: Telling) -> str:
    try:
        return urlsplit(telling.visit.url).path or "/"
    except ValueError:
        return "/"


def _part_of_day(telling: Telling) -> str:
    hour = _local(telling).hour
    named_by = next((named for begins, named in reversed(_PARTS_OF_DAY) if hour >= begins), _PARTS_OF_DAY[-1][1])
    return _period(telling.language, named_by)


@lru_cache(maxsize=256)
def _period(language: str, hour: int) -> str:
    """What a language calls the part of the day that an hour is in; "" where it has no word."""
    locale = _locale(language)
    period = get_period_id(time(hour), locale=locale)
    for context in ("stand-alone", "format"):
        if words := locale.day_periods.get(context, {}).get("wide", {}).get(period):
            return str(words)
    return ""


def _weekday(telling: Telling) -> str:
    return str(_locale(telling.language).days["stand-alone"]["wide"][_local(telling).weekday()])


def _local(telling: Telling) -> datetime:
    """Now by the visitor's clock, by the site's where it isn't known."""
    visit = telling.visit
    try:
        zone = ZoneInfo(visit.time_zone) if visit.time_zone else visit.site_time_zone
    except (KeyError, ValueError, OSError):  # a name that is none, or leads out of the folder of zones
        zone = visit.site_time_zone
    return visit.now.astimezone(zone)


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language or "en", sep="-")
    except (ValueError, UnknownLocaleError):
        return Locale("en")


_SAY: Final[Mapping[str, Callable[[Telling], str]]] = {
    "visitor.first_name": lambda telling: first_name(telling.visitor_name),
    "visitor.name": lambda telling: telling.visitor_name,
    "visitor.email": lambda telling: telling.visitor_email,
    "visitor.country": _country,
    "visitor.region": lambda telling: telling.visit.location.region,
    "visitor.city": lambda telling: telling.visit.location.city,
    "visitor.language": _language,
    "visitor.visits": _visits,
    "visitor.device": lambda telling: telling.visit.device,
    "page.title": lambda telling: telling.visit.title,
    "page.path": _path,
    "page.address": lambda telling: telling.visit.url,
    "sender.first_name": lambda telling: first_name(telling.sender),
    "sender.name": lambda telling: telling.sender,
    "site.name": lambda telling: telling.site,
    "now.part_of_day": _part_of_day,
    "now.weekday": _weekday,
}
