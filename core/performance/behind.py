"""The displays behind a number, the newest first, with the conversations that began in them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from core.campaigns.drafts import Draft
from core.deliveries.visitors import Profile
from core.performance import METRICS
from core.performance.collecting import Span
from core.performance.days import clocked_sites
from core.performance.ranges import Range
from core.performance.report import CAMPAIGN, Scope
from core.performance.tallies import DIMENSIONS, value_of
from core.storage import Storage
from core.storage.fields import from_ms

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
class ListedDisplay:
    """One display, who met it, and what came of it."""

    id: str
    campaign_name: str
    """As the visitor met it."""
    visitor_name: str
    """"" until they told it."""
    visitor_email: str
    profile: Profile
    """As the visitor is known now."""
    country: str
    """Code of where they were; as it is counted."""
    device: str
    page_url: str
    at: datetime
    """When it was claimed."""
    became: tuple[str, ...]
    """What else became of it, in the order of METRICS."""
    conversation: str
    """Key of the conversation that it began, or ""."""


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
    """The newest displays that a figure counts; for *eligible*, which has no visitors of its own, those claimed."""
    part, limit = part or Part(), min(limit, MOST_EXPORTED)
    column = f"{metric}_at" if metric in METRICS else "claimed_at"
    found: list[tuple[Any, ...]] = []
    with storage.connection():
        for site in clocked_sites(storage, scope.site_id):
            span = Span.of(site, scope.campaign_id, wanted, now)
            for campaign in span.campaigns:
                if part.by != CAMPAIGN or part.value == str(campaign):
                    found += _newest(storage, campaign, span, column, part, limit + 1)
        found.sort(key=lambda row: (row[1], row[0]), reverse=True)
        ids = [row[0] for row in found[:limit]]
        return Behind(_listed(storage, ids), len(found) > limit)


def _newest(
    storage: Storage, campaign: int, span: Span, column: str, part: Part, limit: int
) -> Sequence[tuple[Any, ...]]:
    """Ids and moments of one campaign's newest: from its index, however many there are."""
    where, values = "", [campaign, span.since_ms, span.until_ms]
    if part.by == "revision":
        where = "AND revision_number = %s"
        values.append(int(part.value) if part.value.isdecimal() else 0)
    elif part.by == "page":
        return _on_page(storage, span, column, part, limit, campaign)
    elif part.by in DIMENSIONS:
        where = f"AND {DIMENSIONS[part.by]} = %s"
        return storage.execute(_NEWEST.format(column=column, where=where), (*values, part.value, limit))
    return storage.execute(_NEWEST.format(column=column, where=where), (*values, limit))


def _on_page(
    storage: Storage, span: Span, column: str, part: Part, limit: int, campaign: int
) -> Sequence[tuple[Any, ...]]:
    """A page is several addresses: those that begin alike are looked at one by one."""
    beginning = "".join(f"!{each}" if each in "!%_" else each for each in part.value)
    where = "AND page_url LIKE %s ESCAPE '!'"
    text = _NEWEST.format(column=column, where=where).replace("SELECT id", "SELECT page_url, id")
    rows = storage.execute(text, (campaign, span.since_ms, span.until_ms, f"%{beginning}%", max(limit, MOST) * 4))
    return [row[1:] for row in rows if value_of("page", row[0]) == part.value][:limit]


def _listed(storage: Storage, ids: Sequence[str]) -> tuple[ListedDisplay, ...]:
    if not ids:
        return ()
    marks = [each for each in METRICS if each != "claimed"]
    text = _LISTED.format(marks=", ".join(f"d.{each}_at" for each in marks), places=", ".join(["%s"] * len(ids)))
    rows = []
    for row in storage.execute(text, tuple(ids)):
        display, content, name, email, profile, country, device, url, at_ms, conversation, *moments = row
        became = tuple(mark for mark, moment in zip(marks, moments, strict=True) if moment is not None)
        rows.append(
            ListedDisplay(
                id=display,
                campaign_name=Draft.of(json.loads(content)).name if content else "",
                visitor_name=name,
                visitor_email=email,
                profile=Profile.from_data(json.loads(profile)),
                country=country,
                device=device,
                page_url=url,
                at=from_ms(at_ms),
                became=became,
                conversation=conversation or "",
            )
        )
    return tuple(rows)


_NEWEST = """
SELECT id, claimed_at FROM display
WHERE campaign_id = %s AND claimed_at >= %s AND claimed_at < %s AND {column} IS NOT NULL {where}
ORDER BY claimed_at DESC, id DESC LIMIT %s
"""
_LISTED = """
SELECT d.id, r.content, v.name, v.email, v.profile, d.country, d.device, d.page_url, d.claimed_at,
       (SELECT MAX(c.key) FROM conversation c WHERE c.visitor_id = d.visitor_id AND c.display_id = d.id), {marks}
FROM display d JOIN visitor v ON v.id = d.visitor_id
LEFT JOIN revision r ON r.campaign_id = d.campaign_id AND r.number = d.revision_number
WHERE d.id IN ({places}) ORDER BY d.claimed_at DESC, d.id DESC
"""
