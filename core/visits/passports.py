"""The passport: a visitor's memory, signed by the server, kept by the browser. A cache; the claim is the truth."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, Self

from pydantic import BaseModel

from core.storage.fields import from_ms, to_ms
from core.visits.tokens import Count, Name, Text, Tokens, Whole, checked, of_another_version

MAX_SEALED = 3_000
"""Longest sealed passport, in characters."""

DERIVED = "~"
"""First character of the visitor ids that are made from a daily salt (core.visits.consent)."""

MAX_ADDRESS_BYTES = 512
"""What a passport keeps of an address; together with everything else it stays below MAX_SEALED."""


@dataclass(frozen=True, slots=True)
class Memory:
    """That a campaign was shown to the visitor, and whether they have finished with it."""

    campaign: int
    generation: int
    shown_at: datetime
    finished: bool = False


@dataclass(frozen=True, slots=True)
class Passport:
    """What a browser remembers of its visitor on one site."""

    site: str
    """The site's key."""
    visitor: str
    version: int
    """Grows with every issue; the browser never lets an older one replace a newer one."""
    memory: bool
    """False: it lives in the page only (no consent, no usable storage)."""
    first_seen: datetime
    last_activity: datetime
    """Of the last page view."""
    visit: int
    """Number of the visit, from 1."""
    visit_started: datetime
    pages: int
    """Page views in this visit."""
    landing: str = ""
    """First address of this visit."""
    previous: str = ""
    """Address of the page view before the current one; what `current` was."""
    current: str = ""
    came_from: str = ""
    """Page of another website that led to this visit, "" if none told."""
    entered_inside: bool = False
    """Whether a link on one of the site's own pages began this visit."""
    previous_visit: datetime | None = None
    """When the visit before this one ended, None in the first one."""
    campaigns: tuple[Memory, ...] = ()
    """In the order in which they were last shown."""
    last_display: datetime | None = None
    conversation: str = ""
    """Key of the visitor's latest conversation, "" if none."""

    @property
    def shares_its_visitor(self) -> bool:
        """True where the visitor id is made from network and browser (cookieless): a neighbour can have the same."""
        return self.visitor.startswith(DERIVED)

    @classmethod
    def new(cls, site: str, now: datetime, *, memory: bool, visitor: str = "") -> Self:
        """The passport of somebody never seen before, who has not opened a page yet."""
        return cls(site, visitor or secrets.token_urlsafe(16), 0, memory, now, now, 0, now, 0)

    def recall(self, campaign: int, generation: int) -> Memory | None:
        """What is remembered of a campaign in this generation."""
        for memory in self.campaigns:
            if memory.campaign == campaign and memory.generation == generation:
                return memory
        return None

    def remembering_shown(self, campaign: int, generation: int, at: datetime) -> Passport:
        """With the campaign shown at that moment; what was finished stays finished."""
        before = self.recall(campaign, generation)
        shown = Memory(campaign, generation, at, finished=before is not None and before.finished)
        latest = at if self.last_display is None else max(at, self.last_display)
        return replace(self, campaigns=(*self._without(campaign), shown), last_display=latest)

    def remembering_finished(self, campaign: int, generation: int, at: datetime) -> Passport:
        """With the campaign finished; `at` counts as its display if none is remembered."""
        before = self.recall(campaign, generation)
        if before is not None and before.finished:
            return self
        finished = Memory(campaign, generation, before.shown_at if before else at, finished=True)
        return replace(self, campaigns=(*self._without(campaign), finished))

    def with_conversation(self, key: str) -> Passport:
        return replace(self, conversation=key)

    def with_memory(self, memory: bool) -> Passport:
        return self if memory == self.memory else replace(self, memory=memory)

    def issue(self, tokens: Tokens, now: datetime) -> dict[str, Any]:
        """The two fields of an answer, `passport` and `passport_version`: newer than this one, at most MAX_SEALED.

        The oldest campaigns leave first. The version is the moment in milliseconds where that is newer, so that of two
        tabs that went on from the same passport the one answered later wins.
        """
        newer = replace(self, version=max(self.version + 1, to_ms(now)))
        sealed = tokens.seal("passport", newer.to_payload(), now)
        while len(sealed) > MAX_SEALED and newer.campaigns:
            leaving = max(1, len(newer.campaigns) // 10)
            newer = replace(newer, campaigns=newer.campaigns[leaving:])
            sealed = tokens.seal("passport", newer.to_payload(), now)
        return {"passport": sealed, "passport_version": newer.version}

    def to_payload(self) -> dict[str, Any]:
        """A _Payload: moments in milliseconds from the first visit on, those of campaigns in seconds."""
        first = to_ms(self.first_seen)
        return {
            "site": self.site,
            "visitor": self.visitor,
            "v": self.version,
            "m": int(self.memory),
            "t": [first, to_ms(self.last_activity) - first, to_ms(self.visit_started) - first],
            "n": [self.visit, self.pages],
            "u": [self.landing, self.previous, self.current],
            "c": [
                [each.campaign, each.generation, (to_ms(each.shown_at) - first) // 1000, int(each.finished)]
                for each in self.campaigns
            ],
            "d": None if self.last_display is None else to_ms(self.last_display) - first,
            "k": self.conversation,
            **({"r": self.came_from} if self.came_from else {}),
            **({"o": 1} if self.entered_inside else {}),
            **({"l": to_ms(self.previous_visit) - first} if self.previous_visit else {}),
        }

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> Self:
        """The opposite of `to_payload`. Raises Unauthorised (`passport_invalid`) for what this version can't read."""
        known = checked("passport", _Payload, payload)
        first, last_activity, visit_started = known.t
        visit, pages = known.n
        landing, previous, current = known.u
        last_display = known.d
        try:
            return cls(
                known.site,
                known.visitor,
                known.v,
                bool(known.m),
                from_ms(first),
                from_ms(first + last_activity),
                visit,
                from_ms(first + visit_started),
                pages,
                landing,
                previous,
                current,
                campaigns=tuple(
                    Memory(campaign, generation, from_ms(first + at * 1000), bool(finished))
                    for campaign, generation, at, finished in known.c
                ),
                last_display=None if last_display is None else from_ms(first + last_display),
                conversation=known.k,
                came_from=known.r,
                entered_inside=bool(known.o),
                previous_visit=None if known.l is None else from_ms(first + known.l),
            )
        except OverflowError:
            raise of_another_version("passport") from None

    @classmethod
    def open(cls, tokens: Tokens, token: str, *, site: str, now: datetime) -> Self:
        """Read a browser's passport. Raises Unauthorised with a `passport_…` code."""
        return cls.from_payload(tokens.open("passport", token, site=site, now=now))

    def _without(self, campaign: int) -> tuple[Memory, ...]:
        return tuple(each for each in self.campaigns if each.campaign != campaign)


class _Payload(BaseModel):
    """What a sealed passport holds; what a newer version keeps beside it is passed over."""

    site: Name
    visitor: Name
    v: Whole
    m: Count
    t: tuple[Whole, Whole, Whole]
    n: tuple[Count, Count]
    u: tuple[Text, Text, Text]
    c: list[tuple[Count, Count, Whole, Count]]
    d: Whole | None
    k: Literal[""] | Name
    r: Text = ""
    o: Count = 0
    l: Whole | None = None  # noqa: E741  # one letter each: a passport travels with every request
