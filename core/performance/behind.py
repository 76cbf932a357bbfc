"""The displays behind a number, the newest first, with the conversations that began in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from core.i18n.languages import SAME_AS
from core.performance import METRICS, listed
from core.performance.collecting import Span
from core.performance.days import clocked_sites
from core.performance.listed import HeldBackView, ListedDisplay
from core.performance.ranges import Range
from core.performance.report import CAMPAIGN, ELIGIBLE, UNSHOWN, Scope
from core.performance.tallies import DIMENSIONS, value_of
from core.storage import Storage

MOST: Final = 500
"""Displays listed at most."""
MOST_EXPORTED: Final = 10_000
"""Displays in a table at most."""


@dataclass(frozen=True, slots=True)
class Part:
    """One row of a table: what the displays have in common."""

    by: str = ""
    """campaign, or one of DIMENSIONS; "": nothing."""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Behind:
    """As many as were asked for, and whether there are more."""

    rows: tuple[ListedDisplay, ...]
    more: bool


def behind(
    storage: Storage,
    scope: Scope,
    wanted: Range,
    now: datetime,
    metric: str,
    *,
    part: Part | None = None,
    limit: int = 50,
) -> Behind:
    """The newest displays that a figure counts; for *eligible* those claimed, and page views that were held back."""
    part, limit = part or Part(), min(limit, MOST_EXPORTED)
    counted = _counted(metric)
    found: list[tuple[int, str, HeldBackView | None]] = []
    with storage.connection():
        for site in clocked_sites(storage, scope.site_id):
            span = Span.of(site, scope.campaign_id, wanted, now)
            for campaign in span.campaigns:
                if part.by != CAMPAIGN or part.value == str(campaign):
                    newest = _newest(storage, campaign, span, counted, part, limit + 1)
                    found += [(at_ms, display, None) for display, at_ms in newest]
                    held = _held_back(storage, campaign, span, part, limit + 1) if metric == ELIGIBLE else ()
                    found += [(each.at_ms, each.page_view, each) for each in held]
        found.sort(key=lambda each: each[:2], reverse=True)
        shown = listed.displays(storage, [display for _, display, view in found[:limit] if view is None])
        held_back = listed.held_back(storage, [view for _, _, view in found[:limit] if view is not None])
    rows = sorted((*shown, *held_back), key=lambda each: (each.at, each.id), reverse=True)
    return Behind(tuple(rows), len(found) > limit)


def _counted(metric: str) -> str:
    """Which displays a figure counts, as SQL."""
    if metric == UNSHOWN:
        return "shown_at IS NULL"
    return f"{metric}_at IS NOT NULL" if metric in METRICS else "claimed_at IS NOT NULL"


def _held_back(storage: Storage, campaign: int, span: Span, part: Part, limit: int) -> list[HeldBackView]:
    """Page views of one campaign whose claim frequency refused, the newest first, while each is kept."""
    if part.by == "button":  # what was not shown had none to press
        if part.value:
            return []
        part = Part()
    return [HeldBackView(*row) for row in _read(storage, _HELD_BACK, campaign, span, part, limit)]


def _newest(
    storage: Storage, campaign: int, span: Span, counted: str, part: Part, limit: int
) -> Sequence[tuple[Any, ...]]:
    """Ids and moments of one campaign's newest: from its index, however many there are."""
    return _read(storage, _NEWEST.replace("{counted}", counted), campaign, span, part, limit)


def _read(storage: Storage, text: str, campaign: int, span: Span, part: Part, limit: int) -> Sequence[tuple[Any, ...]]:
    """Rows of `text` that are of this part, without the address that each begins with."""
    where, values = _narrowed(part)
    # a page is several addresses: those that begin alike are looked at one by one
    most = max(limit, MOST) * 4 if part.by == "page" else limit
    rows = storage.execute(text.format(where=where), (campaign, span.since_ms, span.until_ms, *values, most))
    return [tuple(row) for url, *row in rows if part.by != "page" or value_of("page", url) == part.value][:limit]


def _narrowed(part: Part) -> tuple[str, Sequence[object]]:
    """What SQL asks of a row beside its campaign and moment."""
    match part.by:
        case "revision":
            return "AND revision_number = %s", (int(part.value) if part.value.isdecimal() else 0,)
        case "page":
            return "AND page_url LIKE %s ESCAPE '!'", (f"%{_literal(part.value)}%",)
        case "language":
            return _speaking(part.value)
        case by if by in DIMENSIONS:
            return f"AND {DIMENSIONS[by]} = %s", (part.value,)
        case _:
            return "", ()


def _speaking(language: str) -> tuple[str, list[str]]:
    """The tags that are this language: `de`, `de-AT`, and older names of it."""
    codes = [_literal(language), *(other for other, same in SAME_AS.items() if same == language)]
    tags = [tag for code in codes for tag in (code, f"{code}-%", f"{code}!_%")]
    return f"AND ({' OR '.join([_TAG] * len(tags))})", tags


def _literal(text: str) -> str:
    """As LIKE takes it for itself."""
    return "".join(f"!{each}" if each in "!%_" else each for each in text)


_NEWEST = """
SELECT page_url, id, claimed_at FROM display
WHERE campaign_id = %s AND claimed_at >= %s AND claimed_at < %s AND {counted} {where}
ORDER BY claimed_at DESC, id DESC LIMIT %s
"""
_TAG = "LOWER(language) LIKE %s ESCAPE '!'"
_HELD_BACK = """
SELECT page_url, page_view, at, campaign_id, revision_number FROM held_back
WHERE campaign_id = %s AND at >= %s AND at < %s {where} ORDER BY at DESC, page_view DESC LIMIT %s
"""
