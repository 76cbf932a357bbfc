"""Saving what is typed: tried again where that helps, given up where it can't."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from nicegui import core as nicegui_core

from admin_ui.campaign_editor.drafting import Save
from admin_ui.campaign_editor.saving import TRIES_AFTER_LEAVING, Saver
from core.errors import Conflict, Forbidden, NotFound, SmartTriggerError, Unauthorised


@pytest.fixture(autouse=True)
async def loop(monkeypatch: pytest.MonkeyPatch) -> None:
    """NiceGUI's background tasks run on the loop that it was started with."""
    monkeypatch.setattr(nicegui_core, "loop", asyncio.get_running_loop())


class Draft:
    """As much of a page's draft as the saver asks for: one edit that waits."""

    def __init__(self) -> None:
        self.campaign = SimpleNamespace(id=1)
        self.unsaved = True
        self.error = ""

    def next_save(self) -> Any:
        return Save("name", "Rainy days", 0)

    def failed(self, reason: str) -> None:
        self.error = reason


class Desk:
    """A desk whose every call fails."""

    me = SimpleNamespace(id=1)

    def __init__(self, error: Exception) -> None:
        self.error = error

    async def run(self, *_: Any, **__: Any) -> Any:
        raise self.error


def saver_with(error: Exception) -> tuple[Saver, Draft]:
    draft = Draft()
    ignore = lambda *_: None  # noqa: E731
    heard = {"on_state": ignore, "on_saved": ignore, "on_merged": ignore, "on_begun": ignore}
    saver = Saver(Desk(error), draft, **heard)  # type: ignore[arg-type]
    return saver, draft


def waiting_tries() -> list[asyncio.Task[Any]]:
    return [task for task in asyncio.all_tasks() if task.get_name() == "save a draft again"]


async def cancel(tasks: list[asyncio.Task[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@pytest.mark.parametrize("error", [Unauthorised, Forbidden, NotFound, Conflict])
async def test_what_trying_again_cannot_mend_is_said_and_given_up(error: type[SmartTriggerError]) -> None:
    saver, draft = saver_with(error("gone", "This campaign was deleted."))
    assert await saver.flush() is False
    assert draft.error == "This campaign was deleted."
    assert waiting_tries() == []


@pytest.mark.parametrize("error", [RuntimeError("no database"), SmartTriggerError("busy", "The database is busy.")])
async def test_everything_else_is_tried_again(error: Exception) -> None:
    saver, draft = saver_with(error)
    assert await saver.flush() is False
    assert draft.error.endswith("Trying again.")
    tries = waiting_tries()
    assert len(tries) == 1
    await cancel(tries)


async def test_a_page_that_was_left_does_not_try_for_ever() -> None:
    saver, _ = saver_with(RuntimeError("no database"))
    saver.left()
    for _ in range(TRIES_AFTER_LEAVING):
        await saver.flush()
        await cancel(waiting_tries())
    await saver.flush()
    assert waiting_tries() == []
