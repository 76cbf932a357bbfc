"""Signing in and out, and the page behind a one-time link: plain HTML forms, so that no socket is open to strangers."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.templating import Jinja2Templates

from admin_ui import theme
from admin_ui.components.rail import LOGO
from admin_ui.reader import SpokenRoute, accepted
from admin_ui.services import Services
from admin_ui.session import COOKIE, client_address, keep, safe_next, token_of
from core.errors import InvalidInput, NotFound, SmartTriggerError
from core.i18n import _, direction, language, speaking
from core.team import sign_in

TEMPLATES = Path(__file__).parent.parent / "templates"


def routes(services: Services) -> APIRouter:
    """`/sign-in`, `/sign-out` and `/welcome/TOKEN`."""
    router = APIRouter(route_class=SpokenRoute)
    show = Door()

    @router.get("/sign-in")
    async def ask(request: Request, next: str = "/") -> Response:
        return show(request, "sign_in.html", title=_("Sign in"), next=safe_next(next), email="")

    @router.post("/sign-in")
    async def enter(request: Request) -> Response:
        typed = await _typed(request)
        email, password, next = typed.get("email", ""), typed.get("password", ""), typed.get("next", "/")
        address, browser = client_address(services.settings, request), request.headers.get("user-agent", "")
        try:
            token = await services.run(sign_in.sign_in, email, password, address=address, browser=browser)
        except SmartTriggerError as error:
            given = {"title": _("Sign in"), "next": safe_next(next), "email": email}
            return show(request, "sign_in.html", error.status, problem=error.message, **given)
        return _entered(services, request, token, safe_next(next))

    @router.get("/sign-out")
    async def ask_to_leave(request: Request) -> Response:
        words = _("Drafts are saved. Other browsers that are signed in stay signed in.")
        given = {"words": words, "href": "/sign-out", "action": _("Sign out"), "post": True}
        return show(request, "message.html", title=_("Sign out"), **given)

    @router.post("/sign-out")
    async def leave(request: Request) -> Response:
        await services.run(sign_in.sign_out, token_of(request))
        response = RedirectResponse("/sign-in", 303)
        response.delete_cookie(COOKIE)
        return response

    @router.get("/welcome/{token}")
    async def welcome(request: Request, token: str) -> Response:
        try:
            found = await services.run(sign_in.open_link, token)
        except NotFound as error:
            return _link_over(show, request, error)
        return show(request, "welcome.html", title=_("Welcome"), welcome=found)

    @router.post("/welcome/{token}")
    async def set_password(request: Request, token: str) -> Response:
        typed = await _typed(request)
        password, name, email = (typed.get(field, "") for field in ("password", "name", "email"))
        browser = request.headers.get("user-agent", "")
        try:
            found = await services.run(sign_in.open_link, token)
            session = await services.run(
                sign_in.use_link, token, password=password, name=name, email=email, browser=browser
            )
        except NotFound as error:
            return _link_over(show, request, error)
        except InvalidInput as error:
            problems = {each.field: each.message for each in (error, *error.others)}
            given = {"problems": problems, "name": name, "email": email}
            return show(request, "welcome.html", error.status, title=_("Welcome"), welcome=found, **given)
        return _entered(services, request, session, "/")

    return router


async def not_here(request: Request, error: Exception) -> Response:
    """What stands at an address that leads nowhere."""
    if request.url.path.startswith("/_nicegui"):
        return Response(_("There is nothing at this address."), 404, media_type="text/plain")
    with speaking(accepted(request)):
        given = {"words": _("This page does not exist."), "href": "/", "action": _("Go to the start"), "post": False}
        return Door()(request, "message.html", 404, title=_("Not here"), **given)


class Door:
    """Renders the pages before the door."""

    def __init__(self) -> None:
        self._templates = Jinja2Templates(TEMPLATES)
        self._templates.env.globals["_"] = _

    def __call__(self, request: Request, name: str, status: int = 200, /, **given: object) -> Response:
        head = theme.head(bundle="door.bundle.css", scripts=())
        context = {
            "problem": "",
            "problems": {},
            "head": head,
            "logo": LOGO,
            "favicon": f"{theme.address()}/favicon.svg",
            "language": language(),
            "direction": direction(language()),
        }
        response = self._templates.TemplateResponse(request, name, context | given, status_code=status)
        response.headers["Cache-Control"] = "no-store"
        return response


async def _typed(request: Request) -> dict[str, str]:
    """The texts of a form; what is no form, or has a file in it, counts as nothing typed: the page then says so."""
    try:
        form = await request.form(max_files=0)
    except HTTPException:
        return {}
    return {name: text for name, text in form.items() if isinstance(text, str)}


def _entered(services: Services, request: Request, token: str, target: str) -> Response:
    response = RedirectResponse(target, 303)
    keep(response, services.settings, request, token)
    return response


def _link_over(show: Door, request: Request, error: NotFound) -> Response:
    given = {"words": error.message, "href": "/sign-in", "action": _("Sign in with a password"), "post": False}
    return show(request, "message.html", error.status, title=_("This link is over"), **given)
