"""What crosses the wire to and from visitors' browsers: strict models, and how every call begins and ends."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final, TypeVar

import brotli
from flask import Flask, Response, g, request
from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError
from pydantic_core import to_json

from core.deliveries.decisions import Plan
from core.errors import Forbidden, InvalidInput, SmartTriggerError
from core.messages import resolved
from core.visits.passports import Passport
from core.web.parts import Parts

MAX_BODY: Final = 64 * 1024
"""Bytes: a boot again has the longest addresses and attributes beside the ticket that holds them, some 56 kB."""
MAX_ADDRESS: Final = 4_096
"""Bytes of an address; a ticket holds several of them beside the attributes."""
WORTH_COMPRESSING: Final = 256
"""Bytes; a shorter answer is sent as it is."""
_ALWAYS: Final = (
    ("Cache-Control", "no-store"),
    ("Vary", "Origin, Accept-Encoding"),
    ("X-Content-Type-Options", "nosniff"),
)
_HALF: Final = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"  # a whole one
    rb"|(?P<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\.",
    re.DOTALL,
)
"""Every escape of a JSON text; `half` where a page has cut a character in two, as `slice` does with emoji."""
_NO_CONTROLS: Final = dict.fromkeys([*range(0x20), 0x7F], " ")


class Malformed(SmartTriggerError):
    """A body that is no JSON."""

    def __init__(self) -> None:
        super().__init__("body_malformed", "The body is no JSON. Send a JSON object.")


class Wire(BaseModel):
    """A strict model: no coercion, nothing unknown. What stands under a field is its line in docs/api.md."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, use_attribute_docstrings=True)


def told(limit: int) -> BeforeValidator:
    """For texts that a browser tells of its page: cut at `limit` characters, control characters become blanks."""

    def cut(value: object) -> object:
        if not isinstance(value, str):
            return value
        text = value[:limit]
        return text if text.isprintable() else text.translate(_NO_CONTROLS)

    return BeforeValidator(cut)


def _cut_address(value: object) -> object:
    """At MAX_ADDRESS bytes and without control characters, at boot as at every later call that tells it."""
    if not isinstance(value, str):
        return value
    text = value.encode(errors="replace")[:MAX_ADDRESS].decode(errors="ignore")
    return text if text.isprintable() else text.translate(_NO_CONTROLS)


SiteKey = Annotated[str, StringConstraints(min_length=1, max_length=32)]
Sealed = Annotated[str, StringConstraints(max_length=16_384)]
"""A token; what is wrong with it is told by core.visits.tokens."""
SealedTicket = Annotated[str, StringConstraints(max_length=24_576)]
"""The same, for the one that holds what a page tells: its addresses and attributes at their longest."""
Address = Annotated[str, BeforeValidator(_cut_address)]
Title = Annotated[str, told(300)]
Language = Annotated[str, told(35)]
TimeZone = Annotated[str, told(64)]
MadeId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{22}$")]
"""An id that the browser made, so that a retry is recognised."""


class SiteCall(Wire):
    """What every call says."""

    site: SiteKey
    """The key in the snippet."""


class VisitorCall(SiteCall):
    """What every call but the first says."""

    passport: Sealed
    """The newest that this browser has."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, once the key, the origin, the passport and the limits have been checked."""

    plan: Plan
    passport: Passport
    now: datetime


SomeCall = TypeVar("SomeCall", bound=SiteCall)


def read(model: type[SomeCall]) -> SomeCall:
    """The request's body. Raises Malformed, InvalidInput (`body_invalid`, with the field), and 413 above MAX_BODY.

    Whoever sent it may read what is wrong with it: a page that sees no answer at all would send it again for ever.
    """
    g.allowed_origin = request.headers.get("Origin", "")
    call = _parsed(model, request.get_data(cache=False))
    del g.allowed_origin  # `site_of` knows who may read the rest
    return call


def _parsed(model: type[SomeCall], body: bytes) -> SomeCall:
    try:
        return model.model_validate_json(_HALF.sub(_whole, body) if b"\\u" in body else body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        if first["type"] == "json_invalid":
            raise Malformed from None
        field = ".".join(map(str, first["loc"]))
        raise InvalidInput(
            "body_invalid", f"{field or 'The body'}: {first['msg']}. Check it against the visitor API.", field or None
        ) from None


def _whole(escape: re.Match[bytes]) -> bytes:
    return rb"\ufffd" if escape["half"] else escape[0]


def site_of(parts: Parts, call: SiteCall) -> Plan:
    """The plan of the call's site. Raises NotFound (`site_unknown`) and Forbidden (`origin_foreign`)."""
    plan = parts.plans.get(call.site)
    origin = request.headers.get("Origin", "")
    if not plan.site.origins.allow(origin):
        raise Forbidden("origin_foreign", "This website may not use this key. Add its origin to the site in the admin.")
    g.allowed_origin = origin
    return plan


def blocks_here(blocks: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Message blocks for the page that asks: links to pages of the site lead to its own origin."""
    return resolved(blocks, g.allowed_origin)


def caller_of(parts: Parts, name: str, call: VisitorCall) -> Caller:
    """Who makes this call; `name` is that of its limits (core.web.limits). Raises what `site_of` does, TooMany and
    Unauthorised (`passport_…`).
    """
    plan = site_of(parts, call)
    parts.limits.check(name, address=request.remote_addr or "")
    now = parts.clock()
    passport = Passport.open(parts.tokens, call.passport, site=call.site, now=now)
    parts.limits.check(name, visitor=passport.visitor)
    return Caller(plan, passport, now)


def answer(fields: Mapping[str, Any]) -> Response:
    """A JSON answer, compressed where that is worth its 20 microseconds: tokens are most of it."""
    data = to_json(fields)
    headers = {}
    if len(data) >= WORTH_COMPRESSING and request.accept_encodings.quality("br") > 0:
        data = brotli.compress(data, quality=5, lgwin=12)
        headers["Content-Encoding"] = "br"
    return Response(data, headers=headers, content_type="application/json")


def configure_wire(app: Flask) -> None:
    """Bodies are small; answers to visitors are kept by nobody and readable by the site's own pages only."""
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY

    @app.after_request
    def finish(response: Response) -> Response:
        if request.path.startswith("/v1/"):
            response.headers.extend(_ALWAYS)
            origin = g.get("allowed_origin")
            if origin:
                response.headers["Access-Control-Allow-Origin"] = origin
        return response
