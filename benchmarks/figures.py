"""Numbers, and the tables they are shown in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One thing measured, beside what it is held against."""

    what: str
    measured: float
    unit: str
    yardstick: str
    allowed: float | None = None
    """The most that it may be; None: told, not judged."""
    least: float | None = None
    """The least that it may be."""

    @property
    def ratio(self) -> float | None:
        """Measured to allowed; above 1 is too much. For a least: the other way round."""
        if self.allowed:
            return self.measured / self.allowed
        return self.least / self.measured if self.least and self.measured else None

    @property
    def verdict(self) -> str:
        return "" if self.ratio is None else "kept" if self.ratio <= 1 else "BROKEN"

    def cells(self) -> tuple[str, ...]:
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        return self.what, f"{self.measured:,.4g} {self.unit}".strip(), self.yardstick, ratio, self.verdict


HEADINGS = ("measured", "value", "held against", "ratio", "")


def percentile(values: Sequence[float], percent: float) -> float:
    """The nearest-rank percentile: the smallest value that at least `percent` of all do not exceed."""
    ranked = sorted(values)
    return ranked[max(0, -(-len(ranked) * percent // 100).__int__() - 1)]


def as_text(rows: Sequence[Row]) -> str:
    table = [HEADINGS, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in table) for column in range(len(HEADINGS))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in table
    )


def as_markdown(rows: Sequence[Row]) -> str:
    lines = [HEADINGS, ("---",) * len(HEADINGS), *(row.cells() for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
