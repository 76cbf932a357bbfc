"""New campaigns by the key in their page's address, so that a reload finds what the first key-strokes made."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

from admin_ui.campaign_editor.drafting import Drafting
from admin_ui.campaign_editor.saving import Saver

KEPT: Final = 200
"""How many new pages are remembered; an older one that is reloaded begins anew, and its draft is in the list."""


@dataclass
class Started:
    """The newest pages for a new campaign: who opened them, and what has become of each."""

    _pages: OrderedDict[str, tuple[int, Drafting, Saver]] = field(default_factory=OrderedDict)

    def begin(self, agent_id: int, drafting: Drafting, saver: Saver) -> str:
        """Remember a page; returns the key for its address."""
        key = secrets.token_urlsafe(9)
        self._pages[key] = (agent_id, drafting, saver)
        while len(self._pages) > KEPT:
            self._pages.popitem(last=False)
        return key

    async def campaign_of(self, agent_id: int, key: str) -> int | None:
        """The campaign that was made on the page with this key; what was typed there last is saved first."""
        owner, drafting, saver = self._pages.get(key, (None, None, None))
        if owner != agent_id or drafting is None or saver is None:
            return None
        await saver.flush()
        return drafting.campaign.id if drafting.campaign is not None else None
