"""Tells a message's mark-up to people: pictures in words, and without the backslashes that only the program needs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from typing import Any, Final

from core.i18n import _
from core.messages.markup import Block, parse, with_pictures
from core.messages.texts import plain

_ESCAPED: Final = re.compile(r"\\([\\*\[\](){])")
_OF_LINKS: Final = frozenset("[]()")


def as_read(blocks: Iterable[Mapping[str, Any]]) -> str:
    """What blocks say, in one line of words: " · " stands before and behind a picture."""
    parts: list[str] = []
    for is_picture, run in groupby(blocks, key=lambda block: block.get("type") == "image"):
        some = [*run]
        parts += map(picture_words, some) if is_picture else [plain(some)]
    return " · ".join(filter(None, parts))


def picture_words(picture: Mapping[str, Any], place: int = 0) -> str:
    """A picture in words; `place` numbers those that would be called the same, 0 if there is no other."""
    alt = picture["alt"]
    if place:
        said = _("Picture {n}: {words}") if alt else _("Picture {n} without a description")
    else:
        said = _("Picture: {words}") if alt else _("Picture without a description")
    return said.format(words=alt, n=place)


def telling(texts: Iterable[str]) -> Callable[[str], str]:
    """How to tell these texts side by side, with their marks and links: what differs in them is told differently.

    Other pictures of the same description are numbered, and a typed star keeps its backslash where stars make bold.
    """
    blocks = [block for text in texts for block in parse(text)]
    alike = _alike(blocks)
    free = _unmistakable(blocks)

    def picture(block: Block) -> str:
        files = alike[block["alt"]]
        return picture_words(block, files.index(block["media"]) + 1 if len(files) > 1 else 0)

    def words(typed: str) -> str:
        return _ESCAPED.sub(lambda match: match[1] if match[1] in free else match[0], typed)

    return lambda text: with_pictures(text, picture, words)


def _alike(blocks: Iterable[Block]) -> dict[str, list[str]]:
    """By description, the different files that have it."""
    found: dict[str, list[str]] = {}
    for block in blocks:
        if block["type"] == "image" and block["media"] not in found.setdefault(block["alt"], []):
            found[block["alt"]].append(block["media"])
    return found


def _unmistakable(blocks: Iterable[Block]) -> frozenset[str]:
    """The marks that mark nothing in all of these: without their backslash they are taken for nothing else."""
    spans = [span for block in blocks for span in block.get("spans", ())]
    free = frozenset("*") if not any(span.get("bold") or span.get("italic") for span in spans) else frozenset()
    free |= _OF_LINKS if not any("link" in span for span in spans) else frozenset()
    free |= frozenset("{") if not any("tag" in span for span in spans) else frozenset()
    return free | frozenset("\\") if len(free) == len(_OF_LINKS) + 2 else free
