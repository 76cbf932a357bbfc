"""The ticket: what the server saw of one page view, signed by boot, so that the claim can check it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictFloat, StrictInt

from core.errors import Unauthorised
from core.storage.fields import from_ms, to_ms
from core.visits import Location, Visit
from core.visits.tokens import Count, Name, Text, Tokens, Whole, checked, of_another_version

_TEXTS = ("url", "title", "referrer", "language", "time_zone", "user_agent", "landing", "previous", "came_from")
_PLAIN = ("screen_width", "screen_height", "touch", "memory", "number", "pages")
_KEPT_IF_ANY = ("entered_inside", "signed_in", "attributes")
_MOMENTS = ("now", "first_seen", "started", "previous_visit")


@dataclass(frozen=True, slots=True)
class Ticket:
    """One page view of one visitor; never holds the IP address."""

    site: str
    visitor: str
    page_view: str
    revision: int
    """Of the plan that boot decided by."""
    visit: Visit
    """As boot saw it; `visit.now` is the moment of boot."""

    def seal(self, tokens: Tokens, now: datetime) -> str:
        visit = self.visit
        texts = {name: text for name in _TEXTS if (text := getattr(visit, name))}
        plain = {name: value for name in _PLAIN if (value := getattr(visit, name)) is not None}
        some = {name: value for name in _KEPT_IF_ANY if (value := getattr(visit, name))}
        moments = {name: to_ms(moment) for name in _MOMENTS if (moment := getattr(visit, name)) is not None}
        place = visit.location
        payload = {
            "site": self.site,
            "visitor": self.visitor,
            "view": self.page_view,
            "plan": self.revision,
            "place": [place.country, place.region, place.city],
            "seen": texts | plain | some | moments,
        }
        return tokens.seal("ticket", payload, now)

    @classmethod
    def open(
        cls, tokens: Tokens, token: str, *, site: str, visitor: str, site_time_zone: ZoneInfo, now: datetime
    ) -> Self:
        """Read a browser's ticket. Raises Unauthorised with a `ticket_…` code."""
        payload = tokens.open("ticket", token, site=site, visitor=visitor, now=now)
        known = checked("ticket", _Payload, payload)
        try:
            visit = _visit(known, site_time_zone)
        except OverflowError:
            raise of_another_version("ticket") from None
        return cls(site, visitor, known.view, known.plan, visit)

    @staticmethod
    def page_view_of(tokens: Tokens, token: str, *, site: str) -> str | None:
        """The page view that a ticket was for, even if it has expired or the visitor has another name since."""
        try:
            return checked("ticket", _Payload, tokens.open("ticket", token, site=site, now=None)).view
        except Unauthorised:
            return None


class _Seen(BaseModel):
    """What is told of a Visit. Nothing unknown: it could be what a condition looks at."""

    model_config = ConfigDict(extra="forbid")

    url: Text
    title: Text = ""
    referrer: Text = ""
    language: Text = ""
    time_zone: Text = ""
    user_agent: Text = ""
    landing: Text = ""
    previous: Text = ""
    came_from: Text = ""
    screen_width: Count | None = None
    screen_height: Count | None = None
    touch: StrictBool
    memory: StrictBool
    number: Count | None = None
    pages: Count | None = None
    entered_inside: StrictBool = False
    signed_in: StrictBool = False
    attributes: dict[Text, Text | StrictBool | StrictInt | StrictFloat] = Field(default_factory=dict)
    now: Whole
    first_seen: Whole | None = None
    started: Whole | None = None
    previous_visit: Whole | None = None


class _Payload(BaseModel):
    """What a sealed ticket holds."""

    view: Name
    plan: Count
    place: tuple[Text, Text, Text]
    seen: _Seen


def _visit(payload: _Payload, site_time_zone: ZoneInfo) -> Visit:
    """Raises OverflowError for a moment that is none."""
    told = vars(payload.seen)
    moments = {name: from_ms(ms) for name in _MOMENTS if (ms := told[name]) is not None}
    return Visit(site_time_zone=site_time_zone, location=Location(*payload.place), **told | moments)
