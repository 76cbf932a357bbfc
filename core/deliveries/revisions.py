"""What a published revision says, and under whose name: read again for retries, replies and the inbox."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.campaigns.drafts import Draft
from core.deliveries.contents import Content
from core.media import picture_address
from core.storage import Storage


@dataclass(frozen=True, slots=True)
class Sender:
    """An employee as a visitor sees one; the e-mail address is never shown."""

    id: int | None
    name: str
    title: str
    picture: str
    """Address of the picture on the public server, or empty: initials."""
    active: bool


@dataclass(frozen=True, slots=True)
class ShownRevision:
    """The content of one revision."""

    name: str
    channel: str
    blocks: Sequence[Mapping[str, Any]]
    """As its visitor saw it."""
    sender: Sender
    recipient: str
    """Who gets the replies: `agent:ID`, `group:ID`, or empty: everybody."""

    @property
    def form(self) -> Mapping[str, Any] | None:
        """Its contact form (core.messages.forms)."""
        return next((block for block in self.blocks if block["type"] == "form"), None)


NOBODY = Sender(None, "", "", "", active=False)


def shown_revision(storage: Storage, campaign_id: int, number: int, language: str, merged: str | None) -> ShownRevision:
    """A campaign's revision as one visitor saw it; the sender as they are called today. Needs a connection.

    `language` and `merged`, the values of its merge tags, are as their display keeps them.
    """
    ((content,),) = storage.execute(
        "SELECT content FROM revision WHERE campaign_id = %s AND number = %s", (campaign_id, number)
    )
    draft = Draft.of(json.loads(content))
    blocks = Content(draft).to(language).message.blocks(json.loads(merged) if merged else {})
    return ShownRevision(draft.name, draft.channel, blocks, sender_of(storage, draft.sender), draft.recipient)


def sender_of(storage: Storage, agent_id: int | None) -> Sender:
    """An employee as visitors see one; NOBODY where there is none. Needs a connection."""
    rows = storage.execute("SELECT id, name, title, picture, deactivated_at FROM agent WHERE id = %s", (agent_id,))
    if not rows:
        return NOBODY
    number, name, title, picture, deactivated_at = rows[0]
    return Sender(number, name, title, picture_address(picture), active=deactivated_at is None)
