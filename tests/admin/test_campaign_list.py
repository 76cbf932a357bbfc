"""The list of smart messages: find, switch, order, put away, take back."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from nicegui import ui
from nicegui.testing import User

from admin_ui.components.campaign_row import percent
from admin_ui.components.switch import Switch
from admin_ui.pages import campaigns as page
from core import campaigns, sites, team
from core.campaigns import listing as campaign_list
from core.campaigns import switching as campaign_switch
from core.campaigns.drafts import Draft
from core.performance import Counts
from core.plugins import Registry
from core.storage import Storage
from core.storage.models import Campaign as CampaignRow
from core.team import agent_groups as groups
from tests.admin.campaign_hands import LIST, said, sees, sees_not, toggle
from tests.admin.conftest import SignInAs
from tests.admin.hands import choose, fill, press, shown, until, words_of


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


@pytest.fixture
def shop(storage: Storage, registry: Registry) -> Shop:
    return Shop(storage, registry)


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


def is_on(user: User, name: str) -> bool:
    return next(
        each for each in shown(user) if isinstance(each, Switch) and each.props["aria-label"] == f"{name}: active"
    ).is_on


async def test_the_menu_campaigns_leads_to_the_list(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/campaigns")
    assert (answer.status_code, answer.headers["location"]) == (303, LIST)


async def test_an_empty_list_says_what_it_is_for(marketer: User) -> None:
    await marketer.open(LIST)
    await sees(marketer, "Smart messages start the conversation")
    assert not said(marketer, "Archived"), "there is nothing to filter"
    leads = [each for each in shown(marketer) if each.props.get("href") == f"{LIST}/new"]
    assert len(leads) == 1, "one action, once"


async def test_a_row_says_who_sees_it_who_sends_it_and_where_its_draft_waits(marketer: User, shop: Shop) -> None:
    rule = {"schema": 1, "match": "all", "rules": [{"id": "a", "fact": "visits", "operator": "at_least", "value": 3}]}
    shop.draft("Welcome back", audience=rule)
    await marketer.open(LIST)
    await sees(marketer, "Welcome back")
    assert said(marketer, "at least 3")
    assert said(marketer, "Ada")
    assert said(marketer, "→ Sales")
    assert said(marketer, "Draft: step 1 of 5")
    assert said(marketer, "—")


async def test_a_switch_publishes_pauses_and_can_be_undone(marketer: User, shop: Shop) -> None:
    welcome = shop.draft("Welcome back")
    await marketer.open(LIST)
    await toggle(marketer, "Welcome back: active")
    await sees(marketer, "is on. Visitors on shop.example can see it now")
    assert (shop.status(welcome), is_on(marketer, "Welcome back")) == ("active", True)
    await press(marketer, "Undo")
    await until(lambda: shop.status(welcome) == "draft")
    await until(lambda: not is_on(marketer, "Welcome back"))


async def test_switching_off_bites_at_once_and_can_be_undone(marketer: User, shop: Shop) -> None:
    welcome = shop.running("Welcome back")
    await marketer.open(LIST)
    await toggle(marketer, "Welcome back: active")
    await sees(marketer, "Visitors stop seeing it at once")
    assert shop.status(welcome) == "paused"
    await press(marketer, "Undo")
    await until(lambda: shop.status(welcome) == "active")


async def test_a_draft_with_something_missing_says_what_and_leads_there(marketer: User, shop: Shop) -> None:
    welcome = shop.draft("Welcome back", text="")
    await marketer.open(LIST)
    await toggle(marketer, "Welcome back: active")
    await sees(marketer, "This can't be activated yet")
    assert said(marketer, "The message is empty")
    leads = [each for each in shown(marketer) if each.props.get("href") == f"{LIST}/{welcome}?step=message"]
    assert leads
    assert shop.status(welcome) == "draft"
    assert not is_on(marketer, "Welcome back")


async def test_why_a_campaign_is_not_run_stands_at_its_row(marketer: User, shop: Shop) -> None:
    shop.running("Welcome back")
    with shop.storage.transaction():
        CampaignRow.update(flag="Ada left the team.").execute()
    await marketer.open(LIST)
    await sees(marketer, "Ada left the team.")


@pytest.mark.parametrize("action", ["Archive", "Delete"])
async def test_putting_away_switches_off_and_can_be_undone(marketer: User, shop: Shop, action: str) -> None:
    welcome = shop.running("Welcome back")
    shop.running("Other")
    await marketer.open(LIST)
    await choose(marketer, "Welcome back", action)
    await until(lambda: names(marketer) == ["Other"])
    assert shop.status(welcome) == "paused"
    await sees(marketer, "Undo")
    await press(marketer, "Undo")
    await until(lambda: names(marketer) == ["Welcome back", "Other"])
    assert shop.status(welcome) == "active"


async def test_an_archived_campaign_can_be_taken_out_again(marketer: User, shop: Shop) -> None:
    welcome = shop.running("Welcome back")
    shop.running("Other")
    campaign_switch.archive(shop.storage, welcome, agent_id=shop.ada)
    await marketer.open(f"{LIST}?tab=archived")
    await until(lambda: names(marketer) == ["Welcome back"])
    await choose(marketer, "Welcome back", "Take out of the archive")
    await sees(marketer, "Nothing is archived")
    assert shop.status(welcome) == "paused"


async def test_a_copy_is_a_draft_at_the_end(marketer: User, shop: Shop) -> None:
    shop.running("Welcome back")
    await marketer.open(LIST)
    await choose(marketer, "Welcome back", "Duplicate")
    await until(lambda: names(marketer) == ["Welcome back", "Copy of Welcome back"])


async def test_moving_changes_the_order_on_the_page_and_for_visitors(marketer: User, shop: Shop) -> None:
    for name in ("First", "Second", "Third"):
        shop.running(name)
    await marketer.open(LIST)
    await until(lambda: names(marketer) == ["First", "Second", "Third"])
    await choose(marketer, "Third", "Move up")
    await until(lambda: names(marketer) == ["First", "Third", "Second"])
    listed = campaign_list.list_campaigns(shop.storage, shop.registry)
    assert [row.name for row in listed.rows] == ["First", "Third", "Second"]


def place(user: User, name: str) -> str:
    """What a row says of its place in the order."""
    row = next(each for each in shown(user) if "st-camp" in each.classes and said_in(each, name))
    return next(str(getattr(each, "text", "")) for each in row.descendants() if "st-camp-place" in each.classes)


def said_in(row: ui.element, name: str) -> bool:
    return any(getattr(each, "text", None) == name for each in row.descendants())


async def moves_of(user: User, name: str) -> list[str]:
    """The moves that a row's menu offers."""
    await press(user, f"Actions for {name}")
    items = await until(lambda: [words_of(each) for each in shown(user) if isinstance(each, ui.menu_item)])
    return [each.split("  ")[-1] for each in items if "Move" in each]


async def test_a_new_campaign_says_that_it_is_last_and_goes_to_the_top_and_back(marketer: User, shop: Shop) -> None:
    for name in ("First", "Second", "Third"):
        shop.running(name)
    changed = campaigns.get(shop.storage, shop.draft("New")).changed_at
    await marketer.open(LIST)
    await until(lambda: names(marketer) == ["First", "Second", "Third", "New"])
    assert place(marketer, "New") == "4 of 4"
    await choose(marketer, "New", "Move to top")
    await sees(marketer, "“New” is 1 of 4 on shop.example.")
    assert names(marketer) == ["New", "First", "Second", "Third"]
    assert (place(marketer, "New"), place(marketer, "Third")) == ("1 of 4", "4 of 4")
    await press(marketer, "Undo")
    await until(lambda: names(marketer) == ["First", "Second", "Third", "New"])
    await choose(marketer, "First", "Move to bottom")
    await until(lambda: names(marketer) == ["Second", "Third", "New", "First"])
    rows = campaign_list.list_campaigns(shop.storage, shop.registry).rows
    assert next(row.changed_at for row in rows if row.name == "New") == changed


async def test_a_row_offers_only_moves_that_lead_somewhere(marketer: User, shop: Shop) -> None:
    for name in ("First", "Second", "Third"):
        shop.running(name)
    await marketer.open(LIST)
    await until(lambda: len(names(marketer)) == 3)
    assert await moves_of(marketer, "First") == ["Move down", "Move to bottom"]
    await marketer.open(f"{LIST}?sort=name")
    await until(lambda: len(names(marketer)) == 3)
    assert await moves_of(marketer, "Second") == []


async def test_a_move_goes_past_the_rows_of_other_pages_too(
    marketer: User, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(campaign_list, "PAGE_SIZE", 2)
    for name in ("First", "Second", "Third"):
        shop.running(name)
    await marketer.open(f"{LIST}?page=2")
    await until(lambda: names(marketer) == ["Third"])
    await choose(marketer, "Third", "Move to top")
    await sees(marketer, "“Third” is 1 of 3 on shop.example.")
    await until(lambda: names(marketer) == ["Second"])


async def test_tabs_and_search_filter_and_the_address_keeps_them(marketer: User, shop: Shop) -> None:
    shop.running("Summer sale")
    shop.draft("Winter sale")
    await marketer.open(LIST)
    await until(lambda: len(names(marketer)) == 2)
    await press(marketer, "Draft 1")
    await until(lambda: names(marketer) == ["Winter sale"])
    await fill(marketer, "Search campaigns", "summer")
    await sees(marketer, "No campaign matches these filters")
    await press(marketer, "All 1")
    await until(lambda: names(marketer) == ["Summer sale"])
    await marketer.open(f"{LIST}?tab=draft&q=winter")
    await until(lambda: names(marketer) == ["Winter sale"])


@pytest.mark.parametrize("query", ["tab=nonsense", "site=x", "page=-1", "sort=price&page=999", "site=99999999999"])
async def test_nonsense_in_the_address_shows_the_list_all_the_same(marketer: User, shop: Shop, query: str) -> None:
    shop.draft("Welcome back")
    await marketer.open(f"{LIST}?{query}")
    await until(lambda: names(marketer) == ["Welcome back"])


async def test_what_somebody_else_does_appears_by_itself(sign_in_as: SignInAs, shop: Shop) -> None:
    mine = await sign_in_as("marketer")
    await mine.open(LIST)
    await sees(mine, "Smart messages start the conversation")
    shop.running("Welcome back")
    await until(lambda: said(mine, "Welcome back"))
    await sees_not(mine, "Smart messages start the conversation")


async def test_the_figures_move_while_one_looks(marketer: User, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "COUNTS_EVERY_SECONDS", 0.05)
    welcome = shop.running("Welcome back")
    await marketer.open(LIST)
    await sees(marketer, "Welcome back")
    monkeypatch.setattr(page, "counts", lambda storage, ids: {welcome: Counts(shown=1204, read=458, replied=73)})
    await sees(marketer, "1,204")
    assert said(marketer, "38 %")
    assert said(marketer, "6.1 %")


@pytest.mark.parametrize(
    ("rate", "words"), [(None, "—"), (0.0, "0 %"), (0.061, "6.1 %"), (0.38, "38 %"), (0.0996, "10 %"), (1.0, "100 %")]
)
def test_a_share_is_said_in_few_digits(rate: float | None, words: str) -> None:
    assert percent(rate) == words


async def test_a_list_that_can_not_be_read_says_what_is_safe(
    marketer: User, shop: Shop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    shop.running("Welcome back")

    def broken(*given: Any) -> Any:
        raise OSError("the disk is gone")

    with monkeypatch.context() as disk:
        disk.setattr(page, "list_campaigns", broken)
        await marketer.open(LIST)
        await sees(marketer, "Your campaigns are safe and go on running")
        caplog.clear()
    shop.running("Cart rescue")
    await until(lambda: names(marketer) == ["Welcome back", "Cart rescue"])
    assert not said(marketer, "Your campaigns are safe"), "what was wrong is over"


async def test_the_site_stands_in_the_rows_only_where_there_are_several(marketer: User, shop: Shop) -> None:
    def has_column() -> bool:
        return not any("st-camps--one-site" in each.classes for each in shown(marketer))

    shop.running("Welcome back")
    first = shop.site
    await marketer.open(LIST)
    await until(lambda: names(marketer) == ["Welcome back"])
    assert not has_column()
    shop.site = sites.add_site(shop.storage, sites.SiteSettings("blog.example")).id
    shop.running("Read on")
    await until(lambda: len(names(marketer)) == 2)
    assert has_column()
    await fill(marketer, "Site", first)
    await until(lambda: names(marketer) == ["Welcome back"])
    assert not has_column()


async def test_where_everything_is_archived_the_list_leads_there(marketer: User, shop: Shop) -> None:
    welcome = shop.running("Welcome back")
    campaign_switch.archive(shop.storage, welcome, agent_id=shop.ada)
    await marketer.open(LIST)
    await sees(marketer, "Every campaign is archived")
    await press(marketer, "Show the archive")
    await until(lambda: names(marketer) == ["Welcome back"])
