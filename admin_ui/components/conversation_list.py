"""The rows of the inbox: each is kept while it is shown, so that news moves rows instead of drawing all anew."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui

from admin_ui import words
from admin_ui.components.avatar import avatar
from admin_ui.components.basics import box, cut, mark, named, text
from admin_ui.components.time_ago import time_ago
from core.i18n import _, ngettext
from core.i18n.figures import number
from core.inbox.conversations import ListedConversation

Open = Callable[[str], Awaitable[None]]
Tick = Callable[[str, str], object]
"""Puts the tick of a conversation, by its key and name, into the row that is being built."""


class ConversationRow:
    """One conversation as a link."""

    def __init__(self, on_open: Open, me: int, tick: Tick, row: ListedConversation) -> None:
        self._me = me
        self._shown: tuple[ListedConversation, bool] | None = None
        key = row.key
        with ui.element("li") as self.element:
            tick(key, words.visitor(row))
            self._anchor = box("st-conversation", "a")
            self._anchor.props["href"] = f"/inbox?c={key}"
            self._anchor.props["data-conversation"] = key
            self._anchor.on("click.prevent", lambda: on_open(key))

    @property
    def shown(self) -> ListedConversation:
        """The conversation as it was shown last."""
        assert self._shown is not None
        return self._shown[0]

    def show(self, row: ListedConversation, *, current: bool) -> None:
        if self._shown == (row, current):
            return
        self._shown = (row, current)
        mark(self._anchor, "st-conversation--unread", bool(row.unread))
        if current:
            self._anchor.props["aria-current"] = "true"
        else:
            self._anchor.props.pop("aria-current", None)
        self._anchor.clear()
        with self._anchor:
            self._build(row)

    def _build(self, row: ListedConversation) -> None:
        who = words.visitor(row)
        avatar(words.visitor_mark(row))
        with box("st-stack st-gap-0 st-grow"):
            with box("st-line"):
                cut(who, "st-grow st-conversation-who")
                time_ago(row.changed_at, "st-small st-faint st-still")
            with box("st-line"):
                said = _("Team: {words}").format(words=row.preview) if row.preview_author == "agent" else row.preview
                cut(said, "st-grow st-conversation-said")
                if row.unread:
                    count = text(str(row.unread), "st-count", "span")
                    count.props["aria-label"] = ngettext("{n} unread", "{n} unread", row.unread).format(
                        n=number(row.unread)
                    )
                    count.props["role"] = "img"
            with box("st-line"):
                cut(words.origin(row), "st-small st-faint st-grow")
                cut(self._holder(row), "st-small st-faint st-conversation-holder")

    def _holder(self, row: ListedConversation) -> str:
        if row.agent is not None and row.agent.id == self._me:
            return _("You")
        having = row.agent or row.group
        return having.name if having else _("Everybody")


class ConversationList:
    """All rows, in order."""

    def __init__(self, on_open: Open, me: int, tick: Tick) -> None:
        self._on_open = on_open
        self._me = me
        self._tick = tick
        self._rows: dict[str, ConversationRow] = {}
        self.element = named(box("st-conversations st-choosing", "ul").props("role=list"), _("Conversations"))

    @property
    def keys(self) -> list[str]:
        return list(self._rows)

    def row(self, key: str) -> ListedConversation:
        """One of those shown."""
        return self._rows[key].shown

    def show(self, rows: tuple[ListedConversation, ...], current: str) -> None:
        wanted = {row.key: row for row in rows}
        for key in [key for key in self._rows if key not in wanted]:
            self._rows.pop(key).element.delete()
        order = [key for key in self._rows if key in wanted]
        kept = self._rows
        self._rows = {}
        for index, (key, row) in enumerate(wanted.items()):
            shown = kept.get(key)
            if shown is None:
                with self.element:
                    shown = ConversationRow(self._on_open, self._me, self._tick, row)
                order.append(key)
            if order[index] != key:
                order.remove(key)
                order.insert(index, key)
                shown.element.move(target_index=index)
            shown.show(row, current=key == current)
            self._rows[key] = shown
