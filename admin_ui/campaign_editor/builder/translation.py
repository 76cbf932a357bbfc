"""What was typed for one operator, said for another: `*` in an address, and what stands for it in a pattern (RE2).

Operators compare with addresses, with plain texts or with patterns. A value is only taken over where it means there
what it meant before (core/rules/url_patterns.py says what addresses mean).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import quote

from core.rules.operators import Operator
from core.rules.url_patterns import Glob, UrlPattern, parse_pattern
from core.rules.urls import BadAddress, percent_decode
from core.rules.value_type import ValueType
from core.rules.values import Text, Url

_PATTERNS: Final = ("matches", "does_not_match")
_ADDRESSES: Final = ("is", "is_not")

_HOST, _PATH, _VALUE = "[^/?#]*", "[^?#]*", "[^&#]*"
"""What `*` means in a host, in a path, in a parameter's value."""
_ANY_SITE: Final = f"^https?://{_HOST}"
_CASED: Final = "(?-i)"
_END: Final = "(?:[?#]|$)"
_FOLDER: Final = f"(?:/{_PATH})?"
_BEFORE_PARAMETER, _AFTER_PARAMETER = r"\?(?:[^#]*&)?", "(?:[&#]|$)"
_ANY_VALUE: Final = f"(?:={_VALUE})?"
_SPACE: Final = r"(?:\+|%20)"
_ENCODED: Final = re.compile(r"\(\?:((?:\\.|[^\\()|])+)\|(?:%[0-9A-F]{2})+\)")
_SAFE: Final = "/:@!$&'()*+,;=?#[]"


def translated(value: str, kind: ValueType, before: Operator, after: Operator) -> str | None:
    """A value of `before` as `after` takes it; None where that has no words for it."""
    if not isinstance(kind, (Text, Url)) or _language(kind, before) == _language(kind, after):
        return value
    if after.key in _PATTERNS:
        return _written(value, kind, before)
    if before.key in _PATTERNS:
        return next((each for each in _candidates(value) if _written(each, kind, after) == value), None)
    if before.key in _ADDRESSES:
        plain = percent_decode(value.strip("*")) if "*" not in value.strip("*") else ""
        return plain or None
    return value.replace("*", "%2A")


def _language(kind: ValueType, operator: Operator) -> str:
    """Values of operators with the same language mean the same text."""
    if operator.key in _PATTERNS:
        return "pattern"
    return "address" if isinstance(kind, Url) and operator.key in _ADDRESSES else "text"


def _written(value: str, kind: ValueType, operator: Operator) -> str | None:
    """The pattern that holds where the operator does with this value."""
    write = _ADDRESS_WRITERS if isinstance(kind, Url) else _TEXT_WRITERS
    return write[operator.key.replace("does_not_contain", "contains").replace("is_not", "is")](value)


def _address(value: str) -> str | None:
    """The pattern of the pages that an address means; None for what is no address, or has several parameters."""
    try:
        address = parse_pattern(value)
    except BadAddress:
        return None
    hosts = {scheme: _glob(host, _HOST, _escaped) if host else _HOST for scheme, host in address.hosts.items()}
    if len(set(hosts.values())) > 1 or len(address.parameters) > 1 or address.fragment is not None:
        return None
    scheme = "https?" if len(hosts) > 1 else _escaped(next(iter(hosts)))
    return f"^{scheme}://{next(iter(hosts.values()))}{_CASED}{_path(address)}{_parameter(address)}"


def _path(address: UrlPattern) -> str:
    whole = address.paths[0]
    last = not address.parameters
    if len(address.paths) > 1:
        path = _glob(address.paths[1], _PATH, _quoted)
        return f"/{path}{_FOLDER}{_END if last else ''}"
    if whole.parts == ("", ""):
        return "/.*" if last else f"/{_PATH}"
    if not whole.parts[-1] and len(whole.parts) > 1:
        open_end = _glob(Glob(whole.parts[:-1]), _PATH, _quoted)
        return f"/{open_end}{'.*' if last else _PATH}"
    path = _glob(whole, _PATH, _quoted)
    return f"{'/' if path else ''}{path}/?{_END if last else ''}"


def _parameter(address: UrlPattern) -> str:
    """The one parameter, wherever in the query it stands."""
    if not address.parameters:
        return ""
    ((name, wanted),) = address.parameters
    value = _glob(wanted, _VALUE, _form_quoted)
    given = {"": "=?", _VALUE: _ANY_VALUE}.get(value, f"={value}")
    return f"{_BEFORE_PARAMETER}{_form_quoted(name)}{given}{_AFTER_PARAMETER}"


def _glob(glob: Glob, star: str, write: Callable[[str], str]) -> str:
    return star.join(map(write, glob.parts))


def _escaped(text: str) -> str:
    return re.sub(r"[\\.^$*+?()\[\]{}|]", r"\\\g<0>", text)


def _quoted(text: str, syntax: str = "?#") -> str:
    """A decoded text as it stands in addresses: what browsers encode there either way, what is `syntax` encoded."""
    return "".join(_either_way(each, syntax) for each in re.findall(r"[!-~]|[^!-~]+", text))


def _either_way(text: str, syntax: str) -> str:
    if text in syntax:
        return quote(text, safe="")
    return _escaped(text) if quote(text, safe=_SAFE) == text else f"(?:{_escaped(text)}|{quote(text, safe='')})"


def _form_quoted(text: str) -> str:
    return _SPACE.join(_quoted(each, "+&#") for each in text.split(" "))


def _begins(value: str) -> str:
    """The pattern of addresses that begin so; a path begins after the host."""
    return f"{_ANY_SITE if value.startswith('/') else '^https?://'}{_quoted(value)}"


_ADDRESS_WRITERS: Final[Mapping[str, Callable[[str], str | None]]] = {
    "is": _address,
    "contains": _quoted,
    "starts_with": _begins,
}
_TEXT_WRITERS: Final[Mapping[str, Callable[[str], str | None]]] = {
    "is": lambda value: f"^{_escaped(value)}$",
    "contains": _escaped,
    "starts_with": lambda value: f"^{_escaped(value)}",
    "ends_with": lambda value: f"{_escaped(value)}$",
}


def _candidates(pattern: str) -> tuple[str, ...]:
    """What could have been written as this pattern: an address, or a text with and without its anchors."""
    bare = pattern.removeprefix(_ANY_SITE).removeprefix("^https?://").removeprefix("^")
    return (
        _as_address(pattern),
        *(_unescaped(_decoded(each)) for each in (bare, bare.removesuffix("$"), pattern.removesuffix("$"), pattern)),
    )


def _as_address(pattern: str) -> str:
    """The address that may have been written so, told by its marks."""
    host, _, rest = pattern.removeprefix("^").partition(_CASED)
    host = _unescaped(host.removeprefix("https?://").replace(_HOST, "*"))
    rest = rest.removesuffix(_END).removesuffix(_AFTER_PARAMETER).removesuffix("/?")
    path, asks, query = rest.partition(_BEFORE_PARAMETER)
    path = (
        f"{path.removesuffix('.*')}*" if path.endswith(".*") and not path.endswith(r"\.*") else path.removesuffix("/?")
    )
    path = _address_part(path.replace(_FOLDER, "/*").replace(_PATH, "*"))
    query = _address_part(query.removesuffix("=?").replace(_ANY_VALUE, "=*").replace(_VALUE, "*").replace(_SPACE, "+"))
    star_for_any = "" if host == "*" else host
    return f"{star_for_any}{path if path[:1] == '/' else f'/{path}'}{'?' if asks else ''}{query}"


def _address_part(text: str) -> str:
    """A piece of a pattern in an address, where a star that is meant as one is encoded."""
    return _unescaped(_decoded(text.replace(r"\*", "%2A").replace(r"\?", "%3F")))


def _decoded(pattern: str) -> str:
    return _ENCODED.sub(r"\1", pattern)


def _unescaped(pattern: str) -> str:
    return re.sub(r"\\(.)", r"\1", pattern)
