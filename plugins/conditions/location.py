"""Where the visitor is."""

from functools import cache
from importlib.resources import files

from smart_trigger import Choice, ConditionType, Text, Visit, hookimpl


@cache
def countries() -> tuple[tuple[str, str], ...]:
    """ISO 3166-1 codes and English names, by name, from the time zone database."""
    lines = (files("tzdata.zoneinfo") / "iso3166.tab").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t", 1) for line in lines if line and not line.startswith("#"))
    return tuple(sorted(((code, name) for code, name in pairs), key=lambda each: each[1]))


class Country(ConditionType):
    """Country that the visitor is in."""

    key = "country"
    label = "Country"
    search_words = "geo, geography, IP, nation, place"
    group = "Location"
    icon = "public"
    value = Choice(options=countries, cldr="territories")
    sees = "country"
    phrases = {"is_any_of": "from {value}", "is_none_of": "not from {value}"}
    missing_hint = "Unknown where neither a location database nor the browser's time zone tells a country."

    def observe(self, visit: Visit) -> str | None:
        return visit.location.country or None


class Region(ConditionType):
    """State, province or region that the visitor is in, by its English name, such as California."""

    key = "region"
    label = "Region"
    search_words = "geo, IP, state, province, place"
    group = "Location"
    icon = "map"
    value = Text(placeholder="California")
    sees = "region"
    phrases = {"is": "in {value}", "is_not": "not in {value}"}
    missing_hint = "Unknown unless a location database with regions is installed."

    def observe(self, visit: Visit) -> str | None:
        return visit.location.region or None


class City(ConditionType):
    """City that the visitor is in, by its English name, such as Hanoi."""

    key = "city"
    label = "City"
    search_words = "geo, IP, town, place"
    group = "Location"
    icon = "location_city"
    value = Text(placeholder="Hanoi")
    sees = "city"
    phrases = {"is": "in {value}", "is_not": "not in {value}"}
    missing_hint = "Unknown unless a location database with cities is installed."

    def observe(self, visit: Visit) -> str | None:
        return visit.location.city or None


@hookimpl
def register_condition_types() -> list[ConditionType]:
    return [Country(), Region(), City()]
