"""The small mark-up people type, and the blocks that widget and inbox draw from it.

The mark-up is `**bold**`, `*italic*`, `[words](https://…)` or, for a page of the site, `[words](/…)`; a bare http
address becomes a link, a backslash takes the meaning from the mark after it, an empty line begins a new block.
`![words](media:HASH 640x480)` is a picture, with what it shows and its size. A word joiner (U+2060) before a row of
stars says that it opens and closes nothing. Whatever is not mark-up is text: there is no HTML.
Parsing is linear in the length of the text and raises nothing, whatever the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict
from urllib.parse import urlsplit

LINK_SCHEMES = ("http", "https", "mailto", "tel")
ONLY_OPENS = "\u2060"
"""Before a row of stars in the middle of a word, where it could close as well."""

Span = TypedDict("Span", {"text": str, "bold": bool, "italic": bool, "link": str, "break": bool}, total=False)
"""Words with their style, or `{"break": True}`: a new line."""


Block = dict[str, Any]
"""One block of a message: `{"type": "text", "spans": [Span]}` or
`{"type": "image", "media": hash, "width": pixels, "height": pixels, "alt": words}`.
"""


def parse(text: str) -> list[Block]:
    """The blocks of a text in mark-up; links that are not allowed and unbalanced marks stay as typed."""
    return [block for paragraph in _paragraphs(text) for block in _blocks(paragraph)]


def _blocks(paragraph: str) -> Iterator[Block]:
    """A paragraph's text and pictures; a picture is a block of its own wherever it stands."""
    done = 0
    for match in _PICTURE.finditer(paragraph):
        yield from _text(paragraph[done : match.start()])
        yield {
            "type": "image",
            "media": match["hash"],
            "width": int(match["width"]),
            "height": int(match["height"]),
            "alt": _ESCAPED.sub(r"\1", match["alt"]).strip(),
        }
        done = match.end()
    yield from _text(paragraph[done:])


def _text(paragraph: str) -> Iterator[Block]:
    if words := paragraph.strip():
        yield {"type": "text", "spans": _drawn(_emphasised(list(_tokens(words))))}


def literal(text: str) -> list[Block]:
    """The blocks of a text that is no mark-up (a visitor's words): nothing is bold, http addresses are links."""
    return [{"type": "text", "spans": _drawn(_plain_tokens(each))} for each in _paragraphs(text)]


def link_targets(text: str) -> list[str]:
    """The addresses of all `[words](address)` in a text, allowed or not."""
    return [match["target"] for match in _MARKUP.finditer(unified(text)) if match["target"] is not None]


def link_problem(target: str) -> str | None:
    """What is wrong with the address of a link, as a sentence; None: nothing."""
    shown = target if len(target) <= 60 else f"{target[:59]}…"
    if is_on_site(target):
        return None
    try:
        parts = urlsplit(target)
        host = parts.hostname
    except ValueError:
        return f"The link “{shown}” is no address. Check it for typing errors."
    scheme = parts.scheme.lower()
    if scheme not in LINK_SCHEMES or _UNSAFE_IN_LINK.search(target):
        return f"The link “{shown}” can't be used. Begin it with https://, mailto:, tel:, or / for a page of the site."
    if scheme in ("http", "https"):
        return None if host else f"The link “{shown}” names no website. Write it as https://shop.example/page."
    return None if parts.path.strip("/") else f"The link “{shown}” leads nowhere. Write whom it should reach."


def is_on_site(target: str) -> bool:
    """Whether the address of a link is a page of the site that the message is shown on, such as `/gifts`."""
    return target.startswith("/") and not target.startswith("//") and not _UNSAFE_IN_LINK.search(target)


def resolved(blocks: Sequence[Mapping[str, Any]], origin: str) -> list[Mapping[str, Any]]:
    """Blocks whose links to pages of the site are full addresses; `origin` as browsers tell it: `https://shop.example`."""
    return [_resolved(block, origin) for block in blocks]


def _resolved(part: Mapping[str, Any], origin: str) -> Mapping[str, Any]:
    """A block, or a part of one, with its links."""
    found = {**part}
    for name in ("link", "consent_link"):
        if is_on_site(found.get(name, "")):
            found[name] = origin + found[name]
    for name in ("spans", "buttons"):
        if name in found:
            found[name] = [_resolved(each, origin) for each in found[name]]
    return found


def unified(text: str) -> str:
    """The text with every line end as one line feed and without marks that turn the direction of what follows."""
    return _TURNING.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


_UNSAFE_IN_LINK = re.compile(r"[\s\x00-\x20\x7f-\x9f\\\"<>\u2028\u2029\u2066-\u2069\ud800-\udfff]")
_TURNING = re.compile(r"[\u202a-\u202e]")
"""Copied telephone numbers carry them unseen, and they make text read as another."""
_EMPTY_LINES = re.compile(r"\n[^\S\n]*+(?:\n[^\S\n]*+)++")
_ADDRESS = r"(?<!\w)(?P<address>https?://[^\s<>\"*\[\]\\]{1,2000}+)"
_MARKS = r"\\(?P<escaped>[\\*\[\]()])|(?P<stars>\u2060?\*++)|(?P<line>\n)"
_LINK = (
    r"\[(?P<words>(?:[^\[\]\\\n]|\\.){1,500}+)\]"
    r"\((?P<target>(?:[^()\s]|\([^()\s]{0,500}+\)){1,2000}+)\)"
)
_MARKUP = re.compile(f"{_MARKS}|{_LINK}|{_ADDRESS}")
_WORDS = re.compile(_MARKS)
_PLAIN = re.compile(f"(?P<line>\n)|{_ADDRESS}")
_PICTURE = re.compile(
    r"!\[(?P<alt>(?:[^\[\]\\\n]|\\.){0,400}+)\]"
    r"\(media:(?P<hash>[0-9a-f]{64}) (?P<width>[1-9][0-9]{0,3})x(?P<height>[1-9][0-9]{0,3})\)"
)
_ESCAPED = re.compile(r"\\(.)")
_AFTER_ADDRESS = ".,;:!?'"
_LONGEST_MARK = 3
"""`***` is bold and italic; a longer row of stars is a row of stars."""


@dataclass(slots=True)
class _Token:
    """A piece of a paragraph."""

    kind: str
    """text | line | stars"""
    text: str = ""
    link: str = ""
    opens: bool = False
    closes: bool = False
    bold: int = 0
    italic: int = 0


def _paragraphs(text: str) -> list[str]:
    stripped = (each.strip() for each in _EMPTY_LINES.split(unified(text)))
    return [each for each in stripped if each]


def _tokens(paragraph: str, link: str = "") -> Iterator[_Token]:
    """The pieces of a paragraph, or of a link's words when `link` is given."""
    done = 0
    for match in (_WORDS if link else _MARKUP).finditer(paragraph):
        yield _Token("text", paragraph[done : match.start()], link)
        done = match.end()
        found = match.groupdict()
        if found["escaped"]:
            yield _Token("text", found["escaped"], link)
        elif found["stars"]:
            yield _stars(paragraph, match.start(), match.end(), link)
        elif found["line"]:
            yield _Token("line")
        elif found.get("target"):
            yield from _link(match.group(), found["words"], found["target"])
        else:
            yield from _address(found["address"])
    yield _Token("text", paragraph[done:], link)


def _plain_tokens(paragraph: str) -> Iterator[_Token]:
    done = 0
    for match in _PLAIN.finditer(paragraph):
        yield _Token("text", paragraph[done : match.start()])
        done = match.end()
        if match["line"]:
            yield _Token("line")
        else:
            yield from _address(match["address"])
    yield _Token("text", paragraph[done:])


def _stars(paragraph: str, start: int, end: int, link: str) -> _Token:
    """A row of stars opens before something and closes after something."""
    row = paragraph[start:end].removeprefix(ONLY_OPENS)
    return _Token(
        "stars" if len(row) <= _LONGEST_MARK else "text",
        row,
        link,
        opens=end < len(paragraph) and not paragraph[end].isspace(),
        closes=start > 0 and not paragraph[start - 1].isspace() and paragraph[start] != ONLY_OPENS,
    )


def _link(typed: str, words: str, target: str) -> Iterator[_Token]:
    if link_problem(target) or not words.strip():
        yield _Token("text", typed)
    else:
        yield from _emphasised(list(_tokens(words, target)))


def _address(address: str) -> Iterator[_Token]:
    """A bare address as a link, without the punctuation of the sentence around it."""
    end = len(address)
    unopened = address.count(")") - address.count("(")
    while end and (address[end - 1] in _AFTER_ADDRESS or (address[end - 1] == ")" and unopened > 0)):
        end -= 1
        unopened -= address[end] == ")"
    target = address[:end]
    hides_its_host = "@" in target.split("/", 3)[2]
    yield _Token("text", target, "" if hides_its_host or link_problem(target) else target)
    yield _Token("text", address[end:])


def _emphasised(tokens: list[_Token]) -> list[_Token]:
    """Pair the stars, as CommonMark does with one kind of mark; what finds no partner becomes text."""
    bold, italic = [0] * (len(tokens) + 1), [0] * (len(tokens) + 1)
    openers: list[int] = []
    for index, token in enumerate(tokens):
        if token.kind != "stars":
            continue
        while token.closes and token.text and openers:
            opener = tokens[openers[-1]]
            used = min(2, len(token.text), len(opener.text))
            style = bold if used == 2 else italic
            style[openers[-1] + 1] += 1
            style[index] -= 1
            token.text, opener.text = token.text[used:], opener.text[used:]
            if not opener.text:
                openers.pop()
        if token.opens and token.text:
            openers.append(index)
    bold_now = italic_now = 0
    for index, token in enumerate(tokens):
        bold_now += bold[index]
        italic_now += italic[index]
        token.bold += bold_now
        token.italic += italic_now
        token.kind = "text" if token.kind == "stars" else token.kind
    return tokens


def _drawn(tokens: Iterable[_Token]) -> list[Span]:
    """Tokens as spans; neighbours of the same style are one."""
    spans: list[Span] = []
    style: tuple[bool, bool, str] | None = None
    pieces: list[str] = []

    def close() -> None:
        if pieces and style is not None:
            spans.append(_span("".join(pieces), *style))
        pieces.clear()

    for token in tokens:
        if token.kind == "line":
            close()
            spans.append({"break": True})
        elif token.text:
            own = (token.bold > 0, token.italic > 0, token.link)
            if own != style:
                close()
                style = own
            pieces.append(token.text)
    close()
    return spans


def _span(text: str, bold: bool, italic: bool, link: str) -> Span:
    span: Span = {"text": text}
    if bold:
        span["bold"] = True
    if italic:
        span["italic"] = True
    if link:
        span["link"] = link
    return span
