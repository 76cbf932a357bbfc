"""Addresses taken apart, as browsers do it (url.spec.whatwg.org), so that nobody compares them as strings."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

import idna

from core.i18n import _
from core.rules.texts import fold

DEFAULT_PORTS = {"http": "80", "https": "443", "ws": "80", "wss": "443", "ftp": "21"}
"""The schemes whose addresses browsers tidy up, and the port that each leaves out."""

MAX_ADDRESS = 65_536
"""Longest page address that is looked at, in characters; a longer one counts as missing."""

_LAST_PORT = 65_535
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.\-]*):")
DOTS = re.compile("[.\u3002\uff0e\uff61]")
_SLASHES = re.compile(r"[/\\]*")
_ESCAPES = re.compile(r"(?:%[0-9a-fA-F]{2})+")
_FORBIDDEN_IN_HOST = frozenset("\0\t\n\r #%/:<>?@[\\]^|\x7f") | frozenset(map(chr, range(0x20)))
_CONTROLS_AND_SPACE = "".join(map(chr, range(0x21)))
_NO_TABS_OR_NEWLINES = str.maketrans("", "", "\t\n\r")
_THIS_FOLDER = {".", "%2e"}
_FOLDER_ABOVE = {"..", ".%2e", "%2e.", "%2e%2e"}


class BadAddress(ValueError):
    """An address, or a pattern of one, that can't be taken apart; the message says what to do."""


@dataclass(frozen=True)
class Page:
    """The parsed address of a page."""

    address: str
    """As observed; regular expressions search this."""
    scheme: str
    host: str
    """In ASCII, with the port unless it is the scheme's default one."""
    path: str
    """Decoded, without the slashes at both ends."""
    raw_path: str
    raw_query: str
    raw_fragment: str

    @cached_property
    def parameters(self) -> dict[str, list[str]]:
        """The decoded values of every query parameter."""
        found: dict[str, list[str]] = {}
        for name, value in split_query(self.raw_query):
            found.setdefault(form_decode(name), []).append(form_decode(value))
        return found

    @cached_property
    def fragment(self) -> str:
        return percent_decode(self.raw_fragment)

    @cached_property
    def path_text(self) -> str:
        """Path and query as `starts_with` compares them with a value that begins with a slash."""
        return fold(self._path_and_query)

    @cached_property
    def text(self) -> str:
        """Host, path and query as `contains` and `starts_with` compare them."""
        return fold(unicode_host(self.host) + self._path_and_query)

    @property
    def _path_and_query(self) -> str:
        query = f"?{percent_decode(self.raw_query)}" if self.raw_query else ""
        return percent_decode(self.raw_path) + query


@lru_cache(maxsize=256)
def parse_page(address: str) -> Page | None:
    """Take the address of a page apart; None if it isn't absolute or can't be parsed."""
    if len(address) > MAX_ADDRESS:
        return None
    text = clean(address)
    scheme_found = _SCHEME.match(text)
    if not scheme_found:
        return None
    scheme = scheme_found[1].lower()
    rest = text[scheme_found.end() :]
    if scheme in DEFAULT_PORTS:
        rest = rest[_SLASHES.match(rest).end() :]  # type: ignore[union-attr]  # it matches the empty run, too
    elif rest.startswith("//"):
        rest = rest[2:]
    else:
        return None
    parts = split(rest, backslash=scheme in DEFAULT_PORTS)
    try:
        host, port = split_port(parts.authority.rpartition("@")[2])
        port = plain_port(port)
        host = ascii_host(percent_decode(host))
    except BadAddress:
        return None
    path = resolve_dots(parts.path) or "/"
    return Page(
        address=address,
        scheme=scheme,
        host=host if port in ("", DEFAULT_PORTS.get(scheme)) else f"{host}:{port}",
        path=percent_decode(path).strip("/"),
        raw_path=path,
        raw_query=parts.query,
        raw_fragment=parts.fragment,
    )


@dataclass(frozen=True)
class Parts:
    """What follows the scheme, split but neither decoded nor checked."""

    authority: str
    path: str
    query: str
    fragment: str


def clean(text: str) -> str:
    """Without what browsers drop: blanks and control characters at the ends, tabs and line breaks anywhere."""
    return text.strip(_CONTROLS_AND_SPACE).translate(_NO_TABS_OR_NEWLINES)


def split(rest: str, *, backslash: bool = True) -> Parts:
    """Split what follows `scheme://`; a backslash is a slash to browsers in the addresses they know."""
    rest, _, fragment = rest.partition("#")
    rest, _, query = rest.partition("?")
    if backslash:
        rest = rest.replace("\\", "/")
    authority, slash, path = rest.partition("/")
    return Parts(authority, slash + path, query, fragment)


def split_port(authority: str) -> tuple[str, str]:
    """Host and port; the port is empty if there is none."""
    if authority.startswith("["):
        host, bracket, rest = authority.partition("]")
        if not bracket or (rest and not rest.startswith(":")):
            raise BadAddress(_("the square brackets around the host don't match"))
        return host + bracket, rest[1:]
    host, _colon, port = authority.partition(":")
    return host, port


def plain_port(port: str) -> str:
    """The port without leading zeros. Raises BadAddress."""
    digits = port.lstrip("0") or port[:1]
    if port and not (digits.isascii() and digits.isdigit() and len(digits) <= 5 and int(digits) <= _LAST_PORT):
        raise BadAddress(_("{port} is no port").format(port=port))
    return digits


def split_query(query: str) -> list[tuple[str, str]]:
    """Names and values of a query, still encoded; `q` is `q=`."""
    pieces = (piece.partition("=") for piece in query.split("&") if piece)
    return [(name, value) for name, _, value in pieces]


def resolve_dots(path: str) -> str:
    """Resolve the dot segments of a path that begins with a slash; `%2e` is a dot."""
    if "." not in path and "%2" not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")[1:]
    for position, segment in enumerate(segments):
        last = position == len(segments) - 1
        lowered = segment.lower()
        if lowered in _FOLDER_ABOVE:
            del kept[-1:]
        elif lowered not in _THIS_FOLDER:
            kept.append(segment)
            continue
        if last:
            kept.append("")
    return "".join(f"/{segment}" for segment in kept)


def percent_decode(text: str) -> str:
    """Decode escapes once; what is no escape, or escapes no UTF-8, stays as it stands."""
    return _ESCAPES.sub(_decode_run, text) if "%" in text else text


def form_decode(text: str) -> str:
    """Decode a parameter's name or value, in which `+` is a space."""
    return percent_decode(text.replace("+", " "))


def ascii_host(host: str) -> str:
    """The host in lower case and ASCII: UTS 46, non-transitional. Raises BadAddress."""
    if host.startswith("["):
        try:
            return f"[{ipaddress.IPv6Address(host[1:-1])}]"
        except ValueError:
            raise BadAddress(_("{host} is no IPv6 address").format(host=host)) from None
    name = ".".join(map(ascii_label, DOTS.split(host)))
    if not name:
        raise BadAddress(_("the host is missing"))
    return name


def ascii_label(label: str) -> str:
    """One label of a host, as `ascii_host` writes it. Raises BadAddress."""
    try:
        if not label.isascii():
            label = idna.uts46_remap(label, std3_rules=False, transitional=False)
        if not label.isascii():
            label = "xn--" + label.encode("punycode").decode("ascii")
    except (idna.IDNAError, UnicodeError):
        raise BadAddress(_("{label} is no part of a host name").format(label=label)) from None
    if not _FORBIDDEN_IN_HOST.isdisjoint(label):
        raise BadAddress(_("{label} is no part of a host name").format(label=label))
    return label.lower()


def unicode_host(host: str) -> str:
    """The host as people read it; labels that don't decode stay as they stand."""
    return ".".join(map(_unicode_label, host.split("."))) if "xn--" in host else host


def _unicode_label(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, OverflowError):
        return label


def _decode_run(run: re.Match[str]) -> str:
    text = run[0]
    data = bytes.fromhex(text.replace("%", ""))
    decoded = []
    start = 0
    while start < len(data):
        try:
            decoded.append(data[start:].decode())
            break
        except UnicodeDecodeError as error:
            decoded.append(data[start : start + error.start].decode())
            decoded.append(text[3 * (start + error.start) : 3 * (start + error.end)])
            start += error.end
    return "".join(decoded)
