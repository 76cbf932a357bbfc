"""A person whom the site's server has named can have several browsers, each a visitor of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from core.storage import Storage

MOST_BROWSERS: Final = 500
"""Of one person that a claim goes by, the newest ones."""


def hold_person(storage: Storage, site_id: int, person: str) -> None:
    """Let nobody else claim for this person, or erase them, until the transaction ends; call it before any lock."""
    if person:
        storage.hold(f"person {site_id} {person}")


def browsers_of(storage: Storage, site_id: int, person: str, visitor_id: int) -> Sequence[int]:
    """Ids of the visitors that are one with this one, which comes first. Needs a connection."""
    if not person:
        return (visitor_id,)
    others = storage.execute(_BROWSERS, (site_id, person, visitor_id, MOST_BROWSERS))
    return (visitor_id, *(each for (each,) in others))


_BROWSERS = "SELECT id FROM visitor WHERE site_id = %s AND person = %s AND id <> %s ORDER BY id DESC LIMIT %s"
