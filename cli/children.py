"""What each child process runs. Each imports only what it serves: the public one never pays for the admin."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import uvicorn
from a2wsgi import WSGIMiddleware

from cli.installation import check
from cli.ports import BACKLOG, listen
from cli.supervisor import GRACE_SECONDS

if TYPE_CHECKING:
    from core.settings import Settings

GRACEFUL_SECONDS = 3
"""How long open requests may take to finish when the server ends."""


def run_public(settings: Settings, inherited: int | None) -> None:
    """Serve everything that a visitor's browser talks to."""
    _follow(inherited)
    from core.web import asgi, parts

    check(settings)
    serve_asgi(asgi.create_asgi(parts.build(settings)), settings.host, settings.port, "public server", inherited)


def run_admin(settings: Settings, inherited: int | None) -> None:
    """Serve the admin and run the jobs."""
    _follow(inherited)
    # NiceGUI reads this when it is imported; its default is a folder beside wherever one happens to stand.
    os.environ.setdefault("NICEGUI_STORAGE_PATH", str(settings.data_dir / "nicegui"))
    from admin_ui import app

    check(settings)
    serve_asgi(app.create_admin(settings), settings.host, settings.admin_port, "admin", inherited)


def run_shop(settings: Settings, inherited: int | None) -> None:
    """Serve the demo shop, another website as far as the product is concerned."""
    _follow(inherited)
    from demo import shop, site

    application = shop.create_shop(public_address=settings.public_address, site_key=site.SHOP_KEY)
    asgi = WSGIMiddleware(application)  # type: ignore[arg-type]  # its own types
    serve_asgi(asgi, settings.host, site.shop_port(settings), "demo shop", inherited)


def _follow(inherited: int | None) -> None:
    """Follow the parent, where one handed a socket on: from the first moment, as much is imported before it is used."""
    if inherited is not None:
        follow_parent()


def follow_parent() -> None:
    """End this process when the supervisor is gone: our standard input is a pipe that only it holds."""

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(GRACE_SECONDS)
        os.killpg(os.getpgrp(), signal.SIGKILL)

    threading.Thread(target=watch, name="follow-parent", daemon=True).start()


def serve_asgi(application: Any, host: str, port: int, purpose: str, inherited: int | None) -> None:
    """Serve an application; `inherited` is the listening socket that the supervisor handed on."""
    listener = listen(host, port, purpose) if inherited is None else socket.socket(fileno=inherited)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    config = uvicorn.Config(
        application,
        log_config=None,
        access_log=False,
        server_header=False,
        # Which proxies to believe is our own setting (trusted_proxies), applied where the address is used.
        proxy_headers=False,
        backlog=BACKLOG,
        timeout_graceful_shutdown=GRACEFUL_SECONDS,
    )
    with suppress(KeyboardInterrupt):  # it has ended as it should, and raises then what ended it
        uvicorn.Server(config).run(sockets=[listener])
