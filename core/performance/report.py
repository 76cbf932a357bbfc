"""What campaigns brought in a range: figures with rates, their course, and what they are divided into."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from core.campaigns.drafts import Draft
from core.i18n import _
from core.performance import METRICS
from core.performance.collecting import Span, collect, collect_hours, page_views
from core.performance.comparison import Comparison
from core.performance.comparison import compare as compare_groups
from core.performance.days import ClockedSite, clocked_sites
from core.performance.intervals import Interval, wilson
from core.performance.ranges import Range, bucket_of
from core.performance.tallies import HELD_BACK, Figures, Tally, add
from core.storage import Storage
from core.storage.fields import to_ms
from core.storage.models import Campaign as CampaignRow

ELIGIBLE: Final = "eligible"
UNSHOWN: Final = "unshown"
"""Displays that were claimed and never reported as painted; what is behind them is told, no rate."""
_FIRST: Final = ("shown", "opened", "clicked", "read", "dismissed", "replied")
FIGURES: Final = (ELIGIBLE, *_FIRST, *(each for each in METRICS if each not in (*_FIRST, "claimed")))
"""What is told, in this order: page views that met a campaign's conditions, then what became of its displays."""
GOAL: Final = "goal"
"""Told only where a campaign has one."""
WHOLE: Final[Mapping[str, str]] = {"shown": ELIGIBLE} | dict.fromkeys(FIGURES[2:], "shown")
"""What each is a share of."""
CAMPAIGN: Final = "campaign"


@dataclass(frozen=True, slots=True)
class Scope:
    """Of which site and campaign; None: of all."""

    site_id: int | None = None
    campaign_id: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One number, the share that it is, and what both were in the range before."""

    metric: str
    count: int
    whole: int
    before: int | None
    whole_before: int | None

    @property
    def rate(self) -> float | None:
        """0 to 1; None where there is nothing to be a share of."""
        return self.count / self.whole if self.whole else None

    @property
    def interval(self) -> Interval | None:
        return wilson(self.count, self.whole) if self.whole else None

    @property
    def change(self) -> float | None:
        """Against the range before: 0.5 is half as many again; None where nothing was or nothing is compared."""
        return (self.count - self.before) / self.before if self.before else None


@dataclass(frozen=True, slots=True)
class Row:
    """One value of what the figures are divided by."""

    key: str
    words: str
    figures: Mapping[str, int]
    """All of FIGURES."""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that the page shows of a range."""

    range: Range
    figures: tuple[Figure, ...]
    """Those of FIGURES that are told, in their order."""
    course: Mapping[int, Figures]
    """Figures by bucket (core.performance.ranges.bucket_of)."""
    reached: int
    """The bucket that it is now: nothing can have happened after it."""
    course_before: Mapping[int, Figures]
    """Those of the range before, by the bucket that they stand beside."""
    rows: tuple[Row, ...]
    """The most shown first."""
    claimed: int
    views: int
    views_dropped: int
    views_before: int | None
    comparison: Comparison | None = None
    """Of one campaign that has a control group."""

    @property
    def told(self) -> tuple[str, ...]:
        """Names of the figures."""
        return tuple(each.metric for each in self.figures)

    @property
    def is_empty(self) -> bool:
        return not self.views and not any(each.count for each in self.figures)


def report(
    storage: Storage, scope: Scope, wanted: Range, now: datetime, *, by: str = CAMPAIGN, compare: bool = True
) -> Report:
    """One range, and the one before it up to the same time of day. `by`: campaign, or one of DIMENSIONS."""
    with storage.snapshot():
        sites = _sites(storage, scope)
        spans = [Span.of(each, scope.campaign_id, wanted, now) for each in sites]
        apart = by in (CAMPAIGN, "revision")
        counted = [each for span in spans for each in collect(storage, span, "revision", together=not apart)]
        course = _course(storage, spans, counted)
        if apart:
            rows = _rows(counted, by, _names(counted) if by == CAMPAIGN else {})
        else:
            rows = _rows((each for span in spans for each in collect(storage, span, by, together=True)), by, {})
        earlier = [Span.of(each, scope.campaign_id, wanted.before, now, days_ago=wanted.days) for each in sites]
        before = (
            [each for span in earlier for each in collect(storage, span, "revision", together=True)]
            if compare
            else None
        )
        course_before = _course(storage, earlier, before) if before is not None else {}
        views = [page_views(storage, span) for span in spans]
        views_before = sum(page_views(storage, span)[0] for span in earlier) if compare else None
        comparison = None if scope.campaign_id is None else compare_groups(storage, scope.campaign_id, counted)
        told = FIGURES if _has_goal(storage, scope) else tuple(each for each in FIGURES if each != GOAL)
    total = _total(counted)
    return Report(
        range=wanted,
        figures=_figures(told, total, None if before is None else _total(before)),
        course=course,
        reached=max((bucket_of(to_ms(now), each.zone, wanted.step) for each in sites), default=0),
        course_before=_beside(course_before, wanted),
        rows=rows,
        claimed=total.get("claimed", 0),
        views=sum(recorded for recorded, _ in views),
        views_dropped=sum(dropped for _, dropped in views),
        views_before=views_before,
        comparison=comparison,
    )


def days(
    storage: Storage, scope: Scope, wanted: Range, now: datetime, *, by: str = "revision"
) -> tuple[tuple[Row, Tally], ...]:
    """Each day of each campaign and value of `by`, one of DIMENSIONS, with all figures: for export."""
    with storage.snapshot():
        spans = [Span.of(each, scope.campaign_id, wanted, now) for each in _sites(storage, scope)]
        counted = [each for span in spans for each in collect(storage, span, by)]
        names = _names(counted)
    merged: dict[tuple[int, int, str], Figures] = {}
    for each in counted:
        add(merged.setdefault((each.bucket, each.campaign, each.value), {}), each.figures)
    return tuple(
        (Row(str(campaign), _name(names, str(campaign)), _told(figures)), Tally(campaign, day, value, figures))
        for (day, campaign, value), figures in sorted(merged.items())
    )


def _has_goal(storage: Storage, scope: Scope) -> bool:
    """Whether any of the campaigns was ever published with a goal."""
    wanted = [(name, of) for name, of in (("site_id", scope.site_id), ("id", scope.campaign_id)) if of is not None]
    where = "".join(f" AND c.{name} = %s" for name, _ in wanted)
    return bool(storage.execute(_WITH_GOAL + where + " LIMIT 1", [of for _, of in wanted]))


def has_buttons(storage: Storage, campaign_id: int) -> bool:
    """Whether visitors ever got a message of this campaign with buttons. Needs a connection."""
    revisions = storage.execute("SELECT content FROM revision WHERE campaign_id = %s", (campaign_id,))
    return any(Draft.of(json.loads(content)).buttons for (content,) in revisions)


def _sites(storage: Storage, scope: Scope) -> Sequence[ClockedSite]:
    """The sites whose campaigns are counted: all, one, or that of the campaign."""
    sites = clocked_sites(storage, scope.site_id)
    if scope.campaign_id is None:
        return sites
    return [each for each in sites if scope.campaign_id in each.campaigns]


def _course(storage: Storage, spans: Sequence[Span], counted: Iterable[Tally]) -> dict[int, Figures]:
    by_the_hour = bool(spans) and spans[0].range.step == "hour"
    parts = (each for span in spans for each in collect_hours(storage, span)) if by_the_hour else counted
    found: dict[int, Figures] = {}
    for each in parts:
        add(found.setdefault(each.bucket, {}), each.figures)
    return {bucket: _told(figures) for bucket, figures in found.items()}


def _beside(course: Mapping[int, Figures], wanted: Range) -> dict[int, Figures]:
    shift = wanted.days * (24 if wanted.step == "hour" else 1)
    return {bucket + shift: figures for bucket, figures in course.items()}


def _rows(counted: Iterable[Tally], by: str, names: Mapping[str, str]) -> tuple[Row, ...]:
    found: dict[str, Figures] = {}
    for each in counted:
        add(found.setdefault(str(each.campaign) if by == CAMPAIGN else each.value, {}), each.figures)
    rows = [Row(key, _name(names, key) if by == CAMPAIGN else key, _told(found[key])) for key in found]
    return tuple(sorted(rows, key=lambda each: (-each.figures["shown"], -each.figures[ELIGIBLE], each.words, each.key)))


def _total(counted: Iterable[Tally]) -> Figures:
    found: Figures = {}
    for each in counted:
        add(found, each.figures)
    return found


def _told(figures: Figures) -> Figures:
    """As they are told: eligible from what was claimed and what was held back."""
    eligible = figures.get("claimed", 0) + figures.get(HELD_BACK, 0)
    return {metric: eligible if metric == ELIGIBLE else figures.get(metric, 0) for metric in FIGURES}


def _figures(told: Iterable[str], total: Figures, before: Figures | None) -> tuple[Figure, ...]:
    now, then = _told(total), None if before is None else _told(before)
    return tuple(
        Figure(
            metric,
            now[metric],
            now[WHOLE[metric]] if metric in WHOLE else 0,
            None if then is None else then[metric],
            None if then is None or metric not in WHOLE else then[WHOLE[metric]],
        )
        for metric in told
    )


def _names(counted: Iterable[Tally]) -> dict[str, str]:
    """Names of campaigns by key, deleted ones too while they are kept."""
    ids = {each.campaign for each in counted}
    rows = CampaignRow.select(CampaignRow.id, CampaignRow.draft).where(CampaignRow.id.in_(ids)) if ids else ()
    return {str(row.id): Draft.of(row.draft).name.strip() for row in rows}


def _name(names: Mapping[str, str], key: str) -> str:
    return names.get(key, _("A deleted campaign")) or _("Without a name")


_WITH_GOAL: Final = "SELECT 1 FROM revision r JOIN campaign c ON c.id = r.campaign_id WHERE r.goal_id IS NOT NULL"
