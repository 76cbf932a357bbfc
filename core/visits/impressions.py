"""The impression: signed proof that this visitor was granted this display; events and replies name it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from pydantic import BaseModel

from core.visits.tokens import Count, Name, Tokens, checked


@dataclass(frozen=True, slots=True)
class Impression:
    """One display of a campaign to one visitor."""

    site: str
    visitor: str
    display: str
    campaign: int

    def seal(self, tokens: Tokens, now: datetime) -> str:
        payload = {"site": self.site, "visitor": self.visitor, "display": self.display, "campaign": self.campaign}
        return tokens.seal("impression", payload, now)

    @classmethod
    def open(cls, tokens: Tokens, token: str, *, site: str, visitor: str, now: datetime) -> Self:
        """Read a browser's impression. Raises Unauthorised with an `impression_…` code."""
        payload = tokens.open("impression", token, site=site, visitor=visitor, now=now)
        known = checked("impression", _Payload, payload)
        return cls(site, visitor, known.display, known.campaign)


class _Payload(BaseModel):
    """What a sealed impression holds."""

    display: Name
    campaign: Count
