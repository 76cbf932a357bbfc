"""What a sealed passport holds, in few characters: it travels with every request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final, Literal

from pydantic import BaseModel, Field

from core.storage.fields import from_ms, to_ms
from core.visits.history import Memory
from core.visits.tokens import Count, Name, Text, Whole

_FINISHED: Final = 1
_IN_CONTROL: Final = 2
"""What a passport says of a campaign; to older versions it is finished as well, so that they don't offer it either."""


class Payload(BaseModel):
    """Moments in milliseconds from the first visit on, those of campaigns and messages in seconds; what a newer version
    keeps beside it is passed over.
    """

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
    h: list[tuple[Count, Whole | None, Whole | None, Whole | None]] = Field(default_factory=list)
    p: list[tuple[Count, Whole | None]] = Field(default_factory=list)
    s: Count = 0
    i: Literal[""] | Name = ""
    w: Count = 0
    q: tuple[Count, Whole | None] | None = None
    r: Text = ""
    o: Count = 0
    l: Whole | None = None  # noqa: E741  # one letter each, as are the others


def known(memory: Memory, first: int) -> list[int]:
    """What is always told of a campaign."""
    state = _IN_CONTROL if memory.in_control else int(memory.finished)
    return [memory.campaign, memory.generation, (to_ms(memory.claimed_at) - first) // 1000, state]


def acts(memories: Iterable[Memory], first: int) -> Iterator[list[int | None]]:
    """Campaigns that something was done with, and when."""
    for each in memories:
        moments = (each.read_at, each.clicked_at, each.replied_at)
        if any(moments):
            yield [each.campaign, *(after(at, first) for at in moments)]


def shown_otherwise(memories: Iterable[Memory], first: int) -> Iterator[tuple[int, int | None]]:
    """Campaigns whose last claim was not painted, as far as is known, with the one before it that was."""
    for each in memories:
        shown = after(each.shown_at, first)
        if shown != after(each.claimed_at, first):
            yield each.campaign, shown


def memories(payload: Payload, first: int) -> tuple[Memory, ...]:
    """The opposite of these three."""
    done = {campaign: (read, clicked, replied) for campaign, read, clicked, replied in payload.h}
    otherwise = dict(payload.p)
    return tuple(
        Memory(
            campaign,
            generation,
            from_ms(first + claimed * 1000),
            state == _FINISHED,
            read_at=moment(read, first),
            clicked_at=moment(clicked, first),
            replied_at=moment(replied, first),
            shown_at=moment(otherwise.get(campaign, claimed), first),
            in_control=state == _IN_CONTROL,
        )
        for campaign, generation, claimed, state in payload.c
        for read, clicked, replied in (done.get(campaign, (None, None, None)),)
    )


def moment(seconds: int | None, first: int) -> datetime | None:
    """The opposite of `after`."""
    return None if seconds is None else from_ms(first + seconds * 1000)


def after(at: datetime | None, first: int) -> int | None:
    """Seconds from the first visit on."""
    return None if at is None else (to_ms(at) - first) // 1000
