"""Decisions as they were kept (core.deliveries.kept): read back, and which of them there are."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from core.campaigns.drafts import Draft
from core.storage import Storage
from core.storage.fields import from_ms

Contents = Mapping[tuple[int, int], Draft]
"""What revisions say, by campaign and number."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about one claim."""

    key: str
    """The display's id."""
    site_id: int
    visitor: str
    """Key of whoever it was about."""
    campaign_id: int
    campaign_name: str
    """As it was called then; "" where the campaign is gone."""
    revision: int
    page_view: str
    at: datetime
    outcome: str
    """"": it was shown; else a core.deliveries.shown_before.Refusal."""


COLUMNS: Final = "d.key, d.site_id, d.visitor_key, d.campaign_id, d.revision_number, d.page_view, d.at, d.outcome"
"""What `decision` is made of."""


def decision(row: Sequence[Any], contents: Contents) -> Decision:
    """From a row that begins with COLUMNS."""
    key, site, visitor, campaign, revision, page_view, at_ms, outcome, *_more = row
    content = contents.get((campaign, revision))
    name = content.name if content else ""
    return Decision(key, site, visitor, campaign, name, revision, page_view, from_ms(at_ms), outcome)


def contents_of(storage: Storage, campaigns: Iterable[int]) -> Contents:
    """What these campaigns' revisions say. Needs a connection."""
    wanted = sorted(set(campaigns))
    if not wanted:
        return {}
    text = f"SELECT campaign_id, number, content FROM revision WHERE campaign_id IN ({places(wanted)})"  # noqa: S608
    rows = storage.execute(text, wanted)
    return {(campaign, number): Draft.of(json.loads(content)) for campaign, number, content in rows}


def read(storage: Storage, text: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
    """Rows of the log, where decisions are; `%s` stands for each value."""
    with storage.reading_log():
        text = text.replace("%s", "?") if storage.is_sqlite else text
        return list(storage.log.execute_sql(text, tuple(values)).fetchall())


def places(values: Sequence[object]) -> str:
    """Room for values in a list of SQL."""
    return ", ".join(["%s"] * len(values))


def kept_of(storage: Storage, keys: Sequence[str]) -> frozenset[str]:
    """Those displays of which the decision is kept."""
    if not keys:
        return frozenset()
    rows = read(storage, f"SELECT key FROM decision WHERE key IN ({places(keys)})", keys)  # noqa: S608  # values apart
    return frozenset(key for (key,) in rows)


def kept_on(storage: Storage, page_views: Sequence[str]) -> Mapping[tuple[int, str], str]:
    """Keys of the refusals that are kept, by campaign and page view."""
    if not page_views:
        return {}
    listed = places(page_views)
    text = f"SELECT campaign_id, page_view, key FROM decision WHERE outcome <> '' AND page_view IN ({listed})"  # noqa: S608  # values apart
    return {(campaign, page_view): key for campaign, page_view, key in read(storage, text, page_views)}
