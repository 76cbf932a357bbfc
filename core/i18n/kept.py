"""What the database keeps of the program's own words, said in the reader's language.

It keeps them in English, as plain text: who took a conversation, why a campaign stands still. The patterns that they
were made of find their translation again, so that everybody reads them in their own language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from core.i18n import ENGLISH, _, language

_PLACE = re.compile(r"\\{(\w+)\\}")


def retell(kept: str, patterns: Iterable[str]) -> str:
    """The kept words in the reader's language, by the first pattern that fits; as they are where none does."""
    if language() == ENGLISH:
        return kept
    for pattern in patterns:
        if found := _shape(pattern).fullmatch(kept):
            return _(pattern).format(**{name: _(value) for name, value in found.groupdict().items()})
    return kept


@cache
def _shape(pattern: str) -> re.Pattern[str]:
    return re.compile(_PLACE.sub(r"(?P<\1>.+)", re.escape(pattern)), re.DOTALL)
