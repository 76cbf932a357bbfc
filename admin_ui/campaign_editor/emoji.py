"""The emoji of the picker, with their names, out of Python's own Unicode data."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

_GROUPS: Final[tuple[tuple[str, str], ...]] = (
    (
        "Smileys",
        "1F600-1F644 1F910-1F917 1F920-1F925 1F927-1F92F 1F970-1F976 1F978-1F97A 1F9D0 1F47B 1F47D 1F916 1F4A9",
    ),
    (
        "Hearts",
        "2764 1F493-1F49F 1F494 1F9E1 1F49B 1F5A4 1F90D 1F90E 1F48B 1F48C",
    ),
    (
        "Gestures",
        "1F44B 1F91A 270B 1F596 1F44C 1F90C 1F90F 270C 1F91E 1F91F 1F918 1F919 1F448-1F44A 1F44D-1F450 "
        "1F64C 1F64F 1F91D 1F4AA 270D 1F645-1F647 1F64B 1F64D 1F64E 1F926 1F937 1F440 1F483 1F57A 1F3C3 "
        "1F6B6",
    ),
    (
        "Animals and plants",
        "1F400-1F43E 1F980-1F994 1F331-1F335 1F337-1F344 1F33B 1F308 1F30A 1F31E 1F31F 2728 26C4 2600 "
        "26C5 1F319 1F525 1F4A7 2744 26A1",
    ),
    (
        "Food and drink",
        "1F345-1F37C 1F32D-1F32F 1F950-1F96B 1F9C0-1F9C3 2615 1F37E 1F37F",
    ),
    (
        "Celebration and sport",
        "1F380-1F38A 1F38F-1F391 1F393 1F3A4 1F3A7 1F3A8 1F3AC 1F3AE 1F3AF 1F3B5 1F3B8 1F3C0 1F3C5 1F3C6 "
        "26BD 1F3BE 1F3D0 1F947-1F949 1F939 1F9E9",
    ),
    (
        "Travel and places",
        "1F30D-1F310 1F5FA 1F3D6 1F3DD 1F3E0-1F3E8 1F3EA-1F3ED 1F680-1F697 1F69A-1F69C 1F6A2 1F6B2 1F6F5 "
        "2708 1F6EB 1F6EC 1F3D4 26F5 1F6C4 1F6CE",
    ),
    (
        "Things",
        "231A 23F0 23F3 1F4A1 1F4A3 1F4AC 1F4AD 1F4B0 1F4B3 1F4B8 1F4BB 1F4BC 1F4C5 1F4C8 1F4C9 "
        "1F4CB-1F4CE 1F4DA 1F4DD-1F4E3 1F4E6 1F4E7 1F4F1 1F4F7 1F4FA 2709 260E 270F 1F50D 1F511 1F512 "
        "1F513 1F514 1F516 1F527 1F6D2 1F6CD 1F381 1F3F7 1F455 1F457 1F45C-1F461 1F48D 1F48E 1F392 1F9E2 "
        "1F9F8",
    ),
    (
        "Signs",
        "2705 2714 274C 2753 2757 2B50 1F4AF 1F195 1F193 1F51D 1F51C 1F197 1F6A8 26A0 1F6AB 2795 2796 "
        "27A1 2B05 2B06 2B07 1F501 1F504 1F53C 1F53D 1F539 1F538 1F534 1F7E0 1F7E1 1F7E2 1F535 1F7E3 "
        "1F7E4 26AB 26AA 2049 203C 2139",
    ),
)
"""Group names, and code points or spans of them in hexadecimal."""
_TEXT_BY_DEFAULT: Final = frozenset("❤✌✍☀❄✈✉☎✏✔⚠➡⬅⬆⬇⁉‼ℹ🗺🏖🏝🏔🛎🛍🏷")
"""Characters that are drawn as text unless U+FE0F asks for the picture."""


def emoji() -> list[tuple[str, list[tuple[str, str]]]]:
    """Groups of emoji: (group, [(characters, name in lower case)])."""
    return [(name, [(_drawn(each), _name(each)) for each in _characters(spans)]) for name, spans in _GROUPS]


def _characters(spans: str) -> Iterator[str]:
    seen: set[str] = set()
    for span in spans.split():
        first, _, last = span.partition("-")
        for point in range(int(first, 16), int(last or first, 16) + 1):
            character = chr(point)
            if character not in seen and unicodedata.category(character) != "Cn":
                seen.add(character)
                yield character


def _drawn(character: str) -> str:
    return f"{character}\ufe0f" if character in _TEXT_BY_DEFAULT else character


def _name(character: str) -> str:
    return unicodedata.name(character).lower()
