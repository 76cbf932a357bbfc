"""The small mark-up people type, and the blocks that widget and inbox draw from it.

The mark-up is `**bold**`, `*italic*`, `[words](https://…)` or, for a page of the site, `[words](/…)`; a bare http
address becomes a link, a backslash takes the meaning from the mark after it, an empty line begins a new block.
`![words](media:HASH 640x480)` is a picture, with what it shows and its size. A word joiner (U+2060) before a row of
stars says that it opens and closes nothing. `{{ visitor.name }}` is a merge tag (core.messages.merge_tags), in which
nothing else is mark-up; `\\{` is no beginning of one. Whatever is not mark-up is text: there is no HTML.
Parsing is linear in the length of the text and raises nothing, whatever the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypedDict

from core.messages.links import link_problem
from core.messages.merge_tags import PATTERN as MERGE_TAG

ONLY_OPENS = "\u2060"
"""Before a row of stars in the middle of a word, where it could close as well."""

Span = TypedDict(
    "Span", {"text": str, "tag": str, "bold": bool, "italic": bool, "link": str, "break": bool}, total=False
)
"""Words (`text`) or the inside of a merge tag (`tag`) with their style, or `{"break": True}`: a new line."""


Block = dict[str, Any]
"""One block of a message: `{"type": "text", "spans": [Span]}` or
`{"type": "image", "media": hash, "width": pixels, "height": pixels, "alt": words}`.
"""


def parse(text: str, *, tags: bool = True) -> list[Block]:
    """The blocks of a text in mark-up; links that are not allowed and unbalanced marks stay as typed.

    Not `tags`: there are no merge tags in it, as in what an employee writes to one visitor.
    """
    return [block for paragraph in _paragraphs(text) for block in _blocks(paragraph, _MARKUP if tags else _TAGLESS)]


def _blocks(paragraph: str, marks: _Marks) -> Iterator[Block]:
    """A paragraph's text and pictures; a picture is a block of its own wherever it stands."""
    done = 0
    for match in _PICTURE.finditer(paragraph):
        yield from _text(paragraph[done : match.start()].rstrip(), marks)
        yield _picture(match)
        done = match.end()
    yield from _text(paragraph[done:], marks)


def _picture(match: re.Match[str]) -> Block:
    return {
        "type": "image",
        "media": match["hash"],
        "width": int(match["width"]),
        "height": int(match["height"]),
        "alt": _ESCAPED.sub(r"\1", match["alt"]).strip(),
    }


def _text(paragraph: str, marks: _Marks) -> Iterator[Block]:
    if words := _trimmed(paragraph):
        yield {"type": "text", "spans": _drawn(_emphasised(list(_tokens(words, marks))))}


def literal(text: str) -> list[Block]:
    """The blocks of a text that is no mark-up (a visitor's words): nothing is bold, http addresses are links."""
    return [{"type": "text", "spans": _drawn(_plain_tokens(each.strip()))} for each in _paragraphs(text)]


def with_pictures(text: str, picture: Callable[[Block], str], words: Callable[[str], str]) -> str:
    """A text with something said in place of each picture, and of the words between them."""
    parts: list[str] = []
    done = 0
    for match in _PICTURE.finditer(text):
        parts += [words(text[done : match.start()]), picture(_picture(match))]
        done = match.end()
    return "".join([*parts, words(text[done:])])


def link_targets(text: str) -> list[str]:
    """The addresses of all `[words](address)` in a text, allowed or not."""
    return [match["target"] for match in _MARKUP.all.finditer(unified(text)) if match["target"] is not None]


def unified(text: str) -> str:
    """The text with every line end as one line feed and without marks that turn the direction of what follows."""
    return _TURNING.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


_TURNING = re.compile(r"[\u202a-\u202e]")
"""Copied telephone numbers carry them unseen, and they make text read as another."""
_EMPTY_LINES = re.compile(r"\n[^\S\n]*+(?:\n[^\S\n]*+)++")
_ADDRESS = r"(?<!\w)(?P<address>https?://[^\s<>\"*\[\]\\{}]{1,2000}+)"
_MARKS = r"\\(?P<escaped>[\\*\[\](){])|(?P<stars>\u2060?\*++)|(?P<line>\n)"
_ANY_TAG = r"\{\{[^{}\n]{1,300}+\}\}"
_LINK = (
    rf"\[(?P<words>(?:{_ANY_TAG}|[^\[\]\\\n]|\\.){{1,500}}+)\]"
    r"\((?P<target>(?:[^()\s]|\([^()\s]{0,500}+\)){1,2000}+)\)"
)


@dataclass(frozen=True, slots=True)
class _Marks:
    """What is mark-up."""

    all: re.Pattern[str]
    in_links: re.Pattern[str]


_MARKUP = _Marks(re.compile(f"{MERGE_TAG}|{_MARKS}|{_LINK}|{_ADDRESS}"), re.compile(f"{MERGE_TAG}|{_MARKS}"))
_TAGLESS = _Marks(re.compile(f"{_MARKS}|{_LINK}|{_ADDRESS}"), re.compile(_MARKS))
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
    """text | tag | line | stars"""
    text: str = ""
    link: str = ""
    opens: bool = False
    closes: bool = False
    bold: int = 0
    italic: int = 0


def _paragraphs(text: str) -> list[str]:
    return [each for each in map(_trimmed, _EMPTY_LINES.split(unified(text))) if each]


def _trimmed(text: str) -> str:
    """Without blanks around it; those behind its last word stay, where whoever writes it may go on."""
    words = text.strip()
    behind = text[len(text.rstrip()) :]
    return words + behind if words and "\n" not in behind else words


def _tokens(paragraph: str, marks: _Marks, link: str = "") -> Iterator[_Token]:
    """The pieces of a paragraph, or of a link's words when `link` is given."""
    done = 0
    for match in (marks.in_links if link else marks.all).finditer(paragraph):
        yield _Token("text", paragraph[done : match.start()], link)
        done = match.end()
        found = match.groupdict()
        if found.get("tag"):
            yield _Token("tag", found["tag"].strip(), link)
        elif found["escaped"]:
            yield _Token("text", found["escaped"], link)
        elif found["stars"]:
            yield _stars(paragraph, match.start(), match.end(), link)
        elif found["line"]:
            yield _Token("line")
        elif found.get("target"):
            yield from _link(match.group(), found["words"], found["target"], marks)
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


def _link(typed: str, words: str, target: str, marks: _Marks) -> Iterator[_Token]:
    if link_problem(target) or not words.strip():
        yield _Token("text", typed)
    else:
        yield from _emphasised(list(_tokens(words, marks, target)))


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
    """Tokens as spans; neighbouring words of the same style are one."""
    spans: list[Span] = []
    style: _Style | None = None
    pieces: list[str] = []

    def close() -> None:
        if pieces and style is not None:
            spans.append(_span({"text": "".join(pieces)}, style))
        pieces.clear()

    for token in tokens:
        if token.kind == "line":
            close()
            spans.append({"break": True})
        elif token.kind == "tag":
            close()
            spans.append(_span({"tag": token.text}, _style(token)))
        elif token.text:
            own = _style(token)
            if own != style:
                close()
                style = own
            pieces.append(token.text)
    close()
    return spans


_Style = tuple[bool, bool, str]
"""Bold, italic, and where it leads."""


def _style(token: _Token) -> _Style:
    return token.bold > 0, token.italic > 0, token.link


def _span(span: Span, style: _Style) -> Span:
    bold, italic, link = style
    if bold:
        span["bold"] = True
    if italic:
        span["italic"] = True
    if link:
        span["link"] = link
    return span
