"""Leads: visitors who left a way to be reached, and where they came from."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from core.messages.forms import Answer
from core.storage import Storage
from core.storage.fields import to_ms
from core.visits.passports import DERIVED


@dataclass(frozen=True, slots=True)
class Origin:
    """What a lead came from; all numbers are ids."""

    site: int
    visitor: int
    campaign: int
    display: str
    conversation: int
    page_url: str
    page_title: str
    country: str


def keep(
    storage: Storage, client_id: str, answers: Sequence[Answer], consent: str, origin: Origin, now: datetime
) -> int:
    """Write down what a visitor filled in, and call the visitor by it; the lead's id. Needs a transaction.

    Who shares a cookieless id with neighbours is not called by it: it would name them all.
    """
    reached = {kind: _first(answers, kind) for kind in ("name", "email", "phone")}
    values: Mapping[str, Any] = {
        "site_id": origin.site,
        "visitor_id": origin.visitor,
        "campaign_id": origin.campaign,
        "display_id": origin.display,
        "conversation_id": origin.conversation,
        "client_id": client_id,
        **reached,
        "answers": json.dumps([asdict(each) for each in answers], ensure_ascii=False),
        "consent": consent,
        "page_url": origin.page_url,
        "page_title": origin.page_title,
        "country": origin.country,
        "words": " ".join(each.value for each in answers).casefold(),
        "created_at": to_ms(now),
    }
    places = ", ".join(["%s"] * len(values))
    insert = f"INSERT INTO lead ({', '.join(values)}) VALUES ({places}) RETURNING id"  # noqa: S608  # names are ours
    ((number,),) = storage.execute(insert, tuple(values.values()))
    storage.execute(
        "UPDATE visitor SET name = CASE WHEN %s = '' THEN name ELSE %s END, "
        "email = CASE WHEN %s = '' THEN email ELSE %s END WHERE id = %s AND SUBSTR(key, 1, 1) <> %s",
        (*[reached["name"]] * 2, *[reached["email"]] * 2, origin.visitor, DERIVED),
    )
    return int(number)


def agreed_in(storage: Storage, conversation_id: int) -> Mapping[str, str]:
    """What the visitor agreed to in forms of a conversation, by the id of the message. Needs a connection."""
    return dict(storage.execute(_AGREED, (conversation_id,)))


def _first(answers: Sequence[Answer], kind: str) -> str:
    return next((each.value for each in answers if each.kind == kind), "")


_AGREED = "SELECT client_id, consent FROM lead WHERE conversation_id = %s AND consent <> ''"
