"""How tests look at an open editor and at what it saved."""

from __future__ import annotations

from typing import Any

from nicegui.testing import User

from admin_ui.campaign_editor.mock_widget import Frame
from admin_ui.components.switch import Switch
from core import campaigns
from core.campaigns import Campaign
from core.storage import Storage
from core.storage.models import Campaign as CampaignRow
from tests.admin.hands import field, send, shown


def only(storage: Storage) -> Campaign:
    """The one campaign there is."""
    with storage.connection():
        (row,) = CampaignRow.select(CampaignRow.id)
    return campaigns.get(storage, row.id)


def enter(user: User, words: str) -> None:
    """Put the cursor into a field."""
    around = field(user, words).ancestors(include_self=True)
    listens = (each for each in around if any(on.type == "focusin" for on in each._event_listeners.values()))
    send(user, next(listens), "focusin", {})


def switch(user: User, name: str) -> Switch:
    return next(each for each in reversed(shown(user)) if isinstance(each, Switch) and each.props["aria-label"] == name)


def mock(user: User) -> dict[str, Any]:
    """What the mock widget is told to show."""
    frame = next(each for each in shown(user) if isinstance(each, Frame))
    content: dict[str, Any] = frame.props["content"]
    return content
