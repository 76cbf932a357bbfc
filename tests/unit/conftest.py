"""What unit tests share."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from core.visits import Visit


@pytest.fixture
def a_visit() -> Visit:
    """A first page view of a desktop visitor, in memory of nothing."""
    return Visit(
        now=datetime(2026, 11, 22, 12, tzinfo=UTC),
        site_time_zone=ZoneInfo("UTC"),
        url="https://shop.example/pricing",
        number=1,
        pages=1,
    )
