"""Below the sentence stands how many page views the rule would have reached, and it follows every edit."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

import pytest

from core.plugins import Registry, load_plugins
from core.storage import Storage
from core.storage.models import Site
from core.visits.page_views import PageViewRecorder
from core.visits.recorded_view import RecordedView
from tests.admin.builder.conftest import Open
from tests.admin.builder.hands import visits
from tests.admin.campaign_hands import sees, tell


@pytest.fixture
def registry() -> Registry:
    """Condition types that observe."""
    return load_plugins(entry_points=False)


def come(storage: Storage, *visit_numbers: int) -> None:
    """Visitors open a page, on their first, second, … visit."""
    with storage.connection():
        site = Site.select().get()
    recorder, now = PageViewRecorder(storage), datetime.now(UTC)
    for number in visit_numbers:
        recorder.record(
            RecordedView(secrets.token_urlsafe(12), site.id, f"v{number}", now, number, "https://shop.example/", "Home")
        )
    recorder.flush()


async def test_it_follows_every_edit(open_builder: Open, storage: Storage) -> None:
    builder = await open_builder(visits(3))
    come(storage, 1, 2, 3, 4)
    await tell(builder.user, "Number of visits: value", "2")
    await sees(builder.user, "3 of the newest 4 page views would have met this.")
    await tell(builder.user, "Number of visits: value", "9")
    await sees(builder.user, "None of the newest 4 page views would have met this.")


async def test_it_is_silent_before_the_first_page_view(open_builder: Open) -> None:
    builder = await open_builder(visits(3))
    await tell(builder.user, "Number of visits: value", "2")
    await builder.holds(visits(2))
    await builder.user.should_not_see("page views would have met")
