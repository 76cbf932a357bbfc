"""Made-up visitors, so that a marketer sees what a message with merge tags says to whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from core.deliveries.merge_values import Telling, values
from core.i18n import N_
from core.visits import Location, Visit

_PHONE: Final = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile"


@dataclass(frozen=True, slots=True)
class SampleVisitor:
    """Somebody who could come."""

    label: str
    """Marked for translation."""
    name: str = ""
    email: str = ""
    number: int | None = None
    language: str = ""
    time_zone: str = ""
    user_agent: str = ""
    place: Location = field(default_factory=Location)


SAMPLES: Final[Mapping[str, SampleVisitor]] = {
    "new": SampleVisitor(
        N_("Somebody new"),
        number=1,
        language="en",
        time_zone="America/New_York",
        place=Location("US", "New York", "New York"),
    ),
    "known": SampleVisitor(
        N_("Mai from Hanoi, known by name"),
        name="Nguyễn Thị Mai",
        email="mai@example.com",
        number=4,
        language="vi",
        time_zone="Asia/Ho_Chi_Minh",
        user_agent=_PHONE,
        place=Location("VN", "Hanoi", "Hanoi"),
    ),
    "unknown": SampleVisitor(N_("Nothing known of them")),
}


def sample_values(
    sample: SampleVisitor, names: frozenset[str], *, now: datetime, origin: str, sender: str, site: str, language: str
) -> dict[str, str]:
    """What a message says to a made-up visitor on the page `/gifts` of the site at `origin`."""
    visit = Visit(
        now=now,
        site_time_zone=ZoneInfo("UTC"),
        url=f"{origin}/gifts",
        title="Gift boxes" if sample.number else "",
        language=sample.language,
        time_zone=sample.time_zone,
        user_agent=sample.user_agent,
        location=sample.place,
        memory=sample.number is not None,
        number=sample.number,
    )
    return values(Telling(visit, sample.name, sample.email, sender, site, language), names)
