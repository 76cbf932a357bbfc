"""The house around every page: rail, top line, content, and what happens when something fails.

with frame.page(desk, "Team"):
    …
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from nicegui import Client, ui
from nicegui.elements.mixins.text_element import TextElement

from admin_ui import campaign_paths, theme
from admin_ui.components.avatar import avatar
from admin_ui.components.basics import box, cut, icon, link, text
from admin_ui.components.empty import broken, empty
from admin_ui.components.toast import place, toast
from admin_ui.services import Desk
from core import team
from core.errors import Forbidden, NotFound, SmartTriggerError, Unauthorised
from core.team.roles import Permission

log = logging.getLogger("smart_trigger.admin")

PRODUCT = "Smart Trigger"
LOGO = (theme.STATIC / "logo.svg").read_text()


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the rail."""

    words: str
    icon: str
    href: str
    needs: Permission
    children: tuple[tuple[str, str], ...] = ()
    """Words and addresses of what stands below it."""
    at_the_end: bool = False


ENTRIES = (
    Entry(
        "Campaigns",
        "campaign",
        campaign_paths.CAMPAIGNS,
        Permission.CAMPAIGNS,
        children=(("Smart trigger", campaign_paths.LIST),),
    ),
    Entry("Inbox", "inbox", "/inbox", Permission.INBOX),
    Entry("Team", "group", "/team", Permission.TEAM, at_the_end=True),
    Entry("Sites", "language", "/sites", Permission.SEE_SITES, at_the_end=True),
)


@contextmanager
def page(
    desk: Desk, title: str, *, trail: Sequence[tuple[str, str]] = (), width: str = "", heading: bool = True
) -> Iterator[ui.element]:
    """Lay a page out and enter its content.

    `trail` leads here: (words, address) of what is above. `width`: "", full (no limit, no padding), or one that a sheet
    of the page's own knows. With `heading` the title stands above the content, and the page's buttons beside it by
    `actions()`; without, the title stands in the top line, for pages that use the whole height.
    """
    client = ui.context.client
    theme.dress(desk.me.theme)
    theme.sketch("pane" if width == "full" else "rows")
    ui.on_exception(tell)
    _rail(desk, client, title, trail)
    _follow_unread(desk, client, title)
    place()
    client.storage["titles"] = []
    with box("st-top", "header"):
        if heading:
            _trail(title, trail)
        else:
            cut(title, "st-grow", "h1")
        _me(desk)
    with box(f"st-content st-content--{width}" if width else "st-content") as content:
        if heading:
            with box("st-page-title") as line:
                client.storage["titles"] += [text(title, tag="h1")]
            client.storage["title line"] = line
        yield content
    ui.skip_link("Skip to the content", target=content)


def retitle(client: Client, title: str) -> None:
    """Give a page another title while it is open: what it shows has been renamed."""
    for element in client.storage["titles"]:
        element.set_text(title)
    client.storage["title"] = title
    with client:
        _show_title(client)


@contextmanager
def actions() -> Iterator[None]:
    """Enter the title line, to put the page's buttons there."""
    line = ui.context.client.storage["title line"]
    with line:
        yield


def tell(error: Exception) -> None:
    """Say on the page what went wrong; who is signed out goes to the sign-in page."""
    if isinstance(error, Unauthorised):
        toast(error.message)
        ui.run_javascript("location.href = '/sign-in?next=' + encodeURIComponent(location.pathname + location.search)")
    elif isinstance(error, SmartTriggerError):
        toast(error.message)
    else:
        toast("Something went wrong here. What was saved is safe: reload the page and try again.")


def note_exception(error: Exception) -> None:
    """Log what nobody expected; errors of our family have been told to the person who can mend them."""
    if not isinstance(error, SmartTriggerError):
        log.error("a page failed", exc_info=error)


def dead_end(desk: Desk, error: SmartTriggerError) -> None:
    """A page that can't be shown, in the house all the same: what happened, and a way on to what is near."""
    client = ui.context.client
    client.status_code = error.status
    client.content.clear()
    if (rail := client.storage.get("rail")) is not None:
        rail.delete()
    what = {NotFound: "Not here", Forbidden: "Not yours to open"}.get(type(error), "This did not work")
    near = next((each for each in ENTRIES if desk.may(each.needs) and _leads_to(each, client.page.path)), _first(desk))
    with page(desk, what, heading=False), box("st-card"):
        empty("explore_off", error.message, "", f"Go to {near.words}", href=near.href)


def failed_page(error: Exception) -> None:
    """What stands instead of a page that failed while it was built."""
    theme.dress("system")
    ui.page_title(PRODUCT)
    with box("st-content"):
        broken("This page failed", "What was saved is safe. Try again; if it stays, the server's log says why.")


def start_page(desk: Desk) -> str:
    """Where somebody with this role begins."""
    return _first(desk).href


def _first(desk: Desk) -> Entry:
    return next(entry for entry in ENTRIES if desk.may(entry.needs))


def _leads_to(entry: Entry, path: str) -> bool:
    """Whether a page stands below this entry."""
    return path.startswith(f"{entry.href}/")


def _rail(desk: Desk, client: Client, title: str, trail: Sequence[tuple[str, str]]) -> None:
    here = {href for _, href in trail} | {client.page.path}
    with client.layout, box("st-rail", "nav") as rail:
        rail.props["aria-label"] = "Main"
        with box("st-brand", "a").props(f'href=/ aria-label="{PRODUCT}"'):
            ui.html(LOGO, sanitize=False, tag="span")
            text(PRODUCT, "st-rail-words", "span")
        for entry in ENTRIES:
            if not entry.at_the_end and desk.may(entry.needs):
                _entry(desk, entry, here)
        with box("st-rail-end st-stack st-gap-4"):
            for entry in ENTRIES:
                if entry.at_the_end and desk.may(entry.needs):
                    _entry(desk, entry, here)
    rail.move(target_index=0)
    client.storage["rail"] = rail


def _entry(desk: Desk, entry: Entry, here: set[str]) -> None:
    current = entry.href in here
    with box("st-rail-link", "a") as anchor:
        anchor.props["href"] = entry.href
        anchor.props["title"] = entry.words
        if current:
            anchor.props["aria-current"] = "page"
        icon(entry.icon)
        text(entry.words, "st-rail-words", "span")
        if entry.needs == Permission.INBOX:
            badge = text(_count_words(desk.unread), "st-count", "span")
            badge.props["title"] = "Unread"
            ui.context.client.storage["unread badge"] = badge
    if current and entry.children:
        text("Messages", "st-rail-heading")
        for words, href in entry.children:
            below = link(words, href, "st-rail-link st-rail-sub")
            if href in here:
                below.props["aria-current"] = "page"


def _follow_unread(desk: Desk, client: Client, title: str) -> None:
    """Keep the counts in the rail and in the tab's title true; notices, too, when the session has ended."""
    client.storage["title"] = title
    client.storage["unread"] = desk.unread
    _show_title(client)

    async def refresh() -> None:
        client.storage["unread"] = count = await desk.needing(Permission.PROFILE).count_unread()
        badge = client.storage.get("unread badge")
        if isinstance(badge, TextElement):
            badge.text = _count_words(count)
        _show_title(client)

    desk.on_change({"inbox", "team"}, refresh)


def _show_title(client: Client) -> None:
    count, title = _count_words(client.storage["unread"]), client.storage["title"]
    ui.page_title((f"({count}) " if count else "") + f"{title} · {PRODUCT}")


def _count_words(count: int) -> str:
    return "" if not count else "99+" if count > 99 else str(count)


def _trail(title: str, trail: Sequence[tuple[str, str]]) -> None:
    with box("st-grow", "nav" if trail else "div") as nav:
        if not trail:
            return
        nav.props["aria-label"] = "Where you are"
        with box("st-trail", "ol"):
            for words, href in trail:
                with box("", "li"):
                    link(words, href, "st-cut")
            with box("", "li"):
                here = cut(title, tag="span")
                here.props["aria-current"] = "page"
                ui.context.client.storage["titles"].append(here)


def _me(desk: Desk) -> None:
    me = desk.me
    with ui.button(color=None).props("round flat no-caps").classes("st-icon st-me") as opener:
        opener.props["ripple"] = False
        opener.props["aria-label"] = f"You: {me.display_name}"
        avatar(me.display_name, me.picture)
        opener.props["aria-haspopup"] = "dialog"
        with ui.menu().props("anchor='bottom right' self='top right' role=dialog aria-label=You"):
            with box("st-stack st-gap-0 st-me-head"):
                cut(me.display_name, "st-strong")
                cut(me.email, "st-small st-muted")
            ui.separator()
            _menu_link("Your profile", "person", "/you")
            _themes(desk)
            ui.separator()
            _menu_link("Sign out", "logout", "/sign-out")


def _menu_link(words: str, icon_name: str, href: str) -> None:
    with box("st-menu-link", "a") as anchor:
        anchor.props["href"] = href
        icon(icon_name)
        text(words, tag="span")


def _themes(desk: Desk) -> None:
    with box("st-themes") as group:
        group.props["role"] = "group"
        group.props["aria-label"] = "Light or dark"
        pills = {
            name: text(name.capitalize(), "st-pill", "button").props("type=button")
            for name in ("light", "dark", "system")
        }

    def show(chosen: str) -> None:
        for name, pill in pills.items():
            pill.props["aria-pressed"] = "true" if name == chosen else "false"
            pill.update()

    async def choose(name: str) -> None:
        await desk.needing(Permission.PROFILE).run(team.set_theme, desk.me.id, name)
        theme.switch(name)
        show(name)

    for name, pill in pills.items():
        pill.on("click", lambda chosen=name: choose(chosen))
    show(desk.me.theme)
