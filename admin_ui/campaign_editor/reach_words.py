"""Below the rule's sentence: how many of the page views that there were it fits."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Final

from nicegui import background_tasks

from admin_ui.campaign_editor.drafting import Drafting
from admin_ui.components.basics import text
from admin_ui.services import Desk
from core.attention.reach import Reach, reach
from core.i18n import _, ngettext
from core.i18n.figures import number

SOON_SECONDS: Final = 0.5


class ReachWords:
    """Asks a moment after the last change; says nothing where nothing can be told."""

    def __init__(self, desk: Desk, drafting: Drafting) -> None:
        self._desk = desk
        self._drafting = drafting
        self._asked = 0
        self._words = text("", "st-small st-muted")
        self.ask()

    def ask(self) -> None:
        """The rule, or who may meet it, has changed."""
        self._asked += 1
        background_tasks.create(self._look(self._asked), name="look whom a rule reaches")

    async def _look(self, asked: int) -> None:
        await asyncio.sleep(SOON_SECONDS if asked > 1 else 0)
        if asked != self._asked or self._words.is_deleted:
            return
        draft, site = self._drafting.draft, self._drafting.around.site
        found = await self._desk.run(
            reach,
            self._desk.services.registry,
            site.id,
            site.time_zone,
            draft.audience,
            datetime.now(UTC),
            everybody=draft.without_memory,
        )
        if asked == self._asked and not self._words.is_deleted:
            with self._words:
                self._words.set_text(_said(found))


def _said(found: Reach | None) -> str:
    if found is None:
        return ""
    of = number(found.of)
    if not found.fit:
        return _("None of the newest {of} page views would have met this.").format(of=of)
    if found.waits:
        words = ngettext(
            "Up to {n} of the newest {of} page views would have met this.",
            "Up to {n} of the newest {of} page views would have met this.",
            found.fit,
        )
    else:
        words = ngettext(
            "{n} of the newest {of} page views would have met this.",
            "{n} of the newest {of} page views would have met this.",
            found.fit,
        )
    return words.format(n=number(found.fit), of=of)
