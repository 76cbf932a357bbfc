"""The editor when something fails, is gone, or is not theirs to open."""

from __future__ import annotations

from typing import Any

import pytest
from nicegui.testing import User

from core.campaigns import draft_changes
from core.campaigns import switching as campaign_switch
from core.storage import Storage
from tests.admin.campaign_hands import LIST, sees
from tests.admin.editor.conftest import Make
from tests.admin.editor.hands import only
from tests.admin.hands import fill


async def test_a_failed_save_says_so_and_is_tried_again(
    marketer: User, storage: Storage, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = make()
    await marketer.open(f"{LIST}/{campaign.id}?step=message")
    working, failing = draft_changes.save, []

    def broken(*given: Any, **named: Any) -> Any:
        failing.append(1)
        raise OSError("the disk is full")

    monkeypatch.setattr("admin_ui.campaign_editor.saving.AGAIN_SECONDS", 0.05)
    monkeypatch.setattr(draft_changes, "save", broken)
    await fill(marketer, "Message content", "Not lost")
    await sees(marketer, "Not saved: The database does not answer.")
    monkeypatch.setattr(draft_changes, "save", working)
    await sees(marketer, "Saved")
    assert only(storage).draft.text == "Not lost"
    assert failing


async def test_who_only_answers_conversations_is_told_that_this_is_not_theirs(agent: User, make: Make) -> None:
    campaign = make()
    for address in (LIST, f"{LIST}/new", f"{LIST}/{campaign.id}"):
        answer = await agent.http_client.get(address)
        assert answer.status_code == 403
        assert "Not yours to open" in answer.text


@pytest.mark.parametrize("address", ["999", "no-number"])
async def test_a_campaign_that_is_gone_says_so(marketer: User, site: int, address: str) -> None:
    answer = await marketer.http_client.get(f"{LIST}/{address}")
    assert answer.status_code == 404
    assert "This campaign is not here any more" in answer.text


async def test_a_deleted_campaign_can_not_be_opened(marketer: User, storage: Storage, make: Make) -> None:
    campaign = make()
    campaign_switch.delete(storage, campaign.id, agent_id=None)
    assert (await marketer.http_client.get(f"{LIST}/{campaign.id}")).status_code == 404
