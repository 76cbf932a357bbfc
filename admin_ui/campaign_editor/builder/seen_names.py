"""What the browser suggests where a name is typed: those under which the newest page views had something to see."""

from __future__ import annotations

from datetime import UTC, datetime

from nicegui import background_tasks

from admin_ui.campaign_editor.drafting import Drafting
from admin_ui.components.basics import box
from admin_ui.services import Desk
from core.attention.seen_names import seen_names


def list_of(fact: str) -> str:
    """The id of the list that a row's field names."""
    return f"st-names-{fact}"


class SeenNames:
    """One list for all rows of a condition type; looked up behind the page."""

    def __init__(self, desk: Desk, drafting: Drafting) -> None:
        self._place = box("").props("hidden")
        background_tasks.create(self._look(desk, drafting), name="look which names were seen")

    async def _look(self, desk: Desk, drafting: Drafting) -> None:
        site = drafting.around.site
        found = await desk.run(seen_names, desk.services.registry, site.id, site.time_zone, datetime.now(UTC))
        if self._place.is_deleted:
            return
        with self._place:
            for fact, names in found.items():
                with box("", "datalist") as options:
                    options.props["id"] = list_of(fact)
                    for name in names:
                        box("", "option").props["value"] = name
