"""Looks the address up in the operator's location database (`smart-trigger geo install FILE`)."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import maxminddb

from smart_trigger import Location, Settings, Whereabouts, hookimpl


@hookimpl
def locate(whereabouts: Whereabouts, settings: Settings) -> Location | None:
    path = settings.geo_file
    try:
        stamp = path.stat().st_mtime_ns
    except FileNotFoundError:
        return None
    if not whereabouts.address:
        return None
    try:
        found = _open(path, stamp).get(whereabouts.address)
    except ValueError:  # no address, or an IPv6 one in a database of IPv4
        return None
    return _location(found) if isinstance(found, dict) else None


@lru_cache(maxsize=2)
def _open(path: Path, stamp: int) -> maxminddb.Reader:
    """The database; opened again when the file was replaced."""
    return maxminddb.open_database(path, maxminddb.MODE_MEMORY)


def _location(found: Mapping[str, Any]) -> Location | None:
    """From a record as MaxMind, DB-IP and IPinfo write them."""
    country = found.get("country") or found.get("registered_country")
    code = country.get("iso_code") if isinstance(country, dict) else country or found.get("country_code")
    if not isinstance(code, str) or len(code) != 2:
        return None
    subdivisions = found.get("subdivisions")
    region = subdivisions[0] if isinstance(subdivisions, list) and subdivisions else found.get("region")
    return Location(code.upper(), _name(region), _name(found.get("city")))


def _name(place: object) -> str:
    """The English name of a place, else its code."""
    if isinstance(place, str):
        return place
    if not isinstance(place, dict):
        return ""
    names = place.get("names")
    english = names.get("en") if isinstance(names, dict) else None
    return str(english or place.get("iso_code") or "")
