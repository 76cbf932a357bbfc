"""Who of the team is there: whoever has a page of the admin open, written down so that every process knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from core.storage import Storage
from core.storage.fields import to_ms

TOPIC: Final = "presence"
BEAT_SECONDS: Final = 20.0
"""How often it is written down anew."""
LASTING: Final = timedelta(seconds=60)
"""For so long somebody counts as there whose admin went down without a word."""
FRESH: Final = timedelta(days=1)
"""Open conversations in which nothing was written for this long take nobody's time."""


@dataclass(frozen=True, slots=True)
class TeamNow:
    """How things stand with the team, as of about a second ago."""

    online: frozenset[str] = frozenset()
    """`agent:ID` of everybody who has the admin open, and `group:ID` of every group that one of them is in."""
    room: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """How many more conversations those of each `group:ID` who are online can take."""


def write(storage: Storage, agents: Collection[int], now: datetime) -> None:
    """These have the admin open, and nobody else has. Peewee's errors come through."""
    here = set(agents)
    with storage.connection():
        before = {agent for (agent,) in storage.execute("SELECT agent_id FROM agent_presence")}
        if not (here or before):
            return
        with storage.transaction():
            for agent in sorted(before - here):
                storage.execute("DELETE FROM agent_presence WHERE agent_id = %s", (agent,))
            for agent in sorted(here):
                storage.execute(_HERE, (agent, to_ms(now)))
            if before != here:
                storage.touch(TOPIC)


def team_now(storage: Storage, now: datetime) -> TeamNow:
    """Who is there and how much they have to do. Peewee's errors come through."""
    with storage.connection():
        capacity = dict(storage.execute(_ONLINE, (to_ms(now - LASTING),)))
        members = storage.execute(_MEMBERS)
        open_ones = storage.execute(_OPEN, (to_ms(now - FRESH),))
    has: Counter[int] = Counter()
    waiting: Counter[int] = Counter()
    for agent, group, count in open_ones:
        if agent is not None:
            has[agent] += count
        elif group is not None:
            waiting[group] += count
    groups = {group for group, _ in members}
    here = {(group, agent) for group, agent in members if agent in capacity}
    free: Counter[int] = Counter()
    for group, agent in here:
        free[group] += max(0, capacity[agent] - has[agent])
    online = {f"agent:{agent}" for agent in capacity} | {f"group:{group}" for group, _ in here}
    room = {f"group:{group}": max(0, free[group] - waiting[group]) for group in groups}
    return TeamNow(frozenset(online), MappingProxyType(room))


class TeamWatch:
    """Keeps how things stand with the team in memory, so that a page view waits for no database."""

    def __init__(self, storage: Storage, clock: Callable[[], datetime]) -> None:
        self._storage: Final = storage
        self._clock: Final = clock
        self.now: TeamNow | None = None
        """None before it was read for the first time."""

    def refresh(self) -> None:
        """Read it anew. Peewee's errors come through."""
        self.now = team_now(self._storage, self._clock())


_HERE = """
INSERT INTO agent_presence (agent_id, seen_at) VALUES (%s, %s)
ON CONFLICT (agent_id) DO UPDATE SET seen_at = excluded.seen_at
"""
_ONLINE = """
SELECT a.id, a.capacity FROM agent a JOIN agent_presence p ON p.agent_id = a.id
WHERE a.deactivated_at IS NULL AND p.seen_at > %s
"""
_MEMBERS = """
SELECT g.id, m.agent_id FROM agent_group g LEFT JOIN membership m ON m.group_id = g.id WHERE g.deactivated_at IS NULL
"""
_OPEN = """
SELECT agent_id, group_id, COUNT(*) FROM conversation WHERE status = 'open' AND changed_at > %s
GROUP BY agent_id, group_id
"""
