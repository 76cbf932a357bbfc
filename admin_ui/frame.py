"""The house around every page: rail, top line, content, and what happens when something fails.

with frame.page(desk, "Team"):
    …
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from nicegui import Client, ui
from nicegui.elements.mixins.text_element import TextElement

from admin_ui import reader, theme
from admin_ui.components.basics import box, cut, link, mark, text
from admin_ui.components.empty import broken, empty
from admin_ui.components.help_sheet import Keys, help_sheet
from admin_ui.components.me_menu import me_menu
from admin_ui.components.rail import Entry, entries, rail
from admin_ui.components.toast import place, toast
from admin_ui.palette.acts import acts
from admin_ui.palette.palette import Palette
from admin_ui.services import Desk
from core.errors import Forbidden, NotFound, SmartTriggerError, Unauthorised
from core.i18n import _
from core.team.roles import Permission

log = logging.getLogger("smart_trigger.admin")

PRODUCT = "Smart Trigger"
_HOUSE = "house"
SKETCHES = {"full": "pane", "list": "list", "edit": "editor"}
"""The shapes of pages by their width."""


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
    keys: list[Keys] = field(default_factory=list)
    """What the page does by keys of its own, for the help sheet."""

    @classmethod
    def of(cls, client: Client) -> House | None:
        """The house around a page, None before it stands."""
        found = client.storage.get(_HOUSE)
        return found if isinstance(found, cls) else None


@contextmanager
def page(
    desk: Desk,
    title: str,
    *,
    trail: Sequence[tuple[str, str]] = (),
    width: str = "",
    heading: bool = True,
    sketch: str = "",
    away: str = "",
) -> Iterator[ui.element]:
    """Lay a page out and enter its content.

    `trail` leads here: (words, address) of what is above. `width`: "", full (no limit, no padding), or one that a sheet
    of the page's own knows. With `heading` the title stands above the content, and the page's buttons beside it by
    `actions()`; without, the title stands in the top line, for pages that use the whole height. `sketch`: the shape
    that stands there until the page does, if `width` does not tell it (theme.sketch). `away`: what becomes of what one
    does here without a connection, where that is more than on other pages.
    """
    client = ui.context.client
    theme.dress(desk.me.theme)
    theme.sketch(sketch or SKETCHES.get(width, "rows"))
    ui.on_exception(tell)
    house = client.storage[_HOUSE] = House(
        title, desk.unread, *rail(desk, client, trail, PRODUCT, _count_words(desk.unread))
    )
    _follow_unread(desk, house)
    place(away or _("What you do here takes effect if the connection is back within two minutes."))
    with box("st-top", "header"):
        if heading:
            house.titles += _trail(title, trail)
        else:
            cut(title, "st-grow", "h1")
        Palette(desk, acts(desk, client.content, lambda: ui.run_javascript("stHelp()")))
        me_menu(desk)
    ui.on("st_help", lambda event: _show_help(desk, house, event.args))
    with box(f"st-content st-content--{width}" if width else "st-content") as content:
        if heading:
            with box("st-page-title") as line:
                house.titles.append(text(title, tag="h1"))
            house.title_line = line
        yield content
    ui.skip_link(_("Skip to the content"), target=content)


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


def keys(*keys: Keys) -> None:
    """Tell what the page does by keys of its own: they stand in the help sheet ("?")."""
    house = House.of(ui.context.client)
    assert house is not None, "a page's keys are those of a page"
    house.keys += keys


def tell(error: Exception) -> None:
    """Say on the page what went wrong; who is signed out goes to the sign-in page."""
    if isinstance(error, Unauthorised):
        toast(error.message)
        ui.run_javascript("location.href = '/sign-in?next=' + encodeURIComponent(location.pathname + location.search)")
    elif isinstance(error, SmartTriggerError):
        toast(error.message)
    else:
        toast(_("Something went wrong here. What was saved is safe: reload the page and try again."))


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
    what = {NotFound: _("Not here"), Forbidden: _("Not yours to open")}.get(type(error), _("This did not work"))
    near = next((each for each in entries(desk) if _leads_to(each, client.page.path)), entries(desk)[0])
    with page(desk, what, heading=False), box("st-card"):
        empty("explore_off", error.message, "", _("Go to {page}").format(page=_(near.words)), href=near.href)


def failed_page(error: Exception) -> None:
    """What stands instead of a page that failed while it was built."""
    client = ui.context.client
    reader.read_by(client, reader.accepted(client.request))
    theme.dress("system")
    ui.page_title(PRODUCT)
    text(PRODUCT, "st-hidden-words", "h1")
    with box("st-content"):
        broken(_("This page failed"), _("What was saved is safe. Try again; if it stays, the server's log says why."))


def start_page(desk: Desk) -> str:
    """Where somebody with this role begins."""
    return entries(desk)[0].href


def _leads_to(entry: Entry, path: str) -> bool:
    """Whether a page stands below this entry."""
    return path.startswith(f"{entry.href}/")


def _follow_unread(desk: Desk, house: House) -> None:
    """Keep the counts in the rail and in the tab's title true; notices, too, when the session has ended."""
    _show_title(house)

    async def refresh() -> None:
        house.unread = await desk.needing(Permission.PROFILE).count_unread()
        if house.badge is not None:
            house.badge.text = _count_words(house.unread)
        _show_title(house)

    desk.on_change({"inbox", "team"}, refresh)


def _show_help(desk: Desk, house: House, told: Mapping[str, Any]) -> None:
    """Open the sheet of keys; the browser tells what stands on the page that "/" and "n" lead to."""
    goes = [(("G", each.key.upper()), _(each.words)) for each in entries(desk) if each.key]
    with ui.context.client.content:
        help_sheet(house.keys, goes, searches=bool(told.get("search")), adds=str(told.get("adds", "")))


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
        nav.props["aria-label"] = _("Where you are")
        with box("st-trail", "ol"):
            for words, href in trail:
                with box("", "li") as item:
                    mark(item, "st-trail-here", href == ui.context.client.page.path)
                    link(words, href, "st-cut")
            with box("", "li"):
                here = cut(title, tag="span")
                here.props["aria-current"] = "page"
    return [here]
