"""Under which names the newest page views had something to see, so that nobody has to know them by heart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from itertools import chain
from typing import Final

from core.attention.past_visits import newest_visits
from core.attention.reach import LOOKS_BACK
from core.plugins import Registry
from core.storage import Storage
from core.visits.page_events import recent_names

MOST: Final = 50


def seen_names(
    storage: Storage, registry: Registry, site_id: int, time_zone: str, now: datetime
) -> Mapping[str, tuple[str, ...]]:
    """By condition type that takes a key, the names seen most first; types without any are left out."""
    visits = newest_visits(storage, site_id, time_zone, now - LOOKS_BACK)
    keyed = [kind for kind in registry.condition_types.values() if kind.takes_key and kind.key_type is None]
    counted = {each.key: Counter(chain(*(registry.names(each.key, visit) for visit in visits))) for each in keyed}
    found = {key: tuple(name for name, _ in each.most_common(MOST)) for key, each in counted.items() if each}
    events = recent_names(storage, site_id)[:MOST]
    return found | {each.key: events for each in keyed if events and each.names_from == "page_events"}
