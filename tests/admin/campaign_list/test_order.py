"""Which message comes first is the order of the list, and rows move in it."""

from __future__ import annotations

import pytest
from nicegui import ui
from nicegui.testing import User

from core import campaigns
from core.campaigns import listing as campaign_list
from tests.admin.campaign_hands import LIST, sees
from tests.admin.campaign_list.shop import Shop, names
from tests.admin.hands import choose, press, shown, until, words_of


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


async def test_moving_changes_the_order_on_the_page_and_for_visitors(marketer: User, shop: Shop) -> None:
    for name in ("First", "Second", "Third"):
        shop.running(name)
    await marketer.open(LIST)
    await until(lambda: names(marketer) == ["First", "Second", "Third"])
    await choose(marketer, "Third", "Move up")
    await until(lambda: names(marketer) == ["First", "Third", "Second"])
    listed = campaign_list.list_campaigns(shop.storage, shop.registry)
    assert [row.name for row in listed.rows] == ["First", "Third", "Second"]


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
