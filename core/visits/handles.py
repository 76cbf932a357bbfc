"""What to call a visitor who has told no name: two letters and two digits, the same wherever the team meets them."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Final

_LETTERS: Final = "BCDFGHJKLMNPQRSTVWXZ"
"""No vowels: they spell no words."""
_FIRST_NUMBER, _NUMBERS = 10, 90
_HANDLE: Final = re.compile(f"[{_LETTERS}]{{2}}[1-9][0-9]")


def handles_in(words: str) -> frozenset[str]:
    """The handles among words that somebody types, in any case."""
    return frozenset(each for each in words.upper().split() if _HANDLE.fullmatch(each))


def handle(visitor_key: str) -> str:
    """ "KT42": made from the key alone, which it does not tell; 36,000 of them, so it names, but proves nobody."""
    number = int.from_bytes(sha256(visitor_key.encode()).digest()[:8])
    number, first = divmod(number, len(_LETTERS))
    number, second = divmod(number, len(_LETTERS))
    return f"{_LETTERS[first]}{_LETTERS[second]}{_FIRST_NUMBER + number % _NUMBERS}"
