"""What is known of the visitor beside a conversation."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from nicegui import ui

from admin_ui import words
from admin_ui.components.basics import box, cut, icon_button, text
from admin_ui.components.time_ago import time_ago
from admin_ui.components.visitor_told import attributes_told, events_told, page_link
from core.i18n import N_, _
from core.i18n.figures import number
from core.inbox.conversations import ListedConversation, Thread
from core.inbox.seen import Seen, SeenPage

Back = Callable[[], Awaitable[None]]
Open = Callable[[str], Awaitable[None]]
DEVICES = {"desktop": N_("Computer"), "phone": N_("Phone"), "tablet": N_("Tablet")}


def visitor_card(
    thread: Thread,
    seen: Seen,
    on_back: Callable[[], Awaitable[None]],
    on_open: Callable[[str], Awaitable[None]],
) -> None:
    """Page, place and visits, what the website tells of them, and earlier conversations."""
    page = seen.page
    conversation, profile = thread.conversation, thread.conversation.profile
    with box("st-line st-visitor-head"):
        icon_button("arrow_back", _("Back to the conversation"), on_back).classes("st-narrow-only")
        text(_("Visitor"), "st-grow", "h2")
    with box("st-facts", "dl"):
        if page is not None:
            _page(page)
        _fact(_("Name"), conversation.visitor_name)
        _fact(_("E-mail"), conversation.visitor_email)
        _fact(_("Place"), words.place(profile))
        _fact(_("Visits"), number(profile.visits) if profile.visits else "")
        _moment(_("First seen"), thread.first_seen_at)
        _fact(_("Device"), _(DEVICES.get(profile.device, profile.device)))
        _fact(_("Language"), words.browser_language(profile.language))
        _fact(_("Time zone"), words.time_zone(profile.time_zone))
        _fact(_("Messages shown"), number(thread.messages_shown))
        _fact(_("Campaign"), words.origin(conversation))
        _began(conversation, page)
    attributes_told(seen.attributes)
    events_told(seen.events)
    if thread.earlier:
        text(_("Other conversations"), "st-visitor-other", "h3")
        with box("st-stack st-gap-4", "ul"):
            for other in thread.earlier:
                _earlier(other, on_open)


def _fact(name: str, value: str) -> None:
    if value:
        with box(""):
            text(name, "st-small st-muted", "dt")
            text(value, "", "dd")


def _moment(name: str, moment: datetime) -> None:
    with box(""):
        text(name, "st-small st-muted", "dt")
        with ui.element("dd"):
            time_ago(moment)


def _page(page: SeenPage) -> None:
    """The page where they are, as far as it is known, and since when."""
    with box(""):
        with box("st-line st-gap-4 st-small st-muted", "dt"):
            text(_("Newest page"), tag="span")
            time_ago(page.at)
        with ui.element("dd"):
            page_link(page.url, page.title)


def _began(conversation: ListedConversation, newest: SeenPage | None) -> None:
    """When they wrote first, and where, unless they are still there."""
    with box(""):
        text(_("Began"), "st-small st-muted", "dt")
        with ui.element("dd"):
            time_ago(conversation.created_at)
            if conversation.page_url and (newest is None or newest.url != conversation.page_url):
                page_link(conversation.page_url, conversation.page_title)


def _earlier(other: ListedConversation, on_open: Open) -> None:
    with ui.element("li"), box("st-earlier", "a") as anchor:
        anchor.props["href"] = f"/inbox?c={other.key}"
        anchor.props["data-conversation"] = other.key
        anchor.on("click.prevent", lambda: on_open(other.key))
        cut(other.preview or _("No words"), "")
        with box("st-line st-small st-faint"):
            text(_("Open") if other.status == "open" else _("Closed"), tag="span")
            time_ago(other.changed_at)
