"""The house around every page: rail, top line, content, and what happens when something fails.

with frame.page(desk, "Team"):
    …
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from nicegui import Client, ui
from nicegui.elements.mixins.text_element import TextElement

from admin_ui import campaign_paths, theme
from admin_ui.components.basics import box, cut, icon, link, text
from admin_ui.components.empty import broken, empty
from admin_ui.components.me_menu import me_menu
from admin_ui.components.toast import place, toast
from admin_ui.services import Desk
from core.errors import Forbidden, NotFound, SmartTriggerError, Unauthorised
from core.team.roles import Permission

log = logging.getLogger("smart_trigger.admin")

PRODUCT = "Smart Trigger"
_HOUSE = "house"
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
    Entry("Home", "home", "/home", Permission.HOME),
    Entry(
        "Campaigns",
        "campaign",
        campaign_paths.CAMPAIGNS,
        Permission.CAMPAIGNS,
        children=(("Smart trigger", campaign_paths.LIST),),
    ),
    Entry("Inbox", "inbox", "/inbox", Permission.INBOX),
    Entry("Leads", "contact_mail", "/leads", Permission.LEADS),
    Entry("Visitors", "visibility", "/visitors", Permission.VISITORS),
    Entry("Team", "group", "/team", Permission.TEAM, at_the_end=True),
    Entry("Sites", "language", "/sites", Permission.SEE_SITES, at_the_end=True),
)


@dataclass(slots=True)
class House:
    """What the frame knows of an open page, to change it while it is open."""

    title: str
    unread: int
    rail: ui.element
    badge: TextElement | None = None
    """The count beside *Inbox*."""
    titles: list[TextElement] = field(default_factory=list)
    """Every place on the page that says its title."""
    title_line: ui.element | None = None

    @classmethod
    def of(cls, client: Client) -> House | None:
        """The house around a page, None before it stands."""
        found = client.storage.get(_HOUSE)
        return found if isinstance(found, cls) else None


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
    house = client.storage[_HOUSE] = House(title, desk.unread, *_rail(desk, client, trail))
    _follow_unread(desk, house)
    place()
    with box("st-top", "header"):
        if heading:
            house.titles += _trail(title, trail)
        else:
            cut(title, "st-grow", "h1")
        me_menu(desk)
    with box(f"st-content st-content--{width}" if width else "st-content") as content:
        if heading:
            with box("st-page-title") as line:
                house.titles.append(text(title, tag="h1"))
            house.title_line = line
        yield content
    ui.skip_link("Skip to the content", target=content)


def retitle(client: Client, title: str) -> None:
    """Give a page another title while it is open: what it shows has been renamed."""
    house = House.of(client)
    if house is None:
        return
    house.title = title
    for element in house.titles:
        element.set_text(title)
    with client:
        _show_title(house)


@contextmanager
def actions() -> Iterator[None]:
    """Enter the title line, to put the page's buttons there."""
    house = House.of(ui.context.client)
    assert house is not None, "a page's buttons stand inside the page"
    assert house.title_line is not None, "a page without a heading has no line for buttons"
    with house.title_line:
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
    if (house := House.of(client)) is not None:
        house.rail.delete()
    what = {NotFound: "Not here", Forbidden: "Not yours to open"}.get(type(error), "This did not work")
    near = next((each for each in ENTRIES if desk.may(each.needs) and _leads_to(each, client.page.path)), _first(desk))
    with page(desk, what, heading=False), box("st-card"):
        empty("explore_off", error.message, "", f"Go to {near.words}", href=near.href)


def failed_page(error: Exception) -> None:
    """What stands instead of a page that failed while it was built."""
    theme.dress("system")
    ui.page_title(PRODUCT)
    text(PRODUCT, "st-hidden-words", "h1")
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


def _rail(desk: Desk, client: Client, trail: Sequence[tuple[str, str]]) -> tuple[ui.element, TextElement | None]:
    """The rail, and the count of what waits in the inbox."""
    badge = None
    here = {href for _, href in trail} | {client.page.path}
    with client.layout, box("st-rail", "nav") as rail:
        rail.props["aria-label"] = "Main"
        with box("st-brand", "a").props(f'href=/ aria-label="{PRODUCT}"'):
            ui.html(LOGO, sanitize=False, tag="span")
            text(PRODUCT, "st-rail-words", "span")
        for entry in ENTRIES:
            if not entry.at_the_end and desk.may(entry.needs):
                badge = _entry(desk, entry, here) or badge
        with box("st-rail-end st-stack st-gap-4"):
            for entry in ENTRIES:
                if entry.at_the_end and desk.may(entry.needs):
                    _entry(desk, entry, here)
    rail.move(target_index=0)
    return rail, badge


def _entry(desk: Desk, entry: Entry, here: set[str]) -> TextElement | None:
    """One entry; the inbox's has a count, which is returned."""
    badge = None
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
    if current and entry.children:
        text("Messages", "st-rail-heading")
        for words, href in entry.children:
            below = link(words, href, "st-rail-link st-rail-sub")
            if href in here:
                below.props["aria-current"] = "page"
    return badge


def _follow_unread(desk: Desk, house: House) -> None:
    """Keep the counts in the rail and in the tab's title true; notices, too, when the session has ended."""
    _show_title(house)

    async def refresh() -> None:
        house.unread = await desk.needing(Permission.PROFILE).count_unread()
        if house.badge is not None:
            house.badge.text = _count_words(house.unread)
        _show_title(house)

    desk.on_change({"inbox", "team"}, refresh)


def _show_title(house: House) -> None:
    count = _count_words(house.unread)
    ui.page_title((f"({count}) " if count else "") + f"{house.title} · {PRODUCT}")


def _count_words(count: int) -> str:
    return "" if not count else "99+" if count > 99 else str(count)


def _trail(title: str, trail: Sequence[tuple[str, str]]) -> list[TextElement]:
    """What leads here; returns where it says the title, if it leads from anywhere."""
    with box("st-grow", "nav" if trail else "div") as nav:
        if not trail:
            return []
        nav.props["aria-label"] = "Where you are"
        with box("st-trail", "ol"):
            for words, href in trail:
                with box("", "li"):
                    link(words, href, "st-cut")
            with box("", "li"):
                here = cut(title, tag="span")
                here.props["aria-current"] = "page"
    return [here]
