"""Two shops that exchange files: one to export from, one to import into."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from core import campaigns, sites
from core.campaign_files.exporting import as_text, export
from core.campaign_files.importing import Imported, import_
from core.campaign_files.planning import Plan, plan
from core.campaign_files.reading import CampaignFile, read
from core.campaigns.drafts import Draft
from core.campaigns.listing import Wanted, list_campaigns
from core.errors import InvalidFile
from tests.api.campaigns.conftest import World
from tests.api.campaigns.conftest import world as world

FRAME: dict[str, Any] = {"schema": 1, "kind": "smart_trigger_campaigns"}


def file_of(*entries: Any, **more: Any) -> bytes:
    """A file with these campaigns; one that has no name is called Hello."""
    named = [{"name": "Hello", **each} if isinstance(each, dict) else each for each in entries]
    return json.dumps({**FRAME, "campaigns": named, **more}).encode()


class Shops:
    """A world with a second site, and what people do with files between the two."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.other = sites.add_site(world.storage, sites.SiteSettings("outlet.example")).id

    def text(self, *campaign_ids: int) -> bytes:
        return as_text(export(self.world.storage, self.world.registry, campaign_ids)).encode()

    def file(self, *campaign_ids: int) -> CampaignFile:
        return read(self.text(*campaign_ids))

    def plan(self, file: CampaignFile | bytes, site_id: int = 0) -> Plan:
        taken = read(file) if isinstance(file, bytes) else file
        return plan(self.world.storage, self.world.registry, taken, site_id or self.other)

    def take(self, file: CampaignFile | bytes, site_id: int = 0, **more: Any) -> Imported:
        taken = read(file) if isinstance(file, bytes) else file
        given = {"agent_id": self.world.bo, **more}
        return import_(self.world.storage, self.world.registry, taken, site_id or self.other, **given)

    def refused(self, file: bytes) -> list[str]:
        """What is wrong with a file, in words; nothing of it may have come in."""
        before = self.names(), self.world.list()
        with pytest.raises(InvalidFile) as caught:
            self.take(file)
        assert (self.names(), self.world.list()) == before
        return [str(each) for each in caught.value.problems]

    def draft(self, **fields: Any) -> campaigns.Campaign:
        """A campaign of the other site."""
        made = replace(self.world.draft(), **fields)
        return campaigns.create(self.world.storage, site_id=self.other, agent_id=self.world.ada, draft=made)

    def drafts(self) -> list[Draft]:
        return [campaigns.get(self.world.storage, each.id).draft for each in self._listed()]

    def names(self) -> list[str]:
        return [each.name for each in self._listed()]

    def _listed(self) -> Any:
        return list_campaigns(self.world.storage, self.world.registry, Wanted(site_id=self.other)).rows


@pytest.fixture
def shops(world: World) -> Shops:
    return Shops(world)
