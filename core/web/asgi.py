"""The public server: Flask behind an ASGI front that no slow client can hold up."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import TYPE_CHECKING, Any, Final

from a2wsgi import WSGIMiddleware
from flask import Flask

from core.web.app import create_app
from core.web.parts import Parts
from core.web.wire import MAX_BODY

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

Scope = MutableMapping[str, Any]
Event = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Event]]
Send = Callable[[Event], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

THREADS: Final = 16
BODY_SECONDS: Final = 10.0
_BODY: Final = "smart_trigger.body"


def create_asgi(parts: Parts) -> Application:
    """The application for an ASGI server with lifespan; starts and stops the parts."""
    flask = WSGIMiddleware(_with_read_body(create_app(parts)), workers=THREADS)  # type: ignore[arg-type]  # its own types

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _live(parts, receive, send)
        elif scope["type"] == "http":
            # The live stream (/v1/stream) belongs here, before Flask: it holds no thread while it waits.
            try:
                scope[_BODY] = await asyncio.wait_for(_body(receive), BODY_SECONDS)
            except TimeoutError:
                await _too_slow(send)
            except ClientGone:
                return
            else:
                await flask(scope, receive, send)  # type: ignore[arg-type]  # its own types
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000})

    return application


def _with_read_body(app: Flask) -> Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]:
    """Gives Flask the body that has been read already, so that its threads never wait for a client."""

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        body: bytes = environ["asgi.scope"][_BODY]
        environ["wsgi.input"] = io.BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        environ.pop("HTTP_TRANSFER_ENCODING", None)  # it came in pieces and is whole now
        return app(environ, start_response)

    return application


class ClientGone(Exception):
    """The client has left before it said all."""


async def _body(receive: Receive) -> bytes:
    """The request's body, cut just above the size that Flask refuses. Raises ClientGone."""
    body = bytearray()
    while len(body) <= MAX_BODY:
        event = await receive()
        if event["type"] == "http.disconnect":
            raise ClientGone
        body += event.get("body", b"")
        if not event.get("more_body", False):
            break
    return bytes(body[: MAX_BODY + 1])


async def _too_slow(send: Send) -> None:
    await send({"type": "http.response.start", "status": 408, "headers": [(b"connection", b"close")]})
    await send({"type": "http.response.body", "body": b""})


async def _live(parts: Parts, receive: Receive, send: Send) -> None:
    """The server's start and end."""
    await receive()
    try:
        await asyncio.to_thread(parts.start)
    except Exception as error:
        await send({"type": "lifespan.startup.failed", "message": str(error)})
        return
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await asyncio.to_thread(parts.stop)
    await send({"type": "lifespan.shutdown.complete"})
