"""Rate limits of the visitor API, per address and per visitor, in this process's memory."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from core.errors import TooMany

WINDOW_SECONDS: Final = 60


@dataclass(frozen=True, slots=True)
class Limit:
    """How many calls a minute are answered."""

    visitor: int
    address: int
    """Many visitors may share one: an office, a mobile network."""


LIMITS: Final[Mapping[str, Limit]] = MappingProxyType(
    {
        "boot": Limit(visitor=60, address=1_200),
        "claim": Limit(visitor=60, address=600),
        "events": Limit(visitor=120, address=2_400),
        "page_events": Limit(visitor=120, address=12_000),
        "messages": Limit(visitor=30, address=240),
        "poll": Limit(visitor=240, address=12_000),
    }
)


class Limits:
    """Counts calls within a minute; everything is forgotten with it, so memory stays bounded by the traffic."""

    def __init__(self, *, enabled: bool = True, clock: Callable[[], float] = time.monotonic) -> None:
        self._enabled: Final = enabled
        self._clock: Final = clock
        self._lock: Final = threading.Lock()
        self._window = 0
        self._counts: Counter[tuple[str, str]] = Counter()

    def check(self, call: str, *, address: str = "", visitor: str = "") -> None:
        """Count one call; what is "" isn't limited. Raises TooMany (`rate_limit`)."""
        if not self._enabled:
            return
        limit = LIMITS[call]
        now = self._clock()
        window = int(now // WINDOW_SECONDS)
        with self._lock:
            if window != self._window:
                self._window = window
                self._counts = Counter()
            over = bool(visitor) and self._over(call, visitor, limit.visitor)
            over = (bool(address) and self._over(call, household(address), limit.address)) or over
        if over:
            wait = int((window + 1) * WINDOW_SECONDS - now) + 1
            raise TooMany("rate_limit", f"Too many requests. Try again in {wait} seconds.", wait)

    def _over(self, call: str, subject: str, limit: int) -> bool:
        self._counts[call, subject] += 1
        return self._counts[call, subject] > limit


def household(address: str) -> str:
    """What one customer of a provider can choose freely counts as one: IPv4 addresses alone, IPv6 by /64."""
    if ":" not in address:
        return address
    try:
        return str(ipaddress.ip_network((address, 64), strict=False))
    except ValueError:
        return address
