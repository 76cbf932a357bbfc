"""What stands before the admin: foreign origins and oversized bodies stay out, every answer is told to be careful.

Socket.IO as NiceGUI makes it accepts any origin; a page elsewhere could then act through an open admin.
"""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.settings import Settings

MAX_BODY = 12 * 1024 * 1024
SOCKET = "/_nicegui_ws/"
FRAMEABLE = "/preview/"
"""Only the mock widget may be shown in a frame, and it brings its own policy."""
SAFE = {"GET", "HEAD", "OPTIONS"}

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",  # NiceGUI compiles its templates in the page
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "frame-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
}


def is_own(settings: Settings, origin: str, host: str) -> bool:
    """Whether `origin` is the admin itself, asked for under the name `host`.

    The address from the settings is. Where none is set, so is the address that was asked for, if it is an IP address
    or localhost: such names can't be pointed here by somebody else.
    """
    if origin == settings.admin_address:
        return True
    return not settings.admin_url and origin in (f"http://{host}", f"https://{host}") and _cannot_be_rebound(host)


class Guard:
    """ASGI middleware around everything the admin serves."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        refusal = self._refusal(scope, headers)
        if refusal is not None:
            await _refuse(scope, send, *refusal)
            return
        scope = _storable(scope)
        gone = False

        async def careful(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add_headers(message, str(scope["path"]))
            await send(message)

        async def attentive() -> Message:
            nonlocal gone
            message = await receive()
            gone = gone or message["type"] == "http.disconnect"
            return message

        try:
            await self._app(scope, attentive, careful)
        except RuntimeError:  # Starlette's middleware complains when a browser went on before its answer was ready
            if not gone:
                raise

    def _refusal(self, scope: Scope, headers: Mapping[str, str]) -> tuple[int, str, str] | None:
        acts = scope["type"] == "websocket" or scope["path"].startswith(SOCKET) or scope["method"] not in SAFE
        if acts:
            foreign = not _comes_from_here(self._settings, headers)
            if foreign:
                return 403, "origin_foreign", f"Open the admin under its own address, {self._settings.admin_address}."
        if scope["type"] == "http" and scope["method"] not in SAFE:
            length = headers.get("content-length", "")
            if not length.isdigit() and "transfer-encoding" in headers:
                return 411, "length_missing", "Send the length of the body."
            if length.isdigit() and int(length) > MAX_BODY:
                return 413, "body_too_large", "This is larger than 10 MB. Choose a smaller file."
        return None


def _comes_from_here(settings: Settings, headers: Mapping[str, str]) -> bool:
    """Whether a request that acts comes from a page of ours, or from no page at all.

    Our own forms tell `Origin: null`, because their pages tell no referrer; the browser still says where they stand.
    """
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    if origin == "null":
        return site == "same-origin"
    if origin is None:
        return site in (None, "same-origin", "none")
    return is_own(settings, origin, headers.get("host", ""))


def _cannot_be_rebound(host: str) -> bool:
    name = urlsplit(f"//{host}").hostname or ""
    if name == "localhost":
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _storable(scope: Scope) -> Scope:
    """The same with blanks for zero bytes in the address: no page of ours makes any, and PostgreSQL takes none."""
    asked = scope.get("query_string", b"").replace(b"%00", b"+")
    return {**scope, "path": scope["path"].replace("\0", " "), "query_string": asked}


def _add_headers(message: Message, path: str) -> None:
    headers = list(message.get("headers", ()))
    present = {name.lower() for name, _ in headers}
    wanted = dict(HEADERS)
    if not path.startswith(FRAMEABLE):
        wanted |= {"content-security-policy": POLICY, "x-frame-options": "DENY"}
    headers += [(n.encode(), value.encode()) for n, value in wanted.items() if n.encode() not in present]
    message["headers"] = headers


async def _refuse(scope: Scope, send: Send, status: int, code: str, detail: str) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": code})
        return
    problem = {"type": "about:blank", "title": "Refused", "status": status, "detail": detail, "code": code}
    headers = [(b"content-type", b"application/problem+json"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(problem).encode()})
