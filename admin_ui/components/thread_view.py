"""A conversation: who, what was said, and what the team can do with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from nicegui import ui

from admin_ui import campaign_paths, words
from admin_ui.components.answer_box import AnswerBox
from admin_ui.components.avatar import avatar, initials
from admin_ui.components.basics import box, button, cut, icon, icon_button, link, named, text
from admin_ui.components.blocks import draw
from admin_ui.components.choosers import Item, Picker
from admin_ui.components.holder_picker import holder_items
from admin_ui.components.time_ago import time_ago
from admin_ui.inbox_state import Holders, answer_does, holder
from core.i18n import _
from core.inbox.conversations import ListedConversation, Thread
from core.inbox.entries import Entry
from core.messages import plain
from core.messages.links import resolved

PAUSE = timedelta(minutes=10)
"""After this long the next message says again who wrote it and when."""


@dataclass(frozen=True)
class ThreadActs:
    """What the page does when somebody presses something here."""

    send: Callable[[str, str, str], Awaitable[None]]
    """Awaited with (conversation, client id, text)."""
    assign: Callable[[str], Awaitable[None]]
    """Awaited with `agent:ID`, `group:ID` or everybody ("")."""
    toggle: Callable[[], Awaitable[None]]
    back: Callable[[], Awaitable[None]]
    visitor: Callable[[], Awaitable[None]]


class ThreadView:
    """Draws a thread once and then only adds to it."""

    def __init__(self, acts: ThreadActs, me: int) -> None:
        self._acts = acts
        self._me = me
        self._key = ""
        self._shown_head: tuple[object, ...] = ()
        self._shown_before: tuple[object, ...] = ()
        self._last: Entry | None = None
        self._seen_seq = 0
        self._seen: ui.element | None = None
        self._unexplained: dict[str, ui.element] = {}
        """Where it will stand why a message was shown, once that is kept; by display."""
        with box("st-thread") as self.element:
            self._head = box("st-thread-head")
            with box("st-thread-middle"):
                self._entries = named(box("st-entries").props("role=log tabindex=0"), _("Messages"))
                self._entries.props["data-keep-bottom"] = ""
                with button(_("Newest"), icon="arrow_downward") as jump:
                    jump.classes("st-jump")
                    jump.on("click", js_handler="(event) => window.stJump(event.currentTarget)")
            self._before = box("st-thread-before").props("role=status")
            self.answer_box = AnswerBox(acts.send, self._entries)

    def show(self, thread: Thread, holders: Holders) -> None:
        conversation = thread.conversation
        if self._key != conversation.key:
            self._key = conversation.key
            self._entries.clear()
            self._last, self._seen, self._seen_seq = None, None, 0
            self._unexplained.clear()
            self._entries.props["data-thread"] = conversation.key
            self._entries.update()
            self.answer_box.use(conversation.key)
        self._show_head(conversation, holders)
        new = [entry for entry in thread.entries if self._last is None or entry.seq > self._last.seq]
        with self._entries:
            for entry in new:
                self._add(entry, conversation, thread.agreed.get(entry.client_id, ""))
        self._explain(thread)
        self._mark_seen(thread)

    def _show_head(self, conversation: ListedConversation, holders: Holders) -> None:
        """Who it is, who has it, and what an answer does to that; a list that is open meanwhile stays open."""
        head = (conversation.key, words.visitor(conversation), conversation.status)
        if head != self._shown_head:
            self._shown_head = head
            self._head.clear()
            with self._head:
                self._build_head(conversation)
        self._show_holder(conversation, holders)

    def _show_holder(self, conversation: ListedConversation, holders: Holders) -> None:
        has, offered = holder(conversation), holder_items(holders)
        if has not in [each.key for each in offered]:
            offered.append(_former(has, conversation))
        self._holder.set_items(offered)
        self._holder.show(has)
        before = answer_does(conversation, self._me)
        if (conversation.key, has, before) == self._shown_before:
            return
        self._shown_before = conversation.key, has, before
        self._before.clear()
        self._before.set_visibility(bool(before))
        with self._before:
            text(before, "st-grow", "span")
            if conversation.agent is not None and conversation.agent.id != self._me:
                button(_("Take over"), lambda: self._acts.assign(f"agent:{self._me}"), kind="quiet")

    def _build_head(self, conversation: ListedConversation) -> None:
        icon_button("arrow_back", _("Back to the list"), self._acts.back).classes("st-phones-only")
        with box("st-stack st-gap-0 st-grow"):
            cut(words.visitor(conversation), "st-strong", "h2")
            cut(conversation.site_name, "st-small st-muted")
        self._holder = Picker(
            [], self._acts.assign, label=_("Who has this conversation"), keys_at=self._entries
        ).classes("st-holder")
        is_open = conversation.status == "open"
        turn = button(_("Close") if is_open else _("Reopen"), self._acts.toggle, icon="check" if is_open else "undo")
        turn.props["data-turn"] = ""
        icon_button("info", _("About the visitor"), self._acts.visitor).classes("st-narrow-only")

    def _explain(self, thread: Thread) -> None:
        """Lead to why messages were shown, where that is kept by now."""
        for display in thread.decisions & self._unexplained.keys():
            with self._unexplained.pop(display):
                back = f"/inbox?c={thread.conversation.key}"
                link(_("Why they saw it"), campaign_paths.decision(display, back))

    def _add(self, entry: Entry, conversation: ListedConversation, agreed: str) -> None:
        if entry.author == "system":
            with box("st-entry-note"):
                text(plain(entry.blocks), tag="span")
                time_ago(entry.at)
        elif entry.author == "campaign":
            self._unexplained[entry.client_id] = _campaign_entry(entry, conversation)
        else:
            self._add_message(entry, conversation, agreed)
        self._last = entry

    def _add_message(self, entry: Entry, conversation: ListedConversation, agreed: str) -> None:
        last = self._last
        same = last is not None and (last.author, last.agent_id) == (entry.author, entry.agent_id)
        begins = not same or (last is not None and entry.at - last.at > PAUSE)
        with box(f"st-entry st-entry--{entry.author}"):
            if begins:
                with box("st-entry-meta"):
                    name = (
                        entry.name or _("A former employee") if entry.author == "agent" else words.visitor(conversation)
                    )
                    cut(name, "", "span")
                    time_ago(entry.at)
            with box("st-bubble"):
                _draw(entry, conversation)
            if agreed:
                text(words.agreed_to(agreed), "st-entry-agreed st-small st-muted")

    def _mark_seen(self, thread: Thread) -> None:
        """Say below our last answer that the visitor has seen it."""
        answers = [entry.seq for entry in thread.entries if entry.author == "agent"]
        is_seen = bool(answers) and thread.visitor_read_seq >= answers[-1] and thread.entries[-1].author != "visitor"
        if self._seen is not None and (not is_seen or answers[-1] != self._seen_seq):
            self._seen.delete()
            self._seen = None
        if is_seen and self._seen is None:
            with self._entries:
                self._seen = text(_("Seen"), "st-entry-seen st-small st-faint")
            self._seen_seq = answers[-1]


def _campaign_entry(entry: Entry, conversation: ListedConversation) -> ui.element:
    """Draw it; gives the line that says where it comes from."""
    with named(box("st-entry-campaign", "section"), _("The campaign's message")):
        with box("st-line st-small st-muted") as origin:
            icon("campaign")
            name = conversation.campaign_name
            text(
                _("Sent by campaign {name}, as the visitor saw it").format(name=name)
                if name
                else _("Sent by a campaign that is gone"),
                tag="span",
            )
        with box("st-line st-top-aligned"):
            avatar(entry.name or "?", entry.picture, size="small")
            with box("st-stack st-gap-4"):
                text(entry.name, "st-small st-strong")
                with box("st-bubble"):
                    _draw(entry, conversation)
    return origin


def _draw(entry: Entry, conversation: ListedConversation) -> None:
    """As the visitor saw it: a link to a page of the site leads to that of the visitor's page."""
    page = urlsplit(conversation.page_url)
    draw(resolved(entry.blocks, f"{page.scheme}://{page.netloc}"))


def _former(key: str, conversation: ListedConversation) -> Item:
    """Who has it, and could not be given it any more."""
    having = conversation.agent or conversation.group
    name = having.name if having else _("Somebody")
    is_group = conversation.agent is None
    return Item(
        key,
        name,
        _("Not active any more"),
        icon="group" if is_group else "",
        initials="" if is_group else initials(name),
    )
