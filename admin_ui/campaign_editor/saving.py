"""Saves what a page drafts: soon after it was typed, one field after the other, again when it failed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Final

from nicegui import background_tasks

from admin_ui.campaign_editor.drafting import Drafting, Merged
from admin_ui.services import Desk
from core import campaigns
from core.campaigns import draft_changes
from core.campaigns.draft_changes import Replaced
from core.campaigns.drafts import Draft
from core.errors import Conflict, Forbidden, InvalidInput, NotFound, SmartTriggerError, Unauthorised
from core.i18n import _, speaking

SOON_SECONDS: Final = 0.3
AGAIN_SECONDS: Final = 2.0
TRIES_AFTER_LEAVING: Final = 30
"""How often a page that has been left goes on trying to save what was typed there."""
HOPELESS: Final = (Unauthorised, Forbidden, NotFound, Conflict)
"""What trying again can't mend: signed out, not allowed any more, deleted, archived."""


class Saver:
    """Keeps one page's draft and the database together. All its calls are on the page's event loop."""

    def __init__(
        self,
        desk: Desk,
        drafting: Drafting,
        *,
        on_state: Callable[[], None],
        on_saved: Callable[[str, Any], None],
        on_merged: Callable[[list[Merged]], None],
        on_begun: Callable[[], None],
    ) -> None:
        self._desk = desk
        self._drafting = drafting
        self._on_state = on_state
        self._on_saved = on_saved
        self._on_merged = on_merged
        self._on_begun = on_begun
        self._turn = asyncio.Lock()
        self._waiting: asyncio.Task[None] | None = None
        self._tries_left: int | None = None

    def edited(self) -> None:
        """Something was typed: save it soon."""
        self._on_state()
        if self._waiting is None or self._waiting.done():
            self._waiting = background_tasks.create(self._later(SOON_SECONDS), name="save a draft")

    def left(self) -> None:
        """The page is gone: do not try for ever."""
        self._tries_left = TRIES_AFTER_LEAVING

    async def flush(self) -> bool:
        """Save everything that waits; false if that failed. It is tried again where that can help."""
        async with self._turn:
            try:
                await self._save_all()
            except HOPELESS as error:
                self._drafting.failed(error.message)
                return False
            except SmartTriggerError as error:
                self._failed(error.message)
                return False
            except Exception:
                self._failed(_("The database does not answer."))
                return False
            finally:
                self._on_state()
        return True

    async def discard(self) -> tuple[Replaced, list[Merged]]:
        """Take the draft back to what visitors meet; returns what that replaced, and what it changed on this page.

        What was typed has to be saved before (`flush`). What others did meanwhile is told as ever.
        """
        campaign = self._drafting.campaign
        assert campaign is not None
        async with self._turn:
            done = await self._desk.run(draft_changes.discard_changes, campaign.id, agent_id=self._desk.me.id)
            changes = await self._desk.run(draft_changes.changes_since, campaign.id, self._drafting.version)
            self._drafting.refreshed(done.campaign)
            merged = self._drafting.merge(changes)
        self._on_merged([each for each in merged if each.change.version not in done.versions])
        return done, [each for each in merged if each.change.version in done.versions]

    async def look_for_changes(self) -> None:
        """Take in what others have saved and done."""
        campaign = self._drafting.campaign
        if campaign is None:
            return
        async with self._turn:
            version = self._drafting.version
            changes = await self._desk.run(draft_changes.changes_since, campaign.id, version)
            self._drafting.refreshed(await self._desk.run(campaigns.get, campaign.id))
            merged = self._drafting.merge(changes)
        self._on_merged(merged)

    async def _later(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        self._waiting = None
        with speaking(self._desk.language):  # nobody's handler led here
            await self.flush()

    async def _save_all(self) -> None:
        drafting, me = self._drafting, self._desk.me.id
        if drafting.campaign is None and drafting.unsaved:
            site, draft = drafting.around.site.id, drafting.draft
            drafting.begun(await self._desk.run(campaigns.create, site_id=site, agent_id=me, draft=draft))
            for name in Draft().differences(draft):
                self._on_saved(name, getattr(draft, name))
            self._on_begun()
        while (save := drafting.next_save()) is not None:
            assert drafting.campaign is not None
            try:
                answer = await self._desk.run(
                    draft_changes.save,
                    drafting.campaign.id,
                    save.field,
                    save.value,
                    agent_id=me,
                    base_version=save.base_version,
                    base_value=save.base_value,
                )
            except InvalidInput:
                drafting.refused(save.field)
                raise
            merged = drafting.saved(answer)
            self._on_saved(save.field, save.value)
            if merged:
                self._on_merged(merged)

    def _failed(self, reason: str) -> None:
        self._drafting.failed(_("{reason} Trying again.").format(reason=reason))
        if self._tries_left is not None:
            self._tries_left -= 1
            if self._tries_left < 0:
                return
        if self._waiting is None or self._waiting.done():
            self._waiting = background_tasks.create(self._later(AGAIN_SECONDS), name="save a draft again")
