"""Made-up languages: English in foreign letters, longer, between brackets, so that faults are seen without knowing a
language. Plain words on a page are not in the catalogue; a bracket that is missing was cut off; glued words show seams.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from gettext import NullTranslations

from babel.messages.catalog import Catalog

OPEN, CLOSE = "⟦", "⟧"
LONGER = 0.4
"""How much longer than English words get in other languages, as a share."""

_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FOREIGN = "åƀçðéƒĝĥîĵķļɱñôþǫŕšţûṽŵẋýžÅƁÇÐÉƑĜĤÎĴĶĻṀÑÔÞǪŔŠŢÛṼŴẊÝŽ"
_LETTERS = str.maketrans(_PLAIN, _FOREIGN)
_KEPT = re.compile(r"(\{[^{}]*\}|<[^<>]*>)")
_RIGHT_TO_LEFT, _BACK = "\u202e", "\u202c"


class PseudoTranslations(NullTranslations):
    """Translates what is in a catalogue, and nothing else."""

    def __init__(self, messages: Catalog, *, right_to_left: bool = False) -> None:
        super().__init__()
        self._known = set(_ids(messages))
        self._right_to_left = right_to_left

    def gettext(self, message: str) -> str:
        return self._say(message) if message in self._known else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self._say(msgid1 if n == 1 else msgid2) if msgid1 in self._known else (msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return self._say(message) if message in self._known else message

    def _say(self, message: str) -> str:
        return pseudo(message, right_to_left=self._right_to_left)


def pseudo(message: str, *, right_to_left: bool = False) -> str:
    """A message in foreign letters; its places and tags stay as they are."""
    said = "".join(
        piece if _KEPT.fullmatch(piece) else piece.translate(_LETTERS) for piece in _KEPT.split(message) if piece
    )
    said = f"{OPEN}{said}{_filling(round(len(_KEPT.sub('', message)) * LONGER))}{CLOSE}"
    return _KEPT.sub(rf"{_BACK}\1{_RIGHT_TO_LEFT}", f"{_RIGHT_TO_LEFT}{said}{_BACK}") if right_to_left else said


def _filling(length: int) -> str:
    """Words that say nothing."""
    return (" ŵôŕðš" * (length // 6 + 1))[: max(length, 2)].rstrip()


def _ids(messages: Catalog) -> Iterator[str]:
    for message in messages:
        yield message.id if isinstance(message.id, str) else message.id[0]
