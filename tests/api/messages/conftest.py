"""What tests of visitors' messages share."""

from __future__ import annotations

import secrets
from typing import Any

import pytest

from core.storage.models import AgentGroup, Conversation
from tests.api.conftest import Browser, Clock, Demo


def made_id() -> Any:
    return secrets.token_urlsafe(16)


def say(browser: Browser, text: str = "Hello", **fields: Any) -> Any:
    return browser.post("messages", **{"id": made_id(), "text": text, **fields})


def inbox(demo: Demo) -> Any:
    with demo.storage.connection():
        return list(Conversation.select().order_by(Conversation.id))


@pytest.fixture
def sales(demo: Demo, clock: Clock) -> Any:
    with demo.storage.transaction():
        return int(AgentGroup.create(name="Sales", created_at=clock()).id)


@pytest.fixture
def shown(browser: Browser, demo: Demo) -> Any:
    """Claims a campaign and returns its id and the impression."""

    def show(**fields: Any) -> Any:
        campaign = demo.campaign(**fields)
        browser.boot("https://shop.example/pricing", title="Pricing")
        return campaign, browser.claim(campaign)["impression"]

    return show
