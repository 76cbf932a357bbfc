"""What the tests of one open editor share: a team, a site, a campaign."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from admin_ui.campaign_editor.drafting import Drafting
from core.campaigns import Campaign
from core.campaigns.addressees import Addressees
from core.campaigns.draft_problems import SiteChoice, Surroundings
from core.campaigns.drafts import Draft
from core.plugins import load_plugins
from core.team import Agent
from core.team.agent_groups import Group
from tests import sample_plugin

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SITE = SiteChoice(1, "shop.example", "UTC")


@pytest.fixture
def around() -> Surroundings:
    ada = Agent(1, "ada@shop.example", "Ada", "marketer", "", "", "system", active=True, has_password=True)
    sales = Group(1, "Sales", (1,), active=True)
    registry = load_plugins((), extra=[sample_plugin], entry_points=False)
    return Surroundings(registry, Addressees((ada,), (sales,)), SITE, NOW)


def campaign(draft: Draft, version: int = 1, **fields: Any) -> Campaign:
    known: dict[str, Any] = {
        "id": 7,
        "site": SITE,
        "status": "draft",
        "draft": draft,
        "draft_version": version,
        "steps_done": (),
        "published": None,
        "revision_number": None,
        "published_at": None,
        "generation": 1,
        "flag": "",
        "position": 1,
        "changed_at": NOW,
        "changed_by": "Ada",
    }
    return Campaign(**{**known, **fields})


@pytest.fixture
def drafting(around: Surroundings) -> Drafting:
    """An editor that has a saved draft open."""
    return Drafting.of(campaign(Draft(name="Welcome", text="Hi")), around)
