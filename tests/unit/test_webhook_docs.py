"""The page about webhooks says what is sent: its examples are the samples that tests send."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

from core.webhooks.events import EVENT_TYPES
from core.webhooks.outbox import Event

PAGE = (Path(__file__).parents[2] / "docs" / "webhooks.md").read_text(encoding="utf-8")
AT = datetime(2026, 11, 27, 9, 30, 0, 250_000, tzinfo=UTC)


def test_the_examples_are_what_is_sent() -> None:
    shown = [json.loads(each) for each in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)]
    samples = [Event("evt_q3ZkT0xN5bWc8dYfLr2A", each.key, AT, False, each.sample) for each in EVENT_TYPES.values()]
    assert shown == [json.loads(each.body("https://chat-admin.example.com")) for each in samples]


def test_every_event_is_described() -> None:
    assert [key for key in EVENT_TYPES if f"`{key}`" not in PAGE] == []
