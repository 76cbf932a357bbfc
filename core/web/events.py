"""`/v1/events`: what became of messages that were shown; repeated by the browser until it is acknowledged."""

from __future__ import annotations

from typing import Annotated, Any

from flask import Blueprint, Response
from pydantic import Field

from core.deliveries.events import Event, record
from core.visits.impressions import Impression
from core.web.parts import Parts
from core.web.wire import Caller, MadeId, Sealed, VisitorCall, Wire, answer, caller_of, read

MAX_EVENTS = 50


class EventTold(Wire):
    """Something that a visitor did with a message."""

    impression: Sealed
    """What the claim answered."""
    event: Event
    """What happened; *answered* is a pressed link button."""
    id: MadeId
    """Made by the browser; acknowledged by it."""


class EventsCall(VisitorCall):
    """Several at once."""

    events: Annotated[list[EventTold], Field(min_length=1, max_length=MAX_EVENTS)]
    """What is not acknowledged yet."""


def blueprint(parts: Parts) -> Blueprint:
    """The view, with the parts it needs."""
    views = Blueprint("events", __name__)

    @views.post("/v1/events")
    def take() -> Response:
        call = read(EventsCall)
        return answer(_take(parts, call, caller_of(parts, "events", call)))

    return views


def _take(parts: Parts, call: EventsCall, caller: Caller) -> dict[str, Any]:
    passport, now = caller.passport, caller.now
    told = [(display_of(parts, caller, each.impression), each.event) for each in call.events]
    for finished in record(parts.storage, told, now):
        passport = finished.remembered_by(passport)
    issued = {} if passport is caller.passport else passport.issue(parts.tokens, now)
    return {**issued, "acknowledged": [each.id for each in call.events]}


def display_of(parts: Parts, caller: Caller, impression: str) -> str:
    """The display that a token names. Raises Unauthorised (`impression_…`) for one that isn't the caller's."""
    passport = caller.passport
    found = Impression.open(parts.tokens, impression, site=passport.site, visitor=passport.visitor, now=caller.now)
    return found.display
