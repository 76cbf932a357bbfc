"""Which of a rule's conditions ask for a name under which no page of the site has told anything lately."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from core.attention.past_visits import newest_visits
from core.i18n import _
from core.plugins import Registry
from core.rules.compiled import CompiledRule
from core.rules.review import Remark
from core.sites import Site
from core.storage import Storage
from core.visits.page_events import recent_names

MOST: Final = 1_000
"""Page views that are looked at, the newest ones; what is told more rarely is remarked, so the words say “lately”."""
_EVER: Final = datetime.fromtimestamp(0, UTC)


def untold(storage: Storage, registry: Registry, site: Site, rule: CompiledRule) -> Iterator[Remark]:
    """Remarks on conditions with an `unseen_hint`; none where no page view could have told anything."""
    types = registry.condition_types
    asked = [
        (each.id, types[each.fact], each.key)
        for each in rule.conditions
        if each.key is not None and each.fact in types and types[each.fact].unseen_hint
    ]
    if not asked:
        return
    # of visitors without memory nothing that was told is kept
    visits = [each for each in newest_visits(storage, site.id, site.settings.time_zone, _EVER, MOST) if each.memory]
    if not visits:
        return
    told_events = {each.casefold() for each in recent_names(storage, site.id)}
    for node, kind, key in asked:
        if kind.names_from == "page_events":
            told = told_events
        else:
            told = {each.casefold() for visit in visits for each in registry.names(kind.key, visit)}
        name = registry.name_in(kind.key, key)
        if name.casefold() not in told:
            yield Remark(node, "untold", _(kind.unseen_hint).replace("{key}", name))
