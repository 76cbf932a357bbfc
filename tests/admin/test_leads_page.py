"""The Leads page: who left a way to be reached, as a table, and erased on demand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from nicegui import ui
from nicegui.testing import User

from core.leads import Origin, keep
from core.leads.listing import PAGE_SIZE
from core.messages.forms import Answer
from core.sites import SiteSettings, add_site
from core.storage import Storage
from core.storage.models import Campaign, Conversation, Display, Lead, Visitor
from tests.admin.conftest import SignInAs
from tests.admin.hands import choose, fill, press, send, shown, until

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def an(storage: Storage) -> None:
    """A lead, with a conversation."""
    site = add_site(storage, SiteSettings(name="Shop"))
    with storage.transaction():
        content = {"name": "Gifts for teams"}
        campaign = Campaign.create(site=site.id, position=1, draft=content, created_at=NOW, changed_at=NOW)
        visitor = Visitor.create(site=site.id, key="v", first_seen_at=NOW)
        display = Display.create(
            id="d", campaign=campaign, revision_number=1, visitor=visitor, slot="once:1", generation=1, page_view="p",
            claimed_at=NOW,
        )  # fmt: skip
        talk = Conversation.create(key="talk", site=site.id, visitor=visitor, created_at=NOW, changed_at=NOW)
        answers = [Answer("Name", "name", "Nguyễn An"), Answer("E-mail", "email", "an@example.vn")]
        origin = Origin(site.id, visitor.id, campaign.id, display.id, talk.id, "https://a.example/x", "Gifts", "VN")
        keep(storage, "m" * 22, answers, "You may write to me.", origin, NOW)


async def test_a_lead_is_listed_with_where_it_came_from(marketer: User, an: None) -> None:
    await marketer.open("/leads")
    for words in ("Nguyễn An", "an@example.vn", "Gifts for teams", "Agreed to: You may write to me."):
        await marketer.should_see(words)
    await fill(marketer, "Search leads", "nobody")
    await marketer.should_see("No lead matches these filters")


async def test_a_row_leads_to_the_conversation_while_there_is_one(marketer: User, storage: Storage, an: None) -> None:
    await marketer.open("/leads")
    assert linked(marketer, "Nguyễn An") == "/inbox?c=talk"
    with storage.transaction():
        Conversation.delete().execute()
    await marketer.open("/leads")
    await marketer.should_see("Nguyễn An")
    assert linked(marketer, "Nguyễn An") is None


async def test_who_is_erased_is_gone_after_a_question(marketer: User, storage: Storage, an: None) -> None:
    await marketer.open("/leads")
    await choose(marketer, "Nguyễn An", "Erase")
    await press(marketer, "Erase")
    await marketer.should_see("Nguyễn An is erased.")
    await marketer.should_see("Nobody has left an address yet")

    def gone() -> bool:
        with storage.connection():
            return Lead.select().count() == 0

    await until(gone, "the lead to be gone")


async def test_chosen_ones_are_taken_away_and_erased_together(marketer: User, storage: Storage, an: None) -> None:
    with storage.transaction():
        visitor = Visitor.get()
        for number, name in enumerate(("Bo", "Cy")):
            other = Visitor.create(site=visitor.site, key=name, first_seen_at=NOW)
            origin = Origin(visitor.site.id, other.id, Campaign.get().id, "d", 1, "https://a.example/x", "Gifts", "VN")
            keep(storage, f"{number}" * 22, [Answer("Name", "name", name)], "", origin, NOW)
    await marketer.open("/leads")
    for name in ("Bo", "Nguyễn An"):
        tick = await until(lambda name=name: tick_of(marketer, name), f"the tick of {name}")
        send(marketer, tick, "click", {"on": True, "through": False})
    await marketer.should_see("2 selected")
    await press(marketer, "Download CSV")
    answer = await marketer.download.next()
    assert ("Bo" in answer.text, "Cy" in answer.text) == (True, False)
    await press(marketer, "Erase")
    await press(marketer, "Erase 2 leads")
    await marketer.should_see("2 leads are erased.")
    await marketer.should_not_see("selected")
    with storage.connection():
        assert [each.name for each in Lead.select()] == ["Cy"]


async def test_the_list_is_paged_and_narrowed_by_its_address(marketer: User, storage: Storage, an: None) -> None:
    with storage.transaction():
        first = Campaign.get()
        second = Campaign.create(site=first.site, position=2, draft={"name": "Help"}, created_at=NOW, changed_at=NOW)
        for number in range(PAGE_SIZE + 2):
            visitor = Visitor.create(site=first.site, key=f"p{number}", first_seen_at=NOW)
            origin = Origin(first.site.id, visitor.id, second.id, "d", 1, "https://a.example/x", "Help", "VN")
            at = NOW + timedelta(minutes=number + 1)
            keep(storage, f"{number:022}", [Answer("Name", "name", f"Lead {number:02}")], "", origin, at)
    await marketer.open(f"/leads?campaign={second.id}")
    await marketer.should_see("Page 1 of 2")
    await marketer.should_see(f"Lead {PAGE_SIZE + 1}")
    await marketer.should_not_see("Nguyễn An")
    await press(marketer, "Next page")
    await marketer.should_see("Page 2 of 2")
    await marketer.should_see("Lead 00")
    await marketer.should_not_see(f"Lead {PAGE_SIZE + 1}")
    await marketer.open(f"/leads?campaign={second.id}&page=2")
    await marketer.should_see("Lead 01")
    await marketer.open(f"/leads?campaign={first.id}")
    await marketer.should_see("Nguyễn An")
    await marketer.should_not_see("Lead 00")


async def test_one_lead_alone_is_shown_by_its_id_until_all_are_asked_for(
    marketer: User, storage: Storage, an: None
) -> None:
    with storage.transaction():
        visitor = Visitor.get()
        origin = Origin(visitor.site.id, visitor.id, Campaign.get().id, "d", 1, "https://a.example/x", "Gifts", "VN")
        newer = keep(storage, "n" * 22, [Answer("Name", "name", "Bo")], "", origin, NOW)
    await marketer.open(f"/leads?lead={newer}")
    await marketer.should_see("Bo")
    await marketer.should_not_see("an@example.vn")
    await fill(marketer, "Search leads", "example.vn")
    await marketer.should_see("an@example.vn")
    await marketer.open("/leads?lead=999")
    await marketer.should_see("This lead is not here any more")


def linked(user: User, words: str) -> str | None:
    """Where these words lead."""
    return next(each.props.get("href") for each in shown(user) if getattr(each, "text", "") == words)


def tick_of(user: User, name: str) -> ui.element | None:
    return next((each for each in shown(user) if each.props.get("aria-label") == f"Select {name}"), None)


async def test_a_deleted_campaign_is_named_without_a_way_to_it(marketer: User, storage: Storage, an: None) -> None:
    with storage.transaction():
        Campaign.update(deleted_at=NOW).execute()
    await marketer.open("/leads")
    await marketer.should_see("Gifts for teams (deleted)")
    assert not [each for each in shown(marketer) if str(each.props.get("href", "")).endswith("/smart-trigger/1")]


async def test_the_list_is_taken_away_as_a_table(marketer: User, an: None) -> None:
    await marketer.open("/leads")
    await press(marketer, "Download CSV")
    answer = await marketer.download.next()
    assert "Nguyễn An,an@example.vn" in answer.text


async def test_without_leads_the_way_to_the_first_one_is_shown(marketer: User) -> None:
    await marketer.open("/leads")
    await marketer.should_see("Nobody has left an address yet")
    await marketer.should_see("Go to campaigns")


async def test_agents_have_no_list_of_leads(sign_in_as: SignInAs) -> None:
    agent = await sign_in_as("agent")
    answer = await agent.http_client.get("/leads")
    assert answer.status_code == 403
    assert "does not allow this" in answer.text
