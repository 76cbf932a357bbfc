"""Signed-in pages: the session cookie, and the decorator that lets nobody in without one."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote

from fastapi import Request
from nicegui import ui
from starlette.responses import RedirectResponse, Response

from admin_ui import frame, reader
from admin_ui.services import Services
from core.errors import Forbidden, SmartTriggerError, Unauthorised
from core.settings import Settings
from core.team import sign_in
from core.team.roles import Permission

COOKIE = "smart_trigger_session"
Builder = Callable[..., Awaitable[None]]


def page(services: Services, path: str, needs: Permission) -> Callable[[Builder], Builder]:
    """Register `async def builder(desk, …)` as the page at `path`; path and query parameters follow the desk.

    Who is not signed in goes to the sign-in page and comes back; whose role is not enough is told so.
    Errors of our family that the builder raises become a page that says what to do.
    """

    def register(builder: Builder) -> Builder:
        async def build(request: Request, **parameters: Any) -> Response | None:
            reader.read_by(ui.context.client, reader.accepted(request))
            try:
                desk = await services.open_desk(token_of(request), needs)
            except Unauthorised:
                return RedirectResponse(sign_in_address(request.url.path, request.url.query), 303)
            except Forbidden as error:
                desk = await services.open_desk(token_of(request), Permission.PROFILE)
                reader.read_by(ui.context.client, desk.language)
                frame.dead_end(desk, error)
                return None
            reader.read_by(ui.context.client, desk.language)
            services.online.follow(ui.context.client, desk.me.id)
            try:
                await builder(desk, **parameters)
            except SmartTriggerError as error:
                frame.dead_end(desk, error)
            return None

        parameters = list(inspect.signature(builder, eval_str=True).parameters.values())[1:]
        request = inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Request)
        build.__signature__ = inspect.Signature([request, *parameters])  # type: ignore[attr-defined]
        ui.page(path, response_timeout=10)(build)
        return builder

    return register


def token_of(request: Request) -> str:
    return request.cookies.get(COOKIE, "")


def sign_in_address(path: str, query: str = "") -> str:
    """The sign-in page that leads back to where somebody wanted to go."""
    wanted = path + (f"?{query}" if query else "")
    return "/sign-in" if wanted == "/" else f"/sign-in?next={quote(wanted, safe='/')}"


def safe_next(wanted: str) -> str:
    """A path of our own to go on to; anything else is the start page."""
    plain = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and wanted.isprintable()
    return wanted if plain and not wanted.startswith(("/sign-in", "/sign-out", "/welcome")) else "/"


def keep(response: Response, settings: Settings, request: Request, token: str) -> None:
    """Hand a session to the browser."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(sign_in.SESSION_LIFE.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=settings.admin_address.startswith("https:") or request.url.scheme == "https",
    )


def client_address(settings: Settings, request: Request) -> str:
    """The network address of who asks, as far as our own proxies can be believed."""
    direct = request.client.host if request.client else ""
    told = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",") if part.strip()]
    if not settings.trusted_proxies or len(told) < settings.trusted_proxies:
        return direct
    return told[-settings.trusted_proxies]
