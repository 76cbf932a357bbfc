"""Puts the admin together: parts, pages, and the server they run in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from nicegui import app as nicegui_app
from nicegui import core as nicegui_core
from nicegui import ui
from starlette.responses import RedirectResponse, Response

from admin_ui import connection, emoji, frame, reader, theme
from admin_ui.campaign_editor import picture_upload, previews
from admin_ui.guard import Guard, is_own
from admin_ui.pages import (
    campaign_edit,
    campaign_gallery,
    campaign_history,
    campaign_import,
    campaigns,
    decision,
    decisions,
    guides,
    home,
    inbox,
    leads,
    performance,
    plugins,
    profile,
    sign_in,
    simulator,
    site_texts,
    sites,
    team,
    visitors,
    webhook,
)
from admin_ui.pages import (
    settings as settings_page,
)
from admin_ui.services import Services
from admin_ui.session import token_of
from core import media
from core.announcing import Announcer
from core.errors import SmartTriggerError
from core.i18n import ask_for_reader
from core.jobs import Jobs
from core.live import Refresher, Watcher
from core.plugin_faults import WRITE_EVERY_SECONDS as FAULTS_EVERY_SECONDS
from core.plugins import load_plugins
from core.settings import Settings
from core.storage import Storage
from core.team import presence
from core.team.roles import Permission
from core.webhooks.courier import Courier

PAGES: tuple[Callable[[Services], None], ...] = (
    home.register,
    campaigns.register,
    campaign_gallery.register,
    campaign_import.register,
    campaign_history.register,
    decision.register,
    decisions.register,
    campaign_edit.register,
    inbox.register,
    leads.register,
    performance.register,
    plugins.register,
    profile.register,
    settings_page.register,
    simulator.register,
    sites.register,
    site_texts.register,
    team.register,
    visitors.register,
    webhook.register,
)
"""What registers the signed-in pages."""


def create_admin(settings: Settings) -> FastAPI:
    """The admin as an ASGI application, with the jobs in its life."""
    services = Services(settings, Storage.open(settings), load_plugins(folder=settings.plugins_dir))
    return assemble(services)


def assemble(services: Services) -> FastAPI:
    """The admin over parts that are there already; what tests use."""
    ask_for_reader(reader.of_page, reader.region_of_page)
    watcher = Watcher(services.storage)
    jobs = Jobs(services.storage, services.settings)
    courier = Courier(services.storage, services.settings)
    announcer = Announcer(services.storage, services.registry)
    faults = services.registry.faults
    keep_faults = partial(faults.write, services.storage)
    faults_kept = Refresher(watcher, "faults of plugins", [], keep_faults, FAULTS_EVERY_SECONDS)

    def tell_who_is_there() -> None:
        presence.write(services.storage, services.online.agents, datetime.now(UTC))

    online = Refresher(watcher, "who is online", [], tell_who_is_there, presence.BEAT_SECONDS, rest_seconds=0.5)

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        connection.notice_soon()
        services.changes.start()
        watcher.subscribe(services.changes.notice)
        watcher.start()
        jobs.start()
        courier.start(watcher)
        services.online.tell = online.wake
        online.start()
        announcer.start()
        faults_kept.start()
        yield
        faults_kept.stop()
        announcer.stop()
        online.stop()
        courier.stop()
        jobs.stop()
        watcher.stop()
        services.close()

    app = FastAPI(lifespan=life, openapi_url=None)
    app.add_middleware(Guard, settings=services.settings)
    _close_socket(services.settings)
    theme.serve(app)
    emoji.serve(app)
    theme.brand()
    nicegui_app.add_exception_handler(404, sign_in.not_here)
    nicegui_app.add_exception_handler(RequestValidationError, sign_in.not_here)
    app.include_router(sign_in.routes(services))
    app.include_router(guides.routes())
    app.include_router(previews.routes(services.registry))
    app.include_router(picture_upload.routes(services))
    _serve_media(app, services)
    register_pages(services)
    nicegui_app._exception_handlers[:] = [frame.note_exception]  # its own logs what people can mend as failures
    nicegui_app.on_page_exception(frame.failed_page)
    ui.run_with(
        app,
        title=frame.PRODUCT,
        favicon=theme.STATIC / "favicon.svg",
        language="en-US",
        dark=False,  # static/theme.css has both
        tailwind=False,
        binding_refresh_interval=None,
        reconnect_timeout=connection.KEPT_SECONDS,
        show_welcome_message=False,
    )
    return app


def register_pages(services: Services) -> None:
    """Every signed-in page; each module registers its own."""

    @ui.page("/")
    async def start(request: Request) -> Response:
        try:
            desk = await services.open_desk(token_of(request), Permission.PROFILE)
        except SmartTriggerError:
            return RedirectResponse("/sign-in", 303)
        return RedirectResponse(frame.start_page(desk), 303)

    for register in PAGES:
        register(services)


def _close_socket(settings: Settings) -> None:
    """Socket.IO is created open to every origin (the guard refuses them too, before it is asked)."""

    def allowed(origin: str | None, environ: dict[str, str]) -> bool:
        return origin is not None and is_own(settings, origin, environ.get("HTTP_HOST", ""))

    nicegui_core.sio.eio.cors_allowed_origins = allowed


def _serve_media(app: FastAPI, services: Services) -> None:
    @app.get("/media/{digest}")
    async def picture(digest: str) -> Response:
        found = await services.run(media.picture, digest)
        if found is None:
            return Response(status_code=404)
        kept = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
        return Response(found.data, media_type=found.content_type, headers=kept)
