"""Which time the visitor lives by."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from smart_trigger import Choice, ConditionType, Visit, hookimpl


@cache
def zones() -> tuple[tuple[str, str], ...]:
    """IANA names of today (zone.tab: each country's own), with the name as people read it, by name."""
    lines = (line.split("\t") for line in _read("zone.tab").splitlines() if not line.startswith("#"))
    return tuple(sorted((columns[2], columns[2].replace("_", " ")) for columns in lines))


@cache
def names_of_today() -> Mapping[str, str]:
    """Names of today by the old ones that browsers still tell, such as Asia/Saigon (links of tzdata.zi)."""
    today = {name for name, _ in zones()}
    links = re.findall(r"^L (\S+) (\S+)$", _read("tzdata.zi"), re.MULTILINE)
    return MappingProxyType({old: new for new, old in links if new in today and old not in today})


def _read(name: str) -> str:
    return (files("tzdata.zoneinfo") / name).read_text(encoding="utf-8")


class TimeZone(ConditionType):
    """Time zone that the visitor's device is set to, such as Asia/Ho Chi Minh."""

    key = "time_zone"
    label = "Time zone"
    search_words = "geo, local time, country, region"
    group = "Location"
    icon = "schedule"
    value = Choice(options=zones)
    sees = "time_zone"
    phrases = {"is_any_of": "in the time zone {value}", "is_none_of": "not in the time zone {value}"}
    missing_hint = "Unknown where the browser tells none."

    def observe(self, visit: Visit) -> str | None:
        return names_of_today().get(visit.time_zone, visit.time_zone) or None


@hookimpl
def register_condition_types() -> list[ConditionType]:
    return [TimeZone()]
