"""How well names fit what somebody types."""

from __future__ import annotations

import pytest

from core.matching import fold, rank


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Hỏi Giá", "hoi gia"), ("ĐƠN", "don"), ("Müller", "muller"), ("Straße", "strasse"), ("日本", "日本")],
)
def test_case_and_accents_do_not_count(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("words", "name", "more", "fits"),
    [
        ("", "Welcome back", "", 0),
        ("welcome b", "Welcome back", "", 0),
        ("ba wel", "Welcome back", "", 1),
        ("come", "Welcome back", "", 2),
        ("back shop", "Welcome back", "shop.example", 3),
        ("gone", "Welcome back", "shop.example", None),
        ("b", "Welcome back", "", 1),
        ("o", "Welcome back", "opened", None),
        ("hoi", "Hỏi giá", "", 0),
        ("don’t", "Don’t go", "", 0),
    ],
)
def test_names_that_begin_so_come_first(words: str, name: str, more: str, fits: int | None) -> None:
    assert rank(words, name, more) == fits
