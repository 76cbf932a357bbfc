"""The gallery: a ready campaign becomes a draft of one's own."""

from __future__ import annotations

from dataclasses import replace

import pytest
from nicegui.testing import User

from core import campaigns, sites
from core.campaign_files import gallery
from core.campaign_files.gallery import ready_campaigns
from core.storage import Storage
from core.team import agents
from tests.admin.campaign_files.conftest import Shop
from tests.admin.campaign_hands import LIST, said, sees
from tests.admin.hands import fill, press, shown, until

GALLERY = f"{LIST}/gallery"


async def test_every_ready_campaign_says_what_it_is_what_it_says_and_who_sees_it(marketer: User, shop: Shop) -> None:
    await marketer.open(GALLERY)
    for ready in ready_campaigns(shop.registry):
        assert said(marketer, ready.title), ready.title
        assert said(marketer, ready.description), ready.title
    assert said(marketer, "Visitors on /pricing*, /plans* or /prices*, after 30 seconds on the page")
    assert said(marketer, "ask me here, your cart stays as it is")


async def test_the_gallery_is_searched_by_all_that_a_card_says(marketer: User, shop: Shop) -> None:
    await marketer.open(f"{GALLERY}?q=pricing")
    await sees(marketer, "Visitors on /pricing*, /plans* or /prices*")
    assert not said(marketer, "Cart rescue")
    await fill(marketer, "Search the gallery", "cart STAYS")
    await sees(marketer, "Cart rescue")
    assert not said(marketer, "Visitors on /pricing*")
    await fill(marketer, "Search the gallery", "nothing like this")
    await sees(marketer, "Nothing found")


async def test_a_long_gallery_is_shown_in_steps(marketer: User, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    (first, *_) = ready_campaigns(shop.registry)
    many = tuple(replace(first, key=f"k{number}", title=f"Campaign {number:02}") for number in range(52))
    monkeypatch.setattr(gallery, "ready_campaigns", lambda _: many)
    await marketer.open(GALLERY)
    await sees(marketer, "Campaign 49")
    assert not said(marketer, "Campaign 50")
    await press(marketer, "Show more")
    await sees(marketer, "Campaign 51")
    assert not said(marketer, "Show more")


async def test_starting_from_one_makes_my_draft_and_opens_it(marketer: User, shop: Shop, storage: Storage) -> None:
    await marketer.open(GALLERY)
    await press(marketer, "Start from this: Cart rescue")
    await until(lambda: shop.names() == ["Welcome", "Cart rescue"])
    me = next(each.id for each in agents(storage) if each.name == "Marketer")
    made = campaigns.get(storage, shop.welcome + 1)
    assert (made.status, made.draft.sender, made.draft.recipient) == ("draft", me, f"agent:{me}")
    await until(lambda: (marketer.back_history or [""])[-1] == f"{LIST}/{made.id}")


async def test_a_draft_is_for_the_chosen_site_and_answered_where_it_says(
    marketer: User, shop: Shop, storage: Storage
) -> None:
    outlet = sites.add_site(storage, sites.SiteSettings("outlet.example"))
    sites.edit_site(storage, outlet.id, replace(outlet.settings, recipient=f"agent:{shop.ada}"))
    await marketer.open(f"{GALLERY}?site={outlet.id}")
    await press(marketer, "Start from this: Welcome")
    await until(lambda: shop.names(outlet.id) == ["Welcome"])
    assert shop.draft(shop.welcome + 1).recipient == f"agent:{shop.ada}"


async def test_an_empty_message_is_one_press_away_on_the_list_and_here(marketer: User, shop: Shop) -> None:
    await marketer.open(LIST)
    await sees(marketer, "Welcome")
    leads = {str(each.props.get("label")): each.props.get("href") for each in shown(marketer) if "label" in each.props}
    assert (leads["Add smart message"], leads["From the gallery"]) == (f"{LIST}/new", GALLERY)
    await marketer.open(GALLERY)
    leads = {str(each.props.get("label")): each.props.get("href") for each in shown(marketer) if "label" in each.props}
    assert leads["Empty message"] == f"{LIST}/new"


async def test_an_empty_list_offers_the_gallery_and_the_import(marketer: User) -> None:
    await marketer.open(LIST)
    await sees(marketer, "Smart messages start the conversation")
    leads = [each.props.get("href") for each in shown(marketer)]
    assert (leads.count(GALLERY), leads.count(f"{LIST}/import")) == (1, 1)


async def test_without_a_site_the_gallery_asks_for_one(marketer: User) -> None:
    await marketer.open(GALLERY)
    await sees(marketer, "A smart message needs a website")
