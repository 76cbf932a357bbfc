"""How well names fit the few words that somebody types: without regard to case and accents, in any order."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

BODY = 3
"""The rank of what is found by words that are not its name."""
_WITHOUT_ACCENT = str.maketrans({"đ": "d", "ø": "o", "ł": "l", "ı": "i"})
"""Letters that Unicode does not take apart."""
_WORDS = re.compile(r"\w+")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """One case, no accents: "Hỏi giá" and "hoi gia" are the same."""
    apart = unicodedata.normalize("NFD", text.casefold())
    return "".join(each for each in apart if not unicodedata.combining(each)).translate(_WITHOUT_ACCENT)


def rank(words: str, name: str, more: str = "") -> int | None:
    """How well a name fits: 0 begins so, 1 has words that begin so, 2 has the letters, 3 they stand in `more`; or None.

    All words must be there, single letters at the beginning of a word. Without any, everything fits alike.
    """
    typed, called = fold(words).split(), fold(name)
    if not typed or called.startswith(" ".join(typed)):
        return 0
    begun = _WORDS.findall(called)
    if all(any(each.startswith(word) for each in begun) for word in typed):
        return 1
    if any(len(word) == 1 for word in typed):
        return None
    if all(word in called for word in typed):
        return 2
    everything = f"{called} {fold(more)}"
    return BODY if all(word in everything for word in typed) else None
