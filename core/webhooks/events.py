"""What webhooks can be told: a table of kinds of events, and how each says what has happened."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from core.campaigns.drafts import Draft
from core.i18n import N_
from core.messages import plain
from core.storage import Storage

Data = Mapping[str, Any]
"""Plain JSON data. A `conversation` in it gets its link when it is sent."""


@dataclass(frozen=True, slots=True)
class EventType:
    """One kind of event."""

    key: str
    words: str
    """What happens, as owners choose it; marked for translation."""
    about: Literal["lead", "conversation"]
    """The table whose row it tells of; the event goes with that row."""
    read: Callable[[Storage, int], Data]
    """What it says of the row with this id. Needs a connection."""
    sample: Data
    """What a test sends, and the docs show."""


def _lead(storage: Storage, number: int) -> Data:
    ((name, email, phone, answers, consent, country, url, title, *origin),) = storage.execute(_LEAD, (number,))
    return {
        "lead": {
            "id": number, "name": name, "email": email, "phone": phone, "answers": json.loads(answers),
            "agreed_to": consent, "country": country,
        },
        "page": {"url": url, "title": title},
        **_origin(*origin),
    }  # fmt: skip


def _conversation(storage: Storage, number: int) -> Data:
    (row,) = storage.execute(_CONVERSATION, (number,))
    name, email, profile, url, title, author, blocks, *origin = row
    return {
        "message": {"text": plain(json.loads(blocks)), "from": "team" if author == "agent" else "visitor"},
        "visitor": {"name": name, "email": email, "country": json.loads(profile).get("country", "")},
        "page": {"url": url, "title": title},
        **_origin(*origin),
    }


def _origin(site_id: int, site: str, campaign_id: int | None, content: str | None, conversation: str | None) -> Data:
    """Where something came from."""
    campaign = {"id": campaign_id, "name": Draft.of(json.loads(content)).name} if content else None
    return {
        "site": {"id": site_id, "name": site},
        "campaign": campaign,
        "conversation": {"id": conversation} if conversation else None,
    }


_SAMPLE_ORIGIN: Final = {
    "page": {"url": "https://shop.example/pricing", "title": "Pricing"},
    "site": {"id": 1, "name": "Harbour Goods"},
    "campaign": {"id": 7, "name": "Pricing hesitation"},
    "conversation": {"id": "n3wB0xQ5Zk2VfY8s1TgLrA"},
}
LEAD_CREATED: Final = EventType(
    "lead.created",
    N_("A visitor leaves a way to be reached"),
    "lead",
    _lead,
    {
        "lead": {
            "id": 42,
            "name": "Nguyễn An",
            "email": "an@example.vn",
            "phone": "+84 912 345 678",
            "answers": [
                {"label": "Name", "kind": "name", "value": "Nguyễn An"},
                {"label": "E-mail", "kind": "email", "value": "an@example.vn"},
                {"label": "Phone", "kind": "phone", "value": "+84 912 345 678"},
                {"label": "How many people?", "kind": "text", "value": "12"},
            ],
            "agreed_to": "You may write to me about this.",
            "country": "VN",
        },
        **_SAMPLE_ORIGIN,
    },
)
CONVERSATION_STARTED: Final = EventType(
    "conversation.started",
    N_("A conversation begins"),
    "conversation",
    _conversation,
    {
        "message": {"text": "Do you ship to Vietnam?", "from": "visitor"},
        "visitor": {"name": "", "email": "", "country": "VN"},
        **_SAMPLE_ORIGIN,
    },
)
EVENT_TYPES: Final[Mapping[str, EventType]] = {each.key: each for each in (LEAD_CREATED, CONVERSATION_STARTED)}


_LEAD = """
SELECT l.name, l.email, l.phone, l.answers, l.consent, l.country, l.page_url, l.page_title,
       s.id, s.name, l.campaign_id, r.content, c.key
FROM lead l JOIN site s ON s.id = l.site_id
LEFT JOIN display d ON d.id = l.display_id
LEFT JOIN revision r ON r.campaign_id = d.campaign_id AND r.number = d.revision_number
LEFT JOIN conversation c ON c.id = l.conversation_id
WHERE l.id = %s
"""

_CONVERSATION = """
SELECT v.name, v.email, v.profile, c.page_url, c.page_title, m.author, m.blocks,
       s.id, s.name, c.campaign_id, r.content, c.key
FROM conversation c JOIN site s ON s.id = c.site_id JOIN visitor v ON v.id = c.visitor_id
LEFT JOIN display d ON d.id = c.display_id
LEFT JOIN revision r ON r.campaign_id = d.campaign_id AND r.number = d.revision_number
JOIN message m ON m.conversation_id = c.id AND m.seq = (
    SELECT MIN(f.seq) FROM message f WHERE f.conversation_id = c.id AND f.author IN ('visitor', 'agent'))
WHERE c.id = %s
"""
