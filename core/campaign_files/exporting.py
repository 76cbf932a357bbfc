"""Writes campaigns to a file: their drafts as they are now, with the pictures that these refer to."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from core import campaigns
from core.campaign_files.fields import NAMES, People
from core.campaign_files.pictures import written_pictures
from core.campaign_files.reading import KIND, SCHEMA
from core.campaigns.addressees import Addressees
from core.campaigns.drafts import Draft
from core.storage import Storage


def export(storage: Storage, campaign_ids: Iterable[int]) -> dict[str, Any]:
    """The campaigns as a file has them, in this order. Raises NotFound."""
    with storage.connection():
        drafts = [campaigns.get(storage, each).draft for each in campaign_ids]
        people = People(Addressees.load(storage))
        pictures = written_pictures(storage, drafts)
    return {
        "schema": SCHEMA,
        "kind": KIND,
        "campaigns": [_written(draft, people) for draft in drafts],
        **({"pictures": pictures} if pictures else {}),
    }


def as_text(data: dict[str, Any]) -> str:
    """A file's text: indented, so that people can read it and keep it under version control."""
    return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _written(draft: Draft, people: People) -> dict[str, Any]:
    return {name: people.written(name, draft) for name in NAMES}
