"""Whether something that was typed is a CSS selector, as browsers take them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

import tinycss2
import tinycss2.nth

_COMBINATORS: Final = (">", "+", "~")
_MATCHERS: Final = ("=", "~=", "|=", "^=", "$=", "*=")
_NTH: Final = frozenset({"nth-child", "nth-last-child", "nth-of-type", "nth-last-of-type"})
_WITH_BRACKETS: Final = _NTH | {"not", "has", "is", "where", "dir", "lang"}
_OF_JQUERY: Final = frozenset({"contains", "eq", "first", "last", "gt", "lt", "visible", "hidden"})
"""Pseudo-classes that a library made popular and that no browser knows."""

_LIKE_A_RANGE: Final = re.compile(r"u\+", re.IGNORECASE)
"""What older style sheets take for a range of characters (`u+a`)."""

Tokens = Sequence[Any]


def is_selector(text: str) -> bool:
    """Whether browsers take this as a CSS selector; of a pseudo-class that is not known here it is taken for granted.

    After Selectors Level 4, section 18; brackets and quotes that are left open are closed at the end, as in browsers.
    """
    return _is_list(tinycss2.parse_component_value_list(_LIKE_A_RANGE.sub("u + ", text), skip_comments=True))


def _is_list(tokens: Iterable[Any], *, relative: bool = False) -> bool:
    """Whether these are selectors with commas between them; relative ones may begin with a combinator."""
    selectors: list[list[Any]] = [[]]
    for part in tokens:
        if part == ",":
            selectors.append([])
        else:
            selectors[-1].append(part)
    return all(_is_complex(_trimmed(each), relative=relative) for each in selectors)


def _is_complex(tokens: list[Any], *, relative: bool) -> bool:
    """Whether these are compounds with combinators between them."""
    compounds: list[list[Any]] = [[]]
    for part in tokens:
        if part in _COMBINATORS:
            compounds.append([])
        else:
            compounds[-1].append(part)
    trimmed = [_trimmed(each) for each in compounds]
    if relative and len(trimmed) > 1 and not trimmed[0]:
        del trimmed[0]
    return all(map(_are_descendants, trimmed))


def _are_descendants(tokens: list[Any]) -> bool:
    """Whether these are compounds with nothing but blanks between them, one at least."""
    compounds: list[list[Any]] = [[]]
    for part in tokens:
        if part.type != "whitespace":
            compounds[-1].append(part)
        elif compounds[-1]:
            compounds.append([])
    return all(map(_is_compound, compounds))


def _is_compound(tokens: list[Any]) -> bool:
    left = list(reversed(tokens))
    _take_namespace(left)
    if left and (left[-1] == "*" or left[-1].type == "ident"):
        left.pop()
    elif len(left) < len(tokens):
        return False
    while left:
        if not _take_simple(left):
            return False
    return bool(tokens)


def _take_namespace(left: list[Any]) -> None:
    """Pages know of two: `*|` is any, `|` none."""
    if len(left) > 1 and left[-1] == "*" and left[-2] == "|":
        left.pop()
    if left and left[-1] == "|":
        left.pop()


def _take_simple(left: list[Any]) -> bool:
    """Take an id, a class, an attribute or a pseudo-class or -element."""
    part = left.pop()
    if part == "&":
        return True
    if part.type == "hash":
        return bool(part.is_identifier)
    if part.type == "[] block":
        return _is_attribute(_trimmed(part.content))
    if part == ".":
        return bool(left) and left.pop().type == "ident"
    if part != ":":
        return False
    element = bool(left) and left[-1] == ":"
    if element:
        left.pop()
    return bool(left) and _is_pseudo(left.pop(), element=element)


def _is_pseudo(part: Any, *, element: bool) -> bool:
    if part.type == "ident":
        return element or part.lower_value not in _WITH_BRACKETS | _OF_JQUERY
    if part.type != "function":
        return False
    inside: Tokens = part.arguments
    name = part.lower_name
    if element or name in ("is", "where"):  # these two pass over what they can't read
        return True
    if name in _NTH:
        return _is_nth(inside, may_filter="child" in name)
    if name in ("not", "has"):
        return _is_list(inside, relative=name == "has")
    return name not in _OF_JQUERY


def _is_nth(inside: Tokens, *, may_filter: bool) -> bool:
    """An+B, for children also "of" some selectors."""
    at = next((i for i, part in enumerate(inside) if part.type == "ident" and part.lower_value == "of"), None)
    if at is None or not may_filter:
        return _is_number_of(inside)
    return _is_number_of(inside[:at]) and _is_list(inside[at + 1 :])


def _is_number_of(tokens: Tokens) -> bool:
    try:
        return tinycss2.nth.parse_nth(list(tokens)) is not None
    except (StopIteration, AttributeError):  # it ends behind a sign
        return False


def _is_attribute(tokens: list[Any]) -> bool:
    left = [part for part in reversed(tokens) if part.type != "whitespace"]
    _take_namespace(left)
    if not left or left.pop().type != "ident":
        return False
    if not left:
        return True
    if left.pop() not in _MATCHERS or not left or left.pop().type not in ("ident", "string"):
        return False
    return not left or (len(left) == 1 and left[0].type == "ident" and left[0].lower_value in ("i", "s"))


def _trimmed(tokens: Iterable[Any]) -> list[Any]:
    """Without blanks at both ends, and without what says that the end closed a quote."""
    kept = [part for part in tokens if getattr(part, "kind", "") != "eof-in-string"]
    while kept and kept[0].type == "whitespace":
        del kept[0]
    while kept and kept[-1].type == "whitespace":
        del kept[-1]
    return kept
