"""What tests of campaigns share."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

import pytest

from core import campaigns, sites, team
from core.campaigns import draft_changes
from core.campaigns import switching as campaign_switch
from core.campaigns.drafts import Draft
from core.campaigns.listing import Wanted, list_campaigns
from core.plugins import Registry
from core.storage import Storage
from core.storage.models import Pulse
from core.team import agent_groups as groups


class World(NamedTuple):
    """A site in Ho Chi Minh City, two employees and a group."""

    storage: Storage
    registry: Registry
    site: int
    ada: int
    bo: int
    sales: int

    def draft(self, **fields: Any) -> Draft:
        """A draft with nothing missing."""
        complete = Draft(name="Welcome back", sender=self.ada, recipient=f"group:{self.sales}", text="Hi there")
        return replace(complete, **fields)

    def create(self, **fields: Any) -> campaigns.Campaign:
        return campaigns.create(self.storage, site_id=self.site, agent_id=self.ada, draft=self.draft(**fields))

    def publish(self, campaign_id: int, **options: Any) -> campaigns.Campaign:
        return campaign_switch.publish(self.storage, self.registry, campaign_id, agent_id=self.ada, **options)

    def running(self, **fields: Any) -> campaigns.Campaign:
        return self.publish(self.create(**fields).id)

    def save(self, campaign_id: int, field: str, value: object, *, by: int = 0, base: int = 0) -> draft_changes.Saved:
        return draft_changes.save(self.storage, campaign_id, field, value, agent_id=by or self.ada, base_version=base)

    def list(self, **wanted: Any) -> list[str]:
        return [row.name for row in list_campaigns(self.storage, self.registry, Wanted(**wanted)).rows]

    def pulse(self, topic: str) -> int:
        with self.storage.connection():
            row = Pulse.get_or_none(topic=topic)
            return row.version if row else 0


@pytest.fixture
def world(storage: Storage, registry: Registry) -> World:
    settings = sites.SiteSettings("shop.example", ("https://shop.example",), "Asia/Ho_Chi_Minh")
    site = sites.add_site(storage, settings)
    ada = team.add_agent(storage, email="ada@shop.example", name="Ada", role="marketer")
    bo = team.add_agent(storage, email="bo@shop.example", name="Bo", role="owner")
    sales = groups.add_group(storage, "Sales", [ada.id])
    return World(storage, registry, site.id, ada.id, bo.id, sales.id)


def rule(*conditions: dict[str, Any]) -> dict[str, Any]:
    return {"schema": 1, "match": "all", "rules": list(conditions)}
