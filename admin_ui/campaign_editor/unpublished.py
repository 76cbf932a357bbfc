"""At the head of a live campaign's editor: what is typed there is not what visitors meet."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from admin_ui.campaign_editor.drafting import Drafting
from admin_ui.components.basics import box, button, chip
from core.i18n import _


class Unpublished:
    """Stands beside the name in every step but the last, which shows the changes themselves."""

    def __init__(self, review: Callable[[], Awaitable[None]], discard: Callable[[], Awaitable[None]]) -> None:
        with box("st-unpublished") as self._place:
            chip(_("Unpublished changes"), "accent").props["title"] = _("Visitors go on meeting what is published.")
            button(_("Review and publish"), review, kind="quiet").classes("st-unpublished-act")
            button(_("Discard"), discard, kind="quiet")

    def show(self, drafting: Drafting, *, here: str) -> None:
        campaign = drafting.campaign
        published = None if campaign is None or campaign.archived else campaign.published
        differs = published is not None and bool(drafting.draft.visible_differences(published))
        self._place.set_visibility(differs and here != "activate")
