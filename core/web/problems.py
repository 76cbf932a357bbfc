"""Turns every error into an RFC 9457 problem with a stable code; nothing of the inside is told."""

from __future__ import annotations

import json
import logging
from http import HTTPStatus
from typing import Final

from flask import Flask, Response
from peewee import InterfaceError, OperationalError
from playhouse.pool import MaxConnectionsExceeded
from werkzeug.exceptions import HTTPException

from core.errors import InvalidInput, SmartTriggerError, TooMany

log = logging.getLogger("smart_trigger.web")

_HTTP_CODES: Final = {
    404: ("not_found", "There is nothing at this address. Check it against the visitor API."),
    405: ("method_not_allowed", "This address does not answer this method. Check it against the visitor API."),
    413: ("body_too_large", "The body is too large. Send at most 64 KiB."),
}


def problem(status: int, code: str, detail: str, **more: object) -> Response:
    """A problem object as an answer."""
    fields = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
    }
    return Response(json.dumps(fields | more), status, content_type="application/problem+json")


def configure_problems(app: Flask) -> None:
    """Answer every error with a problem."""

    @app.errorhandler(SmartTriggerError)
    def known(error: SmartTriggerError) -> Response:
        more = {"field": error.field} if isinstance(error, InvalidInput) and error.field else {}
        answer = problem(error.status, error.code, error.message, **more)
        if isinstance(error, TooMany):
            answer.headers["Retry-After"] = str(error.retry_after_seconds)
        return answer

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        status = error.code or 500
        code, detail = _HTTP_CODES.get(status, ("request_refused", "The request can't be answered. Check it."))
        answer = problem(status, code, detail)
        for name, value in error.get_headers():
            if name == "Allow":
                answer.headers[name] = value
        return answer

    @app.errorhandler(OperationalError)
    @app.errorhandler(InterfaceError)
    @app.errorhandler(MaxConnectionsExceeded)
    def away(error: Exception) -> Response:
        log.error("the database does not answer: %s", error)
        answer = problem(503, "database_away", "The database does not answer. Nothing was stored; try again soon.")
        answer.headers["Retry-After"] = "2"
        return answer

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Response:
        log.exception("a request failed", exc_info=error)
        return problem(500, "internal", "Something went wrong here. Nothing was stored; try again later.")
