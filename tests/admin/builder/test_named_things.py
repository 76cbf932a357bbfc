"""Campaigns in a rule are chosen and said by their names, and one that is deleted is a problem at its row."""

from __future__ import annotations

from typing import Any

import pytest
from nicegui.testing import User

from core import campaigns, sites, team
from core.campaigns import switching
from core.campaigns.drafts import Draft
from core.plugins import Registry, load_plugins
from core.storage import Storage
from tests.admin.builder.hands import Builder
from tests.admin.campaign_hands import LIST, control, pick, said, sees, sees_not, tell


@pytest.fixture
def registry() -> Registry:
    return load_plugins(entry_points=False)


@pytest.fixture
def welcome(storage: Storage) -> str:
    """Another campaign's id, as rules keep it."""
    site = sites.add_site(storage, sites.SiteSettings("shop.example"))
    return str(campaigns.create(storage, site_id=site.id, agent_id=None, draft=Draft(name="Welcome")).id)


async def opened(user: User, storage: Storage, *rules: dict[str, Any]) -> Builder:
    audience = {"schema": 1, "match": "all", "rules": list(rules)}
    site = campaigns.site_choices(storage)[0]
    made = campaigns.create(storage, site_id=site.id, agent_id=None, draft=Draft(name="Next", audience=audience))
    return await seen(user, storage, made.id)


async def seen(user: User, storage: Storage, campaign_id: int) -> Builder:
    await user.open(f"{LIST}/{campaign_id}?step=customers")
    await sees(user, "Show to visitors who meet")
    return Builder(user, storage, campaign_id)


async def test_campaigns_are_chosen_and_said_by_name(marketer: User, storage: Storage, welcome: str) -> None:
    builder = await opened(marketer, storage)
    await pick(marketer, "Condition", "Campaigns shown")
    names = {item["title"] for item in control(marketer, "Campaigns shown: values").props["items"]}
    assert names == {"Welcome", "Next"}
    await tell(marketer, "Campaigns shown: values", [welcome])
    await builder.holds({"fact": "campaigns_shown", "operator": "is_any_of", "value": [welcome]})
    await sees(marketer, "Visitors who were shown “Welcome”")


async def test_a_key_is_chosen_from_the_campaigns(marketer: User, storage: Storage, welcome: str) -> None:
    builder = await opened(marketer, storage)
    await pick(marketer, "Condition", "Days since read")
    await tell(marketer, "Days since read: value", "7")
    await sees(marketer, "Choose what to look at.")
    await tell(marketer, "Days since read: Campaign", welcome)
    await builder.holds({"fact": "days_since_read", "key": welcome, "operator": "at_least", "value": 7})
    await sees(marketer, "Visitors who read “Welcome” at least 7 days ago")
    await sees_not(marketer, "Choose what to look at.")


@pytest.mark.parametrize("purged", [False, True])
async def test_a_deleted_campaign_is_a_problem_at_its_row_and_no_number(
    marketer: User, storage: Storage, welcome: str, purged: bool
) -> None:
    builder = await opened(
        marketer,
        storage,
        {"fact": "campaigns_shown", "operator": "is_any_of", "value": [welcome]},
        {"fact": "days_since_read", "key": welcome, "operator": "at_least", "value": 7},
    )
    assert not said(marketer, "was deleted")
    switching.delete(storage, int(welcome), agent_id=None)
    if purged:
        with storage.transaction():
            storage.execute("DELETE FROM campaign WHERE id = %s", (int(welcome),))
            storage.touch("campaigns")
    await seen(marketer, storage, builder.campaign_id)
    name = "a deleted campaign" if purged else "“Welcome”"
    problem = "This names a campaign that was deleted." if purged else "“Welcome” was deleted."
    assert len(said(marketer, problem)) == 2
    (gone,) = [item for item in control(marketer, "Campaigns shown: values").props["items"] if item["disabled"]]
    assert (gone["key"], gone["title"]) == (welcome, name)
    assert not said(marketer, f"“{welcome}”"), "nobody reads ids"


async def test_employees_and_groups_are_chosen_by_name_until_they_leave(
    marketer: User, storage: Storage, welcome: str
) -> None:
    bo = team.add_agent(storage, email="bo@shop.example", name="Bo", role="agent").id
    sales = team.add_group(storage, "Sales", [bo]).id
    builder = await opened(
        marketer,
        storage,
        {"fact": "team_online", "operator": "is_any_of", "value": [f"agent:{bo}", f"group:{sales}"]},
        {"fact": "free_capacity", "key": f"group:{sales}", "operator": "at_least", "value": 1},
    )
    await sees(marketer, "Visitors while “Bo” or “Sales” is online, while “Sales” has room for at least 1 conversation")
    offered = [item["title"] for item in control(marketer, "Online in the team: values").props["items"]]
    assert offered == ["Sales", "Bo", "Marketer"]
    team.deactivate_agent(storage, bo)
    team.deactivate_group(storage, sales)
    await seen(marketer, storage, builder.campaign_id)
    assert said(marketer, "“Bo” is not active any more. Choose somebody else or take it away.")
    assert said(marketer, "“Sales” is not active any more. Choose another group or take it away.")
