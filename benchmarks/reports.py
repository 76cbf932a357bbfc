"""What a year's performance costs to read: 10 million page views, half a million displays, in SQLite.

Every campaign has a control group, so as many people are compared as there are displays.

Alone: `python -m benchmarks.reports`.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.figures import Row, as_text, percentile
from core.jobs.count_days import count_days
from core.performance.ranges import preset
from core.performance.report import CAMPAIGN, Scope, report
from core.settings import Settings
from core.sites import SiteSettings, add_site
from core.storage import Storage
from core.storage.fields import to_ms
from core.storage.models import Campaign, Visitor

NOW = datetime(2026, 11, 22, 15, 20, tzinfo=UTC)
PAGE_VIEWS = 10_000_000
DISPLAYS = 500_000
CAMPAIGNS = 20
DAYS = 2 * 365
ALLOWED_MS = 300
ROUNDS = 15


def measure() -> list[Row]:
    """The rows of this file."""
    with tempfile.TemporaryDirectory() as folder:
        storage = Storage.open(Settings(data_dir=Path(folder)))
        storage.migrate()
        try:
            with storage.connection():
                campaigns = _fill(storage)
                began = time.perf_counter()
                count_days(storage, NOW - timedelta(hours=1))
                counting = time.perf_counter() - began
                return [*_reports(storage, campaigns[0]), Row("… counting two years once", counting, "s", "told only")]
        finally:
            storage.close()


def _reports(storage: Storage, campaign: int) -> Iterator[Row]:
    year, month = preset("12m", NOW.date()), preset("28d", NOW.date())
    cases: tuple[tuple[str, Callable[[], Any]], ...] = (
        ("a year of all campaigns, beside the year before", lambda: report(storage, Scope(), year, NOW, by=CAMPAIGN)),
        ("… one campaign, by revision", lambda: report(storage, Scope(None, campaign), year, NOW, by="revision")),
        ("… one campaign, by page", lambda: report(storage, Scope(None, campaign), year, NOW, by="page")),
        ("… one campaign, by button", lambda: report(storage, Scope(None, campaign), year, NOW, by="button")),
        ("… all, by country", lambda: report(storage, Scope(), year, NOW, by="country")),
        ("… all, by page", lambda: report(storage, Scope(), year, NOW, by="page")),
        ("… 28 days of all campaigns", lambda: report(storage, Scope(), month, NOW, by=CAMPAIGN)),
    )
    for what, ask in cases:
        clock, processor = _milliseconds(ask)
        yield Row(f"{what}, p50", clock, "ms", f"{ALLOWED_MS} ms", allowed=ALLOWED_MS)
        yield Row("… of which this process computes", processor, "ms", "told only")


def _milliseconds(ask: Callable[[], Any]) -> tuple[float, float]:
    """The median by the clock, and of processor time."""
    taken = []
    for _ in range(ROUNDS):
        began, computed = time.perf_counter(), time.process_time()
        ask()
        taken.append(((time.perf_counter() - began) * 1000, (time.process_time() - computed) * 1000))
    return percentile([each[0] for each in taken], 50), percentile([each[1] for each in taken], 50)


def _fill(storage: Storage) -> list[int]:
    """Two years of hours with their page views, and the displays spread over them."""
    site = add_site(storage, SiteSettings("Shop", (), "Europe/Berlin")).id
    with storage.transaction():
        campaigns = [
            int(Campaign.create(site=site, position=number, draft={"name": f"Campaign {number}"}, revision_number=1,
                                status="active", created_at=NOW, changed_at=NOW).id)
            for number in range(CAMPAIGNS)
        ]  # fmt: skip
        visitor = int(Visitor.create(site=site, key="v", first_seen_at=NOW).id)
        hour_ms, until_ms = 3_600_000, to_ms(NOW) // 3_600_000 * 3_600_000
        views = [(site, until_ms - hour_ms * back, PAGE_VIEWS // 8760) for back in range(1, DAYS * 24)]
        cursor = storage.main.connection().cursor()
        cursor.executemany("INSERT INTO hourly_count VALUES (?, 0, 0, ?, 'views', ?)", views)
        cursor.executemany(_DISPLAY, _displays(campaigns, visitor))
        cursor.execute(_COMPARED)
    return campaigns


def _displays(campaigns: list[int], visitor: int) -> Iterator[tuple[object, ...]]:
    """Half a million a year."""
    chance = random.Random(7)
    count = DISPLAYS * 2
    for number in range(count):
        at = to_ms(NOW) - (count - number) * DAYS * 86_400_000 // count
        page = f"https://shop.example/p/{int(chance.expovariate(0.05))}?ref={number}"
        country = chance.choices(("DE", "AT", "VN", "FR", "US", "GB", "CH", "NL"), (40, 9, 8, 8, 8, 6, 5, 5))[0]
        seen = (page, country, chance.choice(("desktop", "phone", "tablet")), chance.choice(("de-DE", "en-GB", "vi")))
        shown = at + 1000
        later: list[object] = [
            shown + 5000 if chance.random() < share else None for share in (0.2, 0.1, 0.3, 0.06, 0.36)
        ]
        key = f"{number:022}"
        button = chance.choices(("", "Yes, please", "Not now"), (8, 1, 1))[0]
        later += [button, shown + 5000 if button else None, shown + 5000]
        yield key, chance.choice(campaigns), visitor, f"view:{key}", key, *seen, at, shown, *later


_DISPLAY = """
INSERT INTO display (id, campaign_id, revision_number, visitor_id, slot, generation, page_view, page_url, country,
    device, language, claimed_at, shown_at, opened_at, clicked_at, dismissed_at, replied_at, read_at, button,
    pressed_at, news_at)
VALUES (?, ?, 1, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""

_COMPARED = """
INSERT INTO compared (campaign_id, visitor_id, generation, revision_number, control, claimed_at, goal_at)
SELECT campaign_id, visitor_id, CAST(id AS INTEGER), 1, CAST(id AS INTEGER) % 10 = 0, claimed_at,
       CASE WHEN CAST(id AS INTEGER) % 7 = 0 THEN claimed_at + 60000 END
FROM display
"""

if __name__ == "__main__":
    print(as_text(measure()))
