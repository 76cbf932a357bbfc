"""The entries of a conversation: how both sides write and read them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from core.errors import Conflict, InvalidInput
from core.i18n import N_
from core.i18n.kept import retell
from core.media import picture_address
from core.messages import MAX_TEXT, pasted, plain, problems
from core.storage import Storage
from core.storage.fields import from_ms, to_ms

NOTES: Final = (
    N_("{who} took this back"),
    N_("{who} handed this back to {to}"),
    N_("{who} handed this to {to}"),
    N_("{who} took this"),
    N_("{who} took this over from {to}"),
    N_("{who} closed this"),
    N_("{who} opened this again"),
    N_("{who} opened this again and took it"),
    N_("everybody"),
)
"""What the team's own entries say (core/inbox/answers.py); kept in English."""

Author = Literal["campaign", "visitor", "agent", "system"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One message of a conversation; `seq` counts within it, from 1."""

    seq: int
    client_id: str
    """Made by the sender; for the campaign's message the display id."""
    author: Author
    agent_id: int | None
    name: str
    """Name of the employee, "" for visitors and for one who is not in the team any more."""
    title: str
    """The employee's, as visitors may read it, or ""."""
    picture: str
    """Address of the employee's picture on the public server, or ""."""
    blocks: Sequence[Mapping[str, Any]]
    at: datetime


def searchable(text: str) -> str:
    """The form in which words are kept and looked for: one case, single spaces."""
    return " ".join(text.casefold().split())


def sendable(typed: str) -> str:
    """A message as it is kept, without what nobody sees: who pasted it could not find what to take out.

    Raises InvalidInput (`text_…`) for what can't be sent.
    """
    text = pasted(typed)
    for problem in problems(text, MAX_TEXT, markup=False):
        raise InvalidInput(problem.code, problem.message, "text")
    return text


def append(
    storage: Storage,
    conversation_id: int,
    *,
    client_id: str,
    author: Author,
    agent_id: int | None,
    blocks: Sequence[Mapping[str, Any]],
    at: datetime,
) -> int:
    """Add an entry and return its `seq`. Needs a transaction; the conversation's row is held until its end.

    The number comes from the conversation's own row: a sequence of the database is not the order of commits, and a
    reader who goes on after the last number seen would miss entries.
    """
    ((seq,),) = storage.execute(
        "UPDATE conversation SET last_seq = last_seq + 1 WHERE id = %s RETURNING last_seq", (conversation_id,)
    )
    data = json.dumps(blocks, ensure_ascii=False, separators=(",", ":"))
    storage.execute(
        "INSERT INTO message (conversation_id, seq, client_id, author, agent_id, blocks, words, created_at) "
        "VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
        (conversation_id, seq, client_id, author, agent_id, data, searchable(plain(blocks)), to_ms(at)),
    )
    return int(seq)


def entries(
    storage: Storage,
    conversation_id: int,
    *,
    after: int = 0,
    limit: int = 1_000_000,
    authors: Sequence[Author] = ("campaign", "visitor", "agent", "system"),
) -> tuple[Entry, ...]:
    """The entries after a `seq`, in order. Needs a connection."""
    places = ", ".join(["%s"] * len(authors))
    rows = storage.execute(
        f"{_READ} AND m.author IN ({places}) ORDER BY m.seq LIMIT %s", (conversation_id, after, *authors, limit)
    )
    return tuple(_entry(row) for row in rows)


def entry(storage: Storage, conversation_id: int, client_id: str, author: Author) -> Entry | None:
    """The entry that was sent under this id before. Needs a connection.

    Raises Conflict (`message_id_taken`) when somebody else has used the id.
    """
    rows = storage.execute(f"{_READ} AND m.client_id = %s", (conversation_id, 0, client_id))
    if not rows:
        return None
    found = _entry(rows[0])
    if found.author != author:
        raise message_id_taken()
    return found


def message_id_taken() -> Conflict:
    return Conflict("message_id_taken", "This message id is in use. Make a new one and send again.")


_READ = """
SELECT m.seq, m.client_id, m.author, m.agent_id, a.name, a.title, a.picture, m.blocks, m.created_at
FROM message m LEFT JOIN agent a ON a.id = m.agent_id
WHERE m.conversation_id = %s AND m.seq > %s
"""


def _entry(row: tuple[Any, ...]) -> Entry:
    seq, client_id, author, agent_id, name, title, picture, blocks, at_ms = row
    return Entry(
        seq=seq,
        client_id=client_id,
        author=author,
        agent_id=agent_id,
        name=name or "",
        title=title or "",
        picture=picture_address(picture),
        blocks=_note(json.loads(blocks)) if author == "system" else json.loads(blocks),
        at=from_ms(at_ms),
    )


def _note(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One of the team's own entries, in the reader's language."""
    return [{"type": "text", "spans": [{"text": retell(plain(blocks), NOTES)}]}]
