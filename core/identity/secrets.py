"""The secrets that sites' servers sign identities with: made, replaced and ended by owners."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from core.errors import NotFound
from core.i18n import _
from core.identity import IdentitySecret
from core.storage import Storage
from core.storage.campaign_rows import hold_site
from core.storage.fields import from_ms, to_ms

KEEP_OLD: Final = timedelta(hours=24)
"""How long a secret that was replaced is believed."""
_TOPICS: Final = ("plan", "sites")


@dataclass(frozen=True, slots=True)
class Signing:
    """How a site's identities stand; the secret itself is told by `secret_of` alone."""

    since: datetime | None = None
    """When the secret of now was made; None: there is none, and nobody counts as signed in."""
    old_until: datetime | None = None
    """Until when the one before is believed, too."""


def signing(storage: Storage, site_id: int, now: datetime) -> Signing:
    """How it stands with a site."""
    with storage.connection():
        rows = storage.execute(f"{_READ} AND site_id = %s ORDER BY id", (to_ms(now), site_id))
    since = next((from_ms(made) for _site, _text, made, ends in rows if ends is None), None)
    old = max((from_ms(ends) for *_, ends in rows if ends is not None), default=None)
    return Signing(since, old)


def secret_of(storage: Storage, site_id: int) -> str:
    """What the site's server signs with now. Raises NotFound."""
    with storage.connection():
        rows = storage.execute("SELECT secret FROM identity_secret WHERE site_id = %s AND ends_at IS NULL", (site_id,))
    if not rows:
        raise NotFound("identity_off", _("This site has no secret. Make one first."))
    return str(rows[0][0])


def new_secret(storage: Storage, site_id: int, now: datetime) -> str:
    """Make a secret; one that is there already is believed for KEEP_OLD more."""
    made = f"stid_{secrets.token_urlsafe(32)}"
    with storage.transaction():
        hold_site(storage, site_id)  # of two who make one at once, the later has the last word
        storage.execute(f"{_END} AND site_id = %s", (to_ms(now + KEEP_OLD), site_id))
        storage.execute(
            "INSERT INTO identity_secret (site_id, secret, created_at) VALUES (%s, %s, %s)", (site_id, made, to_ms(now))
        )
        storage.touch(*_TOPICS)
    return made


def end_old(storage: Storage, site_id: int) -> None:
    """Believe a secret that was replaced no longer: it has become known."""
    with storage.transaction():
        storage.execute("DELETE FROM identity_secret WHERE site_id = %s AND ends_at IS NOT NULL", (site_id,))
        storage.touch(*_TOPICS)


def switch_off(storage: Storage, site_id: int) -> None:
    """Believe no identities of this site any more."""
    with storage.transaction():
        storage.execute("DELETE FROM identity_secret WHERE site_id = %s", (site_id,))
        storage.touch(*_TOPICS)


def all_secrets(storage: Storage, now: datetime) -> Mapping[int, tuple[IdentitySecret, ...]]:
    """Those that count, by site. Needs a connection."""
    found: dict[int, tuple[IdentitySecret, ...]] = {}
    for site_id, text, _made, ends in storage.execute(f"{_READ} ORDER BY id", (to_ms(now),)):
        found[site_id] = (*found.get(site_id, ()), IdentitySecret(text, None if ends is None else from_ms(ends)))
    return found


_READ: Final = """
SELECT site_id, secret, created_at, ends_at FROM identity_secret WHERE (ends_at IS NULL OR ends_at > %s)
"""
_END: Final = "UPDATE identity_secret SET ends_at = %s WHERE ends_at IS NULL"
