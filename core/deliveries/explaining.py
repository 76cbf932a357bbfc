"""A decision that was kept, explained by the rule as it was: why this visitor saw a message, or did not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.campaigns.drafts import Draft
from core.deliveries.decision_rows import COLUMNS, Decision, contents_of, decision, read
from core.errors import NotFound, SmartTriggerError
from core.i18n import _
from core.plugins import Registry
from core.rules import MISSING, UNKNOWN, compile_rule, explain
from core.rules.explain import Trace
from core.rules.values import Instant
from core.storage import Storage


@dataclass(frozen=True, slots=True)
class Explained:
    """A decision with its reasons."""

    decision: Decision
    trace: Trace | None
    """None where the rule can't be read any more."""


def explained(storage: Storage, registry: Registry, key: str) -> Explained:
    """A decision by its key: the display's id. Raises NotFound where it is not kept (any more)."""
    rows = read(storage, _ONE, (key,))
    if not rows:
        raise NotFound("decision_gone", _("What was decided here is not kept any more. It goes with old page views."))
    (row,) = rows
    with storage.connection():
        registry.installation.refresh(storage)
        contents = contents_of(storage, [row[3]])
    found = decision(row, contents)
    content = contents.get((found.campaign_id, found.revision))
    return Explained(found, _trace(registry, found, content, json.loads(row[-1])) if content else None)


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


_ONE = f"SELECT {COLUMNS}, d.facts FROM decision d WHERE d.key = %s"  # noqa: S608  # our own names
