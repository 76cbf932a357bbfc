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
from core.i18n import _, ngettext
from core.i18n.figures import number

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
            actions.append(Action(_("Take out of the archive"), "unarchive", partial(self._unarchive, ids)))
        else:
            if any(not each.on for each in selected):
                actions.append(Action(_("Switch on"), "toggle_on", partial(self._switch_on, ids)))
            if any(each.on for each in selected):
                actions.append(Action(_("Switch off"), "toggle_off", partial(self._switch_off, ids)))
            actions.append(Action(_("Archive"), "archive", partial(self._archive, ids)))
        actions.append(Action(_("Export"), "download", partial(self._export, ids)))
        return [*actions, Action(_("Delete"), "delete", partial(self._delete, ids), bad=True)]

    async def _switch_on(self, ids: Sequence[int]) -> None:
        done = await self.desk.run(several.switch_on, self.desk.services.registry, ids, agent_id=self.desk.me.id)
        n = len(done.changed)
        await self._tell(
            done,
            ngettext(
                "{n} campaign is on. Visitors can see it now.", "{n} campaigns are on. Visitors can see them now.", n
            ),
        )

    async def _switch_off(self, ids: Sequence[int]) -> None:
        done = await self.desk.run(several.switch_off, ids, agent_id=self.desk.me.id)
        await self._tell(
            done,
            ngettext(
                "{n} campaign is off. Visitors stop seeing it at once.",
                "{n} campaigns are off. Visitors stop seeing them at once.",
                len(done.changed),
            ),
        )

    async def _archive(self, ids: Sequence[int]) -> None:
        done = await self.desk.run(several.archive, ids, agent_id=self.desk.me.id)
        n = len(done.changed)
        await self._tell(done, ngettext("{n} campaign is archived and off.", "{n} campaigns are archived and off.", n))

    async def _unarchive(self, ids: Sequence[int]) -> None:
        done = await self.desk.run(several.unarchive, ids, agent_id=self.desk.me.id)
        await self._tell(
            done,
            ngettext(
                "{n} campaign is back in the list, switched off.",
                "{n} campaigns are back in the list, switched off.",
                len(done.changed),
            ),
        )

    async def _delete(self, ids: Sequence[int]) -> None:
        done = await self.desk.run(several.delete, ids, agent_id=self.desk.me.id)
        await self._tell(done, ngettext("{n} campaign is deleted.", "{n} campaigns are deleted.", len(done.changed)))

    async def _export(self, ids: Sequence[int]) -> None:
        written = as_text(await self.desk.run(export, self.desk.services.registry, ids)).encode()
        ui.download.content(written, FILE_NAME, "application/json")

    async def _tell(self, done: Several, words: str) -> None:
        """Say what was done, with the one way back for all; what could not be done stands at its row."""
        await self.acted(done.refused)
        said = [words.format(n=number(len(done.changed)))] if done.changed else []
        if left := len(done.refused):
            why = ngettext(
                "{n} stays as it was; why stands below it.", "{n} stay as they were; why stands below each.", left
            )
            said.append(why.format(n=number(left)))
        with self.place:
            if done.changed:
                undo(" ".join(said), partial(self._put_back, done))
            elif said:
                toast(" ".join(said))

    async def _put_back(self, done: Several) -> None:
        undone = await self.desk.run(several.put_back, done, agent_id=self.desk.me.id)
        await self.acted({})
        if left := len(undone.refused):
            with self.place:
                toast(
                    ngettext(
                        "{n} stays as it is: somebody has changed it since.",
                        "{n} stay as they are: somebody has changed them since.",
                        left,
                    ).format(n=number(left))
                )
