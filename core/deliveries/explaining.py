"""Decisions that were kept, explained by the rule as it was: why this visitor saw a message, or did not."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.campaigns.drafts import Draft
from core.errors import NotFound, SmartTriggerError
from core.i18n import _
from core.plugins import Registry
from core.rules import MISSING, UNKNOWN, compile_rule, explain
from core.rules.explain import Trace
from core.rules.values import Instant
from core.storage import Storage
from core.storage.fields import from_ms


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about one claim."""

    key: str
    campaign_id: int
    campaign_name: str
    """As it was called then; "" where the campaign is gone."""
    revision: int
    page_view: str
    at: datetime
    outcome: str
    """"": it was shown; else a core.deliveries.shown_before.Refusal."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A decision with its reasons."""

    decision: Decision
    trace: Trace | None
    """None where the rule can't be read any more."""


def explained(storage: Storage, registry: Registry, key: str) -> Explained:
    """A decision by its key: the display's id. Raises NotFound where it is not kept (any more)."""
    rows = _read(storage, f"{_DECISIONS} WHERE key = %s", (key,))
    if not rows:
        raise NotFound("decision_gone", _("What was decided here is not kept any more. It goes with old page views."))
    (row,) = rows
    with storage.connection():
        registry.installation.refresh(storage)
        contents = _contents(storage, {row[1]})
    decision = _decision(row, contents)
    content = contents.get((decision.campaign_id, decision.revision))
    return Explained(decision, _trace(registry, decision, content, json.loads(row[-1])) if content else None)


def decisions_of(storage: Storage, campaign_id: int, most: int) -> tuple[Decision, ...]:
    """The newest decisions about a campaign."""
    rows = _read(storage, f"{_DECISIONS} WHERE campaign_id = %s ORDER BY at DESC, key LIMIT %s", (campaign_id, most))
    with storage.connection():
        contents = _contents(storage, {campaign_id})
    return tuple(_decision(row, contents) for row in rows)


def kept_of(storage: Storage, keys: Sequence[str]) -> frozenset[str]:
    """Those displays of which the decision is kept."""
    if not keys:
        return frozenset()
    rows = _read(storage, f"SELECT key FROM decision WHERE key IN ({_places(keys)})", keys)  # noqa: S608  # values apart
    return frozenset(key for (key,) in rows)


def kept_on(storage: Storage, page_views: Sequence[str]) -> Mapping[tuple[int, str], str]:
    """Keys of the refusals that are kept, by campaign and page view."""
    if not page_views:
        return {}
    places = _places(page_views)
    text = f"SELECT campaign_id, page_view, key FROM decision WHERE outcome <> '' AND page_view IN ({places})"  # noqa: S608  # values apart
    return {(campaign, page_view): key for campaign, page_view, key in _read(storage, text, page_views)}


def _decision(row: tuple[Any, ...], contents: Mapping[tuple[int, int], Draft]) -> Decision:
    key, campaign, revision, page_view, at_ms, outcome, _facts = row
    content = contents.get((campaign, revision))
    return Decision(key, campaign, content.name if content else "", revision, page_view, from_ms(at_ms), outcome)


def _trace(registry: Registry, decision: Decision, content: Draft, facts: Mapping[str, Any]) -> Trace | None:
    try:
        rule = compile_rule(content.audience, registry.condition_types, published=True, campaign=decision.campaign_id)
    except SmartTriggerError:
        return None
    known = {each.name: UNKNOWN for each in rule.conditions if not each.type.browser}  # where it was not asked
    return explain(rule, known | {name: _told(raw) for name, raw in facts.items()})


def _told(kept: Any) -> object:
    """An observation as it was kept (core.deliveries.kept)."""
    if isinstance(kept, dict):
        return Instant(kept["instant"], kept["day"]) if "instant" in kept else UNKNOWN
    return MISSING if kept is None else kept


def _contents(storage: Storage, campaigns: set[int]) -> Mapping[tuple[int, int], Draft]:
    """What these campaigns' revisions say."""
    wanted = sorted(campaigns)
    text = f"SELECT campaign_id, number, content FROM revision WHERE campaign_id IN ({_places(wanted)})"  # noqa: S608
    rows = storage.execute(text, wanted)
    return {(campaign, number): Draft.of(json.loads(content)) for campaign, number, content in rows}


def _read(storage: Storage, text: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
    with storage.reading_log():
        text = text.replace("%s", "?") if storage.is_sqlite else text
        return list(storage.log.execute_sql(text, tuple(values)).fetchall())


def _places(values: Sequence[object]) -> str:
    return ", ".join(["%s"] * len(values))


_DECISIONS = "SELECT key, campaign_id, revision_number, page_view, at, outcome, facts FROM decision"
