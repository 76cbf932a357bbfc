"""A server process of its own that claims one campaign for one visitor after another, as fast as it can.

Run as `python -m tests.api.claimer DATA_DIR DATABASE_URL CAMPAIGN PREFIX VISITOR…`: waits until its standard input
ends, then prints a line of JSON for each answer, once it is committed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from core.deliveries.claim_answers import Claim, Granted, Refused
from core.deliveries.claims import claim
from core.deliveries.plans import Plans
from core.plugins import Registry, load_plugins
from core.settings import Settings
from core.storage import Storage
from core.visits import Visit
from core.visits.passports import Passport
from core.visits.tickets import Ticket


def claim_once(
    storage: Storage, plans: Plans, registry: Registry, campaign: int, visitor: str, display: str, page_view: str
) -> Granted | Refused:
    """One claim of a visitor whose browser has forgotten everything but who they are."""
    now = datetime.now(UTC)
    passport = Passport.new("shop", now, memory=True, visitor=visitor)
    visit = Visit(now=now, site_time_zone=ZoneInfo("UTC"), url="https://shop.example/", user_agent="Firefox")
    ticket = Ticket("shop", visitor, page_view, 1, visit)
    asked = Claim(passport, ticket, campaign, display, {})
    return claim(storage, plans.get("shop"), registry, asked, now)


def main(arguments: Sequence[str]) -> None:
    data_dir, database_url, campaign, prefix, *visitors = arguments
    storage = Storage.open(Settings(data_dir=Path(data_dir), database_url=database_url))
    registry = load_plugins(entry_points=False)
    plans = Plans(storage, registry)
    plans.refresh()
    print("ready", flush=True)
    sys.stdin.read()
    for visitor in visitors:
        display = f"{prefix}-{visitor}".ljust(22, "x")
        answer = claim_once(storage, plans, registry, int(campaign), visitor, display, f"{prefix}-{visitor}")
        granted = isinstance(answer, Granted)
        code = None if isinstance(answer, Granted) else answer.code
        print(json.dumps({"visitor": visitor, "display": display, "granted": granted, "code": code}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
