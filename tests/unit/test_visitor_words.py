"""What browsers tell in codes is said in the reader's words."""

from __future__ import annotations

import pytest

from admin_ui import words
from core.i18n import speaking


@pytest.mark.parametrize(
    ("tag", "english", "vietnamese"),
    [
        ("en-US", "English (United States)", "Tiếng Anh (Hoa Kỳ)"),
        ("vi", "Vietnamese", "Tiếng Việt"),
        ("", "", ""),
        ("xx-Latn", "xx", "xx"),
        ("de-x-made-up", "German", "Tiếng Đức"),
        ("../etc", "../etc", "../etc"),
    ],
)
def test_a_language_is_called_by_its_name(tag: str, english: str, vietnamese: str) -> None:
    assert words.browser_language(tag) == english
    with speaking("vi"):
        assert words.browser_language(tag) == vietnamese


@pytest.mark.parametrize(
    ("name", "english", "vietnamese"),
    [
        ("Asia/Saigon", "Ho Chi Minh City", "TP Hồ Chí Minh"),
        ("America/New_York", "New York", "New York"),
        ("UTC", "UTC", "UTC"),
        ("", "", ""),
        ("Mars/Olympus_Mons", "Mars/Olympus Mons", "Mars/Olympus Mons"),
    ],
)
def test_a_time_zone_is_called_by_its_city(name: str, english: str, vietnamese: str) -> None:
    assert words.time_zone(name) == english
    with speaking("vi"):
        assert words.time_zone(name) == vietnamese
