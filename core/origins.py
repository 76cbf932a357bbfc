"""Which websites may embed a site's widget: its allowed origins."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from core.errors import InvalidInput
from core.i18n import _
from core.rules.urls import DEFAULT_PORTS, BadAddress, ascii_host, plain_port, split_port

_SCHEME = re.compile(r"(https?)://", re.IGNORECASE)
_HOST = re.compile(r"(localhost|[^\s/?#\\:@]+\.[^\s/?#\\:@]+)(?=[/?#:]|$)", re.IGNORECASE)
"""What can only be meant as a host, where it stands first."""
_HERE = re.compile(r"(.+\.)?localhost|[\d.]+", re.IGNORECASE)
"""Hosts of one's own machine or network, which seldom have a certificate."""


def normal_origin(text: str) -> str:
    """What a person typed, as browsers write an origin: `HTTPS://Shop.example/start` is `https://shop.example`.

    So is `shop.example`, as nothing else can be meant; `localhost:8000` and addresses of numbers are `http`. A host may
    begin with `*.`: every subdomain, but not the domain itself. Raises InvalidInput (`origin_invalid`).
    """
    typed = text.strip()
    whole = _whole(typed)
    scheme = _SCHEME.match(whole)
    if typed.startswith("/"):
        raise _bad(typed, _("“{typed}” is a path: an origin is a whole website."))
    if not scheme:
        raise _bad(typed, _("“{typed}” has no http:// or https:// before it."))
    authority = re.split(r"[/?#\\]", whole[scheme.end() :], maxsplit=1)[0]
    if "," in authority or ";" in authority:
        raise _bad(typed, _("“{typed}” holds several: write one a line."))
    wildcard = authority.startswith("*.")
    try:
        host, port = split_port(authority[2:] if wildcard else authority)
        host, port = ascii_host(host), plain_port(port)
    except BadAddress as error:
        raise _bad(typed, _("“{typed}” can't be used: {reason}."), str(error)) from None
    if "*" in host or "@" in host:
        raise _bad(typed, _("“{typed}” can't be used: a star stands only for the part before the first dot."))
    if wildcard and "." not in host:
        raise _bad(typed, _("“{typed}” would allow far too much."))
    name = scheme[1].lower()
    suffix = "" if port in ("", DEFAULT_PORTS[name]) else f":{port}"
    return f"{name}://{'*.' if wildcard else ''}{host}{suffix}"


def _whole(typed: str) -> str:
    host = _HOST.match(typed)
    if host is None:
        return typed
    return f"{'http' if _HERE.fullmatch(host[0]) else 'https'}://{typed}"


def normalise_all(typed: Iterable[str]) -> tuple[str, ...]:
    """The origins as they are kept: in the order given, each once, empty lines left out. Raises InvalidInput."""
    return tuple(dict.fromkeys(normal_origin(each) for each in typed if each.strip()))


@dataclass(frozen=True, slots=True)
class Origins:
    """The origins of one site."""

    exact: frozenset[str]
    subdomains: tuple[tuple[str, str], ...]
    """Scheme with `://`, and the host's end from its dot on, of each wildcard."""

    @classmethod
    def of(cls, stored: Iterable[str]) -> Self:
        """From the site's row, where they are kept as `normal_origin` gives them."""
        exact, subdomains = set(), []
        for origin in stored:
            scheme, separator, host = origin.partition("://")
            if host.startswith("*."):
                subdomains.append((scheme + separator, host[1:]))
            else:
                exact.add(origin)
        return cls(frozenset(exact), tuple(subdomains))

    def allow(self, origin: str) -> bool:
        """Whether a request with this `Origin` header may be answered."""
        return origin in self.exact or any(
            origin.startswith(scheme) and origin.endswith(end) and len(origin) > len(scheme) + len(end)
            for scheme, end in self.subdomains
        )


def _bad(typed: str, pattern: str, reason: str = "") -> InvalidInput:
    shown = typed if len(typed) <= 60 else f"{typed[:59]}…"
    wrong = pattern.format(typed=shown, reason=reason)
    example = _("Write it as https://shop.example, or https://*.shop.example for every subdomain.")
    return InvalidInput("origin_invalid", f"{wrong} {example}", "origins")
