"""`/v1/poll`: what was written in a conversation since."""

from __future__ import annotations

from typing import Annotated, Any

from flask import Blueprint, Response
from pydantic import Field

from core.inbox.visitor_news import news
from core.web.messages import ConversationKey, wire_message
from core.web.parts import Parts
from core.web.wire import Caller, VisitorCall, answer, caller_of, read

Seq = Annotated[int, Field(ge=0, lt=1 << 31)]


class PollCall(VisitorCall):
    """What the browser has already."""

    conversation: ConversationKey
    """Its key."""
    after: Seq
    """Up to where the browser has it."""
    read: Seq | None = None
    """Up to where the visitor has seen it."""


def blueprint(parts: Parts) -> Blueprint:
    """The view, with the parts it needs."""
    views = Blueprint("poll", __name__)

    @views.post("/v1/poll")
    def tell() -> Response:
        call = read(PollCall)
        return answer(_tell(parts, call, caller_of(parts, "poll", call)))

    return views


def _tell(parts: Parts, call: PollCall, caller: Caller) -> dict[str, Any]:
    passport = caller.passport
    parts.tabs.note(caller.plan.site.id, passport.visitor, caller.now)
    found = news(parts.storage, passport, call.conversation, call.after, call.read)
    known = found.remembered_by(passport) if call.conversation == passport.conversation else passport
    return {
        **({} if known is passport else known.issue(parts.tokens, caller.now)),
        "messages": [wire_message(each) for each in found.messages],
        "open": found.open,
        "last_seq": found.last_seq,
        "read": found.read_seq,
        "now": caller.now.isoformat(timespec="milliseconds"),
    }
