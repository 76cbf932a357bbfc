"""The team: who is in it, and what happens to campaigns and conversations when somebody leaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from core import campaigns, team
from core.errors import Conflict, InvalidInput, NotFound
from core.storage import Storage
from core.storage.models import Campaign, Conversation, DraftChange, Revision, Site, Visitor
from core.team import succession
from core.team.parties import Party
from core.team.roles import Permission, permissions

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def connected(storage: Storage) -> Iterator[None]:
    """Tests look into the tables, too."""
    with storage.connection():
        yield


@dataclass(frozen=True)
class Cast:
    """Three people, a group, and a live campaign that Bo sends and whose replies Sales gets."""

    ada: team.Agent
    bo: team.Agent
    cy: team.Agent
    sales: team.Group
    campaign_id: int
    conversation_id: int


@pytest.fixture
def cast(storage: Storage) -> Cast:
    ada = team.add_agent(storage, email="ada@shop.example", name="Ada", role="owner")
    bo = team.add_agent(storage, email="bo@shop.example", name="Bo", role="marketer")
    cy = team.add_agent(storage, email="cy@shop.example", name="Cy", role="agent")
    sales = team.add_group(storage, "Sales", [bo.id, cy.id])
    draft = {"name": "Welcome back", "sender": bo.id, "recipient": f"group:{sales.id}", "text": "Hi"}
    with storage.transaction():
        site = Site.create(key="k", name="Shop", created_at=NOW, recipient=f"agent:{bo.id}")
        values: dict[str, Any] = {"position": 1, "draft": draft, "created_at": NOW, "changed_at": NOW}
        campaign = Campaign.create(site=site.id, status="active", revision_number=1, **values)
        Revision.create(campaign=campaign.id, number=1, content=draft, created_at=NOW)
        visitor = Visitor.create(site=site.id, key="v", first_seen_at=NOW)
        conversation = Conversation.create(
            key="c", site=site.id, visitor=visitor.id, agent=bo.id, group=sales.id, created_at=NOW, changed_at=NOW
        )
    return Cast(ada, bo, cy, sales, campaign.id, conversation.id)


def live_content(campaign_id: int) -> Any:
    row = Campaign.get_by_id(campaign_id)
    return Revision.get(Revision.campaign == campaign_id, Revision.number == row.revision_number).content


def test_an_owner_may_do_everything_a_marketer_campaigns_an_agent_the_inbox() -> None:
    assert permissions("owner") == frozenset(Permission)
    assert permissions("marketer") >= {Permission.CAMPAIGNS, Permission.SEE_SITES, Permission.INBOX}
    assert not permissions("marketer") & {Permission.TEAM, Permission.SITES}
    assert permissions("agent") == {Permission.INBOX, Permission.PROFILE, Permission.VISITORS}
    assert permissions("superuser") == frozenset()


def test_addresses_are_kept_in_one_form_and_only_once(storage: Storage) -> None:
    kept = team.add_agent(storage, email="  Ada@Shop.Example ", name=" Ada   Lovelace ", role="owner")
    assert (kept.email, kept.name) == ("ada@shop.example", "Ada Lovelace")
    with pytest.raises(InvalidInput) as refused:
        team.add_agent(storage, email="ADA@shop.example", name="Other", role="agent")
    assert (refused.value.code, refused.value.field) == ("email_taken", "email")


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"email": "ada"}, "email", "email"),
        ({"email": "ada@shop"}, "email", "email"),
        ({"email": "a da@shop.example"}, "email", "email"),
        ({"email": "@shop.example"}, "email", "email"),
        ({"email": f"{'a' * 250}@shop.example"}, "email", "email"),
        ({"name": "   "}, "name_missing", "name"),
        ({"name": "x" * 81}, "name_long", "name"),
        ({"name": "A\u202eda"}, "name_control", "name"),
        ({"title": "x" * 81}, "title_long", "title"),
        ({"role": "admin"}, "role", "role"),
        ({"group_ids": [99]}, "group_unknown", "groups"),
    ],
)
def test_what_can_not_be_taken_is_told_at_its_field(
    storage: Storage, change: dict[str, Any], code: str, field: str
) -> None:
    given = {"email": "ada@shop.example", "name": "Ada", "role": "owner"} | change
    with pytest.raises(InvalidInput) as refused:
        team.add_agent(storage, **given)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert team.agents(storage) == ()


def test_the_last_owner_can_neither_leave_nor_be_demoted(storage: Storage, cast: Cast) -> None:
    with pytest.raises(Conflict, match="last owner"):
        team.deactivate_agent(storage, cast.ada.id)
    with pytest.raises(Conflict, match="last owner"):
        team.edit_agent(storage, cast.ada.id, email=cast.ada.email, name="Ada", role="agent")
    team.edit_agent(storage, cast.bo.id, email=cast.bo.email, name="Bo", role="owner")
    assert not team.deactivate_agent(storage, cast.ada.id).active


def test_groups_have_a_name_of_their_own_and_members(storage: Storage, cast: Cast) -> None:
    assert team.group(storage, cast.sales.id).member_ids == (cast.bo.id, cast.cy.id)
    with pytest.raises(InvalidInput, match="There is a group Sales already"):
        team.add_group(storage, "sales")
    with pytest.raises(InvalidInput, match="employees are gone"):
        team.edit_group(storage, cast.sales.id, name="Sales", member_ids=[99])
    renamed = team.edit_group(storage, cast.sales.id, name="Sales EU", member_ids=[cast.cy.id])
    assert (renamed.name, renamed.member_ids) == ("Sales EU", (cast.cy.id,))
    assert team.agent(storage, cast.cy.id).group_ids == (cast.sales.id,)
    with pytest.raises(NotFound):
        team.group(storage, 99)


def test_what_somebody_would_leave_behind_is_told(storage: Storage, cast: Cast) -> None:
    duties = succession.duties(storage, Party("agent", cast.bo.id))
    assert duties.campaigns == ("Welcome back",)
    assert (duties.open_conversations, duties.sites) == (1, ("Shop",))
    assert not succession.duties(storage, Party("agent", cast.cy.id))
    assert succession.duties(storage, Party("group", cast.sales.id)).campaigns == ("Welcome back",)


def test_a_successor_takes_over_campaigns_conversations_and_first_messages(storage: Storage, cast: Cast) -> None:
    team.deactivate_agent(storage, cast.bo.id, cast.cy.id)
    row = Campaign.get_by_id(cast.campaign_id)
    assert (row.flag, row.draft["sender"]) == ("", cast.cy.id)
    assert live_content(cast.campaign_id)["sender"] == cast.cy.id
    assert [(each.field, each.value) for each in DraftChange.select()] == [("sender", cast.cy.id)]
    conversation = Conversation.get_by_id(cast.conversation_id)
    assert (conversation.__data__["agent"], conversation.__data__["group"]) == (cast.cy.id, cast.sales.id)
    assert Site.get().recipient == f"agent:{cast.cy.id}"
    assert not campaigns.get(storage, cast.campaign_id).unpublished


def test_the_revision_that_visitors_met_before_is_never_rewritten(storage: Storage, cast: Cast) -> None:
    team.deactivate_agent(storage, cast.bo.id, cast.cy.id)
    numbers = {each.number: each.content["sender"] for each in Revision.select()}
    assert numbers == {1: cast.bo.id, 2: cast.cy.id}


def test_without_a_successor_campaigns_are_flagged_and_conversations_become_everybodys(
    storage: Storage, cast: Cast
) -> None:
    team.deactivate_agent(storage, cast.bo.id)
    assert Campaign.get_by_id(cast.campaign_id).flag.startswith("Bo left the team.")
    assert Conversation.get_by_id(cast.conversation_id).__data__["agent"] is None
    assert Site.get().recipient == ""
    team.reactivate_agent(storage, cast.bo.id)
    assert Campaign.get_by_id(cast.campaign_id).flag == ""


def test_a_group_hands_over_to_a_person_or_another_group(storage: Storage, cast: Cast) -> None:
    care = team.add_group(storage, "Care")
    team.deactivate_group(storage, cast.sales.id, f"group:{care.id}")
    assert live_content(cast.campaign_id)["recipient"] == f"group:{care.id}"
    assert Conversation.get_by_id(cast.conversation_id).__data__["group"] == care.id
    team.deactivate_group(storage, care.id, f"agent:{cast.ada.id}")
    assert live_content(cast.campaign_id)["recipient"] == f"agent:{cast.ada.id}"
    conversation = Conversation.get_by_id(cast.conversation_id)
    assert (conversation.__data__["agent"], conversation.__data__["group"]) == (cast.bo.id, None)


@pytest.mark.parametrize("successor", ["agent:99", "group:99", "nobody", "agent:x"])
def test_only_somebody_who_is_here_can_take_over(storage: Storage, cast: Cast, successor: str) -> None:
    with pytest.raises(InvalidInput, match="still active"):
        team.deactivate_group(storage, cast.sales.id, successor)
    with pytest.raises(InvalidInput, match="still active"):
        team.deactivate_agent(storage, cast.bo.id, cast.bo.id)
    assert team.group(storage, cast.sales.id).active


def test_who_comes_back_is_in_their_groups_again(storage: Storage, cast: Cast) -> None:
    team.deactivate_agent(storage, cast.cy.id)
    assert team.reactivate_agent(storage, cast.cy.id).group_ids == (cast.sales.id,)
