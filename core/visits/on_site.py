"""Who is on the sites now, from what is recorded anyway: page views, and the polls of open chats."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from core.campaigns.drafts import Draft
from core.i18n import _
from core.storage import Storage
from core.storage.fields import from_ms, to_ms
from core.visits.passports import DERIVED

BY_PAGE: Final = timedelta(minutes=5)
"""Whoever has opened a page this recently counts as here."""

BY_POLL: Final = timedelta(minutes=1)
"""Whoever has a chat in a tab that they look at counts as here for this long after the browser last asked for news."""

MOST: Final = 100

Who = tuple[int, str]
"""A visitor: the site's id and the visitor's key."""


@dataclass(frozen=True, slots=True)
class VisitorHere:
    """One visitor on the page that they opened last; what is not known is empty, or None."""

    site_id: int
    site_name: str
    key: str
    url: str
    title: str
    page_at: datetime
    arrived_at: datetime | None
    """When this visit began."""
    visits: int | None
    pages: int | None
    """In this visit."""
    country: str
    region: str
    city: str
    device: str
    language: str
    time_zone: str
    remembered: bool
    """Whether the browser keeps who they are; if not, each page that they open is a visitor of its own."""
    name: str = ""
    email: str = ""
    campaigns: tuple[str, ...] = ()
    """Names of the campaigns that they were shown, the newest first."""
    conversation: str = ""
    """Key of their latest one."""

    @property
    def can_be_written_to(self) -> bool:
        """Whether what is written now reaches them, and nobody else, on a later page."""
        return self.remembered and not self.key.startswith(DERIVED)


@dataclass(frozen=True, slots=True)
class Here:
    """The visitors who are on the sites now; those who came last stand first."""

    visitors: tuple[VisitorHere, ...]
    found: int
    """How many there are, also those that are not told."""


def here(storage: Storage, now: datetime, site_id: int | None = None, most: int = MOST) -> Here:
    """Who is on the sites, or on one site, now; `most` of them are told."""
    with storage.connection():
        sites = dict(storage.execute("SELECT id, name FROM site WHERE archived_at IS NULL"))
    if site_id is not None:
        sites = {number: name for number, name in sites.items() if number == site_id}
    if not sites:
        return Here((), 0)
    views, found = _newest_views(storage, list(sites), now, most)
    with storage.connection():
        known = _known(storage, [(view["site_id"], view["visitor_key"]) for view in views])
    visitors = [_visitor(view, sites[view["site_id"]], known) for view in views]
    visitors.sort(key=lambda each: (each.arrived_at or each.page_at, each.key), reverse=True)
    return Here(tuple(visitors), found)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the main database knows of a visitor."""

    name: str
    email: str
    conversation: str
    campaigns: tuple[str, ...]


def _newest_views(
    storage: Storage, sites: Sequence[int], now: datetime, most: int
) -> tuple[list[Mapping[str, Any]], int]:
    """The newest page view of everybody who is here, and how many there are."""
    text = _NEWEST.format(columns=", ".join(_COLUMNS), sites=", ".join(["%s"] * len(sites)))
    values = (to_ms(now - BY_PAGE), *sites, to_ms(now - BY_POLL), *sites, most)
    with storage.reading_log():
        rows = storage.log.execute_sql(text.replace("%s", "?") if storage.is_sqlite else text, values).fetchall()
    return [dict(zip(_COLUMNS, row[:-1], strict=True)) for row in rows], rows[0][-1] if rows else 0


def _known(storage: Storage, visitors: Sequence[Who]) -> Mapping[Who, _Known]:
    """Names, conversations and campaigns of those who were ever shown something, or wrote."""
    if not visitors:
        return {}
    keys = sorted({key for _, key in visitors})
    places = ", ".join(["%s"] * len(keys))
    rows = storage.execute(_VISITORS.format(keys=places), keys)
    ids = {number: (site_id, key) for number, site_id, key, *_ in rows}
    campaigns = _campaigns(storage, list(ids))
    return {
        (site_id, key): _Known(name, email, conversation or "", campaigns.get(number, ()))
        for number, site_id, key, name, email, conversation in rows
    }


def _campaigns(storage: Storage, visitor_ids: Sequence[int]) -> Mapping[int, tuple[str, ...]]:
    """The names of what each of these visitors was shown, each once, the newest first."""
    if not visitor_ids:
        return {}
    places = ", ".join(["%s"] * len(visitor_ids))
    rows = storage.execute(_SHOWN.format(visitors=places), visitor_ids)
    names = _names(storage, {campaign for _, campaign in rows})
    found: dict[int, list[str]] = {}
    for visitor_id, campaign in rows:
        found.setdefault(visitor_id, []).append(names[campaign])
    return {visitor_id: tuple(dict.fromkeys(each)) for visitor_id, each in found.items()}


def _names(storage: Storage, campaigns: Iterable[int]) -> Mapping[int, str]:
    wanted = sorted(campaigns)
    if not wanted:
        return {}
    places = ", ".join(["%s"] * len(wanted))
    rows = storage.execute(f"SELECT id, draft FROM campaign WHERE id IN ({places})", wanted)  # noqa: S608  # values apart
    return {number: Draft.of(json.loads(draft)).name or _("Without a name") for number, draft in rows}


def _visitor(view: Mapping[str, Any], site_name: str, known: Mapping[Who, _Known]) -> VisitorHere:
    facts = json.loads(view["facts"])
    more = known.get((view["site_id"], view["visitor_key"]), _Known("", "", "", ()))
    started = facts.get("started")
    return VisitorHere(
        site_id=view["site_id"],
        site_name=site_name,
        key=view["visitor_key"],
        url=view["url"],
        title=view["title"],
        page_at=from_ms(view["at"]),
        arrived_at=from_ms(started) if isinstance(started, int) else None,
        visits=view["visit"] or None,
        pages=facts.get("pages"),
        country=view["country"],
        region=view["region"],
        city=view["city"],
        device=view["device"],
        language=view["language"],
        time_zone=facts.get("time_zone", ""),
        remembered=bool(facts.get("memory", True)),
        name=more.name,
        email=more.email,
        campaigns=more.campaigns,
        conversation=more.conversation,
    )


_COLUMNS = (
    "site_id", "visitor_key", "at", "visit", "url", "title", "country", "region", "city", "device", "language", "facts",
)  # fmt: skip

# everybody's newest page: of those who opened one lately, and of those whose chat asks for news; the plus and the
# limit keep SQLite from going through all page views there are instead of those since a moment
_NEWEST = """
WITH here AS (
    SELECT site_id, visitor_key, MAX(at) AS at FROM (
        SELECT site_id, visitor_key, at FROM page_view WHERE at > %s AND +site_id IN ({sites})
        ORDER BY at DESC LIMIT 50000) lately
    GROUP BY site_id, visitor_key
    UNION
    SELECT t.site_id, t.visitor_key, (
        SELECT MAX(v.at) FROM page_view v WHERE v.site_id = t.site_id AND v.visitor_key = t.visitor_key)
    FROM open_tab t WHERE t.seen_at > %s AND t.site_id IN ({sites})
), newest AS (
    SELECT p.*, ROW_NUMBER() OVER (PARTITION BY p.site_id, p.visitor_key ORDER BY p.key) AS place
    FROM here h JOIN page_view p ON p.site_id = h.site_id AND p.visitor_key = h.visitor_key AND p.at = h.at
)
SELECT {columns}, COUNT(*) OVER () FROM newest WHERE place = 1 ORDER BY at DESC, visitor_key LIMIT %s
"""

_VISITORS = """
SELECT v.id, v.site_id, v.key, v.name, v.email, (
    SELECT c.key FROM conversation c WHERE c.visitor_id = v.id ORDER BY c.changed_at DESC, c.id DESC LIMIT 1)
FROM visitor v WHERE v.key IN ({keys})
"""

_SHOWN = """
SELECT visitor_id, campaign_id FROM display WHERE visitor_id IN ({visitors}) AND shown_at IS NOT NULL
ORDER BY shown_at DESC
"""
