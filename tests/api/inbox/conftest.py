"""A team, and visitors who write to it."""

from __future__ import annotations

import secrets
from typing import Any

import pytest
from flask.testing import FlaskClient

from core.inbox.conversations import Wanted, list_conversations, thread
from core.inbox.holding import Having
from core.messages import plain
from core.storage.models import AgentGroup, Membership
from tests.api.conftest import Browser, Clock, Demo


def made_id() -> Any:
    return secrets.token_urlsafe(16)


@pytest.fixture
def bo(demo: Demo) -> Any:
    return demo.agent("Bo")


@pytest.fixture
def sales(demo: Demo, bo: Any, clock: Clock) -> Any:
    """A group that Bo is in."""
    with demo.storage.transaction():
        group = AgentGroup.create(name="Sales", created_at=clock())
        Membership.create(agent=bo, group=group)
    return int(group.id)


@pytest.fixture
def write(client: FlaskClient, demo: Demo, clock: Clock) -> Any:
    """A new visitor writes; returns the conversation's key."""

    def written(text: str = "Hello") -> Any:
        clock.pass_(seconds=1)
        visitor = Browser(client, address=f"198.51.100.{secrets.randbelow(250)}")
        visitor.boot()
        return visitor.post("messages", id=made_id(), text=text, time_zone="Europe/Paris")["conversation"]["key"]

    return written


def keys(demo: Demo, agent: Any, **wanted: Any) -> Any:
    return [each.key for each in list_conversations(demo.storage, agent, Wanted(**wanted)).rows]


def said(demo: Demo, key: str) -> Any:
    return [(each.author, plain(each.blocks)) for each in thread(demo.storage, key).entries]


def having(demo: Demo, key: str) -> Having:
    found = thread(demo.storage, key).conversation
    return Having(found.agent.id if found.agent else None, found.group.id if found.group else None)
