"""What a sentence can't say: values that are missing or wrong keep their place in it, marked as such."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from core.i18n import _
from core.rules.texts import shown

UNSAID: Final = "…"

_OPEN, _WHY, _CLOSE = "\ufdd0", "\ufdd1", "\ufdd2"
"""Noncharacters, which Unicode keeps for inside a program: marks travel within the words that are put together."""
_GAP = re.compile(f"{_OPEN}([^{_OPEN}{_WHY}{_CLOSE}]*){_WHY}([^{_OPEN}{_WHY}{_CLOSE}]*){_CLOSE}")


@dataclass(frozen=True, slots=True)
class Part:
    """Some words of a sentence; `why` says what is the matter with them, "" for nothing."""

    words: str
    why: str = ""

    @property
    def is_missing(self) -> bool:
        """Nothing was given yet, so nothing is wrong yet either."""
        return self.words == UNSAID


def missing(why: str = "") -> str:
    """The place of what isn't given yet; `why` is "no value yet" unless told."""
    why = why or _("no value yet")  # not within the f-string, where no tool for translators looks
    return f"{_OPEN}{UNSAID}{_WHY}{why}{_CLOSE}"


def wrong(words: object, why: str = "") -> str:
    """What was given and can't be meant, "not valid" unless told; the words may hold marks already."""
    said = shown(plain(words) if isinstance(words, str) else words)
    why = why or _("not valid")
    return f"{_OPEN}{said}{_WHY}{why}{_CLOSE}"


def parts(marked: str) -> tuple[Part, ...]:
    """A sentence in pieces, the marked ones by themselves."""
    pieces = _GAP.split(marked)
    found: list[Part] = []
    for at in range(0, len(pieces), 3):
        found += [Part(pieces[at])] if pieces[at] else []
        found += [Part(pieces[at + 1], pieces[at + 2])] if at + 2 < len(pieces) else []
    return tuple(found)


def plain(marked: str) -> str:
    """A sentence as a text: "… or pricing (not valid)"."""
    pieces = ((each.words, f" ({each.why})" if each.why and not each.is_missing else "") for each in parts(marked))
    return "".join(words + why for words, why in pieces)
