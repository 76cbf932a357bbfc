"""What of the list is shown: tabs, search, sites, and the address that keeps them."""

from __future__ import annotations

import threading

import pytest
from nicegui.testing import User

from admin_ui.pages import campaigns as page
from core import sites
from core.campaigns import switching as campaign_switch
from core.campaigns.listing import CampaignList, Wanted, list_campaigns
from core.plugins import Registry
from core.storage import Storage
from tests.admin.campaign_hands import LIST, sees
from tests.admin.campaign_list.shop import Shop, names
from tests.admin.hands import PATIENCE_SECONDS, fill, press, shown, until


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


async def test_a_tab_stays_chosen_when_the_answer_of_the_one_before_comes_late(
    marketer: User, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.running("Summer sale")
    shop.draft("Winter sale")
    await marketer.open(LIST)
    await until(lambda: len(names(marketer)) == 2)
    let_go, answered, drawn = threading.Event(), list[str](), list[list[str]]()
    show = page.ListPage._show

    def held(storage: Storage, registry: Registry, wanted: Wanted) -> CampaignList:
        found = list_campaigns(storage, registry, wanted)
        if wanted.tab == "active":
            assert let_go.wait(PATIENCE_SECONDS)
        answered.append(wanted.tab)
        return found

    def draw(self: page.ListPage, listed: CampaignList) -> None:
        drawn.append([each.name for each in listed.rows])
        show(self, listed)

    monkeypatch.setattr(page, "list_campaigns", held)
    monkeypatch.setattr(page.ListPage, "_show", draw)
    await press(marketer, "Active 1")
    await press(marketer, "Draft 1")
    await until(lambda: names(marketer) == ["Winter sale"])
    let_go.set()
    await until(lambda: "active" in answered)
    await press(marketer, "All 2")
    await until(lambda: len(names(marketer)) == 2)
    assert ["Summer sale"] not in drawn


@pytest.mark.parametrize("query", ["tab=nonsense", "site=x", "page=-1", "sort=price&page=999", "site=99999999999"])
async def test_nonsense_in_the_address_shows_the_list_all_the_same(marketer: User, shop: Shop, query: str) -> None:
    shop.draft("Welcome back")
    await marketer.open(f"{LIST}?{query}")
    await until(lambda: names(marketer) == ["Welcome back"])


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
