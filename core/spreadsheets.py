"""Tables for spreadsheets: comma-separated values in which no cell is run as a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from typing import Final

_FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
"""What a cell begins with that a spreadsheet would calculate (OWASP, CSV injection)."""
_NUMBER: Final = re.compile(r"[+-]?\d+(?:[.,]\d+)?|\+\d[\d ]*")
"""What is a number, or a telephone's of digits and blanks: spreadsheets take both as they stand, and so do others."""


def as_csv(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A table with a head. What a spreadsheet would take for a formula is marked as text."""
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(head)
    for row in rows:
        table.writerow([harmless(value) if isinstance(value, str) else value for value in row])
    return written.getvalue()


def as_file(table: str) -> bytes:
    """The table as spreadsheets open it: the mark at its beginning says that it is UTF-8."""
    return ("\ufeff" + table).encode()


def harmless(value: str) -> str:
    """A cell that is text to spreadsheets, too: with an apostrophe before what they would calculate."""
    return f"'{value}" if value.startswith(_FORMULA) and not _NUMBER.fullmatch(value) else value
