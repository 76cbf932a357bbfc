"""The head of the editor, beside the name: the campaign's state, who else is here, undo, and what is kept by now."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from admin_ui import frame
from admin_ui.campaign_editor.drafting import Drafting
from admin_ui.campaign_editor.history_buttons import HistoryButtons
from admin_ui.campaign_editor.save_indicator import SaveIndicator
from admin_ui.campaign_editor.unpublished import Unpublished
from admin_ui.components.basics import box, button, chip, text
from core.campaigns.listing import TABS
from core.i18n import _

STATUS_CHIPS = {"draft": "", "active": "good", "paused": "warn", "ended": ""}


class Head:
    """What stands there, and what can be pressed; `became` is told the fields that undo and redo change."""

    def __init__(
        self,
        drafting: Drafting,
        *,
        review: Callable[[], Awaitable[None]],
        discard: Callable[[], Awaitable[None]],
        became: Callable[[Sequence[str]], Awaitable[None]],
        preview: Callable[[], Any],
    ) -> None:
        self._drafting = drafting
        with frame.actions():
            self._chips = box("st-line st-gap-4 st-still")
            self._unpublished = Unpublished(review, discard)
            self._present = text("", "st-small st-present", "span").props("role=status")
            box("st-grow", "span")
            text("", "st-small st-number st-sending", "span").props["data-sending"] = ""  # rich_text/uploads.js
            self._history = HistoryButtons(drafting, became)
            self._saving = SaveIndicator()
            button(_("Preview"), preview, icon="visibility").classes("st-edit-preview")

    def show(self, *, here: str) -> None:
        """Everything as it is now, at the step that is open."""
        campaign = self._drafting.campaign
        self._chips.clear()
        with self._chips:
            if campaign is not None:
                words = _("Archived") if campaign.archived else _(TABS[campaign.status])
                chip(words, STATUS_CHIPS.get(campaign.status, ""))
        self._unpublished.show(self._drafting, here=here)
        self._history.show()
        self.show_saving()

    def show_saving(self) -> None:
        self._saving.show(self._drafting)

    def show_present(self, words: Callable[[], str]) -> None:
        """Who else has this campaign open."""
        with self._present:  # somebody else's page tells this one
            self._present.set_text(words())
