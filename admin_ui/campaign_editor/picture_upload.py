"""Takes the pictures that are put into messages: one file a request, answered with what the editor shows."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse

from admin_ui.reader import SpokenRoute
from admin_ui.services import Services
from admin_ui.session import token_of
from core import media
from core.errors import SmartTriggerError
from core.team.roles import Permission


def routes(services: Services) -> APIRouter:
    """`POST /pictures`: the file itself in the body → `{hash, width, height}`, or a problem with its `detail`."""
    router = APIRouter(route_class=SpokenRoute)

    @router.post("/pictures")
    async def take(request: Request) -> JSONResponse:
        try:
            desk = await services.open_desk(token_of(request), Permission.CAMPAIGNS)
            kept = await desk.run(media.keep_message_picture, await request.body())
        except SmartTriggerError as error:
            problem = {"type": "about:blank", "status": error.status, "detail": error.message, "code": error.code}
            return JSONResponse(problem, error.status, media_type="application/problem+json")
        return JSONResponse(asdict(kept))

    return router
