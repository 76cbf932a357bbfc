"""What the dialog offers for what is typed: found by the core, put into words, the best kinds first."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from admin_ui.palette.choices import Choice, Group, commands, pages
from admin_ui.palette.wording import ACTS, Wording
from core.finding import Found, Kind, Match, find, recall
from core.i18n import _
from core.matching import fold, rank
from core.sites import sites
from core.storage import Storage
from core.team.roles import Permission

T = TypeVar("T")
Ranked = list[tuple[int, Choice]]

MOST_RECENT: Final = 6
MOST_ACTS: Final = 8
LEAST_FOR_ACTS: Final = 3
FEW: Final = 3
"""Up to so many that fit, what can be done with each stands below it."""
KINDS: Final[tuple[Kind, ...]] = ("campaign", "conversation", "employee", "site")


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom it is put into words."""

    agent_id: int
    theme: str
    public_address: str
    """Where the widget comes from: it stands in snippets."""


def offer(storage: Storage, reader: Reader, typed: str, recent: Sequence[str]) -> tuple[Group, ...]:
    """What fits what is typed; without anything, where the reader went lately, and everywhere they can go."""
    return _found(storage, reader, typed.strip(), recent) if typed.strip() else _untyped(storage, reader, recent)


def _untyped(storage: Storage, reader: Reader, recent: Sequence[str]) -> tuple[Group, ...]:
    ids = {kind: [each.partition(":")[2] for each in recent if each.startswith(f"{kind}:")] for kind in KINDS}
    found = recall(storage, reader.agent_id, ids)
    everywhere = [choice for choice, _more in pages(found.may)]
    known = {each.key: each for each in (*_things(found, reader), *everywhere)}
    lately = [known[each] for each in recent if each in known][:MOST_RECENT]
    return _groups(
        (_("Recent"), lately),
        (_("Go to"), [each for each in everywhere if each not in lately]),
        (_("Do"), [choice for choice, _more in commands(found.may, reader.theme)]),
    )


def _things(found: Found, reader: Reader) -> Iterator[Choice]:
    wording = Wording(found.may, reader.public_address)
    yield from (wording.campaign(each.found) for each in found.campaigns)
    yield from (wording.conversation(each.found) for each in found.conversations)
    yield from (wording.employee(each.found) for each in found.people)
    yield from (wording.site(each.found) for each in found.sites)


def _found(storage: Storage, reader: Reader, typed: str, recent: Collection[str]) -> tuple[Group, ...]:
    found = find(storage, reader.agent_id, typed)
    wording = Wording(found.may, reader.public_address)
    campaigns = _each(found.campaigns, wording.campaign, recent, wording.acts_on_campaign)
    if found.all_campaigns > len(found.campaigns):
        campaigns.append((campaigns[-1][0], wording.all_campaigns(typed, found.all_campaigns)))
    kinds: list[tuple[str, Ranked]] = [
        (_("Go to"), _ranked(typed, pages(found.may))),
        (_("Do"), [*_ranked(typed, commands(found.may, reader.theme)), *_acts(storage, reader, wording, typed)]),
        (_("Campaigns"), campaigns),
        (_("Employees"), _each(found.people, wording.employee, recent)),
        (_("Sites"), _each(found.sites, wording.site, recent, wording.acts_on_site)),
        (_("Conversations"), _each(found.conversations, wording.conversation, recent)),
        (_("Leads"), _each(found.leads, wording.lead, recent)),
    ]
    best_first = sorted((each for each in kinds if each[1]), key=lambda each: min(fits for fits, _choice in each[1]))
    return _groups(*((title, [choice for _fits, choice in ranked]) for title, ranked in best_first))


def _acts(storage: Storage, reader: Reader, wording: Wording, typed: str) -> Ranked:
    """For who says what to do and with what ("switch off welcome"): those acts on what the other words find."""
    verbs = {word for act in ACTS for word in re.findall(r"\w+", fold(_(act))) if word not in ("name", "site")}
    rest = [word for word in typed.split() if not any(verb.startswith(fold(word)) for verb in verbs)]
    if len(typed) < LEAST_FOR_ACTS or len(rest) == len(typed.split()):
        return []
    found = find(storage, reader.agent_id, " ".join(rest))
    on_all_sites = [Match(each, 0) for each in sites(storage)] if Permission.SEE_SITES in found.may and not rest else []
    acts = [act for each in found.campaigns for act in wording.acts_on_campaign(each.found)]
    acts += [act for each in found.sites or on_all_sites for act in wording.acts_on_site(each.found)]
    return _ranked(typed, ((replace(act, beneath=False), "") for act in acts))[:MOST_ACTS]


def _ranked(typed: str, offered: Iterable[tuple[Choice, str]]) -> Ranked:
    """Those of the pages or commands that fit, the best first."""
    ranked = ((rank(typed, choice.title, more), choice) for choice, more in offered)
    return sorted(((fits, choice) for fits, choice in ranked if fits is not None), key=lambda each: each[0])


def _each(
    matches: Sequence[Match[T]],
    worded: Callable[[T], Choice],
    recent: Collection[str],
    acts: Callable[[T], Iterable[Choice]] | None = None,
) -> Ranked:
    """Things that were found, those that the reader went to lately before others that fit as well."""
    choices = [(match, worded(match.found)) for match in matches]
    choices.sort(key=lambda each: (each[0].rank, each[1].key not in recent))
    ranked: Ranked = []
    for match, choice in choices:
        ranked.append((match.rank, choice))
        if acts and len(matches) <= FEW:
            ranked += [(match.rank, each) for each in acts(match.found)]
    return ranked


def _groups(*offered: tuple[str, Sequence[Choice]]) -> tuple[Group, ...]:
    return tuple(Group(title, tuple(choices)) for title, choices in offered if choices)
