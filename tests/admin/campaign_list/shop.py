"""A shop whose campaigns stand in the list."""

from __future__ import annotations

from typing import Any

from nicegui.testing import User

from core import campaigns, sites, team
from core.campaigns import switching as campaign_switch
from core.campaigns.drafts import Draft
from core.plugins import Registry
from core.storage import Storage
from core.team import agent_groups as groups
from tests.admin.hands import shown


class Shop:
    """A site with an employee and a group, and campaigns made at will."""

    def __init__(self, storage: Storage, registry: Registry) -> None:
        self.storage, self.registry = storage, registry
        self.site = sites.add_site(storage, sites.SiteSettings("shop.example")).id
        self.ada = team.add_agent(storage, email="ada@shop.example", name="Ada", role="agent").id
        self.sales = groups.add_group(storage, "Sales", [self.ada]).id

    def draft(self, name: str, **fields: Any) -> int:
        complete = {"name": name, "sender": self.ada, "recipient": f"group:{self.sales}", "text": "Hi there"}
        draft = Draft(**{**complete, **fields})
        return campaigns.create(self.storage, site_id=self.site, agent_id=self.ada, draft=draft).id

    def running(self, name: str, **fields: Any) -> int:
        made = self.draft(name, **fields)
        campaign_switch.publish(self.storage, self.registry, made, agent_id=self.ada)
        return made

    def status(self, campaign_id: int) -> str:
        return campaigns.get(self.storage, campaign_id).status


def names(user: User) -> list[str]:
    """The campaigns on the page, from top to bottom."""
    assert user.client is not None
    listed = next((each for each in shown(user) if each.props.get("aria-label") == "Smart messages"), None)
    found: list[str] = []
    if listed is None:
        return found
    for row in listed.default_slot.children:
        name = next(each for each in row.descendants() if "st-camp-name" in each.classes)
        found.append(str(getattr(name, "text", "")))
    return found
