"""One-time links for the terminal."""

from __future__ import annotations

from dataclasses import dataclass

from cli.installation import opened
from core.settings import Settings
from core.team import sign_in


@dataclass(frozen=True)
class Link:
    address: str
    signs_in: str
    """Who it is for, in words."""
    minutes: int


def link_for(settings: Settings, email: str | None = None) -> Link:
    """A new link for the employee with this address; without one, for the first owner. Raises NotFound, Conflict."""
    with opened(settings) as storage:
        address = sign_in.login_link(storage, settings, email)
        welcome = sign_in.open_link(storage, address.rpartition("/")[2])
    who = welcome.email or "the first owner"
    return Link(address, who, int(sign_in.LINK_LIFE.total_seconds() // 60))
