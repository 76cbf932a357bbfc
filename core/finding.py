"""Finds by a few words whatever an employee's role lets them see: campaigns, conversations, leads, people, sites.

It answers while somebody types, so each kind is limited, and of conversations only the newest are looked through; the
lists themselves search everything.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, Literal, TypeVar

from core import sites, team
from core.deliveries.visitors import Profile
from core.inbox.called import or_called, visitors_called
from core.inbox.entries import searchable
from core.matching import BODY, fold, rank
from core.messages import plain
from core.sites import Site
from core.storage import Storage
from core.storage.searching import containing
from core.team import Agent
from core.team.roles import Permission, permissions

T = TypeVar("T")
Kind = Literal["campaign", "conversation", "employee", "site"]

MOST: Final = 5
"""Of each kind."""
MAX_WORDS: Final = 100
NEWEST_CONVERSATIONS: Final = 1000
LEAST_FOR_BODIES: Final = 2
"""With how many characters conversations and leads are looked through: one is in all of them."""
EXCERPT: Final = 90


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """Something found, and how well it fits (core.matching.rank)."""

    found: T
    rank: int


@dataclass(frozen=True, slots=True)
class FoundCampaign:
    id: int
    name: str
    site_name: str
    status: str
    archived: bool

    @property
    def on(self) -> bool:
        return self.status == "active"


@dataclass(frozen=True, slots=True)
class FoundConversation:
    key: str
    visitor_name: str
    visitor_email: str
    visitor_key: str
    profile: Profile
    site_name: str
    status: str
    excerpt: str
    """What was said around the words that were looked for, "" if they are the visitor's name."""


@dataclass(frozen=True, slots=True)
class FoundLead:
    id: int
    name: str
    email: str
    phone: str
    site_name: str


@dataclass(frozen=True, slots=True)
class Found:
    """What somebody looks for; of each kind the best first, at most MOST."""

    may: frozenset[Permission]
    """What the role allows at this moment."""
    campaigns: tuple[Match[FoundCampaign], ...] = ()
    all_campaigns: int = 0
    """How many campaigns fit."""
    conversations: tuple[Match[FoundConversation], ...] = ()
    leads: tuple[Match[FoundLead], ...] = ()
    people: tuple[Match[Agent], ...] = ()
    sites: tuple[Match[Site], ...] = ()


def find(storage: Storage, agent_id: int, words: str) -> Found:
    """What fits the words, as far as the employee's role allows now. Raises NotFound for an employee who is gone."""
    words = words[:MAX_WORDS].strip()
    bodies = len(words) >= LEAST_FOR_BODIES
    with storage.connection():
        may = permissions(team.agent(storage, agent_id).role)
        if not words:
            return Found(may)
        campaigns = _best(words, _campaigns(storage), _names_of_campaign) if Permission.CAMPAIGNS in may else ()
        campaigns = tuple(each for each in campaigns if each.rank < BODY or _is_in(words, each.found.name))
        return Found(
            may,
            campaigns=campaigns[:MOST],
            all_campaigns=len(campaigns),
            conversations=_conversations(storage, words) if bodies and Permission.INBOX in may else (),
            leads=_leads(storage, words) if bodies and Permission.LEADS in may else (),
            people=_best(words, team.agents(storage), _names_of_agent)[:MOST] if Permission.TEAM in may else (),
            sites=_best(words, sites.sites(storage), _names_of_site)[:MOST] if Permission.SEE_SITES in may else (),
        )


def recall(storage: Storage, agent_id: int, ids: Mapping[Kind, Collection[str]]) -> Found:
    """What is still here, and still allowed, of where the employee went lately; conversations by their keys."""
    with storage.connection():
        may = permissions(team.agent(storage, agent_id).role)

        def still(kind: Kind, needs: Permission, everything: Callable[[], Iterable[T]]) -> tuple[Match[T], ...]:
            wanted = set(ids.get(kind, ()))
            if not wanted or needs not in may:
                return ()
            return tuple(Match(each, 0) for each in everything() if _id(each) in wanted)[:MOST]

        keys = list(ids.get("conversation", ()))[:MOST]
        return Found(
            may,
            campaigns=still("campaign", Permission.CAMPAIGNS, lambda: _campaigns(storage)),
            conversations=still("conversation", Permission.INBOX, lambda: _conversations_by_key(storage, keys)),
            people=still("employee", Permission.TEAM, lambda: team.agents(storage)),
            sites=still("site", Permission.SEE_SITES, lambda: sites.sites(storage)),
        )


def _best(words: str, everything: Iterable[T], names: Callable[[T], tuple[str, str]]) -> tuple[Match[T], ...]:
    """Those that fit, the best first, else in their order; `names` gives the name and what else is found by."""
    ranked = ((rank(words, *names(each)), each) for each in everything)
    fitting = [Match(each, number) for number, each in ranked if number is not None]
    return tuple(sorted(fitting, key=lambda each: each.rank))


def _id(found: Any) -> str:
    return str(found.key if isinstance(found, FoundConversation) else found.id)


def _is_in(words: str, name: str) -> bool:
    """Whether the name has a part in it: a site's name alone would find all campaigns on it."""
    return any(word in fold(name) for word in fold(words).split())


def _names_of_campaign(campaign: FoundCampaign) -> tuple[str, str]:
    return campaign.name, campaign.site_name


def _names_of_agent(agent: Agent) -> tuple[str, str]:
    mailbox = agent.email.partition("@")[0]  # the rest is the same for all
    return agent.display_name, f"{mailbox} {agent.title}"


def _names_of_site(site: Site) -> tuple[str, str]:
    return site.name, " ".join(site.settings.origins)


def _campaigns(storage: Storage) -> list[FoundCampaign]:
    """All that are not deleted, the last changed first, archived ones last."""
    rows = storage.execute(
        "SELECT c.id, c.draft, s.name, c.status, CASE WHEN c.archived_at IS NULL THEN 0 ELSE 1 END "
        "FROM campaign c JOIN site s ON s.id = c.site_id WHERE c.deleted_at IS NULL ORDER BY 5, c.changed_at DESC"
    )
    return [
        FoundCampaign(number, str(json.loads(draft).get("name", "")), site, status, bool(archived))
        for number, draft, site, status, archived in rows
    ]


def _conversations(storage: Storage, words: str) -> tuple[Match[FoundConversation], ...]:
    """Those of the newest that say the words, or whose visitor is called so."""
    typed = words.split()
    values: list[object] = [NEWEST_CONVERSATIONS]
    for word in typed:
        values += [containing(word.lower())] * 2 + [containing(searchable(word))]
    called = visitors_called(storage, words)
    where = or_called(" AND ".join([_SAYS] * len(typed)), called)
    text = f"{_COLUMNS} FROM {_NEWEST} WHERE {where} ORDER BY c.changed_at DESC, c.id DESC LIMIT %s"
    rows = storage.execute(text, (*values, *called, MOST))
    ranked = (
        Match(each, BODY if (number := rank(words, each.visitor_name, each.visitor_email)) is None else number)
        for each in (_conversation(storage, row, typed) for row in rows)
    )
    return tuple(sorted(ranked, key=lambda each: each.rank))


def _conversations_by_key(storage: Storage, keys: Sequence[str]) -> list[FoundConversation]:
    places = ", ".join(["%s"] * len(keys))
    text = f"{_COLUMNS} FROM conversation c {_BESIDE} WHERE c.key IN ({places}) ORDER BY c.changed_at DESC"
    rows = storage.execute(text, keys)
    return [_conversation(storage, row, []) for row in rows]


def _conversation(storage: Storage, row: Sequence[Any], typed: Sequence[str]) -> FoundConversation:
    number, key, name, email, visitor, profile, site, status = row
    said = _said(storage, number, typed) if typed else ""
    return FoundConversation(key, name, email, visitor, Profile.from_data(json.loads(profile)), site, status, said)


def _said(storage: Storage, conversation_id: int, typed: Sequence[str]) -> str:
    """The newest message that says the first of the words that is said at all, around that word."""
    for word in typed:
        rows = storage.execute(_MESSAGE, (conversation_id, containing(searchable(word))))
        if rows:
            return _around(" ".join(plain(json.loads(rows[0][0])).split()), word)
    return ""


def _around(text: str, word: str) -> str:
    """A piece of a text with a word in it."""
    at = max(0, text.casefold().find(word.casefold()))
    begin = max(0, min(at - EXCERPT // 3, len(text) - EXCERPT))
    piece = text[begin : begin + EXCERPT]
    return ("…" if begin else "") + piece + ("…" if begin + EXCERPT < len(text) else "")


def _leads(storage: Storage, words: str) -> tuple[Match[FoundLead], ...]:
    typed = words.casefold().split()
    where = " AND ".join(["l.words LIKE %s ESCAPE '!'"] * len(typed))
    rows = storage.execute(f"{_LEADS} WHERE {where} ORDER BY l.id DESC LIMIT %s", (*map(containing, typed), MOST))
    found = (FoundLead(*row) for row in rows)
    ranked = ((rank(words, each.name, f"{each.email} {each.phone}"), each) for each in found)
    return tuple(sorted((Match(each, BODY if n is None else n) for n, each in ranked), key=lambda each: each.rank))


_COLUMNS = "SELECT c.id, c.key, v.name, v.email, v.key, v.profile, s.name, c.status"
_BESIDE = "JOIN visitor v ON v.id = c.visitor_id JOIN site s ON s.id = c.site_id"
_NEWEST = f"(SELECT * FROM conversation ORDER BY changed_at DESC, id DESC LIMIT %s) c {_BESIDE}"  # noqa: S608  # our own text
_SAYS = """(LOWER(v.name) LIKE %s ESCAPE '!' OR LOWER(v.email) LIKE %s ESCAPE '!' OR EXISTS (
    SELECT 1 FROM message f WHERE f.conversation_id = c.id AND f.author <> 'system' AND f.words LIKE %s ESCAPE '!'))"""
_MESSAGE = """
SELECT blocks FROM message WHERE conversation_id = %s AND author <> 'system' AND words LIKE %s ESCAPE '!'
ORDER BY seq DESC LIMIT 1
"""
_LEADS = "SELECT l.id, l.name, l.email, l.phone, s.name FROM lead l JOIN site s ON s.id = l.site_id"
