"""Settings: what holds for all of the installation, a section each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from admin_ui import frame, theme
from admin_ui.components.webhook_list import webhook_section
from admin_ui.services import Desk, Services
from admin_ui.session import page
from core.i18n import _
from core.team.roles import Permission

SECTIONS: Final[tuple[Callable[[Desk], Awaitable[None]], ...]] = (webhook_section,)
"""Each builds its part of the page."""


def register(services: Services) -> None:
    @page(services, "/settings", Permission.SETTINGS)
    async def settings(desk: Desk) -> None:
        with frame.page(desk, _("Settings")):
            theme.add(("webhooks.css",))
            for section in SECTIONS:
                await section(desk)
