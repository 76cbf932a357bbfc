"""What can be done with the selected campaigns, and one way back for all of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from nicegui import ui

from admin_ui.components.row_menu import Action
from admin_ui.components.toast import toast, undo
from admin_ui.services import Desk
from core.campaign_files.exporting import as_text, export
from core.campaigns import several
from core.campaigns.listing import ListedCampaign
from core.campaigns.several import Several
from core.errors import SmartTriggerError

FILE_NAME: Final = "campaigns.json"


@dataclass
class SeveralActs:
    """The acts of one open list on several of its rows."""

    desk: Desk
    acted: Callable[[Mapping[int, SmartTriggerError]], Awaitable[None]]
    """Takes the list to what is so now, and tells at the rows what could not be done."""
    place: ui.element
    """A part of the page that stays, to speak from."""

    def actions(self, selected: Sequence[ListedCampaign]) -> list[Action]:
        """What the bar offers for these."""
        ids = [each.id for each in selected]
        actions = []
        if any(each.archived for each in selected):
            actions.append(Action("Take out of the archive", "unarchive", partial(self._unarchive, ids)))
        else:
            if any(not each.on for each in selected):
                actions.append(Action("Switch on", "toggle_on", partial(self._switch_on, ids)))
            if any(each.on for each in selected):
                actions.append(Action("Switch off", "toggle_off", partial(self._switch_off, ids)))
            actions.append(Action("Archive", "archive", partial(self._archive, ids)))
        actions.append(Action("Export", "download", partial(self._export, ids)))
        return [*actions, Action("Delete", "delete", partial(self._delete, ids), bad=True)]

    async def _switch_on(self, ids: Sequence[int]) -> None:
        registry, me = self.desk.services.registry, self.desk.me.id
        await self._tell(
            await self.desk.run(several.switch_on, registry, ids, agent_id=me),
            "1 campaign is on. Visitors can see it now.",
            "{count} campaigns are on. Visitors can see them now.",
        )

    async def _switch_off(self, ids: Sequence[int]) -> None:
        await self._tell(
            await self.desk.run(several.switch_off, ids, agent_id=self.desk.me.id),
            "1 campaign is off. Visitors stop seeing it at once.",
            "{count} campaigns are off. Visitors stop seeing them at once.",
        )

    async def _archive(self, ids: Sequence[int]) -> None:
        await self._tell(
            await self.desk.run(several.archive, ids, agent_id=self.desk.me.id),
            "1 campaign is archived and off.",
            "{count} campaigns are archived and off.",
        )

    async def _unarchive(self, ids: Sequence[int]) -> None:
        await self._tell(
            await self.desk.run(several.unarchive, ids, agent_id=self.desk.me.id),
            "1 campaign is back in the list, switched off.",
            "{count} campaigns are back in the list, switched off.",
        )

    async def _delete(self, ids: Sequence[int]) -> None:
        await self._tell(
            await self.desk.run(several.delete, ids, agent_id=self.desk.me.id),
            "1 campaign is deleted.",
            "{count} campaigns are deleted.",
        )

    async def _export(self, ids: Sequence[int]) -> None:
        written = as_text(await self.desk.run(export, ids)).encode()
        ui.download.content(written, FILE_NAME, "application/json")

    async def _tell(self, done: Several, one: str, many: str) -> None:
        """Say what was done, with the one way back for all; what could not be done stands at its row."""
        await self.acted(done.refused)
        said = []
        if done.changed:
            said.append(_counted(len(done.changed), one, many))
        if done.refused:
            one, many = "1 stays as it was; why stands below it.", "{count} stay as they were; why stands below each."
            said.append(_counted(len(done.refused), one, many))
        with self.place:
            if done.changed:
                undo(" ".join(said), partial(self._put_back, done))
            elif said:
                toast(" ".join(said))

    async def _put_back(self, done: Several) -> None:
        undone = await self.desk.run(several.put_back, done, agent_id=self.desk.me.id)
        await self.acted({})
        if undone.refused:
            one = "1 stays as it is: somebody has changed it since."
            many = "{count} stay as they are: somebody has changed them since."
            with self.place:
                toast(_counted(len(undone.refused), one, many))


def _counted(count: int, one: str, many: str) -> str:
    return one if count == 1 else many.format(count=f"{count:,}")
