"""`/v1/events`: what became of messages that were shown, and what pages tell of; repeated until it is acknowledged."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Annotated, Any, Final, Literal

from flask import Blueprint, Response
from pydantic import Field, StringConstraints

from core.deliveries.events import Told, record
from core.messages import cleaned
from core.visits.impressions import Impression
from core.visits.page_events import MAX_NAME, PageEvent
from core.visits.tickets import Ticket
from core.web.parts import Parts
from core.web.wire import (
    Address,
    Caller,
    MadeId,
    Sealed,
    SealedTicket,
    VisitorCall,
    Wire,
    answer,
    caller_of,
    read,
    told,
)

MAX_EVENTS = 50
MAX_PROPERTIES = 20
MAX_VALUE = 256
MAX_BUTTON_ID = 2_000
MAX_AGE_MS: Final = 7 * 24 * 3600 * 1000
"""An event that is told later than this counts as that old."""

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), told(MAX_NAME)]
Value = Annotated[str, StringConstraints(max_length=MAX_VALUE)] | bool | int | float | None


class EventTold(Wire):
    """Something that a visitor did with a message."""

    impression: Sealed
    """What the claim answered."""
    event: Literal["shown", "opened", "clicked", "dismissed"]
    """What happened; *clicked* is a followed link of its text."""
    id: MadeId
    """Made by the browser; acknowledged by it."""


class PressTold(Wire):
    """A press of one of a message's buttons. Of several the first one is counted; one that leads to a page answers."""

    impression: Sealed
    """What the claim answered."""
    event: Literal["pressed"]
    """By which it is told apart."""
    id: MadeId
    """Made by the browser; acknowledged by it."""
    button: Annotated[str, StringConstraints(min_length=1, max_length=MAX_BUTTON_ID)]
    """Id of the button, as the message's blocks have it; one that they do not have is passed over."""


class PageEventTold(Wire):
    """Something that a page tells of: smartTrigger("event", name, properties)."""

    event: Literal["custom"]
    """By which it is told apart."""
    id: MadeId
    """Made by the browser; acknowledged by it, and the same one of the same visitor is the same event."""
    name: Name
    """As the page calls it, 64 characters; goals ask for it, case aside."""
    properties: Annotated[dict[Name, Value], Field(max_length=MAX_PROPERTIES)] = Field(default_factory=dict)
    """Texts of at most 256 characters, numbers, true, false and null, by name."""
    age: Annotated[int, Field(ge=0, le=1 << 53)]
    """Milliseconds since it happened; more than a week counts as a week."""
    url: Address = ""
    """Of the page."""
    ticket: SealedTicket | None = None
    """That of its page view."""
    page_view: MadeId | None = None
    """What boot answered, where it answered no ticket."""


class EventsCall(VisitorCall):
    """Several at once."""

    events: Annotated[
        list[Annotated[EventTold | PressTold | PageEventTold, Field(discriminator="event")]],
        Field(min_length=1, max_length=MAX_EVENTS),
    ]
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
    found = [_of_message(parts, caller, each) for each in call.events if not isinstance(each, PageEventTold)]
    of_pages = [each for each in call.events if isinstance(each, PageEventTold)]
    for _ in of_pages:
        parts.limits.check("page_events", visitor=passport.visitor)
    for became in record(parts.storage, found, now) if found else ():
        passport = passport.remembering_shown(became)
    if caller.passport.memory:  # else nothing is kept of a visitor
        _keep(parts, caller, of_pages)
    issued = {} if passport is caller.passport else passport.issue(parts.tokens, now)
    return {**issued, "acknowledged": [each.id for each in call.events]}


def _of_message(parts: Parts, caller: Caller, told: EventTold | PressTold) -> Told:
    button = told.button if isinstance(told, PressTold) else ""
    return Told(display_of(parts, caller, told.impression), told.event, button)


def _keep(parts: Parts, caller: Caller, told: Iterable[PageEventTold]) -> None:
    """Keep what a page tells of, then count the goals that it reaches; told again, it changes nothing."""
    events = [
        PageEvent(
            id=each.id,
            site_id=caller.plan.site.id,
            visitor_key=caller.passport.visitor,
            at=caller.now - timedelta(milliseconds=min(each.age, MAX_AGE_MS)),
            name=cleaned(each.name, MAX_NAME),
            properties=each.properties,
            url=each.url,
            page_view=_page_view(parts, caller, each),
        )
        for each in told
    ]
    if events:
        parts.page_events.write(events)
        parts.goals.told(events)


def _page_view(parts: Parts, caller: Caller, event: PageEventTold) -> str:
    known = Ticket.page_view_of(parts.tokens, event.ticket, site=caller.passport.site) if event.ticket else None
    return known or event.page_view or ""


def display_of(parts: Parts, caller: Caller, impression: str) -> str:
    """The display that a token names. Raises Unauthorised (`impression_…`) for one that isn't the caller's."""
    passport = caller.passport
    found = Impression.open(parts.tokens, impression, site=passport.site, visitor=passport.visitor, now=caller.now)
    return found.display
