"""The Home page: what runs, what it brought, what needs somebody, and first steps that tick themselves off."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from nicegui import ui
from nicegui.testing import User

from admin_ui.pages import home as page
from core.goals import GoalSettings, add_goal
from core.inbox import answers
from core.sites import SiteSettings, add_site
from core.storage import Storage
from core.storage.models import Campaign, Display, Message, PluginFault, Revision, Site, Visitor
from core.team import add_agent
from tests.admin.conftest import SignInAs
from tests.admin.hands import shown, until, words_of
from tests.admin.inbox.hands import Post

SHOP = SiteSettings("Shop", ("https://shop.example",))


def says(user: User, words: str) -> bool:
    return any(words in str(getattr(each, "text", "")) for each in shown(user))


def headings(user: User) -> list[str]:
    """In the order of the page; one that was drawn anew meanwhile stands where it stands."""
    (start,) = (each for each in shown(user) if "st-content" in each.classes)
    return [words_of(each) for each in start.descendants() if each.tag == "h2"]


def target(user: User, words: str) -> str:
    """Where the first button with these words leads."""
    return next(
        str(each.props["href"]) for each in shown(user) if isinstance(each, ui.button) and words_of(each) == words
    )


def see(storage: Storage, site_id: int, at: datetime) -> None:
    with storage.transaction():
        Site.update(seen_at=at, seen_url="https://shop.example/").where(Site.id == site_id).execute()
        storage.touch("sites")


def run_campaign(storage: Storage, site_id: int, name: str, **columns: Any) -> int:
    now = datetime.now(UTC)
    draft = {"name": name, "text": "Hi"}
    values: dict[str, Any] = {"status": "active", "revision_number": 1, "position": 1, **columns}
    with storage.transaction():
        row = Campaign.create(site=site_id, draft=draft, created_at=now, changed_at=now, **values)
        Revision.create(campaign=row.id, number=1, content=draft, created_at=now)
        storage.touch("campaigns")
    return int(row.id)


def display(storage: Storage, site_id: int, campaign: int, at: datetime, **moments: datetime) -> None:
    """As if the campaign had been shown to a new visitor."""
    key = secrets.token_urlsafe(12)
    with storage.transaction():
        visitor = Visitor.create(site=site_id, key=key, first_seen_at=at)
        Display.create(
            id=key, campaign=campaign, revision_number=1, visitor=visitor.id, slot="once:1", generation=1,
            page_view=key, claimed_at=at, shown_at=at, news_at=at, **moments,
        )  # fmt: skip


async def test_a_new_installation_begins_with_its_first_steps(owner: User) -> None:
    await owner.open("/home")
    await owner.should_see("First steps")
    await owner.should_see("0 of 6 done")
    assert target(owner, "Add site") == "/sites/new"
    assert target(owner, "Add employee") == "/team"
    for waiting in ("Copy snippet", "Write message", "Go to campaign", "Open inbox"):
        assert waiting not in [words_of(each) for each in shown(owner) if isinstance(each, ui.button)]
    await owner.should_see("No campaign is running")


async def test_a_site_makes_way_for_its_snippet_and_a_message(owner: User, storage: Storage) -> None:
    add_site(storage, SHOP)
    await owner.open("/home")
    assert target(owner, "Copy snippet").startswith("/sites/")
    assert target(owner, "Write message").endswith("/new")


async def test_each_step_ticks_itself_off_while_one_looks(owner: User, storage: Storage) -> None:
    await owner.open("/home")
    post = Post(storage)  # a site, and a campaign that is on
    await until(lambda: says(owner, "3 of 6 done"), "site, message and activation to be ticked off")
    assert target(owner, "Copy snippet") == f"/sites/{post.site_id}"
    see(storage, post.site_id, datetime.now(UTC))
    await until(lambda: says(owner, "4 of 6 done"), "the snippet to be ticked off")
    ada = add_agent(storage, email="ada@shop.example", name="Ada", role="agent")
    await until(lambda: says(owner, "5 of 6 done"), "the colleague to be ticked off")
    key = post.reply("Visitor", "Yes?")
    answers.answer(storage, key, ada.id, secrets.token_urlsafe(16), "Here we are", datetime.now(UTC))
    await until(lambda: not says(owner, "First steps"), "the first steps to be gone")


async def test_to_write_first_is_no_answer(owner: User, storage: Storage) -> None:
    post = Post(storage)
    see(storage, post.site_id, datetime.now(UTC))
    ada = add_agent(storage, email="ada@shop.example", name="Ada", role="agent")
    key = post.reply("Visitor", "Yes?")
    with storage.transaction():
        Message.delete().where(Message.author == "visitor").execute()
    answers.answer(storage, key, ada.id, secrets.token_urlsafe(16), "Can we help?", datetime.now(UTC))
    await owner.open("/home")
    await owner.should_see("5 of 6 done")


async def test_a_marketer_sees_what_an_owner_has_to_do(marketer: User, storage: Storage) -> None:
    add_site(storage, SHOP)
    await marketer.open("/home")
    await marketer.should_see("An owner does this")
    await marketer.should_not_see("Add employee")
    assert target(marketer, "Write message").endswith("/new")


async def test_agents_have_no_home(agent: User) -> None:
    answer = await agent.http_client.get("/home")
    assert answer.status_code == 403
    assert "Your role (agent) does not allow this" in answer.text
    await agent.open("/inbox")
    assert "Home" not in [words_of(each) for each in shown(agent) if each.tag == "a"]


async def test_the_week_is_counted_and_compared(owner: User, storage: Storage) -> None:
    site = add_site(storage, SHOP)
    campaign = run_campaign(storage, site.id, "Welcome")
    now = datetime.now(UTC)
    for _ in range(3):
        display(storage, site.id, campaign, now - timedelta(minutes=5), read_at=now)
    display(storage, site.id, campaign, now - timedelta(minutes=5), read_at=now, replied_at=now, lead_at=now)
    for _ in range(2):
        display(storage, site.id, campaign, now - timedelta(days=8))
    await owner.open("/home")
    figures = [getattr(each, "text", "") for each in shown(owner) if "st-home-number" in each.classes]
    assert figures == ["4", "4", "1", "1"]
    leads = [str(each.props["href"]) for each in shown(owner) if "st-home-number" in each.classes]
    assert leads[1] == "/performance?range=7d&behind=read"
    assert says(owner, "100 % more than before")
    assert says(owner, "25 % of those shown")
    display(storage, site.id, campaign, now)
    await until(lambda: says(owner, "5"), "the display of this moment")


async def test_a_plugin_that_fails_is_for_an_owner_to_look_after(
    owner: User, sign_in_as: SignInAs, storage: Storage
) -> None:
    now, said = datetime.now(UTC), "ValueError: no such thing"
    with storage.transaction():
        plugin = "plugins.conditions.device"
        PluginFault.create(plugin=plugin, what="device", count=1, first_at=now, last_at=now, error=said)
    await owner.open("/home")
    assert says(owner, "The plugin “Device” has failed 1 time")
    assert target(owner, "Open plugins") == "/plugins"
    marketer = await sign_in_as("marketer")
    await marketer.open("/home")
    assert says(marketer, "The plugin “Device” has failed 1 time")
    assert not [each for each in shown(marketer) if words_of(each) == "Open plugins"]


async def test_goals_stand_beside_what_they_were_reached_by(owner: User, storage: Storage) -> None:
    site = add_site(storage, SHOP)
    order = add_goal(storage, site.id, GoalSettings("Order placed", "address", ("/thanks",)))
    run_campaign(storage, site.id, "Without")
    campaign = run_campaign(storage, site.id, "With", position=2)
    with storage.transaction():
        draft = {"name": "With", "text": "Hi", "goal": order.id}
        Revision.update(content=draft, goal=order.id, goal_days=7).where(Revision.campaign == campaign).execute()
    now = datetime.now(UTC)
    display(storage, site.id, campaign, now - timedelta(minutes=5), goal_at=now)
    await owner.open("/home")
    figures = [getattr(each, "text", "") for each in shown(owner) if "st-home-number" in each.classes]
    assert figures == ["1", "0", "0", "0", "1"]
    assert len([each for each in shown(owner) if words_of(each) == "goals"]) == 1


async def test_what_runs_is_listed_the_most_shown_first(owner: User, storage: Storage) -> None:
    site = add_site(storage, SHOP)
    run_campaign(storage, site.id, "Seldom")
    often = run_campaign(storage, site.id, "Often", position=2)
    run_campaign(storage, site.id, "Off", status="paused")
    display(storage, site.id, often, datetime.now(UTC) - timedelta(minutes=1))
    await owner.open("/home")
    await owner.should_see("Running (2)")
    listed = [words_of(each) for each in shown(owner) if "st-row-title" in each.classes]
    assert listed == ["Often", "Seldom"]


async def test_what_needs_somebody_leads_to_where_it_is_mended(owner: User, storage: Storage) -> None:
    site = add_site(storage, SHOP)
    campaign = run_campaign(storage, site.id, "Welcome", flag="Ada has left the team.")
    await owner.open("/home")
    for words in ("“Welcome” is not shown to anybody", "Ada has left the team.", "Shop has never shown the widget"):
        await owner.should_see(words)
    assert target(owner, "Open campaign").endswith(f"/{campaign}")
    assert target(owner, "Open site") == f"/sites/{site.id}"
    assert headings(owner) == ["First steps", "Needs attention", "The last 7 days", "Running (1)"]
    with storage.transaction():
        Campaign.update(flag="").where(Campaign.id == campaign).execute()
        storage.touch("campaigns")
    see(storage, site.id, datetime.now(UTC))
    await until(lambda: says(owner, "Nothing needs you now."), "all to be well")
    assert headings(owner)[-3:] == ["The last 7 days", "Needs attention", "Running (1)"]


async def test_a_page_that_can_not_be_read_says_what_is_safe_and_comes_back(
    owner: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*given: object) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr(page, "FIGURES_SECONDS", 0.05)
    with monkeypatch.context() as away:
        away.setattr(page, "home", broken)
        await owner.open("/home")
        await owner.should_see("This can't be read at the moment")
    await until(lambda: says(owner, "First steps"), "the page to be read again")
    caplog.clear()


@pytest.mark.parametrize("role", ["owner", "marketer"])
async def test_home_stands_first_in_the_rail(sign_in_as: SignInAs, role: str) -> None:
    somebody = await sign_in_as(role)
    await somebody.open("/home")
    rail = [each for each in shown(somebody) if "st-rail-link" in each.classes]
    assert rail[0].props["href"] == "/home"
