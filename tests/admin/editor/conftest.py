"""What the editor's tests begin with: a site, an employee, a group, and drafts with nothing missing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core import campaigns, sites, team
from core.campaigns import Campaign
from core.campaigns.drafts import Draft
from core.storage import Storage
from core.team import agent_groups as groups


@pytest.fixture
def site(storage: Storage) -> int:
    settings = sites.SiteSettings("shop.example", ("https://shop.example",), "Asia/Ho_Chi_Minh")
    return sites.add_site(storage, settings).id


@pytest.fixture
def ada(storage: Storage) -> team.Agent:
    return team.add_agent(storage, email="ada@shop.example", name="Ada", role="agent", title="Customer care")


@pytest.fixture
def sales(storage: Storage, ada: team.Agent) -> int:
    return groups.add_group(storage, "Sales", [ada.id]).id


Make = Callable[..., Campaign]


@pytest.fixture
def make(storage: Storage, site: int, ada: team.Agent, sales: int) -> Make:
    """Make a draft with nothing missing but what is said."""

    def made(**fields: Any) -> Campaign:
        complete = {"name": "Welcome back", "sender": ada.id, "recipient": f"group:{sales}", "text": "Hi there"}
        return campaigns.create(storage, site_id=site, agent_id=ada.id, draft=Draft(**{**complete, **fields}))

    return made
