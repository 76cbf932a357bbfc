"""A page view as the rest of the system sees it: who, where, what page, which visit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from core.opening_hours import OpeningHours
from core.storage.fields import EPOCH
from core.team.presence import TeamNow
from core.visits.attributes import Told
from core.visits.devices import Device, device_of
from core.visits.history import History
from core.visits.passports import MAX_ADDRESS_BYTES, Passport

IDLE = timedelta(minutes=30)
"""A visit ends when no page is opened for this long."""

LONGEST = timedelta(hours=24)
"""A visit ends at this age, busy or not."""

SEEN_EVERY = timedelta(days=30)
"""How often it is noted that a visitor still comes."""


@dataclass(frozen=True, slots=True)
class Location:
    """Where a visitor is; what is not known is empty."""

    country: str = ""
    """ISO 3166-1 alpha-2, upper case."""
    region: str = ""
    """Its English name ("California"), or the ISO 3166-2 part where there is no name."""
    city: str = ""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What a locator may look at. The address is for looking up only: it is never stored."""

    address: str
    """The visitor's IP address, "" if unknown."""
    headers: Mapping[str, str]
    """Request headers, lower-case names; empty unless a trusted proxy is set."""
    time_zone: str
    """IANA name that the browser told, "" if none."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Everything the server knows about one page view; what condition types observe."""

    now: datetime
    site_time_zone: ZoneInfo
    url: str
    title: str = ""
    referrer: str = ""
    language: str = ""
    """BCP 47 as the browser tells it, "" if none."""
    time_zone: str = ""
    screen_width: int | None = None
    screen_height: int | None = None
    touch: bool = False
    user_agent: str = ""
    location: Location = field(default_factory=Location)
    memory: bool = True
    """False without consent or storage: number, pages and first_seen are then None."""
    number: int | None = None
    """Visits so far, this one included."""
    pages: int | None = None
    """Pages in this visit, this one included."""
    first_seen: datetime | None = None
    started: datetime | None = None
    """When this visit began."""
    landing: str = ""
    previous: str = ""
    came_from: str = ""
    """Page of another website that led here: on this page view, else earlier in this visit; "" if none."""
    entered_inside: bool = False
    """Whether a link on one of the site's own pages began this visit: somebody went on after a long pause."""
    previous_visit: datetime | None = None
    """When the visit before this one ended; None in the first one, and without memory."""
    visitor: str = ""
    """Who it is, as far as that is remembered: the same on every page view of theirs."""
    history: History | None = None
    """What they have met before; None without memory. At the claim as the database knows it."""
    opening_hours: OpeningHours | None = None
    """When the site is open; None: nobody has said."""
    team: TeamNow | None = None
    """Who of the team is there; None while that isn't known."""
    attributes: Mapping[str, Told] = field(default_factory=dict)
    """What the page tells of the visitor, by name: smartTrigger("identify", attributes)."""
    signed_in: bool = False
    """Whether the site's own server vouches for who the visitor is (core.identity)."""

    @property
    def device(self) -> Device:
        return device_of(self.user_agent, self.touch)

    @property
    def visitor_time_zone(self) -> ZoneInfo | None:
        """The zone that the browser tells; None if it tells none that is known here."""
        return _zone(self.time_zone)


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (LookupError, ValueError, OSError):  # names that are none, among them paths and folders
        return None


def arrive(passport: Passport, seen: Visit, *, again: bool = False, countable: bool = True) -> tuple[Passport, Visit]:
    """Let the visitor open the page in `seen`: their passport afterwards, and `seen` with what it remembers filled in.

    `again`: the page has been opened before (consent, an expired ticket), so that it isn't counted. Not `countable`:
    nothing can be known of earlier pages (cookieless), so that number, pages and first_seen stay None.
    """
    after = passport if again and passport.visit else _open_page(passport, seen)
    remembers = after.memory and countable
    return after, replace(
        seen,
        memory=after.memory,
        number=after.visit if remembers else None,
        pages=after.pages if remembers else None,
        first_seen=after.first_seen if remembers else None,
        previous_visit=after.previous_visit if remembers else None,
        started=after.visit_started,
        landing=after.landing,
        previous=after.previous,
        came_from=after.came_from,
        entered_inside=after.entered_inside,
        **remembered(after),
    )


def remembered(passport: Passport) -> dict[str, Any]:
    """What a Visit says of its visitor beside the page view itself; a ticket leaves it out."""
    return {"visitor": passport.visitor, "history": passport.history} if passport.memory else {}


def returns_after_a_while(before: Passport, now: datetime) -> bool:
    """Whether this is a known visitor's first page view in one of the periods that SEEN_EVERY divides time into.

    What the server remembers of them (core.deliveries.visitors) outlives their passport by that note; a passport alone
    forgets its oldest campaigns. Visitors with a name of the day only have none.
    """
    if not before.visit or not before.memory or before.shares_its_visitor:
        return False
    return (before.last_activity - EPOCH) // SEEN_EVERY != (now - EPOCH) // SEEN_EVERY


def _open_page(passport: Passport, seen: Visit) -> Passport:
    url, came_from = _shortened(seen.url), _shortened(seen.came_from)
    idle, age = seen.now - passport.last_activity, seen.now - passport.visit_started
    if passport.visit and idle <= IDLE and age <= LONGEST:
        return replace(
            passport,
            last_activity=seen.now,
            pages=passport.pages + 1,
            previous=passport.current,
            current=url,
            came_from=came_from or passport.came_from,
        )
    return replace(
        passport,
        last_activity=seen.now,
        visit=passport.visit + 1,
        visit_started=seen.now,
        pages=1,
        shown_in_visit=0,
        landing=url,
        previous="",
        current=url,
        came_from=came_from,
        entered_inside=seen.entered_inside,
        previous_visit=passport.last_activity if passport.visit else None,
    )


def _shortened(address: str) -> str:
    return address.encode(errors="replace")[:MAX_ADDRESS_BYTES].decode(errors="ignore")
