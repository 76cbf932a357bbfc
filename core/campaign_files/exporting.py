"""Writes campaigns to a file: their drafts as they are now, with the pictures that these refer to."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from core import campaigns
from core.campaign_files.fields import NAMES, Named
from core.campaign_files.pictures import MAX_PICTURES, written_pictures
from core.campaign_files.reading import KIND, MAX_CAMPAIGNS, SCHEMA
from core.campaigns.addressees import Addressees
from core.campaigns.drafts import Draft
from core.errors import Conflict
from core.goals import all_goals
from core.i18n import _
from core.plugins import Registry
from core.storage import Storage


def export(storage: Storage, registry: Registry, campaign_ids: Iterable[int]) -> dict[str, Any]:
    """The campaigns as a file has them, in this order. Raises NotFound, and Conflict for more than a file takes."""
    with storage.connection():
        drafts = [campaigns.get(storage, each).draft for each in campaign_ids]
        registry.installation.refresh(storage)
        named = Named(Addressees.load(storage), tuple(all_goals(storage).values()), registry.condition_types)
        pictures = written_pictures(storage, drafts)
    if len(drafts) > MAX_CAMPAIGNS or len(pictures) > MAX_PICTURES:
        message = _("A file takes {campaigns} campaigns and {pictures} pictures at most. Export fewer at once.")
        raise Conflict("export_large", message.format(campaigns=MAX_CAMPAIGNS, pictures=MAX_PICTURES))
    return {
        "schema": SCHEMA,
        "kind": KIND,
        "campaigns": [_written(draft, named) for draft in drafts],
        **({"pictures": pictures} if pictures else {}),
    }


def as_text(data: dict[str, Any]) -> str:
    """A file's text: indented, so that people can read it and keep it under version control."""
    return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def file_name(name: str) -> str:
    """What to call the file of a campaign."""
    words = "-".join(re.findall(r"[^\W_]+", name.casefold()))[:60].strip("-")
    return f"{words or 'campaign'}.json"


def _written(draft: Draft, named: Named) -> dict[str, Any]:
    return {name: named.written(name, draft) for name in NAMES}
