"""A page view that somebody makes up: from a recorded one or a newcomer's, with what they say about it put in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final, Self
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from core.attention.past_visits import PastVisit, see
from core.i18n import language
from core.plugins import Registry
from core.rules import MISSING
from core.visits import Location, Visit

MOST_FACTS: Final = 60
LONGEST: Final = 2_000
"""Of a text that is made up, in characters."""
MOST_NUMBER: Final = 2**53
"""What numbers can be exactly, in Python as in the browser."""
USUAL_BROWSER: Final = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
)
"""What most computers say of themselves."""
_PLACE: Final = ("country", "region", "city")


@dataclass(frozen=True, slots=True)
class MadeUp:
    """What was said; the rest is as it is with `view`, or with somebody who comes for the first time."""

    site_id: int | None = None
    campaign_id: int | None = None
    """The campaign whose draft is tried, as if it were published."""
    view: str = ""
    """Id of a recorded page view."""
    at: str = ""
    """`2026-12-01T09:00` in the site's time zone; "": now."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What is observed, by fact name, as condition types tell it; None: nothing."""
    had: tuple[int, ...] = ()
    """Campaigns that the visitor has been shown, and not read."""
    had_seconds_ago: float | None = None
    """When the last of them was; None: long ago."""
    start: str = ""
    """Address of the page that a newcomer starts on; "": one that fits (core.simulator.start)."""

    @classmethod
    def of(cls, said: Mapping[str, str]) -> Self:
        """From the parameters of an address; what makes no sense is passed over."""
        had = tuple(int(each) for each in said.get("had", "").split(",") if each.isdecimal() and len(each) < 10)
        ago = said.get("ago", "")
        return cls(
            site_id=_whole(said.get("site", "")),
            campaign_id=_whole(said.get("campaign", "")),
            view=said.get("view", "")[:64],
            at=said.get("at", "")[:40],
            facts=_facts(said.get("told", "")),
            had=had[:MOST_FACTS],
            had_seconds_ago=float(ago) if ago.isdecimal() and len(ago) < 10 else None,
            start=said.get("start", "")[:LONGEST],
        )

    @property
    def query(self) -> str:
        """The parameters of an address that says this."""
        said = {
            "site": self.site_id,
            "campaign": self.campaign_id,
            "view": self.view,
            "start": self.start,
            "at": self.at,
            "told": json.dumps(dict(self.facts), ensure_ascii=False, separators=(",", ":")) if self.facts else "",
            "had": ",".join(map(str, self.had)),
            "ago": "" if self.had_seconds_ago is None else f"{self.had_seconds_ago:.0f}",
        }
        return urlencode({name: value for name, value in said.items() if value not in ("", None)})


@dataclass(frozen=True, slots=True)
class Seen:
    """What there is to observe of a page view that was made up."""

    registry: Registry
    visit: Visit
    facts: Mapping[str, Any]

    def raw(self, name: str) -> object:
        """What is observed of a fact, as its type tells it; MISSING: there is nothing, UNKNOWN: it was not recorded."""
        if name in self.facts:
            said = self.facts[name]
            return MISSING if said is None else said
        kind = self.registry.condition_types.get(name.partition(":")[0])
        return MISSING if kind is None or kind.browser else see(self.registry, name, self.visit)

    def observe(self, name: str, _visit: Visit) -> object:
        """The same as operators take it."""
        return self.registry.observed(name, self.raw(name))

    def knows(self, name: str) -> bool:
        """Whether something was said about a fact."""
        return name in self.facts


def seen_of(registry: Registry, visit: Visit, facts: Mapping[str, Any], now: datetime) -> Seen:
    """A page view with what is said about it put in where it belongs, so that all conditions see it."""
    visit = replace(visit, now=now)
    landed_here = visit.pages == 1 and visit.landing == visit.url
    for name, said in facts.items():
        kind = registry.condition_types.get(name)
        if kind is not None and kind.sees:
            fits = said is not None and registry.observed(name, said) is not MISSING
            visit = _with(visit, kind.sees, said if fits else None)
    sees = {kind.sees for name, kind in registry.condition_types.items() if name in facts}
    if landed_here and "landing" not in sees:
        visit = _with(visit, "landing", visit.url)
    return Seen(registry, visit, facts)


def _with(visit: Visit, name: str, value: Any) -> Visit:
    if isinstance(visit, PastVisit):
        visit = replace(visit, unrecorded=visit.unrecorded - {name})
    if name in _PLACE:
        place: dict[str, str] = {name: value or ""}
        return replace(visit, location=replace(visit.location, **place))
    change: dict[str, Any] = {name: "" if value is None and isinstance(getattr(visit, name), str) else value}
    return replace(visit, **change)


def newcomer(now: datetime, site_time_zone: ZoneInfo, url: str, location: Location | None = None) -> Visit:
    """Somebody's very first page view: at a usual computer, on the site's clock, speaking the reader's language."""
    return Visit(
        now=now,
        site_time_zone=site_time_zone,
        url=url,
        landing=url,
        language=language(),
        time_zone=site_time_zone.key,
        screen_width=1920,
        screen_height=1080,
        user_agent=USUAL_BROWSER,
        location=location or Location(),
        number=1,
        pages=1,
        first_seen=now,
        started=now,
    )


def _whole(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _facts(text: str) -> dict[str, Any]:
    try:
        said = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    if not isinstance(said, dict):
        return {}
    return {name: value for name, value in list(said.items())[:MOST_FACTS] if _is_told(value)}


def _is_told(value: object) -> bool:
    if isinstance(value, list):
        return len(value) <= MOST_FACTS and all(isinstance(each, str) and len(each) <= LONGEST for each in value)
    if isinstance(value, (int, float)):
        return abs(value) <= MOST_NUMBER
    return value is None or (isinstance(value, str) and len(value) <= LONGEST)
