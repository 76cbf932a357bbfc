"""A page view as it is kept in the log."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from core.messages import cleaned
from core.storage.fields import to_ms
from core.storage.models import PageView

_COUNTRY: Final[int] = PageView.country.max_length
_LANGUAGE: Final[int] = PageView.language.max_length


@dataclass(frozen=True, slots=True)
class RecordedView:
    """One page view as it is kept."""

    key: str
    site_id: int
    visitor_key: str
    at: datetime
    visit: int
    """Number of the visit; 0 where that is not known."""
    url: str
    title: str = ""
    referrer: str = ""
    country: str = ""
    region: str = ""
    city: str = ""
    device: str = ""
    language: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    """Further observations, as JSON data."""
    returns: bool = False
    """Whether it is to be noted that this visitor still comes."""

    @property
    def remembered(self) -> bool:
        """Whether the visitor is known again on other pages."""
        return bool(self.facts.get("memory", True))

    def row(self) -> tuple[object, ...]:
        """As it is stored: what browsers and plugins tell is cut to what PostgreSQL takes."""
        place = (cleaned(self.country, _COUNTRY), self.region, self.city)
        return (
            self.key,
            self.site_id,
            self.visitor_key,
            to_ms(self.at),
            self.visit,
            *(self.url, self.title, self.referrer, *place, self.device, cleaned(self.language, _LANGUAGE)),
            json.dumps(dict(self.facts)),
        )
