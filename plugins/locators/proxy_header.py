"""Believes the country that the operator's own proxy tells in a header (off unless set)."""

import re

from smart_trigger import Location, Settings, Whereabouts, hookimpl

UNKNOWN = frozenset({"XX", "T1", "ZZ"})
"""What proxies say when they don't know, and of Tor."""


# A location database knows regions and cities, too; the time zone, loaded after this, knows less.
@hookimpl(trylast=True)
def locate(whereabouts: Whereabouts, settings: Settings) -> Location | None:
    if not settings.country_header or not settings.trusted_proxies:
        return None
    code = whereabouts.headers.get(settings.country_header.lower(), "").strip().upper()
    return Location(country=code) if re.fullmatch(r"[A-Z]{2}", code) and code not in UNKNOWN else None
