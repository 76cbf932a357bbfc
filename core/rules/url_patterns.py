"""The patterns that page addresses are compared with: `shop.example/p/*`, `/search?q=*`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from core.i18n import _
from core.rules import urls
from core.rules.texts import fold, part_problem, shown, text_problem
from core.rules.urls import BadAddress, Page

_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.\-]*)://")
_STARS = re.compile(r"\*+")
_FOLDED_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*://")
_STAR = "\0"  # stands for a star while the literal parts around it are decoded; no host can hold it
_BARE_HOSTS = ("localhost", "*")
_PORT_CHARACTERS = set("0123456789*")
_DEFAULT_SCHEMES = ("http", "https")


@dataclass(frozen=True)
class Glob:
    """A text with `*` for any run of characters, as the literal parts between the stars."""

    parts: tuple[str, ...]

    @classmethod
    def parse(cls, text: str, decode: Callable[[str], str]) -> Glob:
        """Stars are recognised before decoding, so that an encoded one is a literal star."""
        return cls(tuple(map(decode, _STARS.sub("*", text).split("*"))))

    def matches(self, text: str) -> bool:
        """Whether the whole text fits, in time linear in it for every part."""
        first, last = self.parts[0], self.parts[-1]
        if len(self.parts) == 1:
            return text == first
        if len(text) < len(first) + len(last) or not text.startswith(first) or not text.endswith(last):
            return False
        position = len(first)
        end = len(text) - len(last)
        for part in self.parts[1:-1]:
            found = text.find(part, position, end)
            if found < 0:
                return False
            position = found + len(part)
        return True


@dataclass(frozen=True)
class UrlPattern:
    """A parsed pattern; None stands for a part that the pattern leaves open."""

    hosts: Mapping[str, Glob | None]
    """Host with port, for each scheme that the pattern allows."""
    paths: tuple[Glob, ...]
    """One of them must fit."""
    parameters: tuple[tuple[str, Glob], ...]
    fragment: Glob | None

    def matches(self, page: Page) -> bool:
        """Whether the page is one that the pattern means."""
        if page.scheme not in self.hosts or not any(path.matches(page.path) for path in self.paths):
            return False
        host = self.hosts[page.scheme]
        if host is not None and not host.matches(page.host):
            return False
        for name, wanted in self.parameters:
            if not any(wanted.matches(value) for value in page.parameters.get(name, ())):
                return False
        return self.fragment is None or self.fragment.matches(page.fragment)


@lru_cache(maxsize=4096)
def parse_pattern(pattern: str) -> UrlPattern:
    """Parse what a marketer typed. Raises BadAddress with a sentence that says what to write instead."""
    text = urls.clean(pattern)
    if not text:
        raise BadAddress(_("This address is empty. Type one such as /pricing or shop.example/*."))
    scheme_found = _SCHEME.match(text)
    scheme = scheme_found[1].lower() if scheme_found else None
    rest = text[scheme_found.end() :] if scheme_found else text
    parts = urls.split(rest, backslash=scheme is None or scheme in urls.DEFAULT_PORTS)
    authority = _STARS.sub("*", parts.authority.rpartition("@")[2])
    schemes = _DEFAULT_SCHEMES if scheme is None else (scheme,)
    return UrlPattern(
        hosts=_hosts(authority, parts.path, schemes, with_scheme=scheme is not None),
        paths=_paths(parts.path),
        parameters=tuple(
            (urls.form_decode(name), Glob.parse(value, urls.form_decode))
            for name, value in urls.split_query(parts.query)
        ),
        fragment=Glob.parse(parts.fragment, urls.percent_decode) if parts.fragment else None,
    )


def pattern_problem(value: object) -> str | None:
    """What is wrong with an address pattern."""
    problem = text_problem(value)
    if problem or not isinstance(value, str):
        return problem
    try:
        parse_pattern(value)
    except BadAddress as error:
        return str(error)
    return None


def without_scheme(value: str) -> str:
    """A value of `contains` or `starts_with` as it is compared: folded, without its scheme."""
    folded = fold(value)
    found = _FOLDED_SCHEME.match(folded)
    return folded[found.end() :] if found else folded


def url_part_problem(value: object) -> str | None:
    """What is wrong with a part of an address to look for."""
    problem = part_problem(value)
    if problem is None and isinstance(value, str) and not without_scheme(value):
        return _("“{value}” is part of every address. Add a host or a path.").format(value=shown(value))
    return problem


def _paths(path: str) -> tuple[Glob, ...]:
    """The path's glob, slashes at both ends left out; a path that ends in `/*` also means the folder itself."""
    parts = list(Glob.parse(urls.resolve_dots(path), urls.percent_decode).parts)
    parts[0] = parts[0].lstrip("/")
    parts[-1] = parts[-1].rstrip("/")
    whole = Glob(tuple(parts))
    if len(parts) > 1 and not parts[-1] and parts[-2].endswith("/"):
        return (whole, Glob((*parts[:-2], parts[-2][:-1])))
    return (whole,)


def _hosts(authority: str, path: str, schemes: tuple[str, ...], *, with_scheme: bool) -> dict[str, Glob | None]:
    if not authority:
        if with_scheme:
            raise BadAddress(
                _("The host is missing after the scheme. Write an address such as https://shop.example/*.")
            )
        return dict.fromkeys(schemes)
    if not with_scheme and authority.endswith(":") and path.startswith("//"):
        raise BadAddress(_("A scheme has no star. Leave it out: shop.example/* means http and https."))
    try:
        host, port = urls.split_port(authority)
        if not (with_scheme or port or urls.DOTS.search(host) or host.lower() in _BARE_HOSTS or host[:1] == "["):
            raise BadAddress(
                _("a path begins with / (/{host}), a host has a dot (shop.example)").format(host=shown(host))
            )
        if "*" not in port:
            port = urls.plain_port(port)
        elif not set(port) <= _PORT_CHARACTERS:
            raise BadAddress(_("{port} is no port").format(port=port))
        parts = _host_parts(host)
    except BadAddress as error:
        raise BadAddress(
            _("“{authority}” can't be a host: {error}.").format(authority=shown(authority), error=error)
        ) from None
    return {scheme: _with_port(parts, port, scheme) for scheme in schemes}


def _host_parts(host: str) -> tuple[str, ...]:
    """The literal parts of a host between its stars, in ASCII."""
    if host.startswith("["):
        return (urls.ascii_host(host),)
    pieces = [urls.percent_decode(piece) for piece in host.split("*")]
    if any(_STAR in piece for piece in pieces):
        raise BadAddress(_("{host} is no host name").format(host=shown(host)))
    return tuple(".".join(map(_label, urls.DOTS.split(_STAR.join(pieces)))).split(_STAR))


def _label(label: str) -> str:
    pieces = label.split(_STAR)
    if len(pieces) > 1 and not label.isascii():
        raise BadAddress(_("a star can't stand beside letters such as ä between two dots, so let it stand alone"))
    return _STAR.join(map(urls.ascii_label, pieces))


def _with_port(host: tuple[str, ...], port: str, scheme: str) -> Glob:
    if port in ("", urls.DEFAULT_PORTS.get(scheme)):
        return Glob(host)
    first, *others = port.split("*")
    return Glob((*host[:-1], f"{host[-1]}:{first}", *others))
