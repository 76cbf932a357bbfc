"""What the team does with several conversations at once, and one way back for all of them.

All rows are held first, in the order of their ids, so that two who act at once wait for one another instead of meeting
as a deadlock. What is not here any more is passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from operator import attrgetter
from typing import Final, Literal

from core.inbox.holding import Having, Held, called, hand, handed, is_news, left_team, note
from core.storage import Storage
from core.storage.fields import to_ms
from core.team.parties import Party, stays


@dataclass(frozen=True, slots=True)
class Standing:
    """What can be changed of a conversation."""

    status: Literal["open", "closed"]
    having: Having
    read_seq: int
    """Up to where the team has read it."""


@dataclass(frozen=True, slots=True)
class Several:
    """What was done: each conversation's standing before and after; those that stood so already are not in it."""

    changed: Mapping[str, tuple[Standing, Standing]]


@dataclass(frozen=True, slots=True)
class _Row:
    """A conversation that this transaction holds."""

    key: str
    held: Held
    standing: Standing
    said_seq: int
    """Of the visitor's last message."""


Change = Callable[[_Row], Standing]


def close(storage: Storage, keys: Iterable[str], agent_id: int, now: datetime) -> Several:
    """Close them; a new message opens one again."""
    return _change(storage, keys, agent_id, now, lambda row: replace(row.standing, status="closed"))


def reopen(storage: Storage, keys: Iterable[str], agent_id: int, now: datetime) -> Several:
    """Open those that are closed."""
    return _change(storage, keys, agent_id, now, lambda row: replace(row.standing, status="open"))


def mark_read(storage: Storage, keys: Iterable[str], agent_id: int, now: datetime) -> Several:
    """Note that somebody in the team has seen all of them."""
    return _change(storage, keys, agent_id, now, _read)


def assign(storage: Storage, keys: Iterable[str], agent_id: int, recipient: str, now: datetime) -> Several:
    """Hand them to `agent:ID`, `group:ID` or everybody (""). Raises InvalidInput (`recipient_gone`)."""
    party = Party.parse(recipient)

    def given(row: _Row) -> Standing:
        after = replace(row.standing, having=row.standing.having.given_to(party))
        if after.having == row.standing.having or not row.said_seq or not is_news(after.status, after.having, agent_id):
            return after
        return replace(after, read_seq=min(after.read_seq, row.said_seq - 1))

    with storage.transaction():
        if recipient and not stays(storage, party):
            raise left_team()
        return _change(storage, keys, agent_id, now, given)


def put_back(storage: Storage, done: Several, agent_id: int, now: datetime) -> int:
    """Undo what was done, where nobody has changed just that since; returns how many stay as they are."""
    had = {party for before, _ in done.changed.values() if (party := before.having.party)}

    def undone(row: _Row) -> Standing:
        before, after = done.changed[row.key]
        touched = [each.name for each in fields(Standing) if getattr(before, each.name) != getattr(after, each.name)]
        if "having" in touched and "read_seq" in touched and row.standing.read_seq != after.read_seq:
            touched.remove("read_seq")  # who got it has looked at it, and still has it
        is_ours = all(getattr(row.standing, name) == getattr(after, name) for name in touched)
        party = before.having.party
        if not is_ours or ("having" in touched and party is not None and party not in here):
            return row.standing
        return replace(row.standing, **{name: getattr(before, name) for name in touched})

    with storage.transaction():
        here = {party for party in sorted(had, key=attrgetter("kind", "id")) if stays(storage, party)}
        back = _change(storage, done.changed, agent_id, now, undone, back=True)
    return len(done.changed) - len(back.changed)


def _read(row: _Row) -> Standing:
    return replace(row.standing, read_seq=max(row.standing.read_seq, row.said_seq))


def _change(
    storage: Storage, keys: Iterable[str], agent_id: int, now: datetime, change: Change, *, back: bool = False
) -> Several:
    changed: dict[str, tuple[Standing, Standing]] = {}
    with storage.transaction():
        for row in _hold(storage, tuple(keys)):
            after = change(row)
            if after != row.standing:
                _put(storage, row, after, agent_id, now, back=back)
                changed[row.key] = row.standing, after
        if changed:
            storage.touch("inbox")
    return Several(changed)


def _put(storage: Storage, row: _Row, after: Standing, agent_id: int, now: datetime, *, back: bool) -> None:
    before = row.standing
    if after.status != before.status:
        closed_ms = to_ms(now) if after.status == "closed" else None
        storage.execute(_STATUS, (after.status, closed_ms, row.held.id))
        note(storage, row.held, agent_id, "closed this" if after.status == "closed" else "opened this again", now)
    if after.having != before.having:
        hand(storage, row.held, after.having, agent_id, now)
        words = handed(before.having, after.having, agent_id)
        mine = after.having.agent_id == agent_id
        returned = "took this back" if mine else f"handed this back to {called(after.having.party)}"
        note(storage, row.held, agent_id, returned if back else words, now)
    if after.read_seq != before.read_seq:
        storage.execute(_READ, (after.read_seq, row.held.id))


def _hold(storage: Storage, keys: tuple[str, ...]) -> list[_Row]:
    if not keys:
        return []
    lock = "" if storage.is_sqlite else "FOR NO KEY UPDATE"  # SQLite's transaction has the whole file
    found = storage.execute(f"{_FIND} ({', '.join(['%s'] * len(keys))}) ORDER BY c.id {lock}", keys)
    rows = []
    for key, number, status, agent_id, group_id, read_seq, said_seq in found:
        having = Having(agent_id, group_id)
        rows.append(_Row(key, Held(number, status, having), Standing(status, having, read_seq), said_seq or 0))
    return rows


_FIND: Final = """
SELECT c.key, c.id, c.status, c.agent_id, c.group_id, c.team_read_seq,
       (SELECT MAX(m.seq) FROM message m WHERE m.conversation_id = c.id AND m.author = 'visitor')
FROM conversation c WHERE c.key IN
"""
_STATUS: Final = "UPDATE conversation SET status = %s, closed_at = %s WHERE id = %s"
_READ: Final = "UPDATE conversation SET team_read_seq = %s WHERE id = %s"
