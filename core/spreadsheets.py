"""Tables for spreadsheets: comma-separated values in which no cell is run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Final

_FORMULA: Final = ("=", "@", "\t", "\r")


def as_csv(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A table with a head. What a spreadsheet would take for a formula is marked as text (OWASP, CSV injection)."""
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(head)
    for row in rows:
        table.writerow([_cell(value) if isinstance(value, str) else value for value in row])
    return written.getvalue()


def as_file(table: str) -> bytes:
    """The table as spreadsheets open it: the mark at its beginning says that it is UTF-8."""
    return ("\ufeff" + table).encode()


def _cell(value: str) -> str:
    """A phone number may begin with a plus."""
    is_signed_text = value[:1] in ("+", "-") and any(character.isalpha() for character in value)
    return f"'{value}" if value.startswith(_FORMULA) or is_signed_text else value
