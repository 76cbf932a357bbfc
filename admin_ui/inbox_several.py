"""What can be done with the selected conversations, and one way back for all of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from nicegui import ui

from admin_ui import inbox_state
from admin_ui.components.basics import button
from admin_ui.components.dialog import dialog, foot
from admin_ui.components.fields import Form
from admin_ui.components.holder_picker import HolderField
from admin_ui.components.row_menu import Action
from admin_ui.components.toast import toast, undo
from admin_ui.services import Desk
from core.i18n import _, ngettext
from core.i18n.figures import number
from core.inbox import several
from core.inbox.conversations import ListedConversation
from core.inbox.several import Several


@dataclass
class SeveralActs:
    """The acts of one open inbox on several of its rows."""

    desk: Desk
    give: Callable[[Sequence[str], str], None]
    """Is told which ones are being handed on, and to whom, before they are."""
    acted: Callable[[], Awaitable[None]]
    """Takes the inbox to what is so now, with nothing selected."""
    place: ui.element
    """A part of the page that stays, to speak from."""

    def actions(self, selected: Sequence[ListedConversation]) -> list[Action]:
        """What the bar offers for these."""
        keys = [each.key for each in selected]
        actions = [Action(_("Hand on"), "person_add", partial(self._ask_whom, keys))]
        if any(each.unread for each in selected):
            actions.append(Action(_("Mark as read"), "mark_chat_read", partial(self._mark_read, keys)))
        if any(each.status == "closed" for each in selected):
            actions.append(Action(_("Open again"), "unarchive", partial(self._reopen, keys)))
        if any(each.status == "open" for each in selected):
            actions.append(Action(_("Close"), "check", partial(self._close, keys)))
        return actions

    async def _close(self, keys: Sequence[str]) -> None:
        done = await self.desk.run(several.close, keys, self.desk.me.id, datetime.now(UTC))
        n = len(done.changed)
        await self._tell(done, ngettext("{n} conversation is closed.", "{n} conversations are closed.", n))

    async def _reopen(self, keys: Sequence[str]) -> None:
        done = await self.desk.run(several.reopen, keys, self.desk.me.id, datetime.now(UTC))
        n = len(done.changed)
        await self._tell(done, ngettext("{n} conversation is open again.", "{n} conversations are open again.", n))

    async def _mark_read(self, keys: Sequence[str]) -> None:
        done = await self.desk.run(several.mark_read, keys, self.desk.me.id, datetime.now(UTC))
        n = len(done.changed)
        await self._tell(done, ngettext("{n} conversation is read.", "{n} conversations are read.", n))

    async def _ask_whom(self, keys: Sequence[str]) -> None:
        """Ask who gets them."""
        holders = await self.desk.run(inbox_state.holders, self.desk.me.id)
        form, n = Form(), len(keys)
        with self.place, dialog(_("Hand on")) as shown:
            label = ngettext("Who gets this conversation", "Who gets these {n} conversations", n).format(n=number(n))
            whom = HolderField(label, holders)
            form.add("recipient", whom)

            async def hand_on() -> None:
                self.give(keys, whom.value)
                work = self.desk.run(several.assign, keys, self.desk.me.id, whom.value, datetime.now(UTC))
                await form.submit(work, handed)

            async def handed(done: Several) -> None:
                shown.close()
                count = len(done.changed)
                said = ngettext("{n} conversation is handed on.", "{n} conversations are handed on.", count)
                await self._tell(done, said)

            with foot():
                button(_("Cancel"), shown.close, kind="quiet")
                button(_("Hand on"), hand_on, kind="primary")
        shown.open()

    async def _tell(self, done: Several, words: str) -> None:
        """Say what was done, with the one way back for all."""
        await self.acted()
        if done.changed:
            with self.place:
                undo(words.format(n=number(len(done.changed))), partial(self._put_back, done))

    async def _put_back(self, done: Several) -> None:
        left = await self.desk.run(several.put_back, done, self.desk.me.id, datetime.now(UTC))
        await self.acted()
        if left:
            words = ngettext(
                "{n} stays as it is: somebody has changed it since.",
                "{n} stay as they are: somebody has changed them since.",
                left,
            )
            with self.place:
                toast(words.format(n=number(left)))
