"""Which campaigns a page view could show: a site's plan, and the decision that boot makes with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from types import MappingProxyType
from typing import Final, Literal
from zoneinfo import ZoneInfo

from core.campaigns.drafts import Frequency
from core.deliveries.contents import Content
from core.identity import IdentitySecret
from core.opening_hours import OpeningHours
from core.origins import Origins
from core.rules import Cache, CompiledRule, Requirement, Rule
from core.rules.facts import UNKNOWN, Unknown
from core.rules.url_patterns import Glob, parse_pattern
from core.rules.urls import Page
from core.visits import Visit
from core.visits.passports import Passport

Observe = Callable[[str, Visit], object]
"""What the server sees of a fact, by its name, on a page view: as its value type gives it, or MISSING."""


@dataclass(frozen=True, slots=True)
class SiteInPlan:
    """What a page view needs to know of the website it is on."""

    id: int
    key: str
    name: str
    origins: Origins
    time_zone: ZoneInfo
    colour: str
    text_colour: str
    """White or black, whichever reads better on `colour`."""
    position: str
    launcher: str
    consent: str
    texts: Mapping[str, Mapping[str, str]]
    """What the widget has to be told of its words, by language (core.widget_texts)."""
    recipient: str
    """Who gets a visitor's own first message: `agent:ID`, `group:ID`, or "": everybody."""
    identity: tuple[IdentitySecret, ...] = ()
    """What its server may sign with who visitors are."""
    hours: OpeningHours | None = None


@dataclass(frozen=True, slots=True)
class PlannedCampaign:
    """One revision of a campaign that is switched on, ready for page views."""

    id: int
    name: str
    revision_number: int
    generation: int
    channel: str
    rule: CompiledRule
    frequency: Frequency
    starts: datetime | None
    ends: datetime | None
    without_memory: bool
    sender_id: int
    recipient: str
    content: Content
    position: int
    control_group: int = 0
    """Percent of those who would be shown it that see nothing."""

    @property
    def recalls(self) -> bool:
        """Whether its rule asks for the visitor's history, which only the database knows for certain."""
        return any(each.type.source == "history" for each in self.rule.conditions)

    def in_schedule(self, now: datetime) -> bool:
        """Whether now is between start (included) and end (not)."""
        return (self.starts is None or self.starts <= now) and (self.ends is None or now < self.ends)

    def open_to(self, passport: Passport) -> bool:
        """Whether the passport lets it be shown (again): memory where it needs some, frequency in this generation."""
        if not (passport.memory or self.without_memory):
            return False
        memory = passport.recall(self.id, self.generation)
        if memory is None:
            return True
        if memory.in_control:
            return not self.control_group
        return not (memory.finished or self.frequency == "once")


@dataclass(frozen=True, slots=True)
class Residual:
    """What is left of a campaign's rule for the browser; True: it fires at once."""

    campaign: int
    channel: str
    rule: Literal[True] | Rule


class Plan:
    """All that boot needs of one site: immutable, shared between threads."""

    def __init__(self, site: SiteInPlan, revision: int, campaigns: Sequence[PlannedCampaign]) -> None:
        """`campaigns` in order of priority; `revision` grows with everything that changes a plan."""
        self.site: Final = site
        self.revision: Final = revision
        self.campaigns: Final = tuple(campaigns)
        seen_here = [
            {each.name: each.type.per_campaign for each in campaign.rule.conditions if not each.type.browser}
            for campaign in campaigns
        ]
        self.facts: Final = tuple({name: None for each in seen_here for name, own in each.items() if not own})
        """Names of the facts that the server observes for this plan, each once per page view."""
        self._own: Final = tuple(tuple(name for name, own in each.items() if own) for each in seen_here)
        """Names of the facts that are one campaign's alone: they are observed where it comes into question."""
        self._by_id: Final = {each.id: each for each in self.campaigns}
        self._index: Final = _Index(self.campaigns)

    def campaign(self, campaign_id: int) -> PlannedCampaign | None:
        return self._by_id.get(campaign_id)

    def observe(self, visit: Visit, observe: Observe) -> Cache:
        """What the server sees of one page view for all campaigns together, as `CompiledRule.simplify` takes it."""
        return {name: observe(name, visit) for name in self.facts}

    def decide(self, visit: Visit, passport: Passport, observe: Observe) -> list[Residual]:
        """The campaigns that may fire on this page view, the most important first."""
        if not self.campaigns:
            return []
        cache = self.observe(visit, observe)
        found = []
        for place in self._index.candidates(cache):
            campaign = self.campaigns[place]
            if not (campaign.in_schedule(visit.now) and campaign.open_to(passport)):
                continue
            for name in self._own[place]:
                cache[name] = observe(name, visit)
            left = campaign.rule.simplify(_NOTHING_MORE, cache)
            if left is not False:
                found.append(Residual(campaign.id, campaign.channel, left))
        return found


class _Index:
    """Rules campaigns out unvisited, by one necessary condition of each: a thousand cost little more than ten."""

    def __init__(self, campaigns: Sequence[PlannedCampaign]) -> None:
        self._always: list[int] = []
        self._shelves: dict[str, _Shelf] = {}
        """By fact name."""
        for place, campaign in enumerate(campaigns):
            best = min(filter(_is_indexable, campaign.rule.necessary), key=_rarity, default=None)
            if best is None:
                self._always.append(place)
            else:
                self._shelves.setdefault(best.fact, _Shelf()).put(best, place)

    def candidates(self, cache: Cache) -> list[int]:
        """Places of the campaigns that what was observed does not rule out, in order of priority."""
        places = set(self._always)
        for fact, shelf in self._shelves.items():
            seen = cache[fact]
            if seen is UNKNOWN:
                places.update(shelf.all)
            elif not isinstance(seen, Unknown):
                shelf.add_to(places, seen)
        return sorted(places)


@dataclass(slots=True)
class _Shelf:
    """The places of campaigns by what one fact must be, or must begin with."""

    equal: dict[object, list[int]] = field(default_factory=dict)
    begun: dict[str, list[int]] = field(default_factory=dict)
    lengths: set[int] = field(default_factory=set)
    """Of the keys of `begun`."""

    def put(self, requirement: Requirement, place: int) -> None:
        if requirement.operator != "is":
            for value in requirement.values:
                self.equal.setdefault(value, []).append(place)
            return
        for path in _paths(requirement):
            start = path.parts[0]
            if len(path.parts) == 1:
                self.equal.setdefault(start, []).append(place)
            else:
                self.begun.setdefault(start, []).append(place)
                self.lengths.add(len(start))

    @property
    def all(self) -> Iterator[int]:
        """All places on it: for what is not known of a page view that is past."""
        return chain.from_iterable((*self.equal.values(), *self.begun.values()))

    def add_to(self, places: set[int], seen: object) -> None:
        if isinstance(seen, Page):
            places.update(self.equal.get(seen.path, ()))
            for length in self.lengths:
                places.update(self.begun.get(seen.path[:length], ()))
        else:
            for value in seen if isinstance(seen, frozenset) else (seen,):
                places.update(self.equal.get(value, ()))


def _is_indexable(requirement: Requirement) -> bool:
    """Choices always; addresses unless a path begins with a star."""
    return requirement.operator != "is" or all(len(path.parts) == 1 or path.parts[0] for path in _paths(requirement))


def _paths(requirement: Requirement) -> list[Glob]:
    return [path for value in requirement.values for path in parse_pattern(str(value)).paths]


def _rarity(requirement: Requirement) -> tuple[bool, int, str]:
    """Orders requirements: a page is met less often than a country, and few values less often than many."""
    return requirement.operator != "is", len(requirement.values), requirement.predicate


_NOTHING_MORE: Final[Mapping[str, object]] = MappingProxyType({})
