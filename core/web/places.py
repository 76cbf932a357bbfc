"""Where a request comes from."""

from __future__ import annotations

from flask import request

from core.visits import Location, Whereabouts
from core.web.parts import Parts


def place_of_request(parts: Parts, time_zone: str) -> Location:
    """The place, as far as a plugin knows it. The address is used for looking it up, and forgotten."""
    headers = {}
    if parts.settings.trusted_proxies:
        headers = {name.lower(): value for name, value in request.headers.items()}
    whereabouts = Whereabouts(request.remote_addr or "", headers, time_zone)
    return parts.registry.locate(whereabouts, parts.settings) or Location()
