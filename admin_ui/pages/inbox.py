"""Inbox: conversations on the left, the open one in the middle, its visitor on the right."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from nicegui import events, ui

from admin_ui import frame, theme
from admin_ui.components.basics import box, button, named
from admin_ui.components.conversation_list import ConversationList
from admin_ui.components.empty import empty
from admin_ui.components.inbox_filters import InboxFilters
from admin_ui.components.selection import Selection
from admin_ui.components.thread_view import ThreadActs, ThreadView
from admin_ui.components.toast import undo
from admin_ui.components.visitor_card import visitor_card
from admin_ui.connection import every
from admin_ui.inbox_several import SeveralActs
from admin_ui.inbox_state import Found, Look, address, awaits_reason, find, first_scope, holder, look_at
from admin_ui.newest import Newest
from admin_ui.services import Desk, Services
from admin_ui.session import page
from core.errors import NotFound, SmartTriggerError, Unauthorised
from core.i18n import N_, _
from core.inbox import answers
from core.inbox.answers import HandOver
from core.inbox.conversations import ListedConversation, Thread, thread, waiting
from core.inbox.holding import Having
from core.inbox.seen import Seen, seen_of
from core.team.presence import TOPIC as PRESENCE
from core.team.roles import Permission

NOTHING = {
    "groups": N_("Replies to your groups' campaigns, and what visitors write to everybody, come here."),
    "mine": N_("Conversations that you have taken, or that somebody handed to you, come here."),
    "all": N_("Every conversation of the team comes here, whoever has it."),
}
AGAIN_SECONDS = 2.0
SEEN_EVERY_SECONDS = 10.0
"""How often it is looked what the visitor does: the events of their pages tell nobody."""


def register(services: Services) -> None:
    @page(services, "/inbox", Permission.INBOX)
    async def inbox(
        desk: Desk, c: str = "", whose: str = "", status: str = "", unread: str = "", q: str = "", site: str = "",
        pages: str = "",
    ) -> None:  # fmt: skip
        whose = whose or ("all" if c else first_scope(await desk.run(waiting, desk.me.id)))
        look = look_at(c, whose, status, unread, q, site, pages)
        with frame.page(desk, _("Inbox"), width="full", heading=False):
            theme.add(("inputs.css", "choosers.css"), ("inbox-keys.js",))
            frame.keys(
                (("J", "K"), _("Next, previous conversation")),
                (("R",), _("Answer")),
                (("Esc",), _("Leave the answer; what you wrote stays")),
                (("E",), _("Close, or open again")),
                (("X",), _("Select")),
            )
            view = InboxPage(desk, look)
            await view.start()
        desk.on_change({"inbox", "team", PRESENCE}, view.refresh)
        desk.on_change({"sites"}, view.refresh_seen)
        every(SEEN_EVERY_SECONDS, view.follow)


class InboxPage:
    """One browser tab's inbox."""

    def __init__(self, desk: Desk, look: Look) -> None:
        self._desk = desk
        self._look = look
        self._newest = Newest()
        self._thread: Thread | None = None
        self._seen = Seen()
        self._shown: tuple[Thread, Seen] | None = None
        self._visible = True
        self._given: dict[str, str] = {}
        """To whom conversations have just been handed from here: who still looks at one reads no news for them."""
        self._looks_again = False
        self._reading = asyncio.Lock()
        with box("st-inbox") as self._root:
            with named(box("st-inbox-list", "section"), _("Conversations")):
                self._filters = InboxFilters(look.wanted, self._narrow)
                with box("st-inbox-scroll"):
                    self._selection = Selection[str](lambda: self._several.actions(self._selected()))
                    self._list = ConversationList(self.open, desk.me.id, self._selection.tick)
                    self._nothing = box("")
                    self._more = button(_("Show more"), self._show_more, kind="quiet").classes("st-inbox-more")
            with named(box("st-inbox-thread", "section"), _("Conversation")):
                self._placeholder = box("st-inbox-placeholder")
                back, about = partial(self._turn_to, "list"), partial(self._turn_to, "visitor")
                acts = ThreadActs(self._send, self._assign, self._toggle, back, about)
                self._view = ThreadView(acts, desk.me.id)
            self._visitor = named(box("st-inbox-visitor", "aside"), _("Visitor"))
        self._several = SeveralActs(desk, self._give, self._acted, self._root)
        ui.on("st_visible", self._became_visible)
        ui.on("st_address", self._address_changed)
        ui.on("st_turn", self._turn_pressed)

    async def start(self) -> None:
        await self.refresh()
        await self._turn_to("thread" if self._look.key else "list")

    async def refresh(self) -> None:
        """Show what there is now; only what has changed is drawn."""
        look = self._look
        found = await self._newest.read(self._desk.run(find, self._desk.me.id, look))
        if found is None:
            return
        self._thread, self._seen = found.thread, found.seen
        self._filters.show(look.wanted, found.waiting, found.sites)
        self._list.show(found.rows, look.key)
        self._selection.show(self._list.keys)
        self._show_nothing(found)
        self._more.set_visibility(found.more)
        self._show_thread(found)
        await self._read()

    async def refresh_seen(self) -> None:
        """Follow the visitor of the open conversation from page to page; page views tell nobody but the sites."""
        shown = self._thread
        if shown is None:
            return
        try:
            seen = await self._desk.run(seen_of, shown.conversation.key)
        except NotFound:
            await self.refresh()
            return
        if shown is self._thread:
            self._seen = seen
            self._show_visitor_card(shown)

    async def follow(self) -> None:
        """Look again what the visitor does; a session that has ended is told by what else follows changes."""
        try:
            await self.refresh_seen()
        except SmartTriggerError:
            return

    async def open(self, key: str) -> None:
        """Open a conversation, without leaving the page."""
        if key != self._look.key:
            ui.navigate.history.push(address(replace(self._look, key=key)))
        await self._go_to(key)
        await self._turn_to("thread")

    async def _go_to(self, key: str) -> None:
        self._look = replace(self._look, key=key)
        self._given = {}
        await self.refresh()

    async def _narrow(self, **changes: object) -> None:
        await self._look_at(self._look.narrowed(**changes))

    async def _show_more(self) -> None:
        await self._look_at(replace(self._look, pages=self._look.pages + 1))

    async def _look_at(self, look: Look) -> None:
        """Show another part of the inbox, on the page and in its address."""
        self._look = look
        ui.navigate.history.replace(address(look))
        await self.refresh()

    def _selected(self) -> list[ListedConversation]:
        return [self._list.row(key) for key in self._selection.keys]

    async def _acted(self) -> None:
        """Something was done with the selected."""
        self._selection.clear()
        await self.refresh()

    def _show_nothing(self, found: Found) -> None:
        self._nothing.clear()
        if found.rows:
            return
        wanted = self._look.wanted
        with self._nothing:
            if wanted.search or wanted.unread_only or wanted.site_id or wanted.status == "closed":
                empty("search_off", _("Nothing found"), _("Search for other words, or look at all open conversations."))
            else:
                empty("inbox", _("Nothing waits here"), _(NOTHING[wanted.scope]))

    def _show_thread(self, found: Found) -> None:
        self._view.element.set_visibility(found.thread is not None)
        self._visitor.set_visibility(found.thread is not None)
        self._placeholder.set_visibility(found.thread is None)
        if found.thread is None:
            self._shown = None
            self._visitor.clear()
            self._placeholder.clear()
            with self._placeholder:
                if found.gone:
                    empty(
                        "delete", _("Not here any more"), _("This conversation has been deleted. Choose another one.")
                    )
                else:
                    todo = _("Choose one on the left to read and answer it.")
                    none = _("What visitors write appears on the left by itself.")
                    empty("forum", _("No conversation is open"), todo if found.rows else none)
            return
        self._view.show(found.thread, found.holders)
        if awaits_reason(found.thread, datetime.now(UTC)):
            self._look_again()
        self._show_visitor_card(found.thread)

    def _look_again(self) -> None:
        """Refresh in a moment, without being told: what is still to come comes from a log that tells nobody."""

        async def look() -> None:
            self._looks_again = False
            try:
                await self.refresh()
            except Unauthorised:
                return

        if not self._looks_again:
            self._looks_again = True
            with self._root:
                ui.timer(AGAIN_SECONDS, look, once=True)

    def _show_visitor_card(self, thread: Thread) -> None:
        if (thread, self._seen) == self._shown:
            return
        self._shown = thread, self._seen
        self._visitor.clear()
        with self._visitor:
            visitor_card(thread, self._seen, partial(self._turn_to, "thread"), self.open)

    async def _read(self) -> None:
        """Note that the open conversation has been seen, if somebody can have seen it."""
        thread = self._thread
        if thread is None or not thread.conversation.unread or not self._visible or self._reading.locked():
            return
        key, has = thread.conversation.key, holder(thread.conversation)
        is_anothers = thread.conversation.agent is not None or self._given.get(key) == has
        if is_anothers and has != f"agent:{self._desk.me.id}":
            return  # it waits for them, whoever else looks at it
        async with self._reading:
            await self._desk.run(answers.mark_read, key, thread.conversation.last_seq)

    async def _send(self, key: str, client_id: str, words: str) -> None:
        before = self._thread.conversation if self._thread is not None else None
        await self._desk.run(answers.answer, key, self._desk.me.id, client_id, words, datetime.now(UTC))
        await self.refresh()
        if before is not None and before.key == key and before.agent is None and await self._has(key):
            waited = Having(None, before.group.id if before.group is not None else None)
            took = HandOver(waited, Having(self._desk.me.id, waited.group_id))
            undo(_("It is yours now."), lambda: self._hand_back(key, took), _("Hand back"))

    async def _has(self, key: str) -> bool:
        """Whether the employee who looks has it now: asked anew, as what the page shows may be another refresh's."""
        having = (await self._desk.run(thread, key)).conversation.agent
        return having is not None and having.id == self._desk.me.id

    def _give(self, keys: Sequence[str], recipient: str) -> None:
        """These are being handed to somebody."""
        self._given = dict.fromkeys(keys, recipient)

    async def _hand_back(self, key: str, done: HandOver) -> None:
        await self._desk.run(answers.hand_back, key, self._desk.me.id, done, datetime.now(UTC))
        await self.refresh()

    async def _assign(self, recipient: str) -> None:
        if self._thread is None or recipient == holder(self._thread.conversation):
            return
        key, mine = self._thread.conversation.key, f"agent:{self._desk.me.id}"
        self._give([key], recipient)
        done = await self._desk.run(answers.assign, key, self._desk.me.id, recipient, datetime.now(UTC))
        await self.refresh()
        if done is not None:
            undo(_("Handed on.") if recipient != mine else _("It is yours now."), lambda: self._hand_back(key, done))

    async def _toggle(self) -> None:
        if self._thread is not None:
            await self._turn(self._thread.conversation)

    async def _turn_pressed(self, event: events.GenericEventArguments) -> None:
        """Close or open again one that is not shown yet (static/inbox-keys.js)."""
        found = await self._desk.run(thread, str(event.args))
        with self._root:
            await self._turn(found.conversation)

    async def _turn(self, conversation: ListedConversation) -> None:
        key, closes = conversation.key, conversation.status == "open"

        async def turn(to_closed: bool) -> None:
            act = answers.close if to_closed else answers.reopen
            await self._desk.run(act, key, self._desk.me.id, datetime.now(UTC))
            await self.refresh()

        await turn(closes)
        undo(_("Closed. A new message opens it again.") if closes else _("Open again."), lambda: turn(not closes))

    async def _turn_to(self, pane: str) -> None:
        """Which of the three is shown where there is room for fewer."""
        self._root.props["data-pane"] = pane
        self._root.update()

    async def _became_visible(self, event: events.GenericEventArguments) -> None:
        self._visible = bool(event.args)
        await self._read()

    async def _address_changed(self, event: events.GenericEventArguments) -> None:
        """The browser's own back and forward."""
        key = str(event.args.get("c", ""))
        ui.navigate.history.replace(address(replace(self._look, key=key)))
        await self._go_to(key)
        await self._turn_to("thread" if key else "list")
