"""Page views that were recorded, so that a rule can be asked about each of them again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from core.plugins import Registry
from core.rules import OPEN, UNKNOWN, Rule, compile_rule
from core.storage import Storage
from core.storage.fields import from_ms, to_ms
from core.visits import Location, Visit
from core.visits.devices import Device

MOST: Final = 200
"""Page views that are looked at, the newest ones."""


@dataclass(frozen=True, slots=True)
class PastVisit(Visit):
    """A recorded page view: the device is known, not the browser's name for itself."""

    recorded_device: str = ""
    key: str = ""
    """Id of the page view."""
    unrecorded: frozenset[str] = frozenset()
    """Fields that the visitor's own page view had, and of which nothing was recorded."""

    @property
    def device(self) -> Device:
        return cast(Device, self.recorded_device or "desktop")


class _Watched:
    """A page view that notes which of its fields are looked at."""

    def __init__(self, visit: PastVisit) -> None:
        self._visit = visit
        self._looked_at: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        self._looked_at.add(name)
        return getattr(self._visit, name)

    @property
    def misses(self) -> bool:
        return not self._visit.unrecorded.isdisjoint(self._looked_at)


def see(registry: Registry, name: str, visit: Visit) -> object:
    """What a fact's type tells of a page view; UNKNOWN where it looks at what was not recorded."""
    if not isinstance(visit, PastVisit):
        return registry.see(name, visit)
    watched = _Watched(visit)
    raw = registry.see(name, cast(Visit, watched))
    return UNKNOWN if watched.misses else raw


def newest_visits(
    storage: Storage, site_id: int, time_zone: str, since: datetime, most: int = MOST
) -> tuple[PastVisit, ...]:
    """The newest page views of a site, at most `most`."""
    return _visits(storage, time_zone, _NEWEST, to_ms(since), site_id, most)


def past_visit(storage: Storage, site_id: int, time_zone: str, key: str) -> PastVisit | None:
    """A page view of a site by its id, None if it is not kept any more."""
    return next(iter(_visits(storage, time_zone, _ONE, key, site_id)), None)


def fitting(audience: Rule, registry: Registry, visits: Sequence[PastVisit]) -> int:
    """How many page views leave the rule open, or true, by what was recorded of them. Raises InvalidRule.

    What a visitor had met by then, and how things stood, was not recorded, so it is left open.
    """
    rule = compile_rule(audience, registry.condition_types, published=True)
    names = [each.name for each in rule.conditions if not each.type.browser and each.type.source == "page"]
    unknown = {each.name: OPEN for each in rule.conditions if each.type.source != "page"}

    def seen(visit: PastVisit) -> dict[str, object]:
        return {name: registry.observed(name, see(registry, name, visit)) for name in names}

    return sum(rule.simplify(unknown, seen(visit)) is not False for visit in visits)


def _visits(storage: Storage, time_zone: str, text: str, *values: object) -> tuple[PastVisit, ...]:
    with storage.reading_log():
        rows = storage.log.execute_sql(text.replace("%s", "?") if storage.is_sqlite else text, values).fetchall()
    zone = ZoneInfo(time_zone)
    return tuple(_visit(dict(zip(_COLUMNS, row, strict=True)), zone) for row in rows)


def _visit(row: Mapping[str, Any], zone: ZoneInfo) -> PastVisit:
    facts = json.loads(row["facts"])
    return PastVisit(
        now=from_ms(row["at"]),
        site_time_zone=zone,
        url=row["url"],
        title=row["title"],
        referrer=row["referrer"],
        language=row["language"],
        time_zone=facts.get("time_zone", ""),
        location=Location(row["country"], row["region"], row["city"]),
        memory=bool(facts.get("memory", True)),
        number=row["visit"] or None,
        pages=facts.get("pages"),
        came_from=facts.get("came_from", ""),
        attributes=facts.get("attributes", {}),
        visitor=row["visitor_key"] if facts.get("memory", True) else "",
        signed_in=bool(facts.get("signed_in")),
        recorded_device=row["device"],
        key=row["key"],
        **_way(facts, from_ms(row["at"]), row["visit"], row["url"]),
    )


def _way(facts: Mapping[str, Any], at: datetime, number: int, url: str) -> dict[str, Any]:
    """How the visitor came to this page, as far as it was recorded, and what was not."""
    known: dict[str, Any] = {}
    unrecorded = {"user_agent", "touch", "screen_width", "screen_height"}
    if (started := facts.get("started")) is not None:
        known["started"] = from_ms(started)
    else:
        unrecorded.add("started")
    if number == 1:
        known["first_seen"] = known.get("started", at)
    elif number:
        unrecorded |= {"first_seen", "previous_visit"}
    if "way" in facts:
        landing, previous, entered_inside = facts["way"]
        known |= {"landing": landing or url, "previous": previous, "entered_inside": entered_inside}
    elif facts.get("pages") == 1:
        known["landing"] = url
        unrecorded.add("entered_inside")
    else:
        unrecorded |= {"landing", "previous", "entered_inside"}
    return {**known, "unrecorded": frozenset(unrecorded)}


_COLUMNS = (
    "key", "visitor_key", "at", "visit", "url", "title", "referrer", "country", "region", "city", "device", "language",
    "facts",
)  # fmt: skip
# the plus keeps SQLite from going through all page views of the site instead of the newest
_NEWEST = f"SELECT {', '.join(_COLUMNS)} FROM page_view WHERE at > %s AND +site_id = %s ORDER BY at DESC LIMIT %s"  # noqa: S608  # our own names
_ONE = f"SELECT {', '.join(_COLUMNS)} FROM page_view WHERE key = %s AND site_id = %s"  # noqa: S608  # our own names
