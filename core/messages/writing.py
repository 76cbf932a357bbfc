"""Writes blocks down in the mark-up that `core.messages.markup` reads, so that what an editor shows can be kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final, Literal

from core.messages.links import link_problem
from core.messages.markup import ONLY_OPENS, unified
from core.messages.merge_tags import TAG

Style = Literal["bold", "italic"]

_MARKS: Final[Mapping[Style, str]] = {"bold": "**", "italic": "*"}
_SPECIAL: Final = re.compile(r"[\\*\[\]]")


@dataclass(frozen=True, slots=True)
class _Letter:
    """One character, a merge tag, or a new line, with its style."""

    text: str
    styles: frozenset[Style]


def write(blocks: Iterable[Mapping[str, Any]]) -> str:
    """The mark-up of text and pictures; `parse` makes the same blocks of it, but for the style of blanks."""
    return "\n\n".join(paragraph for block in blocks for paragraph in _written(block))


def _written(block: Mapping[str, Any]) -> Iterator[str]:
    if block.get("type") == "image":
        words = _SPECIAL.sub(r"\\\g<0>", " ".join(str(block["alt"]).split()))
        yield f"![{words}](media:{block['media']} {block['width']}x{block['height']})"
    elif block.get("type") == "text":
        yield from map(_paragraph, _paragraphs(block.get("spans", ())))


def _paragraphs(spans: Iterable[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    """The spans of each paragraph: an empty line within a block ends one."""
    for blank, lines in groupby(_lines(spans), key=_is_blank):
        if not blank:
            first, *others = lines
            yield [*first, *(span for line in others for span in ({"break": True}, *line))]


def _lines(spans: Iterable[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    lines: list[list[Mapping[str, Any]]] = [[]]
    for span in spans:
        if span.get("break"):
            lines.append([])
        else:
            lines[-1].append(span)
    return lines


def _is_blank(line: Sequence[Mapping[str, Any]]) -> bool:
    return not any("tag" in span or str(span.get("text", "")).strip() for span in line)


def _paragraph(spans: Sequence[Mapping[str, Any]]) -> str:
    runs = groupby(spans, key=lambda span: str(span.get("link", "")))
    return "".join(_linked(target, _emphasised(_letters(run))) for target, run in runs).lstrip()


def _linked(target: str, words: str) -> str:
    if not target or not words.strip() or link_problem(target):
        return words
    safe = target.replace("(", "%28").replace(")", "%29")
    return f"[{words.replace(chr(10), ' ')}]({safe})"


def _letters(spans: Iterable[Mapping[str, Any]]) -> list[_Letter]:
    """The characters of spans; blanks have the style that both their neighbours have, so that marks stand at words."""
    typed = list(_typed(spans))
    before = _styles_of_words(typed)
    after = reversed(_styles_of_words(typed[::-1]))
    return [
        _Letter(each.text, left & right) if each.text.isspace() else each
        for each, left, right in zip(typed, before, after, strict=True)
    ]


def _typed(spans: Iterable[Mapping[str, Any]]) -> Iterator[_Letter]:
    for styles, run in groupby(spans, key=_styles):
        if styles is None:
            yield from (_Letter("\n", frozenset()) for _ in run)
            continue
        text = "".join(map(_said, run))
        done = 0
        for tag in TAG.finditer(text):
            yield from (_Letter(each, styles) for each in text[done : tag.start()])
            yield _Letter(tag.group(), styles)
            done = tag.end()
        yield from (_Letter(each, styles) for each in text[done:])


def _styles(span: Mapping[str, Any]) -> frozenset[Style] | None:
    """None: a new line."""
    return None if span.get("break") else frozenset(style for style in _MARKS if span.get(style))


def _said(span: Mapping[str, Any]) -> str:
    if "tag" in span:
        return f"{{{{ {' '.join(str(span['tag']).split())} }}}}"
    return unified(str(span.get("text", ""))).replace("\n", " ")


def _styles_of_words(letters: Sequence[_Letter]) -> list[frozenset[Style]]:
    """For each letter, the style of the last one up to it that is no blank."""
    found: list[frozenset[Style]] = []
    last: frozenset[Style] = frozenset()
    for each in letters:
        last = last if each.text.isspace() else each.styles
        found.append(last)
    return found


def _emphasised(letters: Sequence[_Letter]) -> str:
    written: list[str] = []
    open_styles: list[Style] = []
    for index, letter in enumerate(letters):
        written.append(_turn(open_styles, letter.styles, letters, index))
        written.append(_escaped(letter.text, letters[index + 1].text if index + 1 < len(letters) else ""))
    written.append(_turn(open_styles, frozenset(), letters, len(letters)))
    return "".join(written)


def _escaped(text: str, after: str) -> str:
    """As it is written down; two braces that begin no whole tag are no beginning of one."""
    if len(text) > 1:
        return text
    return f"\\{text}" if _SPECIAL.match(text) or (text == "{" and after.startswith("{")) else text


def _turn(open_styles: list[Style], wanted: frozenset[Style], letters: Sequence[_Letter], at: int) -> str:
    """The marks before letter `at`; `open_styles` (outermost first) is what is open before, and then after them."""
    keep = next((place for place, style in enumerate(open_styles) if style not in wanted), len(open_styles))
    closing = "".join(_MARKS[style] for style in reversed(open_styles[keep:]))
    del open_styles[keep:]
    opening = sorted(wanted - set(open_styles), key=lambda style: -_lasts(style, letters, at))
    stands_between = bool(open_styles) or bool(closing)
    open_styles += opening
    marks = "".join(_MARKS[style] for style in opening)
    return closing + (ONLY_OPENS if marks and stands_between else "") + marks


def _lasts(style: Style, letters: Sequence[_Letter], at: int) -> int:
    """Up to which letter from this one on all have this style."""
    return next((place for place in range(at, len(letters)) if style not in letters[place].styles), len(letters))
