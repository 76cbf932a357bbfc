"""One visitor who is on a site now."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from admin_ui import words
from admin_ui.components.avatar import avatar
from admin_ui.components.basics import box, button, cut, text
from admin_ui.components.time_ago import stopwatch, time_ago
from admin_ui.components.visitor_card import DEVICES
from core.i18n import _, figures, ngettext
from core.visits.on_site import VisitorHere

Write = Callable[[VisitorHere], Awaitable[None]]
MOST_NAMED = 2
"""Campaigns that a row names; the others are counted."""


class VisitorRow:
    """A row that is drawn anew only when something about its visitor has changed."""

    def __init__(self, visitor: VisitorHere, on_write: Write) -> None:
        self._on_write = on_write
        self._shown: VisitorHere | None = None
        self.element = box("st-visitor", "li")
        self.show(visitor)

    def show(self, visitor: VisitorHere) -> None:
        if visitor == self._shown:
            return
        self._shown = visitor
        self.element.clear()
        with self.element:
            self._who(visitor)
            self._page(visitor)
            self._visit(visitor)
            self._campaigns(visitor)
            with box("st-visitor-act"):
                self._action(visitor)

    @staticmethod
    def _who(visitor: VisitorHere) -> None:
        who = words.visitor_here(visitor)
        with box("st-visitor-who"):
            avatar(words.visitor_here_mark(visitor))
            with box("st-stack st-gap-0 st-grow"):
                cut(who, "st-strong")
                known = (words.place_here(visitor), _(DEVICES.get(visitor.device, visitor.device)))
                cut(" · ".join(filter(None, known)), "st-small st-muted")

    @staticmethod
    def _page(visitor: VisitorHere) -> None:
        address = words.web_address(visitor.url)
        with box("st-visitor-page st-stack st-gap-0"):
            title = cut(visitor.title or words.short_address(visitor.url), "", "a" if address else "span")
            if address:
                title.props["href"] = title.props["title"] = address
                title.props("target=_blank rel='noopener noreferrer nofollow'")
            with box("st-line st-gap-4 st-small st-muted"):
                cut(words.short_address(visitor.url), tag="span")
                text("·", tag="span").props("aria-hidden=true")
                time_ago(visitor.page_at, "st-still")

    @staticmethod
    def _visit(visitor: VisitorHere) -> None:
        with box("st-visitor-visit st-stack st-gap-0"):
            with box("st-line st-gap-4"):
                text(_("On the site for"), tag="span")
                stopwatch(visitor.arrived_at or visitor.page_at)
            said = (_visits(visitor.visits), _pages(visitor.pages), "" if visitor.remembered else _("Without cookies"))
            text(" · ".join(filter(None, said)), "st-small st-muted")

    @staticmethod
    def _campaigns(visitor: VisitorHere) -> None:
        named, more = visitor.campaigns[:MOST_NAMED], len(visitor.campaigns) - MOST_NAMED
        with box("st-visitor-campaigns"):
            if not named:
                text(_("No message yet"), "st-small st-faint")
                return
            text(_("Has seen"), "st-small st-muted")
            said = cut(", ".join(named))
            if more > 0:
                also = ngettext("{names} and {n} more", "{names} and {n} more", more)
                said.set_text(also.format(names=", ".join(named), n=figures.number(more)))
            said.props["title"] = ", ".join(visitor.campaigns)

    def _action(self, visitor: VisitorHere) -> None:
        who = words.visitor_here(visitor)
        if visitor.conversation:
            shown = button(_("Conversation"), icon="forum", href=f"/inbox?c={visitor.conversation}")
            shown.props["aria-label"] = _("Conversation with {name}").format(name=who)
        elif visitor.can_be_written_to:
            shown = button(_("Write"), lambda: self._on_write(visitor), icon="edit")
            shown.props["aria-label"] = _("Write to {name}").format(name=who)
        else:
            text(_("Can't be written to"), "st-small st-faint").props["title"] = _(
                "This visitor is not remembered: a message would not find them again."
            )


def _visits(number: int | None) -> str:
    if number is None:
        return ""
    return _("First visit") if number == 1 else _("Visit {n}").format(n=figures.number(number))


def _pages(number: int | None) -> str:
    return "" if number is None else ngettext("{n} page", "{n} pages", number).format(n=figures.number(number))
