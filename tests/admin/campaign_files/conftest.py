"""A shop with one running campaign, and a file dropped on a page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest
from nicegui import ui
from nicegui.elements.upload_files import SmallFileUpload
from nicegui.testing import User

from core import campaigns, sites, team
from core.campaigns import draft_changes, switching
from core.campaigns.drafts import Draft
from core.campaigns.listing import Wanted, list_campaigns
from core.plugins import Registry
from core.storage import Storage
from tests.admin.hands import shown, until


@dataclass
class Shop:
    """A site with an employee, Ada, and a running campaign of hers, Welcome."""

    storage: Storage
    registry: Registry
    site: int
    ada: int
    welcome: int

    def names(self, site: int = 0) -> list[str]:
        rows = list_campaigns(self.storage, self.registry, Wanted(site_id=site or self.site)).rows
        return [each.name for each in rows]

    def draft(self, campaign_id: int = 0) -> Draft:
        return campaigns.get(self.storage, campaign_id or self.welcome).draft

    def type(self, field: str, value: object) -> None:
        """Change the draft of Welcome."""
        draft_changes.save(self.storage, self.welcome, field, value, agent_id=self.ada, base_version=0)

    def publish(self) -> None:
        switching.publish(self.storage, self.registry, self.welcome, agent_id=self.ada)


@pytest.fixture
def shop(storage: Storage, registry: Registry) -> Shop:
    site = sites.add_site(storage, sites.SiteSettings("shop.example")).id
    ada = team.add_agent(storage, email="ada@shop.example", name="Ada", role="agent").id
    draft = Draft(name="Welcome", sender=ada, recipient=f"agent:{ada}", text="Hi there")
    welcome = campaigns.create(storage, site_id=site, agent_id=ada, draft=draft).id
    made = Shop(storage, registry, site, ada, welcome)
    made.publish()
    return made


def file_of(*entries: dict[str, Any], **more: Any) -> bytes:
    return json.dumps({"schema": 1, "kind": "smart_trigger_campaigns", "campaigns": entries, **more}).encode()


async def drop(user: User, written: bytes, name: str = "campaigns.json") -> None:
    """Drop a file on the page."""
    found = await until(lambda: [each for each in shown(user) if isinstance(each, ui.upload)], "a place for files")
    with found[0].client:
        await found[0].handle_uploads([SmallFileUpload(name, "application/json", written)])
