"""How long a page outlives its connection to the browser, how soon it is noticed, and what rests meanwhile."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from nicegui import core as nicegui_core
from nicegui import ui

KEPT_SECONDS: Final = 120.0
"""For so long the server keeps a page whose browser is away, so that it goes on where it was; frame.py says it, too."""
PING_SECONDS: Final = 4.0
PONG_SECONDS: Final = 2.0
"""Together the longest that either side takes to notice; NiceGUI would make both a share of the time above."""


def notice_soon() -> None:
    """Ask browsers often whether they are there; call it when NiceGUI has started."""
    nicegui_core.sio.eio.ping_interval = PING_SECONDS
    nicegui_core.sio.eio.ping_timeout = PONG_SECONDS


def every(seconds: float, look: Callable[[], Awaitable[object]]) -> None:
    """Look again and again while the page that is being built has its browser; nobody looks at one that is away."""
    client = ui.context.client

    async def look_if_here() -> None:
        if client.has_socket_connection:
            await look()

    ui.timer(seconds, look_if_here)
