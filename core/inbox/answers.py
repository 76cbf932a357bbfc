"""What the team does with a conversation: answer, hand on, close, open again, mark as read.

Every act names the employee who does it. Whether they may is the caller's to check; the whole team sees all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from core.errors import Conflict
from core.i18n import _
from core.inbox.conversations import gone
from core.inbox.entries import Entry, append, entry, sendable
from core.inbox.holding import Having, Held, called, hand, handed, hold, is_news, left_team, note, tell_assigned
from core.messages import parse
from core.storage import Storage
from core.storage.fields import to_ms
from core.team.parties import Party, stays


@dataclass(frozen=True, slots=True)
class HandOver:
    """A conversation went from one to another."""

    before: Having
    after: Having
    read_seq: int = 0
    """Up to where the team had read it before."""


def answer(storage: Storage, key: str, agent_id: int, client_id: str, text: str, now: datetime) -> Entry:
    """Commit an employee's answer (in mark-up); opens the conversation again, and takes it if nobody has it.

    The same `client_id` again gets the same entry. Everything before the answer counts as read. Raises InvalidInput
    (`text_…`), NotFound (`conversation_gone`) and Conflict (`message_id_taken`).
    """
    with storage.transaction():
        held = hold(storage, key)
        sent_before = entry(storage, held.id, client_id, "agent")
        if sent_before is not None:
            return sent_before
        text = sendable(text)
        if does := _answer_does(held):
            note(storage, held, agent_id, does, now)
        seq = append(
            storage,
            held.id,
            client_id=client_id,
            author="agent",
            agent_id=agent_id,
            blocks=parse(text, tags=False),
            at=now,
        )
        storage.execute(_ANSWERED, (to_ms(now), agent_id, seq, held.id))
        if held.having.agent_id is None:
            tell_assigned(storage, held, agent_id, now)
        sent = entry(storage, held.id, client_id, "agent")
        assert sent is not None
        storage.touch("inbox")
    return sent


def assign(storage: Storage, key: str, agent_id: int, recipient: str, now: datetime) -> HandOver | None:
    """Hand a conversation to `agent:ID`, to `group:ID` (then nobody has it), or to everybody ("").

    For whoever gets it from somebody else what the visitor wrote last is unread, so that they learn of it.
    Returns what `hand_back` undoes, None if they had it already. Raises InvalidInput (`recipient_gone`) when they have
    left, NotFound (`conversation_gone`).
    """
    with storage.transaction():
        party = Party.parse(recipient)
        is_here = not recipient or stays(storage, party)
        held = hold(storage, key)
        if not is_here:
            raise left_team()
        after = held.having.given_to(party)
        if after == held.having:
            return None
        ((read_seq,),) = storage.execute("SELECT team_read_seq FROM conversation WHERE id = %s", (held.id,))
        hand(storage, held, after, agent_id, now)
        note(storage, held, agent_id, handed(held.having, after, agent_id), now)
        if is_news(held.status, after, agent_id):
            storage.execute(_UNREAD_AGAIN, (held.id,))
        storage.touch("inbox")
    return HandOver(held.having, after, read_seq)


def hand_back(storage: Storage, key: str, agent_id: int, done: HandOver, now: datetime) -> None:
    """Undo a hand-over, the group and what was read included, unless the conversation was handed on since.

    Raises Conflict (`conversation_handed_on`), InvalidInput (`recipient_gone`) when who had it has left, NotFound
    (`conversation_gone`).
    """
    with storage.transaction():
        is_here = done.before.party is None or stays(storage, done.before.party)
        held = hold(storage, key)
        if held.having == done.before:
            return
        if held.having != done.after:
            to = _(called(held.having.party))
            raise Conflict("conversation_handed_on", _("This went to {to} meanwhile, so it stays there.").format(to=to))
        if not is_here:
            raise left_team()
        hand(storage, held, done.before, agent_id, now)
        mine = done.before.agent_id == agent_id
        words = "took this back" if mine else f"handed this back to {called(done.before.party)}"
        note(storage, held, agent_id, words, now)
        storage.execute(_READ, (done.read_seq, held.id, done.read_seq))
        storage.touch("inbox")


def close(storage: Storage, key: str, agent_id: int, now: datetime) -> None:
    """Close a conversation; a new message opens it again. Raises NotFound (`conversation_gone`)."""
    _set_status(storage, key, agent_id, "closed", "closed this", now)


def reopen(storage: Storage, key: str, agent_id: int, now: datetime) -> None:
    """Open a closed conversation. Raises NotFound (`conversation_gone`)."""
    _set_status(storage, key, agent_id, "open", "opened this again", now)


def mark_read(storage: Storage, key: str, seq: int) -> None:
    """Note that somebody in the team has seen everything up to `seq`; a lower one changes nothing."""
    with storage.connection():
        rows = storage.execute("SELECT id, last_seq, team_read_seq FROM conversation WHERE key = %s", (key,))
        if not rows:
            raise gone()
        conversation_id, last_seq, read_seq = rows[0]
        upto = min(seq, last_seq)
        if upto <= read_seq:
            return
        with storage.transaction():
            storage.execute(_READ, (upto, conversation_id, upto))
            storage.touch("inbox")


def _answer_does(held: Held) -> str:
    """What an answer does beside being sent: it takes what nobody has, and opens what is closed; "" if neither."""
    takes, opens = held.having.agent_id is None, held.status == "closed"
    if opens:
        return "opened this again and took it" if takes else "opened this again"
    return "took this" if takes else ""


def _set_status(
    storage: Storage, key: str, agent_id: int, status: Literal["open", "closed"], words: str, now: datetime
) -> None:
    with storage.transaction():
        held = hold(storage, key)
        if held.status == status:
            return
        closed_ms = to_ms(now) if status == "closed" else None
        storage.execute(
            "UPDATE conversation SET status = %s, closed_at = %s WHERE id = %s", (status, closed_ms, held.id)
        )
        note(storage, held, agent_id, words, now)
        storage.touch("inbox")


_READ = "UPDATE conversation SET team_read_seq = %s WHERE id = %s AND team_read_seq < %s"
_ANSWERED = """
UPDATE conversation
SET status = 'open', closed_at = NULL, changed_at = %s, agent_id = COALESCE(agent_id, %s), team_read_seq = %s
WHERE id = %s
"""
_UNREAD_AGAIN = """
UPDATE conversation
SET team_read_seq = (SELECT MAX(seq) - 1 FROM message WHERE conversation_id = conversation.id AND author = 'visitor')
WHERE id = %s AND team_read_seq >= (
    SELECT MAX(seq) FROM message WHERE conversation_id = conversation.id AND author = 'visitor')
"""
