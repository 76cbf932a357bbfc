"""How many people a rule would reach, judged by the page views that there were: told while it is built."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from core.attention.past_visits import fitting, newest_visits
from core.errors import SmartTriggerError
from core.plugins import Registry
from core.rules import Rule, is_group, walk
from core.storage import Storage

LOOKS_BACK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Reach:
    """Of the newest page views, those that the rule leaves open or fits, by what the server saw."""

    fit: int
    of: int
    waits: bool
    """Whether the browser has something to say, too."""


def reach(
    storage: Storage,
    registry: Registry,
    site_id: int,
    time_zone: str,
    audience: Rule,
    now: datetime,
    *,
    everybody: bool,
) -> Reach | None:
    """None where nothing can be told: no page view in the last days, or a rule that is not finished.

    `everybody`: visitors without memory may meet the campaign, too.
    """
    seen = newest_visits(storage, site_id, time_zone, now - LOOKS_BACK)
    if not seen:
        return None
    try:
        fit = fitting(audience, registry, [each for each in seen if everybody or each.memory])
    except SmartTriggerError:
        return None
    return Reach(fit, len(seen), _waits(audience, registry.condition_types))


def _waits(audience: Rule, types: Mapping[str, Any]) -> bool:
    return any(types[node["fact"]].browser for _, node, _ in walk(audience) if not is_group(node))
