"""A conversation in the hands of who changes it: its row is held, its state known, and what was done is noted in it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from core.errors import InvalidInput
from core.happenings import ConversationAssigned
from core.i18n import _
from core.inbox.conversations import gone
from core.inbox.entries import append
from core.messages.markup import Block
from core.storage import Storage
from core.team.parties import Party, name_of


@dataclass(frozen=True, slots=True)
class Having:
    """Who has a conversation: an employee, for whom it may wait in a group; a group; both None: everybody."""

    agent_id: int | None = None
    group_id: int | None = None

    @property
    def party(self) -> Party | None:
        """The employee before the group; None for everybody."""
        if self.agent_id is not None:
            return Party("agent", self.agent_id)
        return Party("group", self.group_id) if self.group_id is not None else None

    def given_to(self, party: Party | None) -> Having:
        """Who has it once it is handed to `party`."""
        if party is None:
            return Having()
        return Having(party.id, self.group_id) if party.kind == "agent" else Having(None, party.id)


@dataclass(frozen=True, slots=True)
class Held:
    """A conversation whose row this transaction holds."""

    id: int
    status: str
    having: Having


def hold(storage: Storage, key: str) -> Held:
    """Lock the conversation by an update that changes nothing: both databases know it."""
    rows = storage.execute(
        "UPDATE conversation SET status = status WHERE key = %s RETURNING id, status, agent_id, group_id", (key,)
    )
    if not rows:
        raise gone()
    conversation_id, status, agent_id, group_id = rows[0]
    return Held(conversation_id, status, Having(agent_id, group_id))


def hand(storage: Storage, held: Held, to: Having, agent_id: int, now: datetime) -> None:
    """Let somebody else have it; `agent_id` does it."""
    values = (to.agent_id, to.group_id, held.id)
    storage.execute("UPDATE conversation SET agent_id = %s, group_id = %s WHERE id = %s", values)
    tell_assigned(storage, held, agent_id, now)


def tell_assigned(storage: Storage, held: Held, agent_id: int, now: datetime) -> None:
    """Tell plugins who has it now."""
    ((key, site, agent, group),) = storage.execute(_ASSIGNED, (held.id,))
    storage.tell(ConversationAssigned(at=now, site=site, conversation=key, agent=agent, group=group, by=agent_id))


def handed(before: Having, after: Having, agent_id: int) -> str:
    """What an employee did who handed a conversation on, or took it."""
    if after.agent_id != agent_id:
        return f"handed this to {called(after.party)}"
    return "took this" if before.agent_id is None else f"took this over from {called(before.party)}"


def is_news(status: str, after: Having, agent_id: int) -> bool:
    """Whether who has it now should learn of it: somebody else, `agent_id`, gave it to them, and it waits."""
    return status == "open" and after.agent_id != agent_id


def left_team() -> InvalidInput:
    """Somebody can't be handed anything: they are not here any more."""
    return InvalidInput("recipient_gone", _("Choose an employee or a group who is still active."), "recipient")


def called(party: Party | None) -> str:
    """The name of an employee or a group; None is everybody."""
    return name_of(party) if party is not None else "everybody"


def note(storage: Storage, held: Held, agent_id: int, words: str, now: datetime) -> None:
    """Leave a line for the team, one of core.inbox.entries.NOTES: visitors never see it."""
    block: Block = {"type": "text", "spans": [{"text": f"{name_of(Party('agent', agent_id))} {words}"}]}
    append(
        storage,
        held.id,
        client_id=secrets.token_urlsafe(16),
        author="system",
        agent_id=agent_id,
        blocks=[block],
        at=now,
    )


_ASSIGNED = """
SELECT c.key, s.key, c.agent_id, c.group_id FROM conversation c JOIN site s ON s.id = c.site_id WHERE c.id = %s
"""
