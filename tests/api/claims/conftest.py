"""What tests of the claim share."""

from __future__ import annotations

import secrets
from typing import Any

from core.storage import Storage
from core.storage.models import Campaign, Display, Revision
from tests.api.conftest import Demo


def made_id() -> Any:
    return secrets.token_urlsafe(16)


def displays(storage: Storage) -> Any:
    with storage.connection():
        return list(Display.select().order_by(Display.claimed_at).dicts())


def publish(demo: Demo, campaign: int, *, refresh: Any = True, **fields: Any) -> None:
    with demo.storage.transaction():
        row = Campaign.get_by_id(campaign)
        number = (row.revision_number or 0) + 1
        content = {**row.draft, **fields}
        Revision.create(campaign=row, number=number, content=content, created_at=demo.parts.clock())
        Campaign.update(draft=content, revision_number=number).where(Campaign.id == campaign).execute()
    if refresh:
        demo.refresh()
