"""Displays, claims that were held back and people compared, counted from their tables: exact, quick for short spans."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
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
"""Claims that frequency or a control group refused: with those that were granted they are the eligible page views."""

COMPARED: Final = ("received", "received_goal", "control", "control_goal")
"""People of campaigns that have a control group: to whom the message was given and who was to see nothing, with those
of each who reached the goal. They are divided by revision only.
"""

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
class _Source:
    """A table whose rows are counted by what has become of them, each by the moment of its claim."""

    table: str
    moments: Mapping[str, str]
    """When each metric became true of a row, as SQL."""
    news: str
    """Column of when something last became of it."""


_DISPLAYS: Final = _Source("display", {each: f"{each}_at" for each in METRICS}, "news_at")
_PEOPLE: Final = _Source(
    "compared",
    {
        "received": "CASE WHEN NOT control THEN claimed_at END",
        "received_goal": "CASE WHEN NOT control THEN goal_at END",
        "control": "CASE WHEN control THEN claimed_at END",
        "control_goal": "CASE WHEN control THEN goal_at END",
    },
    "goal_at",
)


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
    """Displays, and people compared, of claims in a span, by quarter; with `as_of_ms`, as they stood then."""
    if not campaigns or since_ms >= until_ms:
        return
    mark = f"CASE WHEN {{moment}} < {as_of_ms} THEN 1 END" if as_of_ms else "{moment}"
    where = f"campaign_id IN ({_places(campaigns)}) AND claimed_at >= %s AND claimed_at < %s"
    values = (*campaigns, since_ms, until_ms)
    column = f"CASE WHEN pressed_at < {as_of_ms} THEN button ELSE '' END" if dimension == "button" and as_of_ms else ""
    for source in _sources(dimension):
        yield from _counted(storage, source, dimension, mark, where, values, column=column)


def news(
    storage: Storage, campaigns: Collection[int], since_ms: int, until_ms: int, dimension: str, after_ms: int
) -> Iterator[Counted]:
    """What has become since a moment of claims in that span: what their counts of that moment lack."""
    if not campaigns or since_ms >= until_ms:
        return
    mark = f"CASE WHEN {{moment}} >= {after_ms} THEN 1 END"
    values = (after_ms, since_ms, until_ms)
    for source in _sources(dimension):
        for each in _counted(storage, source, dimension, mark, _news(source), values, campaign="+campaign_id"):
            if each.campaign in campaigns:
                yield each
    if dimension == "button":
        yield from _moved(storage, campaigns, values)


def _moved(storage: Storage, campaigns: Collection[int], values: tuple[int, int, int]) -> Iterator[Counted]:
    """What was counted of displays before one of their buttons was pressed: from then on it belongs to that one."""
    after_ms, *_ = values
    mark = f"CASE WHEN {{moment}} < {after_ms} THEN 1 END"
    where = f"pressed_at >= {after_ms} AND {_news(_DISPLAYS)}"
    for each in _counted(storage, _DISPLAYS, "button", mark, where, values, campaign="+campaign_id"):
        if each.campaign in campaigns:
            yield each
            yield replace(each, value="", figures={metric: -count for metric, count in each.figures.items()})


def _news(source: _Source) -> str:
    """Each plus keeps SQLite from another index than that of the news."""
    return f"{source.news} >= %s AND +claimed_at >= %s AND +claimed_at < %s"


def held_back(
    storage: Storage, campaigns: Collection[int], since_ms: int, until_ms: int, dimension: str
) -> Iterator[Counted]:
    """Claims that frequency or a control group refused, by quarter; what was not shown had no button to press."""
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


def _sources(dimension: str) -> Sequence[_Source]:
    return (_DISPLAYS, _PEOPLE) if dimension == "revision" else (_DISPLAYS,)


def _counted(
    storage: Storage,
    source: _Source,
    dimension: str,
    mark: str,
    where: str,
    values: Sequence[object],
    *,
    campaign: str = "campaign_id",
    column: str = "",
) -> Iterator[Counted]:
    """`mark`: what is counted of a metric's `{moment}`."""
    counts = ", ".join(f"COUNT({mark.format(moment=each)})" for each in source.moments.values())
    quarter, by = f"claimed_at / {QUARTER_MS}", column or DIMENSIONS[dimension]
    text = f"SELECT {campaign}, {quarter}, {by}, {counts} FROM {source.table} WHERE {where} GROUP BY 1, 2, 3"  # noqa: S608  # our own names, values apart
    rows: list[tuple[Any, ...]] = storage.execute(text, values)
    for of, at, told, *figures in rows:
        found = {metric: count for metric, count in zip(source.moments, figures, strict=True) if count}
        yield Counted(of, at * QUARTER_MS, value_of(dimension, told), found)


def _places(values: Collection[object]) -> str:
    return ", ".join(["%s"] * len(values))


_HELD_BACK = f"""
SELECT campaign_id, at / {QUARTER_MS}, COLUMN, COUNT(*) FROM held_back
WHERE campaign_id IN (CAMPAIGNS) AND at >= %s AND at < %s GROUP BY 1, 2, 3
"""  # noqa: S608  # our own text
