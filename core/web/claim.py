"""`/v1/claim`: may this tab show this message now? Only a granted claim lets the content leave the server."""

from __future__ import annotations

from typing import Annotated, Any

from flask import Blueprint, Response
from pydantic import Field

from core.deliveries.claim_answers import Claim, Granted, Refused
from core.deliveries.claims import claim
from core.visits.impressions import Impression
from core.visits.tickets import Ticket
from core.web.files import small_address
from core.web.parts import Parts
from core.web.wire import Caller, MadeId, SealedTicket, VisitorCall, answer, blocks_here, caller_of, read

MAX_FACTS = 4_000
"""As many as a body holds: a single rule may ask for 499, and the browser tells what all of a page's rules ask for."""


class ClaimCall(VisitorCall):
    """What the browser asks."""

    ticket: SealedTicket
    """What boot answered."""
    campaign: Annotated[int, Field(ge=1, lt=1 << 31)]
    """Of a residual that has become true."""
    display: MadeId
    """Made by the browser: the same one again gets the same answer."""
    facts: Annotated[dict[str, Any], Field(max_length=MAX_FACTS)]
    """What the browser has observed, by fact; `null` is "there is none". Others than observed facts are passed over."""


def blueprint(parts: Parts) -> Blueprint:
    """The view, with the parts it needs."""
    views = Blueprint("claim", __name__)

    @views.post("/v1/claim")
    def decide() -> Response:
        call = read(ClaimCall)
        return answer(_decide(parts, call, caller_of(parts, "claim", call)))

    return views


def _decide(parts: Parts, call: ClaimCall, caller: Caller) -> dict[str, Any]:
    passport, site, now = caller.passport, caller.plan.site, caller.now
    ticket = Ticket.open(
        parts.tokens, call.ticket, site=site.key, visitor=passport.visitor, site_time_zone=site.time_zone, now=now
    )
    asked = Claim(passport, ticket, call.campaign, call.display, call.facts, parts.team.now)
    outcome = claim(parts.storage, caller.plan, parts.registry, asked, now)
    parts.kept.note(outcome, asked, caller.plan, now)
    fields = outcome.remembered_by(passport).issue(parts.tokens, now)
    if isinstance(outcome, Refused):
        parts.held_back.note(outcome, asked, caller.plan, now)
        return {**fields, "refused": outcome.code}
    return {**fields, **_message(parts, caller, outcome)}


def _message(parts: Parts, caller: Caller, granted: Granted) -> dict[str, Any]:
    impression = Impression(caller.passport.site, caller.passport.visitor, granted.display, granted.campaign)
    sender = granted.sender
    return {
        "impression": impression.seal(parts.tokens, caller.now),
        "message": {
            "channel": granted.channel,
            "blocks": blocks_here(granted.blocks),
            "agent": {"name": sender.name, "title": sender.title, "picture": small_address(sender.picture)},
            "at": granted.at.isoformat(timespec="milliseconds"),
        },
    }
