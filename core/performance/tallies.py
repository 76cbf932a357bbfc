"""Displays and claims that were held back, counted from their tables: exact, and as quick as the span is short."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlsplit

from core.i18n.languages import primary
from core.performance import METRICS
from core.performance.ranges import QUARTER_MS
from core.storage import Storage

Figures = dict[str, int]
"""How many, by metric; what is zero may be missing."""

HELD_BACK: Final = "held_back"
"""Claims that frequency refused: with those that were granted they are the eligible page views."""

OTHERS: Final = "…"
"""Stands for the values of a day that are not kept apart (core.jobs.count_days)."""

DIMENSIONS: Final = {
    "revision": "revision_number",
    "page": "page_url",
    "country": "country",
    "device": "device",
    "language": "language",
    "button": "button",
}
"""What displays, and claims that were held back, are divided by, and the column that tells it."""
OF_ONE_CAMPAIGN: Final = frozenset({"revision", "button"})
"""Those that say something of one campaign only."""

_MAX_PAGE: Final = 300


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the displays of one campaign that were claimed in one bucket and share one value."""

    campaign: int
    bucket: int
    value: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Counted:
    """As `Tally`, by the quarter of an hour."""

    campaign: int
    at_ms: int
    value: str
    figures: Figures


def displays(
    storage: Storage, campaigns: Collection[int], since_ms: int, until_ms: int, dimension: str, *, as_of_ms: int = 0
) -> Iterator[Counted]:
    """Displays claimed from one moment to another, by quarter; with `as_of_ms`, as they stood then."""
    if not campaigns or since_ms >= until_ms:
        return
    marks = [f"CASE WHEN {each}_at < {as_of_ms} THEN 1 END" if as_of_ms else f"{each}_at" for each in METRICS]
    where = f"campaign_id IN ({_places(campaigns)}) AND claimed_at >= %s AND claimed_at < %s"
    values = (*campaigns, since_ms, until_ms)
    column = f"CASE WHEN pressed_at < {as_of_ms} THEN button ELSE '' END" if dimension == "button" and as_of_ms else ""
    yield from _counted(storage, dimension, marks, where, values, column=column)


def news(
    storage: Storage, campaigns: Collection[int], since_ms: int, until_ms: int, dimension: str, after_ms: int
) -> Iterator[Counted]:
    """What has become since a moment of displays claimed in that span: what their counts of that moment lack."""
    if not campaigns or since_ms >= until_ms:
        return
    marks = [f"CASE WHEN {each}_at >= {after_ms} THEN 1 END" for each in METRICS]
    values = (after_ms, since_ms, until_ms)
    for each in _counted(storage, dimension, marks, _NEWS, values, campaign="+campaign_id"):
        if each.campaign in campaigns:
            yield each
    if dimension == "button":
        yield from _moved(storage, campaigns, values)


def _moved(storage: Storage, campaigns: Collection[int], values: tuple[int, int, int]) -> Iterator[Counted]:
    """What was counted of displays before one of their buttons was pressed: from then on it belongs to that one."""
    after_ms, *_ = values
    marks = [f"CASE WHEN {each}_at < {after_ms} THEN 1 END" for each in METRICS]
    where = f"pressed_at >= {after_ms} AND {_NEWS}"
    for each in _counted(storage, "button", marks, where, values, campaign="+campaign_id"):
        if each.campaign in campaigns:
            yield each
            yield replace(each, value="", figures={metric: -count for metric, count in each.figures.items()})


def held_back(
    storage: Storage, campaigns: Collection[int], since_ms: int, until_ms: int, dimension: str
) -> Iterator[Counted]:
    """Claims that frequency refused, by quarter; what was not shown had no button to press."""
    if not campaigns or since_ms >= until_ms:
        return
    column = "''" if dimension == "button" else DIMENSIONS[dimension]
    text = _HELD_BACK.replace("CAMPAIGNS", _places(campaigns)).replace("COLUMN", column)
    for campaign, quarter, told, count in storage.execute(text, (*campaigns, since_ms, until_ms)):
        yield Counted(campaign, quarter * QUARTER_MS, value_of(dimension, told), {HELD_BACK: count})


def page_of(url: str) -> str:
    """What counts as one page: host and path; queries hold what tells people apart."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url[:_MAX_PAGE]
    return (f"{parts.netloc}{parts.path}".rstrip("/") or url)[:_MAX_PAGE]


def value_of(dimension: str, told: object) -> str:
    """What a column tells, as it is counted: of a language its main part, whatever the region."""
    if dimension == "page":
        return page_of(str(told))
    return primary(str(told)) if dimension == "language" else str(told)


def add(to: Figures, more: Figures) -> None:
    for metric, count in more.items():
        to[metric] = to.get(metric, 0) + count


def _counted(
    storage: Storage,
    dimension: str,
    marks: Sequence[str],
    where: str,
    values: Sequence[object],
    *,
    campaign: str = "campaign_id",
    column: str = "",
) -> Iterator[Counted]:
    counts = ", ".join(f"COUNT({mark})" for mark in marks)
    quarter, by = f"claimed_at / {QUARTER_MS}", column or DIMENSIONS[dimension]
    text = f"SELECT {campaign}, {quarter}, {by}, {counts} FROM display WHERE {where} GROUP BY 1, 2, 3"  # noqa: S608  # our own names, values apart
    rows: list[tuple[Any, ...]] = storage.execute(text, values)
    for of, at, told, *figures in rows:
        found = {metric: count for metric, count in zip(METRICS, figures, strict=True) if count}
        yield Counted(of, at * QUARTER_MS, value_of(dimension, told), found)


def _places(values: Collection[object]) -> str:
    return ", ".join(["%s"] * len(values))


# each plus keeps SQLite from another index than that of `news_at`
_NEWS: Final = "news_at >= %s AND +claimed_at >= %s AND +claimed_at < %s"
_HELD_BACK = f"""
SELECT campaign_id, at / {QUARTER_MS}, COLUMN, COUNT(*) FROM held_back
WHERE campaign_id IN (CAMPAIGNS) AND at >= %s AND at < %s GROUP BY 1, 2, 3
"""  # noqa: S608  # our own text
