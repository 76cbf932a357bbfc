"""Whether a visitor is remembered, and where: the site's consent mode and what the browser said, settled."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from secrets import token_hex
from typing import Final

from core.storage import Storage
from core.storage.fields import to_ms
from core.visits.passports import DERIVED, Passport

_SALT: Final = "visitor-salt:"


@dataclass(frozen=True, slots=True)
class Settled:
    """What a visitor's memory may be on this page view."""

    memory: bool
    store: bool
    """Whether the browser may keep the passport."""


def settle(mode: str, *, memory: bool, consent: bool | None, remembered: bool) -> Settled:
    """`memory`: what the browser could do; `consent`: what the page said; `remembered`: its passport has memory.

    A withdrawal (`consent` false) counts in every mode. Cookieless sites remember for a day without storing anything,
    except visitors whose browser asks to be left alone (Global Privacy Control sends `memory` false).
    """
    if not memory or consent is False:
        return Settled(memory=False, store=False)
    if mode == "cookieless":
        return Settled(memory=True, store=False)
    allowed = mode == "granted" or consent is True or remembered
    return Settled(memory=allowed, store=allowed)


def carry_over(
    passport: Passport | None, site: str, now: datetime, *, memory: bool, derived: str | None = None
) -> Passport:
    """The passport to go on with: the one sent, or a new one, with or without memory.

    `derived` is the visitor id of a cookieless site. One derived for a day is never carried into a lasting memory.
    """
    if passport is None:
        return Passport.new(site, now, memory=memory, visitor=derived or "")
    stale = passport.visitor != derived if derived else memory and passport.visitor.startswith(DERIVED)
    if stale:
        return Passport.new(site, now, memory=memory, visitor=derived or "")
    return passport.with_memory(memory)


class DailySalts:
    """The salts of today and tomorrow (UTC), shared by all processes; a day's salt is deleted when it is over.

    They are read in the background, so that a page view never waits for them.
    """

    def __init__(self, storage: Storage) -> None:
        self._storage: Final = storage
        self._salts: dict[date, bytes] = {}

    def visitor(self, site: str, address: str, user_agent: str, now: datetime) -> str | None:
        """The id of this visitor for this day; None while there is no salt (the database is away)."""
        salt = self._salts.get(now.astimezone(UTC).date())
        if salt is None:
            return None
        told = "\n".join((site, shortened(address), user_agent))
        return DERIVED + hmac.new(salt, told.encode(errors="replace"), hashlib.sha256).hexdigest()[:32]

    def refresh(self, now: datetime) -> None:
        """Have the salts of today and tomorrow ready, and delete older ones. Peewee's errors come through."""
        today = now.astimezone(UTC).date()
        days = (today, today + timedelta(days=1))
        if set(days) == set(self._salts):
            return
        with self._storage.transaction():
            midnight = datetime(today.year, today.month, today.day, tzinfo=UTC)
            self._storage.execute(
                "DELETE FROM secret WHERE name LIKE %s AND expires_at <= %s", (f"{_SALT}%", to_ms(midnight))
            )
            salts = {day: self._salt(day) for day in days}
        self._salts = salts

    def _salt(self, day: date) -> bytes:
        name = f"{_SALT}{day.isoformat()}"
        over = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
        self._storage.execute(
            "INSERT INTO secret (name, value, expires_at) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            (name, token_hex(32), to_ms(over)),
        )
        ((value,),) = self._storage.execute("SELECT value FROM secret WHERE name = %s", (name,))
        return bytes.fromhex(value)


def shortened(address: str) -> str:
    """An IP address without the part that names one household: /24 for IPv4, /48 for IPv6; "" if it is none."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    mapped = getattr(parsed, "ipv4_mapped", None)
    parsed = mapped or parsed
    return str(ipaddress.ip_network((parsed, 24 if parsed.version == 4 else 48), strict=False))
