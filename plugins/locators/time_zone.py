"""Tells the country by the browser's time zone: coarse, but there without any data of the operator's."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from smart_trigger import Location, Whereabouts, hookimpl

NOWHERE = frozenset(
    {
        "Atlantic/Reykjavik",  # what browsers that resist fingerprinting say wherever they are
        "CET", "EET", "EST", "HST", "MET", "MST", "WET",  # names of offsets, used in many countries
    }
)  # fmt: skip

SHARED = MappingProxyType(
    {
        "Africa/Asmera": "ER", "Africa/Timbuktu": "ML", "America/Coral_Harbour": "CA", "America/Montreal": "CA",
        "America/Nipigon": "CA", "America/Thunder_Bay": "CA", "America/Virgin": "VI", "Antarctica/South_Pole": "AQ",
        "Asia/Rangoon": "MM", "Atlantic/Jan_Mayen": "SJ", "Canada/Eastern": "CA", "Europe/Belfast": "GB", "GB": "GB",
        "Japan": "JP", "NZ": "NZ", "Pacific/Ponape": "FM", "Pacific/Samoa": "AS", "Pacific/Truk": "FM",
        "Pacific/Yap": "FM", "Singapore": "SG", "US/Arizona": "US", "US/Samoa": "AS",
    }
)  # fmt: skip
"""Old names whose clock is that of another country by now, so that the links tell the wrong one."""


@hookimpl(trylast=True)
def locate(whereabouts: Whereabouts) -> Location | None:
    country = countries_by_zone().get(whereabouts.time_zone)
    return Location(country=country) if country else None


@cache
def countries_by_zone() -> Mapping[str, str]:
    """ISO 3166-1 codes by IANA name, old names included; zones of no or several countries are left out.

    zone.tab gives each country zones of its own. The links of tzdata.zi lead from old names to new ones, but across
    borders too where clocks agree (Iceland to Abidjan): one counts only if its target is of a single country.
    """
    found = {zone: codes for codes, zone in _rows("zone.tab")}
    single = {zone: codes for codes, zone in _rows("zone1970.tab") if "," not in codes}
    for target, old in re.findall(r"^L (\S+) (\S+)$", _read("tzdata.zi"), re.MULTILINE):
        if target in single:
            found.setdefault(old, single[target])
    found |= SHARED
    return MappingProxyType({zone: code for zone, code in found.items() if zone not in NOWHERE})


def _rows(name: str) -> list[tuple[str, str]]:
    lines = (line.split("\t") for line in _read(name).splitlines() if not line.startswith("#"))
    return [(columns[0], columns[2]) for columns in lines]


def _read(name: str) -> str:
    return (files("tzdata.zoneinfo") / name).read_text(encoding="utf-8")
