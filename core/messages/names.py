"""Which part of a person's name one calls them by."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_VIETNAMESE: Final = frozenset(
    ("nguyen", "tran", "pham", "hoang", "huynh", "phan", "vu", "vo", "dang", "bui", "ngo", "duong", "truong", "dinh")
)
"""Common family names of Vietnam, which stand first; some are given names elsewhere, unless they have their marks."""
_ONLY_WITH_MARKS: Final = frozenset(("lê", "đỗ", "hồ", "lý", "hà", "tô"))
_HAN: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def first_name(name: str) -> str:
    """What to call somebody: the first word of their name, of a Vietnamese name the last one.

    Names in Chinese, Japanese or Korean letters stay whole: nothing says where the family's part ends.
    """
    words = name.split()
    if len(words) < 2 or _HAN.search(name):
        return name.strip()
    family = words[0].casefold()
    is_vietnamese = family in _ONLY_WITH_MARKS or _plain(family) in _VIETNAMESE
    return words[-1] if is_vietnamese else words[0]


def _plain(word: str) -> str:
    """Without marks on letters."""
    letters = unicodedata.normalize("NFD", word.replace("đ", "d"))
    return "".join(each for each in letters if not unicodedata.combining(each))
