"""`/v1/messages`: what a visitor writes; committed before it is answered."""

from __future__ import annotations

from typing import Annotated, Any

from flask import Blueprint, Response, request
from pydantic import Field, StringConstraints

from core.deliveries.visitors import Profile
from core.inbox.contact import FilledIn
from core.inbox.entries import Entry
from core.inbox.visitor_messages import VisitorMessage, send
from core.messages.buttons import left_of
from core.visits.devices import device_of
from core.web.events import display_of
from core.web.files import small_address
from core.web.parts import Parts
from core.web.places import place_of_request
from core.web.wire import (
    Address,
    Caller,
    Language,
    MadeId,
    Sealed,
    TimeZone,
    Title,
    VisitorCall,
    Wire,
    answer,
    blocks_here,
    caller_of,
    read,
)

MAX_USER_AGENT = 512
MAX_VALUES = 20

ConversationKey = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,32}$")]


class FormFilledIn(Wire):
    """A contact form; its values are checked against the form that was shown."""

    values: Annotated[dict[str, Annotated[str, StringConstraints(max_length=2_000)]], Field(max_length=MAX_VALUES)]
    """What was filled in, by the id of the question; at most 2,000 characters each."""
    consent: bool = False
    """Whether the box was ticked, where the form has one."""


class MessageCall(VisitorCall):
    """What the visitor sends; the text is checked by core.messages."""

    id: MadeId
    """Made by the browser: the same one again gets the same answer."""
    text: str
    """1 to 4,000 characters."""
    form: FormFilledIn | None = None
    """With the impression of its message; the text is then made by the server."""
    impression: Sealed | None = None
    """Of the message that this replies to."""
    conversation: ConversationKey | None = None
    """The one that is open in the window."""
    url: Address = ""
    """Of the page."""
    title: Title = ""
    """Of the page."""
    time_zone: TimeZone = ""
    """As for boot."""
    language: Language = ""
    """As for boot."""


def blueprint(parts: Parts) -> Blueprint:
    """The view, with the parts it needs."""
    views = Blueprint("messages", __name__)

    @views.post("/v1/messages")
    def take() -> Response:
        call = read(MessageCall)
        return answer(_take(parts, call, caller_of(parts, "messages", call)))

    return views


def wire_message(entry: Entry) -> dict[str, Any]:
    """An entry of a conversation as visitors get it."""
    return {
        "seq": entry.seq,
        "id": entry.client_id,
        "author": entry.author,
        "name": entry.name,
        "title": entry.title,
        "picture": small_address(entry.picture),
        "blocks": blocks_here(left_of(entry.blocks)),
        "at": entry.at.isoformat(timespec="milliseconds"),
    }


def _take(parts: Parts, call: MessageCall, caller: Caller) -> dict[str, Any]:
    passport, site, now = caller.passport, caller.plan.site, caller.now
    message = VisitorMessage(
        id=call.id,
        text=call.text,
        form=FilledIn(call.form.values, call.form.consent) if call.form else None,
        display=display_of(parts, caller, call.impression) if call.impression else "",
        conversation=call.conversation or "",
        url=call.url,
        title=call.title,
    )
    device = device_of(request.headers.get("User-Agent", "")[:MAX_USER_AGENT], touch=False)
    sent = send(
        parts.storage,
        site.id,
        site.recipient,
        passport,
        _profile(parts, call, caller),
        message,
        now,
        guessed=Profile(device=device),
    )
    return {
        **sent.remembered_by(passport).issue(parts.tokens, now),
        "conversation": {"key": sent.conversation, "last_seq": sent.message.seq, "open": True},
        "message": wire_message(sent.message),
    }


def _profile(parts: Parts, call: MessageCall, caller: Caller) -> Profile:
    """What this request tells of the visitor."""
    counted = caller.passport.memory and caller.plan.site.consent != "cookieless"
    return Profile.told(
        place_of_request(parts, call.time_zone),
        language=call.language,
        time_zone=call.time_zone,
        url=call.url,
        title=call.title,
        visits=caller.passport.visit if counted else None,
    )
