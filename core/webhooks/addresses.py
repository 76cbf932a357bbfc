"""Where webhooks may be sent: addresses on the internet, and private networks only where the operator allows it."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

from core.errors import InvalidInput
from core.i18n import N_, _
from core.rules.urls import parse_page, split_port

MAX_URL: Final = 2_000
_NO_ADDRESS: Final = N_("This is no web address. Write it as https://example.com/hooks/chat.")
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
_LOCAL_NAT64: Final = ipaddress.IPv6Network("64:ff9b:1::/48")
_NAMES_A_USER: Final = re.compile(r"[a-z]+:[/\\]*[^/\\?#]*@", re.IGNORECASE)
_KEPT: Final = "/%:@!$&'()*+,;=~-._?"
"""What stays as it stands in a path or a query; everything else is escaped."""

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class RefusedAddress(OSError):
    """A host that leads only to where nothing may be sent."""


class UnknownHost(OSError):
    """A host that nobody knows."""


def check_url(typed: str, *, private: bool) -> str:
    """What a person typed, as it is kept and sent to. Raises InvalidInput (`webhook_url`, `webhook_url_private`).

    A host that can't be asked about now is let through: every attempt asks again.
    """
    url = _plain(typed)
    host = split_port(host_of(url))[0]
    try:
        reachable(host.strip("[]"), 0, private=private)
    except RefusedAddress:
        raise InvalidInput(
            "webhook_url_private",
            _(
                "This leads into a private network. Choose an address on the internet, or have the operator set "
                "SMART_TRIGGER_WEBHOOKS_PRIVATE."
            ),
            "url",
        ) from None
    except UnknownHost:
        pass
    return url


def host_of(url: str) -> str:
    """Host and port of an address as `check_url` gives it."""
    return url.split("/")[2]


def reachable(host: str, port: int, *, private: bool) -> tuple[str, ...]:
    """The network addresses of a host that may be sent to. Raises RefusedAddress, UnknownHost.

    Whoever connects must use what this returns: a name asked about again can lead elsewhere (DNS rebinding).
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise UnknownHost(host) from None
    told = dict.fromkeys(str(each[4][0]) for each in found)
    allowed = tuple(each for each in told if private or is_public(each))
    if not allowed:
        raise RefusedAddress(host)
    return allowed


def is_public(address: str) -> bool:
    """Whether a network address, and every IPv4 address that it stands for, is one of the internet."""
    return not any(map(_is_internal, _meanings(address)))


def _is_internal(address: IPAddress) -> bool:
    """The registries' word (`is_global`), and what it leaves out."""
    if isinstance(address, ipaddress.IPv6Address) and (address.is_site_local or address in _LOCAL_NAT64):
        return True
    return address.is_multicast or not address.is_global


def _meanings(address: str) -> Iterator[IPAddress]:
    """An address, and the IPv4 addresses that gateways would take it to (RFC 4291, 3056, 4380, 6052)."""
    found = ipaddress.ip_address(address.partition("%")[0])
    yield found
    if isinstance(found, ipaddress.IPv6Address):
        yield from filter(None, (found.ipv4_mapped, found.sixtofour, *(found.teredo or ())))
        if found in _NAT64:
            yield ipaddress.IPv4Address(int(found) & 0xFFFF_FFFF)


def _plain(typed: str) -> str:
    """The address as it is sent to: ASCII, without a fragment. Raises InvalidInput (`webhook_url`)."""
    page = parse_page(typed) if len(typed) <= MAX_URL else None
    if page is None or page.scheme not in ("http", "https"):
        raise InvalidInput("webhook_url", _(_NO_ADDRESS), "url")
    if _NAMES_A_USER.match(typed.strip()):
        words = _("Leave user name and password out of the address: the signature takes their place.")
        raise InvalidInput("webhook_url", words, "url")
    query = f"?{page.raw_query}" if page.raw_query else ""
    return f"{page.scheme}://{page.host}{quote(page.raw_path + query, safe=_KEPT)}"
