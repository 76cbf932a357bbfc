"""Tables for other programs: nothing in them is calculated, and numbers stay what they are."""

from __future__ import annotations

import csv
import io

import pytest

from core.spreadsheets import as_csv, as_file, harmless


@pytest.mark.parametrize(
    "value",
    [
        '=HYPERLINK("x")', "=1+1", "@SUM(A1)", "-2+3", "+1, please", "-A1", "+cmd|' /C calc'!A0", "－2+3", "＝1", "-",
        "+", "\t=1", "+84-912-345-678", "+84 (0)912", "--1", "+1.2.3", "-1 2", "\n=1",
    ],
)  # fmt: skip
def test_what_a_spreadsheet_would_calculate_is_marked_as_text(value: str) -> None:
    assert harmless(value) == f"'{value}"


@pytest.mark.parametrize(
    "value", ["", "Ada", "12", "-12", "+0.5", "-0,5", "+84 912 345 678", "+84912345678", "1-2", "a=b"]
)
def test_numbers_telephones_and_words_stay_as_they_are(value: str) -> None:
    assert harmless(value) == value


def test_a_table_is_read_back_as_it_was() -> None:
    written = as_file(as_csv(("Name", "n"), [("Nguyễn, “An”", 3), ("a\nb", -1.5)]))
    assert written.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(written.decode("utf-8-sig")))) == [
        ["Name", "n"], ["Nguyễn, “An”", "3"], ["a\nb", "-1.5"],
    ]  # fmt: skip
