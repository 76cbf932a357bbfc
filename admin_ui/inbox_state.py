"""What the inbox page looks at, and what it finds: its logic, without an interface."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from core import sites, team
from core.errors import NotFound
from core.i18n import _
from core.inbox import conversations
from core.inbox.conversations import MAX_SEARCH, PAGE_SIZE, ListedConversation, Scope, Thread, Waiting, Wanted
from core.inbox.seen import Seen, seen_of
from core.storage import Storage
from core.team import Agent, Group
from core.team.presence import team_now

EVERYBODY = ""
MOST_PAGES: Final = 40
"""How many an address can ask for at once."""
REASON_WITHIN: Final = timedelta(minutes=1)
"""By then it is kept why a message was shown, or never will be."""
_SCOPES: Final[Mapping[str, Scope]] = {"mine": "mine", "groups": "groups", "all": "all"}


@dataclass(frozen=True, slots=True)
class Look:
    """What an employee looks at."""

    wanted: Wanted = field(default_factory=Wanted)
    pages: int = 1
    """How many pages of the list are shown; "Show more" adds one."""
    key: str = ""
    """The open conversation."""

    def narrowed(self, **changes: object) -> Look:
        """Look at another part of the inbox, from its beginning."""
        return replace(self, wanted=replace(self.wanted, **changes), pages=1)  # type: ignore[arg-type]


def look_at(key: str, whose: str, status: str, unread: str, search: str, site: str, pages: str) -> Look:
    """From an address; what can't be meant is passed over."""
    wanted = Wanted(
        scope=_SCOPES.get(whose, "all"),
        status="closed" if status == "closed" else "open",
        unread_only=unread == "1",
        search=search.strip()[:MAX_SEARCH],
        site_id=_number(site),
    )
    return Look(wanted, min(max(_number(pages) or 1, 1), MOST_PAGES), key)


def address(look: Look) -> str:
    """Where this is looked at."""
    wanted = look.wanted
    said: dict[str, object] = {
        "c": look.key,
        "whose": wanted.scope,
        "status": wanted.status if wanted.status != "open" else "",
        "unread": "1" if wanted.unread_only else "",
        "q": wanted.search,
        "site": wanted.site_id,
        "pages": look.pages if look.pages > 1 else "",
    }
    return f"/inbox?{urlencode({name: value for name, value in said.items() if value})}"


def _number(typed: str) -> int | None:
    return int(typed) if typed.isdecimal() and len(typed) < 10 else None


@dataclass(frozen=True, slots=True)
class Holders:
    """Who can have a conversation, and who of them is there."""

    me: Agent
    others: tuple[Agent, ...]
    groups: tuple[Group, ...]
    online: frozenset[str]
    """As in core.team.presence."""

    def here(self, each: Agent) -> bool:
        return f"agent:{each.id}" in self.online


@dataclass(frozen=True, slots=True)
class Found:
    """What there is to see."""

    rows: tuple[ListedConversation, ...]
    more: bool
    waiting: Waiting
    thread: Thread | None
    seen: Seen
    """Of the open conversation's visitor."""
    gone: bool
    """The open conversation is not here any more."""
    holders: Holders
    sites: Mapping[int, str]
    """Names of those that can be chosen."""


def find(storage: Storage, agent_id: int, look: Look) -> Found:
    """Everything that the page shows, in one go."""
    listed = conversations.list_conversations(storage, agent_id, look.wanted, look.pages * PAGE_SIZE)
    rows = {row.key: row for row in listed.rows}
    thread, seen, gone = None, Seen(), False
    if look.key:
        try:
            thread = conversations.thread(storage, look.key)
            seen = seen_of(storage, look.key)
        except NotFound:
            gone = True
    if thread is not None and look.wanted.unread_only and thread.conversation.status == look.wanted.status:
        rows.setdefault(look.key, thread.conversation)  # opening a conversation must not take it out of the list
    ordered = tuple(sorted(rows.values(), key=lambda row: row.changed_at, reverse=True))
    return Found(
        rows=ordered,
        more=listed.more,
        waiting=conversations.waiting(storage, agent_id),
        thread=thread,
        seen=seen,
        gone=gone,
        holders=holders(storage, agent_id),
        sites={each.id: each.name for each in sites.sites(storage)},
    )


def awaits_reason(thread: Thread, now: datetime) -> bool:
    """Whether it may still come why a message was shown: that is written some seconds after the claim."""
    return any(
        entry.author == "campaign" and entry.client_id not in thread.decisions and now - entry.at < REASON_WITHIN
        for entry in thread.entries
    )


def first_scope(counts: Waiting) -> Scope:
    """Where to begin: the nearest place in which something waits; if nothing does, everything."""
    return "mine" if counts.mine else "groups" if counts.groups else "all"


def holder(conversation: ListedConversation) -> str:
    """Who has a conversation, as a reference: `agent:ID`, `group:ID` or everybody."""
    if conversation.agent is not None:
        return f"agent:{conversation.agent.id}"
    return f"group:{conversation.group.id}" if conversation.group is not None else EVERYBODY


def answer_does(conversation: ListedConversation, agent_id: int) -> str:
    """What an answer of this employee does beside being sent, in words; "" if nothing."""
    closed = conversation.status == "closed"
    having, group = conversation.agent, conversation.group
    if having is not None and having.id == agent_id:
        return _("This is closed. Your answer opens it again.") if closed else ""
    if having is not None:
        said = (
            _("{name} has this conversation. Your answer opens it again, and it stays with {name}.")
            if closed
            else _("{name} has this conversation. If you answer, it stays with {name}.")
        )
        return said.format(name=having.name)
    whose = (
        _("This waits for {name}, and nobody has taken it.").format(name=group.name)
        if group
        else _("Nobody has taken this yet.")
    )
    does = _("Your answer opens it again and makes it yours.") if closed else _("Your answer makes it yours.")
    return f"{whose} {does}"


def holders(storage: Storage, agent_id: int) -> Holders:
    """Who can have a conversation now. Raises NotFound for an employee who is not here any more."""
    me = team.agent(storage, agent_id)
    others = tuple(each for each in team.agents(storage) if each.active and each.id != agent_id)
    groups = tuple(each for each in team.groups(storage) if each.active)
    return Holders(me, others, groups, team_now(storage, datetime.now(UTC)).online)
