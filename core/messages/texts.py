"""The words of messages: what of them can be seen, and how they are kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from core.messages.markup import unified

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
"""Controls and lone surrogates: nothing to see, and some of it no database takes."""
_OTHER_LINE_ENDS = re.compile(r"[\x0b\x0c\x85\u2028\u2029]")
"""Slides, tables and old terminals have them."""
_BLANK_LETTERS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufe0e\ufe0f"
"""Characters that Unicode calls letters, marks or symbols, and that show nothing."""


def plain(blocks: Iterable[Mapping[str, object]]) -> str:
    """The words of blocks alone, with line breaks, and what pictures show: for previews, search and notifications."""
    return "\n\n".join(filter(None, map(_words_of, blocks)))


def _words_of(block: Mapping[str, object]) -> str:
    match block.get("type"):
        case "text":
            return _words(block.get("spans"))
        case "image":
            return str(block.get("alt", ""))
        case _:
            return ""


def _words(spans: object) -> str:
    if not isinstance(spans, list):
        return ""
    return "".join(map(_said, spans))


def _said(span: Mapping[str, object]) -> str:
    if "tag" in span:
        return f"{{{{ {span['tag']} }}}}"
    return "\n" if span.get("break") else str(span.get("text", ""))


def is_visible(text: str) -> bool:
    """Whether there is anything to see in a text: blanks, joiners and fillers alone are nothing."""
    return any(unicodedata.category(character)[0] not in "ZC" and character not in _BLANK_LETTERS for character in text)


def is_label(text: str) -> bool:
    """Whether a text can stand on a button or at a field, and be sent as words: seen, and without controls."""
    return is_visible(text) and not CONTROL.search(text)


def pasted(text: str) -> str:
    """What somebody pasted without what nobody sees: other ends of lines as line feeds, no controls."""
    return CONTROL.sub("", _OTHER_LINE_ENDS.sub("\n", unified(text)))


def cleaned(text: str, limit: int) -> str:
    """What a browser tells (a title, an address) as it may be stored: one line, no controls, at most `limit` long."""
    return " ".join(CONTROL.sub(" ", unified(text[: 2 * limit])).split())[:limit]
