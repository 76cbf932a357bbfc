"""What a browser asks for in a claim, and what it is answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from core.deliveries.mismatch import NOT_ASKED, Judged
from core.deliveries.revisions import Sender
from core.deliveries.shown_before import Refusal
from core.team.presence import TeamNow
from core.visits.history import Memory
from core.visits.passports import Passport
from core.visits.tickets import Ticket


@dataclass(frozen=True, slots=True)
class Claim:
    """What a browser asks: to show this campaign now, on the page view of this ticket."""

    passport: Passport
    ticket: Ticket
    campaign: int
    display: str
    """Made by the browser; the same one again gets the same answer."""
    facts: Mapping[str, object]
    """What the browser observed, by fact name."""
    team: TeamNow | None = None
    """Who of the team is there."""


@dataclass(frozen=True, slots=True)
class Granted:
    """The message may be shown, by this tab alone."""

    campaign: int
    generation: int
    display: str
    at: datetime
    channel: str
    blocks: Sequence[Mapping[str, Any]]
    sender: Sender
    judged: Judged = NOT_ASKED
    """What was observed for it."""

    def remembered_by(self, passport: Passport) -> Passport:
        """The passport takes it for painted, as nearly all are: else each display would answer another one."""
        claimed = passport.remembering_claimed(self.campaign, self.generation, self.at)
        return claimed.remembering_shown(Memory(self.campaign, self.generation, self.at, shown_at=self.at))


@dataclass(frozen=True, slots=True)
class Refused:
    """The message may not be shown; the rest is what the passport did not know."""

    code: Refusal
    campaign: int
    generation: int = 0
    """The generation that visitors are in now, 0 where the campaign is not here."""
    at: datetime | None = None
    """When this campaign (finished, already_shown) or any (gap, page_view) was last shown, or kept back (control)."""
    judged: Judged = NOT_ASKED
    """What was observed for it."""

    def remembered_by(self, passport: Passport) -> Passport:
        if self.at is None:
            return passport
        match self.code:
            case "finished":
                return passport.remembering_finished(self.campaign, self.generation, self.at)
            case "already_shown":
                return passport.remembering_claimed(self.campaign, self.generation, self.at)
            case "control":
                return passport.remembering_control(self.campaign, self.generation, self.at)
            case "gap" | "page_view":
                return replace(passport, last_display=max(self.at, passport.last_display or self.at))
            case _:
                return passport
