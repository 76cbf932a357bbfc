"""The visitor row: what claims and messages lock, and what the inbox tells of the visitor."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, Self

from core.messages import cleaned
from core.storage import Storage
from core.storage.fields import from_ms, to_ms
from core.visits import Location, Visit
from core.visits.passports import Passport

MAX_URL = 2_000
MAX_TITLE = 300
MAX_WORD = 64


@dataclass(frozen=True, slots=True)
class Profile:
    """What was last told of a visitor; what is not known is empty, or None."""

    country: str = ""
    """ISO 3166-1 alpha-2."""
    region: str = ""
    city: str = ""
    device: str = ""
    """desktop | phone | tablet."""
    language: str = ""
    time_zone: str = ""
    visits: int | None = None
    url: str = ""
    """Page they were on."""
    title: str = ""

    @classmethod
    def of(cls, visit: Visit) -> Self:
        """What a page view tells."""
        told = cls.told(
            visit.location,
            language=visit.language,
            time_zone=visit.time_zone,
            url=visit.url,
            title=visit.title,
            visits=visit.number,
        )
        return replace(told, device=visit.device)

    @classmethod
    def told(
        cls, location: Location, *, language: str, time_zone: str, url: str, title: str, visits: int | None
    ) -> Self:
        """What a browser says of itself and of its page, as it may be stored."""
        return cls(
            country=location.country,
            region=cleaned(location.region, MAX_WORD),
            city=cleaned(location.city, MAX_WORD),
            language=cleaned(language, MAX_WORD),
            time_zone=cleaned(time_zone, MAX_WORD),
            visits=visits,
            url=cleaned(url, MAX_URL),
            title=cleaned(title, MAX_TITLE),
        )

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """As stored; what an older or newer version kept beside it is passed over."""
        return cls(**{each.name: data[each.name] for each in fields(cls) if each.name in data})

    def as_data(self) -> dict[str, Any]:
        """Plain data of what is known."""
        told = ((each.name, getattr(self, each.name)) for each in fields(self))
        return {name: value for name, value in told if value not in ("", None)}


@dataclass(frozen=True, slots=True)
class LockedVisitor:
    """A visitor whose row this transaction holds: nobody else claims or writes for them meanwhile."""

    id: int
    last_display_at: datetime | None
    name: str
    """As they gave it, "" if they have not."""
    email: str


def lock_visitor(
    storage: Storage,
    site_id: int,
    passport: Passport,
    profile: Profile,
    now: datetime,
    guessed: Profile | None = None,
    *,
    signed: bool = False,
) -> LockedVisitor:
    """Find or make the visitor's row, hold it until the transaction ends, and bring what is known up to date.

    What `profile` does not know stays as it was: a message tells less than a page view. What is `guessed` counts
    only where nothing else is known. Who it is stands in a new row; in one that is here already only if they are
    `signed` in now, so that who was erased is not named again by what an old passport says.
    """
    moments = (to_ms(min(passport.first_seen, now)), to_ms(now))
    named = passport.person if signed else ""
    rows = storage.execute(_LOCK, (site_id, passport.visitor, *moments, passport.person, named))
    visitor_id, last_display_ms, before, name, email = rows[0]
    after = _compact((guessed or Profile()).as_data() | json.loads(before) | profile.as_data())
    if after != before:
        storage.execute("UPDATE visitor SET profile = %s WHERE id = %s", (after, visitor_id))
    last_display_at = None if last_display_ms is None else from_ms(last_display_ms)
    return LockedVisitor(visitor_id, last_display_at, name, email)


def counted_by(visit: Visit) -> tuple[str, str, str, str]:
    """What figures are divided by (core.performance.tallies): page, country, device and language, as they are kept."""
    return cleaned(visit.url, MAX_URL), cleaned(visit.location.country, 2), visit.device, cleaned(visit.language, 16)


def _compact(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


# a column that no foreign key can point to: then PostgreSQL's lock lets others refer to the row meanwhile
_LOCK = """
INSERT INTO visitor (site_id, key, first_seen_at, last_seen_at, last_page_view, profile, name, email, person)
VALUES (%s, %s, %s, %s, '', '{}', '', '', %s)
ON CONFLICT (site_id, key) DO UPDATE SET last_seen_at = excluded.last_seen_at,
    person = COALESCE(NULLIF(%s, ''), visitor.person)
RETURNING id, last_display_at, profile, name, email
"""
