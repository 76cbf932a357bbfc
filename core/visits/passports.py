"""The passport: a visitor's memory, signed by the server, kept by the browser. A cache; the claim is the truth."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Self

from core.storage.fields import from_ms, to_ms
from core.visits import passport_payload as payload
from core.visits.history import History, Memory
from core.visits.tokens import Tokens, checked, of_another_version

MAX_SEALED = 3_000
"""Longest sealed passport, in characters."""

DERIVED = "~"
"""First character of the visitor ids that are made from a daily salt (core.visits.consent)."""

SECOND = timedelta(seconds=1)
"""How exactly displays are remembered."""

MAX_ADDRESS_BYTES = 512
"""What a passport keeps of an address; together with everything else it stays below MAX_SEALED."""


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
    shown_in_visit: int = 0
    """Messages shown in this visit, each time counted."""
    conversation: str = ""
    """Key of the visitor's latest conversation, "" if none."""
    conversation_open: bool = False
    """Whether it was open when this was last told."""
    last_message_at: datetime | None = None
    """When something was last written in it, as far as this browser was told."""
    person: str = ""
    """Whom the site's own server has named as this visitor (core.identity.person), "" if nobody yet."""
    awaits_met: bool = False
    """Whether what this person has met in other browsers is still to be brought here (core.deliveries.recognising)."""

    @property
    def history(self) -> History:
        """What conditions may know of it."""
        return History(self.campaigns, self.shown_in_visit, self.conversation_open, self.last_message_at)

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

    def remembering_claimed(self, campaign: int, generation: int, at: datetime) -> Passport:
        """With the right to show the campaign taken at that moment; what was finished stays finished."""
        claimed, before = Memory(campaign, generation, at), self._of(campaign)
        if before is not None:
            claimed = replace(before.and_(claimed), claimed_at=max(at, before.claimed_at), in_control=False)
        return replace(
            self,
            campaigns=(*self._without(campaign), claimed),
            last_display=at if self.last_display is None else max(at, self.last_display),
        )

    def remembering_shown(self, became: Memory) -> Passport:
        """With what has become of a display that was painted, which counts once in the visit it belongs to."""
        at, before = became.shown_at, self._of(became.campaign)
        known = before.shown_at if before else None
        counts = at is not None and at >= self.visit_started and (known is None or at - known >= SECOND)
        after = self.remembering(became)
        return replace(after, shown_in_visit=after.shown_in_visit + 1) if counts else after

    def remembering_finished(self, campaign: int, generation: int, at: datetime) -> Passport:
        """With the campaign finished; `at` counts as its display if none is remembered."""
        return self.remembering(Memory(campaign, generation, at, finished=True))

    def remembering_control(self, campaign: int, generation: int, at: datetime) -> Passport:
        """With the visitor in the campaign's control group, who is not to ask for it again."""
        return self.remembering(Memory(campaign, generation, at, in_control=True))

    def remembering(self, became: Memory) -> Passport:
        """With what is known of a campaign by now; itself if that is nothing new."""
        before = self._of(became.campaign)
        after = became if before is None else before.and_(became)
        if before and before.shown_at and after.shown_at and after.shown_at - before.shown_at < SECOND:
            after = replace(after, shown_at=before.shown_at)  # the same display, as exactly as it is kept
        return self if after == before else replace(self, campaigns=(*self._without(became.campaign), after))

    def with_conversation(self, key: str, at: datetime | None = None, *, is_open: bool = True) -> Passport:
        """With the visitor's latest conversation; `at`: when something was last written in it, if that is known."""
        latest = max(filter(None, (at, self.last_message_at)), default=None)
        return replace(self, conversation=key, conversation_open=is_open, last_message_at=latest)

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
        """What is sealed (core.visits.passport_payload)."""
        first = to_ms(self.first_seen)
        last_message = payload.after(self.last_message_at, first)
        return {
            "site": self.site,
            "visitor": self.visitor,
            "v": self.version,
            "m": int(self.memory),
            "t": [first, to_ms(self.last_activity) - first, to_ms(self.visit_started) - first],
            "n": [self.visit, self.pages],
            "u": [self.landing, self.previous, self.current],
            "c": [payload.known(each, first) for each in self.campaigns],
            "d": None if self.last_display is None else to_ms(self.last_display) - first,
            "k": self.conversation,
            **({"h": acts} if (acts := [*payload.acts(self.campaigns, first)]) else {}),
            **({"p": unlike} if (unlike := [*payload.shown_otherwise(self.campaigns, first)]) else {}),
            **({"s": self.shown_in_visit} if self.shown_in_visit else {}),
            **({"i": self.person} if self.person else {}),
            **({"w": 1} if self.awaits_met else {}),
            **({"q": [int(self.conversation_open), last_message]} if self.conversation else {}),
            **({"r": self.came_from} if self.came_from else {}),
            **({"o": 1} if self.entered_inside else {}),
            **({"l": to_ms(self.previous_visit) - first} if self.previous_visit else {}),
        }

    @classmethod
    def from_payload(cls, sealed: Mapping[str, Any]) -> Self:
        """The opposite of `to_payload`. Raises Unauthorised (`passport_invalid`) for what this version can't read."""
        known = checked("passport", payload.Payload, sealed)
        first, last_activity, visit_started = known.t
        visit, pages = known.n
        landing, previous, current = known.u
        last_display = known.d
        is_open, last_message = known.q or (int(bool(known.k)), None)
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
                campaigns=payload.memories(known, first),
                last_display=None if last_display is None else from_ms(first + last_display),
                shown_in_visit=known.s,
                person=known.i,
                awaits_met=bool(known.w),
                conversation=known.k,
                conversation_open=bool(is_open),
                last_message_at=payload.moment(last_message, first),
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

    def _of(self, campaign: int) -> Memory | None:
        return next((each for each in self.campaigns if each.campaign == campaign), None)

    def _without(self, campaign: int) -> tuple[Memory, ...]:
        return tuple(each for each in self.campaigns if each.campaign != campaign)
