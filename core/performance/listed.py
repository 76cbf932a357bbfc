"""What a list behind a number says of each display, and of each page view that was held back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.campaigns.drafts import Draft
from core.deliveries.decision_rows import kept_of, kept_on
from core.deliveries.visitors import Profile
from core.performance import METRICS
from core.storage import Storage
from core.storage.fields import from_ms


@dataclass(frozen=True, slots=True)
class ListedDisplay:
    """One display, who met it, and what came of it; or a page view on which frequency held the message back."""

    id: str
    campaign_name: str
    """As the visitor met it."""
    visitor_name: str
    """"" until they told it."""
    visitor_email: str
    visitor_key: str
    """"" of a page view that is not kept any more."""
    profile: Profile
    """As the visitor is known now."""
    country: str
    """Code of where they were; as it is counted."""
    device: str
    page_url: str
    """"" of a page view that is not kept any more."""
    at: datetime
    """When it was claimed."""
    became: tuple[str, ...]
    """What else became of it, in the order of METRICS."""
    conversation: str
    """Key of the conversation that it began, or ""."""
    lead: int | None = None
    """Id of the newest lead that it brought, while that is here."""
    held_back: bool = False
    """Nothing was shown."""
    decision: str = ""
    """Key of what was decided and why (core.deliveries.decision_rows), "" where that is not kept."""


@dataclass(frozen=True, slots=True)
class HeldBackView:
    """A claim that was refused, as it is kept."""

    page_view: str
    at_ms: int
    campaign: int
    revision: int


def displays(storage: Storage, ids: Sequence[str]) -> list[ListedDisplay]:
    """Displays by their ids. Needs a connection."""
    if not ids:
        return []
    marks = [each for each in METRICS if each != "claimed"]
    text = _DISPLAYS.format(marks=", ".join(f"d.{each}_at" for each in marks), places=_places(ids))
    rows, kept = [], kept_of(storage, ids)
    for row in storage.execute(text, tuple(ids)):
        display, content, name, email, key, profile, country, device, url, at_ms, conversation, lead, *moments = row
        rows.append(
            ListedDisplay(
                id=display,
                campaign_name=_name(content),
                visitor_name=name,
                visitor_email=email,
                visitor_key=key,
                profile=Profile.from_data(json.loads(profile)),
                country=country,
                device=device,
                page_url=url,
                at=from_ms(at_ms),
                became=tuple(mark for mark, moment in zip(marks, moments, strict=True) if moment is not None),
                conversation=conversation or "",
                lead=lead,
                decision=display if display in kept else "",
            )
        )
    return rows


def held_back(storage: Storage, found: Sequence[HeldBackView]) -> list[ListedDisplay]:
    """Page views that were held back; who and where is told by the log while it is kept. Needs a connection."""
    if not found:
        return []
    views = _views(storage, [each.page_view for each in found])
    visitors = _visitors(storage, {(view["site_id"], view["visitor_key"]) for view in views.values()})
    names = _names(storage, {(each.campaign, each.revision) for each in found})
    rows, kept = [], kept_on(storage, [each.page_view for each in found])
    for each in found:
        view = views.get(each.page_view, {})
        name, email = visitors.get((view.get("site_id"), view.get("visitor_key")), ("", ""))
        rows.append(
            ListedDisplay(
                id=each.page_view,
                campaign_name=names.get((each.campaign, each.revision), ""),
                visitor_name=name,
                visitor_email=email,
                visitor_key=view.get("visitor_key", ""),
                profile=Profile(country=view.get("country", ""), city=view.get("city", "")),
                country=view.get("country", ""),
                device=view.get("device", ""),
                page_url=view.get("url", ""),
                at=from_ms(each.at_ms),
                became=(),
                conversation="",
                held_back=True,
                decision=kept.get((each.campaign, each.page_view), ""),
            )
        )
    return rows


def _views(storage: Storage, keys: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
    text = _VIEWS.format(places=_places(keys))
    with storage.reading_log():
        rows = storage.log.execute_sql(text.replace("%s", "?") if storage.is_sqlite else text, tuple(keys)).fetchall()
    return {row[0]: dict(zip(_COLUMNS, row, strict=True)) for row in rows}


def _visitors(storage: Storage, keys: set[tuple[int, str]]) -> Mapping[tuple[Any, Any], tuple[str, str]]:
    """Names and e-mail addresses by site and key, of those who have told them."""
    if not keys:
        return {}
    text = _VISITORS.format(places=_places(keys))
    rows = storage.execute(text, tuple(key for _, key in keys))
    return {(site, key): (name, email) for site, key, name, email in rows}


def _names(storage: Storage, revisions: set[tuple[int, int]]) -> Mapping[tuple[int, int], str]:
    campaigns = tuple({campaign for campaign, _ in revisions})
    rows = storage.execute(_REVISIONS.format(places=_places(campaigns)), campaigns)
    return {(campaign, number): _name(content) for campaign, number, content in rows}


def _name(content: str | None) -> str:
    return Draft.of(json.loads(content)).name if content else ""


def _places(values: Sequence[object] | set[Any]) -> str:
    return ", ".join(["%s"] * len(values))


_DISPLAYS = """
SELECT d.id, r.content, v.name, v.email, v.key, v.profile, d.country, d.device, d.page_url, d.claimed_at,
       (SELECT MAX(c.key) FROM conversation c WHERE c.visitor_id = d.visitor_id AND c.display_id = d.id),
       (SELECT MAX(l.id) FROM lead l WHERE l.visitor_id = d.visitor_id AND l.display_id = d.id), {marks}
FROM display d JOIN visitor v ON v.id = d.visitor_id
LEFT JOIN revision r ON r.campaign_id = d.campaign_id AND r.number = d.revision_number
WHERE d.id IN ({places})
"""
_COLUMNS = ("key", "site_id", "visitor_key", "url", "country", "city", "device")
_VIEWS = f"SELECT {', '.join(_COLUMNS)} FROM page_view WHERE key IN ({{places}})"  # noqa: S608  # our own names
_VISITORS = "SELECT site_id, key, name, email FROM visitor WHERE key IN ({places}) AND (name <> '' OR email <> '')"
_REVISIONS = "SELECT campaign_id, number, content FROM revision WHERE campaign_id IN ({places})"
