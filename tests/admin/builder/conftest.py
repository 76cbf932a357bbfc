"""A draft that is opened at its condition builder, with one condition type of every value type."""

from __future__ import annotations

from typing import Any

import pytest
from nicegui.testing import User

from core import campaigns, sites
from core.campaigns.drafts import Draft
from core.plugins import Registry, load_plugins
from core.storage import Storage
from tests import sample_plugin
from tests.admin.builder.hands import Builder
from tests.admin.campaign_hands import LIST, sees


@pytest.fixture
def registry() -> Registry:
    """One condition type of every value type."""
    return load_plugins((), extra=[sample_plugin], entry_points=False)


Open = Any


@pytest.fixture
def open_builder(marketer: User, storage: Storage) -> Open:
    """`await open_builder(rule, …)`: a draft with these conditions, opened at its third step."""
    site = sites.add_site(storage, sites.SiteSettings("shop.example"))

    async def opened(*rules: dict[str, Any]) -> Builder:
        audience = {"schema": 1, "match": "all", "rules": list(rules)}
        draft = Draft(name="Welcome back", audience=audience)
        campaign = campaigns.create(storage, site_id=site.id, agent_id=None, draft=draft)
        await marketer.open(f"{LIST}/{campaign.id}?step=customers")
        await sees(marketer, "Show to visitors who meet")
        return Builder(marketer, storage, campaign.id)

    return opened
