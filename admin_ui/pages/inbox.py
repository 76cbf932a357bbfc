"""Inbox: conversations on the left, the open one in the middle, its visitor on the right."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from nicegui import events, ui

from admin_ui import frame
from admin_ui.components.basics import box, button, named, text
from admin_ui.components.conversation_list import ConversationList
from admin_ui.components.empty import empty
from admin_ui.components.thread_view import ThreadActs, ThreadView
from admin_ui.components.toast import undo
from admin_ui.components.visitor_card import visitor_card
from admin_ui.inbox_state import Found, Look, find, first_scope, holder
from admin_ui.services import Desk, Services
from admin_ui.session import page
from core.errors import NotFound
from core.i18n import N_, _, ngettext, spoken
from core.i18n.figures import number
from core.inbox import answers
from core.inbox.answers import HandOver
from core.inbox.conversations import Scope, Thread, Wanted, waiting
from core.inbox.holding import Having
from core.inbox.pages import SeenPage, newest_page
from core.team.roles import Permission

SCOPES: dict[Scope, str] = {"mine": N_("Mine"), "groups": N_("My groups"), "all": N_("All")}
STATUSES = {"open": N_("Open"), "closed": N_("Closed")}
NOTHING = {
    "groups": N_("Replies to your groups' campaigns, and what visitors write to everybody, come here."),
    "mine": N_("Conversations that you have taken, or that somebody handed to you, come here."),
    "all": N_("Every conversation of the team comes here, whoever has it."),
}


def register(services: Services) -> None:
    @page(services, "/inbox", Permission.INBOX)
    async def inbox(desk: Desk, c: str = "") -> None:
        scope: Scope = "all" if c else first_scope(await desk.run(waiting, desk.me.id))
        with frame.page(desk, _("Inbox"), width="full", heading=False):
            view = InboxPage(desk, Look(Wanted(scope=scope), key=c))
            await view.start()
        desk.on_change({"inbox", "team"}, view.refresh)
        desk.on_change({"sites"}, view.refresh_page)


class InboxPage:
    """One browser tab's inbox."""

    def __init__(self, desk: Desk, look: Look) -> None:
        self._desk = desk
        self._look = look
        self._thread: Thread | None = None
        self._page: SeenPage | None = None
        self._shown: tuple[Thread, SeenPage | None] | None = None
        self._visible = True
        self._reading = asyncio.Lock()
        with box("st-inbox") as self._root:
            with named(box("st-inbox-list", "section"), _("Conversations")):
                self._build_filters()
                with box("st-inbox-scroll"):
                    self._list = ConversationList(self.open, desk.me.id)
                    self._nothing = box("")
                    self._more = button(_("Show more"), self._show_more, kind="quiet").classes("st-inbox-more")
            with named(box("st-inbox-thread", "section"), _("Conversation")):
                self._placeholder = box("st-inbox-placeholder")
                acts = ThreadActs(self._send, self._assign, self._toggle, self._back, self._show_visitor)
                self._view = ThreadView(acts, desk.me.id)
            self._visitor = named(box("st-inbox-visitor", "aside"), _("Visitor"))
        ui.on("st_visible", self._became_visible)
        ui.on("st_address", self._address_changed)
        ui.keyboard(self._key, repeating=False)

    async def start(self) -> None:
        await self.refresh()
        self._turn_to("thread" if self._look.key else "list")

    def _build_filters(self) -> None:
        with box("st-inbox-filters"):
            with named(box("st-pills").props("role=group"), _("Whose")):
                self._pills = {scope: text(_(words), "st-pill", "button") for scope, words in SCOPES.items()}
                for scope, pill in self._pills.items():
                    pill.props["type"] = "button"
                    pill.on("click", lambda chosen=scope: self._narrow(scope=chosen))
            with box("st-line"):
                self._search = ui.input(placeholder=_("Search"))
                named(self._search.props("outlined dense hide-bottom-space clearable debounce=250"), _("Search"))
                with self._search.add_slot("prepend"):
                    ui.icon("sym_o_search").props("aria-hidden=true")
                self._search.on_value_change(lambda event: self._narrow(search=(event.value or "").strip()))
                status = ui.select(spoken(STATUSES), value="open").classes("st-inbox-status")
                named(status.props("outlined dense options-dense hide-bottom-space"), _("Open or closed"))
                status.on_value_change(lambda event: self._narrow(status=event.value))
                self._unread = text(_("Unread"), "st-pill", "button").props("type=button")
                self._unread.on("click", lambda: self._narrow(unread_only=not self._look.wanted.unread_only))

    async def refresh(self) -> None:
        """Show what there is now; only what has changed is drawn."""
        look = self._look
        found = await self._desk.run(find, self._desk.me.id, look)
        if look != self._look:
            return
        self._thread, self._page = found.thread, found.page
        self._show_filters(found)
        self._list.show(found.rows, look.key)
        self._show_nothing(found)
        self._more.set_visibility(found.more)
        self._show_thread(found)
        await self._read()

    async def refresh_page(self) -> None:
        """Follow the visitor of the open conversation from page to page; page views tell nobody but the sites."""
        thread = self._thread
        if thread is None:
            return
        try:
            page = await self._desk.run(newest_page, thread.conversation.key)
        except NotFound:
            await self.refresh()
            return
        if thread is self._thread:
            self._page = page
            self._show_visitor_card(thread)

    async def open(self, key: str) -> None:
        """Open a conversation, without leaving the page."""
        if key != self._look.key:
            ui.navigate.history.push(f"/inbox?c={key}")
        await self._go_to(key)
        self._turn_to("thread")

    async def _go_to(self, key: str) -> None:
        self._look = Look(self._look.wanted, self._look.pages, key)
        await self.refresh()

    async def _narrow(self, **changes: object) -> None:
        self._look = self._look.narrowed(**changes)
        await self.refresh()

    async def _show_more(self) -> None:
        self._look = Look(self._look.wanted, self._look.pages + 1, self._look.key)
        await self.refresh()

    def _show_filters(self, found: Found) -> None:
        wanted = self._look.wanted
        counts = {"mine": found.waiting.mine, "groups": found.waiting.groups, "all": found.waiting.all}
        for scope, pill in self._pills.items():
            pill.text = _(SCOPES[scope]) + (f" {number(counts[scope])}" if counts[scope] else "")
            pill.props["title"] = _unread(counts[scope]) if counts[scope] else ""
            _press(pill, scope == wanted.scope)
        _press(self._unread, wanted.unread_only)

    def _show_nothing(self, found: Found) -> None:
        self._nothing.clear()
        if found.rows:
            return
        wanted = self._look.wanted
        with self._nothing:
            if wanted.search or wanted.unread_only or wanted.status == "closed":
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
                    empty("forum", _("No conversation is open"), _("Choose one on the left to read and answer it."))
            return
        self._view.show(found.thread, found.holders)
        self._show_visitor_card(found.thread)

    def _show_visitor_card(self, thread: Thread) -> None:
        if (thread, self._page) == self._shown:
            return
        self._shown = thread, self._page
        self._visitor.clear()
        with self._visitor:
            visitor_card(thread, self._page, self._hide_visitor, self.open)

    async def _read(self) -> None:
        """Note that the open conversation has been seen, if somebody can have seen it."""
        thread = self._thread
        if thread is None or not thread.conversation.unread or not self._visible or self._reading.locked():
            return
        async with self._reading:
            await self._desk.run(answers.mark_read, thread.conversation.key, thread.conversation.last_seq)

    async def _send(self, key: str, client_id: str, words: str) -> None:
        before = self._thread.conversation if self._thread is not None else None
        await self._desk.run(answers.answer, key, self._desk.me.id, client_id, words, datetime.now(UTC))
        await self.refresh()
        if before is not None and before.key == key and before.agent is None and self._has(key):
            waited = Having(None, before.group.id if before.group is not None else None)
            took = HandOver(waited, Having(self._desk.me.id, waited.group_id))
            undo(_("It is yours now."), lambda: self._hand_back(key, took), _("Hand back"))

    def _has(self, key: str) -> bool:
        """Whether the open conversation is this one, and the employee's who looks."""
        now = self._thread.conversation if self._thread is not None else None
        return now is not None and now.key == key and now.agent is not None and now.agent.id == self._desk.me.id

    async def _hand_back(self, key: str, done: HandOver) -> None:
        await self._desk.run(answers.hand_back, key, self._desk.me.id, done, datetime.now(UTC))
        await self.refresh()

    async def _assign(self, recipient: str) -> None:
        if self._thread is None or recipient == holder(self._thread.conversation):
            return
        key, mine = self._thread.conversation.key, f"agent:{self._desk.me.id}"
        done = await self._desk.run(answers.assign, key, self._desk.me.id, recipient, datetime.now(UTC))
        await self.refresh()
        if done is not None:
            undo(_("Handed on.") if recipient != mine else _("It is yours now."), lambda: self._hand_back(key, done))

    async def _toggle(self) -> None:
        if self._thread is None:
            return
        key, closes = self._thread.conversation.key, self._thread.conversation.status == "open"

        async def turn(to_closed: bool) -> None:
            act = answers.close if to_closed else answers.reopen
            await self._desk.run(act, key, self._desk.me.id, datetime.now(UTC))
            await self.refresh()

        await turn(closes)
        undo(_("Closed. A new message opens it again.") if closes else _("Open again."), lambda: turn(not closes))

    async def _back(self) -> None:
        self._turn_to("list")

    async def _show_visitor(self) -> None:
        self._turn_to("visitor")

    async def _hide_visitor(self) -> None:
        self._turn_to("thread")

    def _turn_to(self, pane: str) -> None:
        """Which of the three is shown where there is room for fewer."""
        self._root.props["data-pane"] = pane
        self._root.update()

    async def _became_visible(self, event: events.GenericEventArguments) -> None:
        self._visible = bool(event.args)
        await self._read()

    async def _address_changed(self, event: events.GenericEventArguments) -> None:
        """The browser's own back and forward."""
        key = str(event.args or "")
        await self._go_to(key)
        self._turn_to("thread" if key else "list")

    async def _key(self, event: events.KeyEventArguments) -> None:
        if not event.action.keydown or event.modifiers.ctrl or event.modifiers.meta or event.modifiers.alt:
            return
        keys, step = self._list.keys, {"j": 1, "k": -1}.get(event.key.name)
        if step and keys:
            here = keys.index(self._look.key) + step if self._look.key in keys else 0
            await self.open(keys[max(0, min(len(keys) - 1, here))])
        elif event.key.name == "/":
            self._search.run_method("focus")
        elif event.key.name == "r" and self._thread is not None:
            self._view.answer_box.focus()
        elif event.key.name == "e":
            await self._toggle()


def _press(pill: ui.element, pressed: bool) -> None:
    pill.props["aria-pressed"] = "true" if pressed else "false"
    pill.update()


def _unread(count: int) -> str:
    return ngettext("{n} unread", "{n} unread", count).format(n=number(count))
