"""A channel of somebody else's plugin is chosen, previewed and checked as those that are built in."""

from __future__ import annotations

import pytest
from nicegui.testing import User

from core.plugins import Registry, load_plugins
from core.storage import Storage
from tests import sample_channel
from tests.admin.campaign_hands import LIST, pick
from tests.admin.editor.conftest import Make
from tests.admin.editor.hands import mock, only
from tests.admin.hands import until


@pytest.fixture
def registry() -> Registry:
    return load_plugins(extra=[sample_channel], entry_points=False)


async def test_it_is_chosen_and_the_mock_widget_shows_it_by_its_module(
    marketer: User, storage: Storage, make: Make
) -> None:
    await marketer.open(f"{LIST}/{make().id}?step=message")
    assert mock(marketer)["channel"] == "chat"
    await pick(marketer, "Shown as", "Ticker")
    await until(lambda: only(storage).draft.channel == "ticker")
    await until(lambda: mock(marketer)["channel"] == "ticker")
    module = await marketer.http_client.get("/preview/channels/ticker.js")
    assert module.text.startswith("export default function observe()")
