"""Help: the guides that `script/docs` has built, as plain files for everybody, also for who can't sign in yet."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from admin_ui.help import HELP
from admin_ui.pages.sign_in import Door, not_here
from admin_ui.reader import SpokenRoute
from core.i18n import _

GUIDES = Path(__file__).parent.parent / "guides"


def routes(folder: Path = GUIDES) -> APIRouter:
    """`/help/…`; the folder may come and change while the admin runs."""
    router = APIRouter(route_class=SpokenRoute)
    files = StaticFiles(directory=folder, check_dir=False)

    @router.get(HELP.rstrip("/"))
    async def start() -> Response:
        return RedirectResponse(HELP, 301)

    @router.get(HELP + "{path:path}")
    async def guide(request: Request, path: str) -> Response:
        if not (folder / "index.html").is_file():
            return _not_built(request)
        try:
            response = await files.get_response(path or "index.html", request.scope)
        except HTTPException as error:
            return await not_here(request, error)
        response.headers["Cache-Control"] = "no-cache"  # asked again each time: the guides may be built anew
        return response

    return router


def _not_built(request: Request) -> Response:
    words = _(
        "The guides are not here yet. After a first start they are being built, which takes a minute; "
        "else build them by script/docs."
    )
    given = {"words": words, "href": HELP, "action": _("Look again"), "post": False}
    return Door()(request, "message.html", 503, title=_("Help"), **given)
