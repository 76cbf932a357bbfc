"""What a visitor has met before: by their passport on a page view, by the database at the claim."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

Act = Literal["shown", "read", "clicked", "replied"]
ACTS: Final[tuple[Act, ...]] = ("shown", "read", "clicked", "replied")


@dataclass(frozen=True, slots=True)
class Memory:
    """What became of a campaign with the visitor, when last."""

    campaign: int
    generation: int
    claimed_at: datetime
    """When a tab was last given the right to show it; what the frequency counts, painted or not."""
    finished: bool = False
    """Whether they have finished with it, in this generation; the moments are of any."""
    read_at: datetime | None = None
    clicked_at: datetime | None = None
    replied_at: datetime | None = None
    shown_at: datetime | None = None
    """The claim of the last display that was painted; None: none of which that was told."""
    in_control: bool = field(default=False, kw_only=True)
    """Whether they are in its control group, in this generation, and were shown nothing."""

    def last(self, act: Act) -> datetime | None:
        """When it was last shown, read, clicked or replied to; None: never, as far as is remembered."""
        match act:
            case "shown":
                return self.shown_at or (self.claimed_at if self.finished else None)
            case "read":
                return self.read_at or (self.claimed_at if self.finished else None)
            case "clicked":
                return self.clicked_at
            case "replied":
                return self.replied_at

    def and_(self, other: Memory) -> Memory:
        """What both know of the same campaign; the newer generation says what is finished."""
        newer, older = (other, self) if other.generation > self.generation else (self, other)
        alike = newer.generation == older.generation
        read = (self.read_at, other.read_at) if alike else (self.last("read"), other.last("read"))
        shown = (self.shown_at, other.shown_at) if alike else (self.last("shown"), other.last("shown"))
        return Memory(
            self.campaign,
            newer.generation,
            newer.claimed_at,
            newer.finished or (alike and older.finished),
            _latest(*read),
            _latest(self.clicked_at, other.clicked_at),
            _latest(self.replied_at, other.replied_at),
            _latest(*shown),
            in_control=newer.in_control or (alike and older.in_control),
        )


@dataclass(frozen=True, slots=True)
class History:
    """What is remembered of a visitor on this site."""

    memories: tuple[Memory, ...] = ()
    shown_in_visit: int = 0
    """Messages shown in this visit, each time counted."""
    conversation_open: bool = False
    """Whether they have a conversation that nobody has closed."""
    last_message_at: datetime | None = None
    """When something was last written in a conversation of theirs; None: they had none."""

    def campaigns(self, act: Act) -> frozenset[str]:
        """Ids of the campaigns that were shown, read, clicked or replied to, as rules name them."""
        return frozenset(str(each.campaign) for each in self.memories if each.last(act))

    def last(self, act: Act, campaign: str) -> datetime | None:
        """When a campaign was last shown, read, clicked or replied to."""
        return next((each.last(act) for each in self.memories if str(each.campaign) == campaign), None)


def _latest(one: datetime | None, other: datetime | None) -> datetime | None:
    return max(filter(None, (one, other)), default=None)
