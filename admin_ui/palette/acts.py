"""What the dialog does by itself, each as an act of its own at the desk: role and session are read anew."""

from __future__ import annotations

from collections.abc import Callable

from nicegui import ui

from admin_ui.campaign_list.acts import CampaignActs
from admin_ui.components.me_menu import SIGN_OUT, choose_theme
from admin_ui.components.toast import toast
from admin_ui.palette.palette import Act
from admin_ui.services import Desk
from core import campaigns
from core.i18n import _
from core.team.roles import Permission


def acts(desk: Desk, place: ui.element, show_help: Callable[[], object]) -> dict[str, Act]:
    """By the first word of a choice's key; `place` is a part of the page that stays, to speak from."""
    at_campaigns = desk.needing(Permission.CAMPAIGNS)
    switching = CampaignActs(at_campaigns, _nothing, place)  # lists that are open follow by themselves

    async def switch_on(number: str) -> None:
        await switching.activate(await at_campaigns.run(campaigns.get, int(number)))

    async def switch_off(number: str) -> None:
        await switching.switch(int(number), False)

    async def theme(name: str) -> None:
        await choose_theme(desk, name)

    async def help_(_what: str) -> None:
        show_help()

    async def copied(_what: str) -> None:
        with place:
            toast(_("The snippet is on the clipboard."))

    async def sign_out(_what: str) -> None:
        ui.run_javascript(SIGN_OUT)

    return {
        "switch_on": switch_on,
        "switch_off": switch_off,
        "theme": theme,
        "help": help_,
        "snippet": copied,
        "sign_out": sign_out,
    }


async def _nothing() -> None:
    return
