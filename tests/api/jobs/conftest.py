"""What tests of the jobs share."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Any

import pytest

from core.visits.recorded_view import RecordedView
from core.web.parts import Parts
from tests.api.conftest import Demo

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def view(demo: Demo, at: datetime, site: Any = None) -> Any:
    return RecordedView(secrets.token_urlsafe(16), site or demo.site.id, "visitor", at, 1, "https://shop.example/")


@pytest.fixture
def record(demo: Demo, parts: Parts) -> Any:
    def recorded(*moments: Any, **fields: Any) -> None:
        for at in moments:
            parts.recorder.record(view(demo, at, **fields))
        parts.recorder.flush()

    return recorded
