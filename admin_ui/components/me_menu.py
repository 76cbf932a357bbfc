"""Who is signed in: their picture, and behind it their profile, light or dark, and the way out."""

from __future__ import annotations

from typing import Final

from nicegui import ui

from admin_ui import theme
from admin_ui.components.avatar import avatar
from admin_ui.components.basics import box, cut, icon, text
from admin_ui.services import Desk
from core import team
from core.i18n import _, pgettext
from core.team.roles import Permission

SIGN_OUT: Final = "stSignOut()"
"""What a page runs to sign out: nothing is lost by it, so nobody is asked."""
_SHOW_THEME = "show_theme"
"""Where the page keeps what shows the choice in the menu."""
_THEME = "theme"
"""Where the page keeps the choice, once it was made there."""


def me_menu(desk: Desk) -> None:
    """The picture in the corner, and what opens behind it."""
    me = desk.me
    with ui.button(color=None).props("round flat no-caps").classes("st-icon st-me") as opener:
        opener.props["ripple"] = False
        opener.props["aria-label"] = _("You: {name}").format(name=me.display_name)
        avatar(me.display_name, me.picture)
        opener.props["aria-haspopup"] = "dialog"
        with ui.menu().props("anchor='bottom right' self='top right' role=dialog") as menu:
            menu.props["aria-label"] = pgettext("this is you", "You")
            with box("st-stack st-gap-0 st-me-head"):
                cut(me.display_name, "st-strong")
                cut(me.email, "st-small st-muted")
            ui.separator()
            _menu_link(_("Your profile"), "person", "/you")
            _themes(desk)
            ui.separator()
            _menu_line(_("Sign out"), "logout", "button").props("type=button").on(
                "click", js_handler=f"() => {SIGN_OUT}"
            )


def _menu_link(words: str, icon_name: str, href: str) -> None:
    _menu_line(words, icon_name, "a").props["href"] = href


def _menu_line(words: str, icon_name: str, tag: str) -> ui.element:
    with box("st-menu-link", tag) as line:
        icon(icon_name)
        text(words, tag="span")
    return line


def _themes(desk: Desk) -> None:
    with box("st-themes") as group:
        group.props["role"] = "group"
        group.props["aria-label"] = _("Light or dark")
        named = {"light": _("Light"), "dark": _("Dark"), "system": _("System")}
        pills = {name: text(words, "st-pill", "button").props("type=button") for name, words in named.items()}

    def show(chosen: str) -> None:
        for name, pill in pills.items():
            pill.props["aria-pressed"] = "true" if name == chosen else "false"
            pill.update()

    for name, pill in pills.items():
        pill.on("click", lambda chosen=name: choose_theme(desk, chosen))
    ui.context.client.storage[_SHOW_THEME] = show
    show(desk.me.theme)


async def choose_theme(desk: Desk, name: str) -> None:
    """Light, dark or as the system, for this employee from now on; the open page follows at once."""
    await desk.needing(Permission.PROFILE).run(team.set_theme, desk.me.id, name)
    theme.switch(name)
    storage = ui.context.client.storage
    storage[_THEME] = name
    storage[_SHOW_THEME](name)


def chosen_theme(desk: Desk) -> str:
    """What the open page shows: light, dark or system."""
    return str(ui.context.client.storage.get(_THEME, desk.me.theme))
