"""What a message may say: its blocks, its limits, and the sentences that tell what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.messages.markup import Block, Span, link_problem, link_targets, literal, parse, resolved, unified

__all__ = [
    "MAX_CAMPAIGN_TEXT", "MAX_TEXT", "Block", "Span", "TextProblem", "cleaned", "is_visible", "length",
    "link_problem", "literal", "parse", "plain", "problems", "resolved", "unified",
]  # fmt: skip

MAX_CAMPAIGN_TEXT = 2_000
"""Longest text of a campaign, in characters that a visitor reads."""
MARKS = 10
"""So many times longer than what is read a text may be, with its marks and the targets of its links."""
MAX_TEXT = 4_000
"""Longest message of a visitor or an agent, in characters."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
"""Controls and lone surrogates: nothing to see, and some of it no database takes."""
_BLANK_LETTERS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufe0e\ufe0f"
"""Characters that Unicode calls letters, marks or symbols, and that show nothing."""


@dataclass(frozen=True, slots=True)
class TextProblem:
    """What keeps a text from being sent: a stable code and a sentence for the person who typed it."""

    code: str
    """text_empty | text_too_long | text_control | text_link"""
    message: str


def problems(text: str, limit: int = MAX_CAMPAIGN_TEXT, *, markup: bool = True) -> list[TextProblem]:
    """Everything that keeps `text` from being sent; `markup` false: marks are characters, links are not looked at."""
    text = unified(text)
    found: list[TextProblem] = []
    most = limit * MARKS if markup else limit
    if len(text) > most:
        message = f"The text has {len(text):,} characters{' with its marks' if markup else ''}. Shorten it to {most:,}."
        return [TextProblem("text_too_long", message)]
    if markup and (read := length(text)) > limit:
        return [TextProblem("text_too_long", f"The text has {read:,} characters. Shorten it to {limit:,}.")]
    if not is_visible(text):
        found.append(TextProblem("text_empty", "The message is empty. Type what it should say."))
    if control := _CONTROL.search(text):
        message = f"The text holds the character U+{ord(control.group()):04X}, which can't be shown. Remove it."
        found.append(TextProblem("text_control", message))
    if markup:
        sentences = dict.fromkeys(map(link_problem, link_targets(text)))
        found += [TextProblem("text_link", sentence) for sentence in sentences if sentence]
    return found


def length(text: str) -> int:
    """How many characters of a text in mark-up are read: neither marks nor the targets of links."""
    return len(plain(parse(text)))


def plain(blocks: Iterable[Mapping[str, object]]) -> str:
    """The words of blocks alone, with line breaks: for previews, search and notifications."""
    return "\n\n".join(_words(block.get("spans")) for block in blocks if block.get("type") == "text")


def _words(spans: object) -> str:
    if not isinstance(spans, list):
        return ""
    return "".join("\n" if each.get("break") else str(each.get("text", "")) for each in spans)


def is_visible(text: str) -> bool:
    """Whether there is anything to see in a text: blanks, joiners and fillers alone are nothing."""
    return any(unicodedata.category(character)[0] not in "ZC" and character not in _BLANK_LETTERS for character in text)


def cleaned(text: str, limit: int) -> str:
    """What a browser tells (a title, an address) as it may be stored: one line, no controls, at most `limit` long."""
    return " ".join(_CONTROL.sub(" ", unified(text[: 2 * limit])).split())[:limit]
