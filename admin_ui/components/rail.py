"""The rail: where one can go. At the side, as icons where there is less room, and at the foot of a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nicegui import Client, ui
from nicegui.elements.mixins.text_element import TextElement

from admin_ui import campaign_paths, theme
from admin_ui.components.basics import box, icon, link, mark, text
from admin_ui.help import HELP
from admin_ui.performance_look import PERFORMANCE
from admin_ui.services import Desk
from core.i18n import N_, _
from core.team.roles import Permission

LOGO = (theme.STATIC / "logo.svg").read_text()
MOST_ON_A_PHONE = 4
"""How many entries stand at the foot of a phone; the others are behind *More* there, if that spares some room."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the rail."""

    words: str
    """Marked for translation, as those of the children."""
    icon: str
    href: str
    needs: Permission
    children: tuple[tuple[str, str], ...] = ()
    """Words and addresses of what stands below it."""
    at_the_end: bool = False
    beside: bool = False
    """Opens beside what one is doing."""
    key: str = ""
    """The letter that leads here after "g" (static/shortcuts.js)."""


ENTRIES = (
    Entry(N_("Home"), "home", "/home", Permission.HOME, key="h"),
    Entry(
        N_("Campaigns"),
        "campaign",
        campaign_paths.CAMPAIGNS,
        Permission.CAMPAIGNS,
        children=((N_("Smart trigger"), campaign_paths.LIST),),
        key="c",
    ),
    Entry(N_("Inbox"), "inbox", "/inbox", Permission.INBOX, key="i"),
    Entry(N_("Leads"), "contact_mail", "/leads", Permission.LEADS, key="l"),
    Entry(N_("Visitors"), "visibility", "/visitors", Permission.VISITORS, key="v"),
    Entry(N_("Performance"), "monitoring", PERFORMANCE, Permission.CAMPAIGNS, key="p"),
    Entry(N_("Team"), "group", "/team", Permission.TEAM, at_the_end=True, key="t"),
    Entry(N_("Sites"), "language", "/sites", Permission.SEE_SITES, at_the_end=True, key="s"),
    Entry(N_("Plugins"), "extension", "/plugins", Permission.PLUGINS, at_the_end=True),
    Entry(N_("Settings"), "settings", "/settings", Permission.SETTINGS, at_the_end=True),
    Entry(N_("Help"), "help", HELP, Permission.PROFILE, at_the_end=True, beside=True),
)


def entries(desk: Desk) -> list[Entry]:
    """Where this employee may go."""
    return [entry for entry in ENTRIES if desk.may(entry.needs)]


def rail(
    desk: Desk, client: Client, trail: Sequence[tuple[str, str]], product: str, unread: str
) -> tuple[ui.element, TextElement | None]:
    """The rail, and the count of what waits in the inbox, which says `unread` at first."""
    badge = None
    here = {href for _, href in trail} | {client.page.path}
    shown = entries(desk)
    rest = shown[MOST_ON_A_PHONE:] if len(shown) > MOST_ON_A_PHONE + 1 else []
    with client.layout, box("st-rail", "nav") as element:
        element.props["aria-label"] = _("Main")
        with box("st-brand", "a").props(f'href=/ aria-label="{product}"'):
            ui.html(LOGO, sanitize=False, tag="span")
            text(product, "st-rail-words", "span")
        for entry in shown:
            if not entry.at_the_end:
                badge = _entry(entry, here, unread, behind_more=entry in rest) or badge
        with box("st-rail-end st-stack st-gap-4"):
            for entry in shown:
                if entry.at_the_end:
                    _entry(entry, here, unread, behind_more=entry in rest)
        if rest:
            _more(rest, here)
    element.move(target_index=0)
    return element, badge


def _entry(entry: Entry, here: set[str], unread: str, *, behind_more: bool) -> TextElement | None:
    """One entry; the inbox's has a count, which is returned."""
    badge = None
    current = entry.href in here
    with box("st-rail-link", "a") as anchor:
        mark(anchor, "st-rail-rest", behind_more)
        _lead(anchor, entry)
        anchor.props.set_optional("data-go", entry.key or None)
        anchor.props["title"] = _(entry.words)
        if current:
            anchor.props["aria-current"] = "page"
        icon(entry.icon)
        text(_(entry.words), "st-rail-words", "span")
        if entry.needs == Permission.INBOX:
            badge = text(unread, "st-count", "span")
            badge.props["title"] = _("Unread")
    if current and entry.children:
        text(_("Messages"), "st-rail-heading")
        for words, href in entry.children:
            below = link(_(words), href, "st-rail-link st-rail-sub")
            if href in here:
                below.props["aria-current"] = "page"
    return badge


def _lead(anchor: ui.element, entry: Entry) -> None:
    anchor.props["href"] = entry.href
    if entry.beside:
        anchor.props("target=_blank rel=noopener")


def _more(rest: Sequence[Entry], here: set[str]) -> None:
    """What opens the entries that a phone has no room for."""
    with box("st-rail-link st-rail-more", "button") as opener:
        opener.props("type=button aria-haspopup=dialog")
        mark(opener, "st-rail-more--here", any(entry.href in here for entry in rest))
        icon("more_horiz")
        text(_("More"), "st-rail-words", "span")
        with ui.menu().props("anchor='top right' self='bottom right' role=dialog") as menu:
            menu.props["aria-label"] = _("More")
            for entry in rest:
                with box("st-menu-link", "a") as anchor:
                    _lead(anchor, entry)
                    if entry.href in here:
                        anchor.props["aria-current"] = "page"
                    icon(entry.icon)
                    text(_(entry.words), tag="span")
