"""The goals that campaigns are measured by, in memory: what is viewed and told on a site is held against them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from core.goals import all_goals
from core.goals.counting import Reached, count
from core.rules.operators import OPERATORS
from core.rules.texts import fold
from core.rules.urls import parse_page
from core.rules.values import Url
from core.storage import Storage
from core.visits.page_events import PageEvent
from core.visits.recorded_view import RecordedView

_IS: Final = OPERATORS[Url.name]["is"]


@dataclass(frozen=True, slots=True)
class _Watched:
    """One site's goals."""

    addresses: tuple[tuple[int, Any], ...]
    """Ids with what the operator *is* compares."""
    events: Mapping[str, tuple[int, ...]]
    """Ids by the folded names of events."""


class WatchedGoals:
    """Those of revisions, archived ones too. What reaches none of them touches no database."""

    def __init__(self, storage: Storage, clock: Callable[[], datetime]) -> None:
        self._storage: Final = storage
        self._clock: Final = clock
        self._sites: Mapping[int, _Watched] = MappingProxyType({})

    def refresh(self) -> None:
        """Read them anew. Peewee's errors come through."""
        with self._storage.connection():
            used = {goal for (goal,) in self._storage.execute(_USED)}
            goals = [each for each in all_goals(self._storage).values() if each.id in used]
        sites: dict[int, _Watched] = {}
        for site in {each.site_id for each in goals}:
            addresses, events = [], dict[str, tuple[int, ...]]()
            for goal in goals:
                wanted = goal.settings.wanted if goal.site_id == site else ()
                if wanted and goal.settings.kind == "address":
                    addresses.append((goal.id, _IS.prepare(list(wanted))))
                elif wanted:
                    events |= {fold(name): (*events.get(fold(name), ()), goal.id) for name in wanted}
            sites[site] = _Watched(tuple(addresses), events)
        self._sites = MappingProxyType(sites)

    def viewed(self, views: Iterable[RecordedView]) -> None:
        """Count the goals that these pages reach. Who agreed to no memory reaches none: nobody follows them."""
        self._count(
            Reached(view.site_id, view.visitor_key, goal, view.at)
            for view in views
            if view.remembered
            for goal in self._by_address(view.site_id, view.url)
        )

    def told(self, events: Iterable[PageEvent]) -> None:
        """Count the goals that these events reach."""
        self._count(
            Reached(event.site_id, event.visitor_key, goal, event.at)
            for event in events
            for goal in self._by_event(event.site_id, event.name)
        )

    def _by_event(self, site_id: int, name: str) -> Iterable[int]:
        watched = self._sites.get(site_id)
        return watched.events.get(fold(name), ()) if watched else ()

    def _by_address(self, site_id: int, url: str) -> Iterator[int]:
        watched = self._sites.get(site_id)
        page = parse_page(url) if watched and watched.addresses else None
        if watched and page:
            yield from (goal for goal, wanted in watched.addresses if _IS.decide(page, wanted))

    def _count(self, reached: Iterable[Reached]) -> None:
        found = list(reached)
        if found:
            count(self._storage, found, self._clock())


_USED: Final = "SELECT DISTINCT goal_id FROM revision WHERE goal_id IS NOT NULL"
