"""Ready campaigns to start from: each a plain file beside this one, which an import takes as well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from core import campaigns, sites
from core.campaign_files.fields import Named, values
from core.campaign_files.reading import CampaignFile, read
from core.campaigns import Campaign
from core.campaigns.addressees import Addressees
from core.campaigns.drafts import Draft
from core.campaigns.translations import in_one_language
from core.errors import NotFound
from core.i18n import _, language
from core.plugins import Registry
from core.storage import Storage

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class ReadyCampaign:
    """A campaign of the gallery; its draft names nobody, and is in the reader's language if the file has it."""

    key: str
    title: str
    """Marked for translation, as are the next two."""
    description: str
    category: str
    draft: Draft


def ready_campaigns(registry: Registry) -> tuple[ReadyCampaign, ...]:
    """Everything to start from, in the gallery's order; what asks for conditions that are not installed is left out."""
    found = (_ready(key, file, registry) for key, file in _files().items())
    return tuple(each for each in found if each is not None)


def start(storage: Storage, registry: Registry, key: str, *, site_id: int, agent_id: int) -> Campaign:
    """Make a draft of a ready campaign: sent by whoever starts it, replies to the site's recipient, else to them too.

    Raises NotFound.
    """
    ready = next((each for each in ready_campaigns(registry) if each.key == key), None)
    if ready is None:
        raise NotFound("gallery_unknown", _("This campaign is not in the gallery any more. Choose another."))
    draft = campaigns.addressed(ready.draft, sites.site(storage, site_id).settings.recipient, agent_id)
    return campaigns.create(storage, site_id=site_id, agent_id=agent_id, draft=draft)


@cache
def _files() -> Mapping[str, CampaignFile]:
    """The gallery's files by key, in the order of the numbers that their names begin with."""
    paths = sorted(FOLDER.glob("*.json"))
    return {path.stem.partition("-")[2]: read(path.read_bytes()) for path in paths}


def _ready(key: str, file: CampaignFile, registry: Registry) -> ReadyCampaign | None:
    given, wrong = values(file.campaigns[0], Named(Addressees((), ()), (), registry.condition_types), registry, Draft())
    if wrong:
        return None
    about: Mapping[str, Any] = file.about
    draft = replace(in_one_language(Draft(**given), language()), name=_(about["title"]))
    return ReadyCampaign(key, about["title"], about["description"], about["category"], draft)
