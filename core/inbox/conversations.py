"""The team's side of the inbox: which conversations there are, one of them in full, and how many wait."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal

from core.campaigns.drafts import Draft
from core.deliveries.decision_rows import kept_of
from core.deliveries.visitors import Profile
from core.errors import NotFound
from core.i18n import _
from core.inbox.called import or_called, visitors_called
from core.inbox.entries import Author, Entry, entries, searchable
from core.leads import agreed_in
from core.media import picture_address
from core.messages import plain
from core.storage import Storage
from core.storage.fields import from_ms
from core.storage.searching import containing

Scope = Literal["mine", "groups", "all"]
"""mine: I have it; groups: in the inbox of one of my groups, or in everybody's; all: the whole team's."""

PAGE_SIZE: Final = 30
MAX_SEARCH: Final = 100
MAX_PREVIEW: Final = 160
MOST_EARLIER: Final = 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which conversations an agent looks at."""

    scope: Scope = "all"
    status: Literal["open", "closed"] = "open"
    unread_only: bool = False
    search: str = ""
    """Words of the messages, or of the visitor's name or e-mail address; all must be found."""
    site_id: int | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """The employee who has a conversation, or the group in whose inbox it is."""

    id: int
    name: str
    picture: str = ""
    """Address of an employee's picture, or ""."""


@dataclass(frozen=True, slots=True)
class ListedConversation:
    """A row of the inbox."""

    key: str
    site_id: int
    site_name: str
    campaign_id: int | None
    campaign_name: str
    """The campaign that was replied to, "" if the visitor wrote first."""
    status: str
    """open | closed."""
    agent: Holder | None
    group: Holder | None
    """Both None: everybody's."""
    visitor_name: str
    """"" until the visitor has told it."""
    visitor_email: str
    visitor_key: str
    profile: Profile
    preview: str
    """The last message's words, on one line."""
    preview_author: Author
    team_began: bool
    """Whether an employee wrote first."""
    unread: int
    """Messages of the visitor that nobody in the team has read."""
    last_seq: int
    page_url: str
    page_title: str
    created_at: datetime
    changed_at: datetime
    """When the last message was written."""


@dataclass(frozen=True, slots=True)
class ConversationList:
    """The newest conversations of those that are wanted, the newest first."""

    rows: tuple[ListedConversation, ...]
    more: bool
    """Whether there are older ones."""


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation in full."""

    conversation: ListedConversation
    entries: tuple[Entry, ...]
    visitor_read_seq: int
    """Up to where the visitor has seen it."""
    first_seen_at: datetime
    """When the visitor first came."""
    messages_shown: int
    """Proactive messages that the visitor has been shown."""
    earlier: tuple[ListedConversation, ...]
    """Other conversations with this visitor, the newest first."""
    decisions: frozenset[str] = frozenset()
    """Displays of which it is kept why the visitor saw them (core.deliveries.decision_rows)."""
    agreed: Mapping[str, str] = field(default_factory=dict)
    """What the visitor agreed to in a contact form, by the client id of the entry that says what they filled in."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Open conversations with something unread, by scope."""

    mine: int
    groups: int
    all: int
    for_me: int
    """Those that are in `mine` or in `groups`."""


def list_conversations(
    storage: Storage, agent_id: int, wanted: Wanted | None = None, most: int = PAGE_SIZE
) -> ConversationList:
    """The conversations that an agent looks at, `most` of them.

    They are found first, from an index and without what rows are drawn from: that is read of those alone.
    """
    wanted = wanted or Wanted()
    with storage.connection():
        conditions, values = _conditions(agent_id, wanted, visitors_called(storage, wanted.search[:MAX_SEARCH]))
        text = f"{_FOUND} WHERE {' AND '.join(conditions)} ORDER BY c.changed_at DESC, c.id DESC LIMIT %s"
        found = [number for (number,) in storage.execute(text, (*values, most + 1))]
        rows = _rows(storage, found[:most])
    return ConversationList(rows, len(found) > most)


def thread(storage: Storage, key: str) -> Thread:
    """One conversation with all its entries. Raises NotFound (`conversation_gone`)."""
    with storage.connection():
        found = storage.execute(_THREAD, (key,))
        if not found:
            raise gone()
        conversation_id, visitor_id, visitor_read_seq, first_seen_ms = found[0]
        others = [number for (number,) in storage.execute(_OTHERS, (visitor_id, conversation_id, MOST_EARLIER))]
        ((shown,),) = storage.execute("SELECT COUNT(shown_at) FROM display WHERE visitor_id = %s", (visitor_id,))
        (row,) = _rows(storage, [conversation_id])
        said = entries(storage, conversation_id)
        return Thread(
            row,
            said,
            visitor_read_seq,
            from_ms(first_seen_ms),
            shown,
            _rows(storage, others),
            kept_of(storage, [each.client_id for each in said if each.author == "campaign"]),
            agreed_in(storage, conversation_id),
        )


def waiting(storage: Storage, agent_id: int) -> Waiting:
    """How many open conversations have unread messages: the counts in the navigation."""
    with storage.connection():
        ((mine, groups, everything, for_me),) = storage.execute(_WAITING, (agent_id,) * 4)
    return Waiting(mine, groups, everything, for_me)


def gone() -> NotFound:
    return NotFound("conversation_gone", _("This conversation is not here any more. Go back to the inbox."))


_MINE = "c.agent_id = %s"
_GROUPS = """(c.group_id IN (SELECT group_id FROM membership WHERE agent_id = %s)
              OR (c.agent_id IS NULL AND c.group_id IS NULL))"""
_UNREAD = """(SELECT COUNT(*) FROM message u
              WHERE u.conversation_id = c.id AND u.seq > c.team_read_seq AND u.author = 'visitor')"""
_WAITS = """c.last_seq > c.team_read_seq AND EXISTS (
    SELECT 1 FROM message w WHERE w.conversation_id = c.id AND w.seq > c.team_read_seq AND w.author = 'visitor')"""
_FIRST_AUTHOR = "(SELECT b.author FROM message b WHERE b.conversation_id = c.id AND b.seq = 1)"

_FIELDS = {
    "key": "c.key", "site_id": "s.id", "site_name": "s.name", "campaign_id": "c.campaign_id",
    "shown_campaign": "d.campaign_id", "shown_revision": "d.revision_number",
    "status": "c.status", "agent_id": "a.id", "agent_name": "a.name", "agent_picture": "a.picture",
    "group_id": "g.id", "group_name": "g.name", "visitor_name": "v.name", "visitor_email": "v.email",
    "visitor_key": "v.key",
    "profile": "v.profile", "blocks": "m.blocks", "author": "m.author", "unread": _UNREAD, "last_seq": "c.last_seq",
    "first_author": _FIRST_AUTHOR,
    "page_url": "c.page_url", "page_title": "c.page_title", "created_ms": "c.created_at", "changed_ms": "c.changed_at",
}  # fmt: skip
_COLUMNS = ", ".join(_FIELDS.values())
_FROM = """
FROM conversation c
JOIN site s ON s.id = c.site_id
JOIN visitor v ON v.id = c.visitor_id
LEFT JOIN agent a ON a.id = c.agent_id
LEFT JOIN agent_group g ON g.id = c.group_id
LEFT JOIN display d ON d.id = c.display_id
LEFT JOIN message m ON m.conversation_id = c.id AND m.seq = (
    SELECT MAX(l.seq) FROM message l WHERE l.conversation_id = c.id AND l.author <> 'system')
"""


def _rows(storage: Storage, numbers: Sequence[int]) -> tuple[ListedConversation, ...]:
    """The conversations with these ids, in this order. Needs a connection."""
    if not numbers:
        return ()
    read = storage.execute(f"SELECT c.id, {_COLUMNS} {_FROM} WHERE c.id IN ({_places(numbers)})", numbers)
    rows = {number: dict(zip(_FIELDS, row, strict=True)) for number, *row in read}
    names = _names(storage, {(row["shown_campaign"], row["shown_revision"]) for row in rows.values()})
    return tuple(
        _listed(rows[number], names.get((rows[number]["shown_campaign"], rows[number]["shown_revision"]), ""))
        for number in numbers
    )


def _names(storage: Storage, revisions: set[tuple[int | None, int | None]]) -> Mapping[tuple[int, int], str]:
    """What campaigns were called in these revisions of theirs."""
    campaigns = sorted({campaign for campaign, _ in revisions if campaign is not None})
    if not campaigns:
        return {}
    text = f"SELECT campaign_id, number, content FROM revision WHERE campaign_id IN ({_places(campaigns)})"  # noqa: S608  # values stand apart
    found = storage.execute(text, campaigns)
    return {
        (campaign, number): Draft.of(json.loads(content)).name
        for campaign, number, content in found
        if (campaign, number) in revisions
    }


def _places(values: Sequence[object]) -> str:
    return ", ".join(["%s"] * len(values))


def _conditions(agent_id: int, wanted: Wanted, called: list[int]) -> tuple[list[str], list[object]]:
    """What the rows must meet, and the values for its places; `called`: visitors by whose handle is searched."""
    conditions, values = ["c.status = %s"], [wanted.status]
    found: list[object] = [*values]
    if wanted.scope != "all":
        conditions.append(_MINE if wanted.scope == "mine" else _GROUPS)
        found.append(agent_id)
    if wanted.unread_only:
        conditions.append(_WAITS)
    if wanted.site_id is not None:
        conditions.append("c.site_id = %s")
        found.append(wanted.site_id)
    words = wanted.search[:MAX_SEARCH].split()
    if words:
        conditions.append(or_called(" AND ".join([_SEARCH] * len(words)), called))
    for word in words:
        found += [containing(word.lower())] * 2 + [containing(searchable(word))]
    found += called
    return conditions, found


_FOUND = "SELECT c.id FROM conversation c JOIN visitor v ON v.id = c.visitor_id"
_THREAD = """
SELECT c.id, c.visitor_id, c.visitor_read_seq, v.first_seen_at
FROM conversation c JOIN visitor v ON v.id = c.visitor_id WHERE c.key = %s
"""
_OTHERS = """
SELECT id FROM conversation WHERE visitor_id = %s AND id <> %s ORDER BY changed_at DESC LIMIT %s
"""

_WAITING = f"""
SELECT COUNT(CASE WHEN {_MINE} THEN 1 END), COUNT(CASE WHEN {_GROUPS} THEN 1 END), COUNT(*),
       COUNT(CASE WHEN {_MINE} OR {_GROUPS} THEN 1 END)
FROM conversation c WHERE c.status = 'open' AND {_WAITS}
"""  # noqa: S608  # our own text; values stand apart

_SEARCH = """(LOWER(v.name) LIKE %s ESCAPE '!' OR LOWER(v.email) LIKE %s ESCAPE '!' OR EXISTS (
    SELECT 1 FROM message f WHERE f.conversation_id = c.id AND f.author <> 'system' AND f.words LIKE %s ESCAPE '!'))"""


def _listed(said: Mapping[str, Any], campaign_name: str) -> ListedConversation:
    agent_id, group_id = said["agent_id"], said["group_id"]
    picture = picture_address(said["agent_picture"])
    return ListedConversation(
        key=said["key"],
        site_id=said["site_id"],
        site_name=said["site_name"],
        campaign_id=said["campaign_id"],
        campaign_name=campaign_name,
        status=said["status"],
        agent=None if agent_id is None else Holder(agent_id, said["agent_name"], picture),
        group=None if group_id is None else Holder(group_id, said["group_name"]),
        visitor_name=said["visitor_name"],
        visitor_email=said["visitor_email"],
        visitor_key=said["visitor_key"],
        profile=Profile.from_data(json.loads(said["profile"])),
        preview=" ".join(plain(json.loads(said["blocks"] or "[]")).split())[:MAX_PREVIEW],
        preview_author=said["author"] or "visitor",
        team_began=said["first_author"] == "agent",
        unread=said["unread"],
        last_seq=said["last_seq"],
        page_url=said["page_url"],
        page_title=said["page_title"],
        created_at=from_ms(said["created_ms"]),
        changed_at=from_ms(said["changed_ms"]),
    )
