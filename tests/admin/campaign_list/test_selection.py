"""Several campaigns of the list at once: selected, acted on, taken back."""

from __future__ import annotations

import json

from nicegui.testing import User

from core.campaigns import switching as campaign_switch
from tests.admin.campaign_hands import LIST, said, sees, sees_not
from tests.admin.campaign_list.shop import Shop, names
from tests.admin.hands import choose, press, select, shown, until


async def open_list(user: User, count: int, query: str = "") -> None:
    await user.open(LIST + query)
    await until(lambda: len(names(user)) == count)


def offered(user: User) -> list[str]:
    """What the bar offers, if it is there."""
    bar = next((each for each in shown(user) if each.props.get("role") == "toolbar"), None)
    return [str(each.props["title"]) for each in bar.descendants() if each.props.get("title")] if bar else []


async def test_the_selected_are_switched_together_and_brought_back_by_one_undo(marketer: User, shop: Shop) -> None:
    ids = [shop.draft("First"), shop.running("Second"), shop.draft("Third", text=""), shop.draft("Fourth")]
    await open_list(marketer, 4)
    assert offered(marketer) == []
    await select(marketer, "First")
    await select(marketer, "Third", shift=True)
    await sees(marketer, "3 selected")
    assert offered(marketer) == ["Switch on", "Switch off", "Archive", "Export", "Delete", "Select none"]
    await press(marketer, "Switch on")
    await sees(marketer, "1 campaign is on. Visitors can see it now. 1 stays as it was; why stands below it.")
    assert said(marketer, "The message is empty"), "below the third"
    assert [shop.status(each) for each in ids] == ["active", "active", "draft", "draft"]
    assert offered(marketer) == [], "what was done leaves nothing selected"
    await press(marketer, "Undo")
    await until(lambda: shop.status(ids[0]) == "draft")
    assert shop.status(ids[1]) == "active", "it was on before"


async def test_where_no_tick_is_in_sight_a_rows_menu_selects_it(marketer: User, shop: Shop) -> None:
    for name in ("First", "Second"):
        shop.draft(name)
    await open_list(marketer, 2)
    await choose(marketer, "Second", "Select")
    await sees(marketer, "1 selected")
    await choose(marketer, "First", "Select")
    await sees(marketer, "2 selected")


async def test_all_on_the_page_are_put_away_together(marketer: User, shop: Shop) -> None:
    ids = [shop.running(name) for name in ("First", "Second", "Third")]
    await open_list(marketer, 3)
    await select(marketer, "First")
    await select(marketer, "all on this page")
    await sees(marketer, "3 selected")
    await press(marketer, "Archive")
    await sees(marketer, "3 campaigns are archived and off.")
    assert names(marketer) == []
    campaign_switch.unarchive(shop.storage, ids[2], agent_id=shop.ada)
    await press(marketer, "Undo")
    await sees(marketer, "1 stays as it is: somebody has changed it since.")
    assert [shop.status(each) for each in ids] == ["active", "active", "paused"]


async def test_what_goes_from_the_page_is_no_longer_selected(marketer: User, shop: Shop) -> None:
    first = shop.running("First")
    shop.running("Second")
    await open_list(marketer, 2)
    await select(marketer, "First")
    await select(marketer, "Second")
    campaign_switch.delete(shop.storage, first, agent_id=shop.ada)
    await sees(marketer, "1 selected")
    await press(marketer, "Select none")
    await sees_not(marketer, "1 selected")


async def test_the_selected_go_into_one_file_and_the_archive_offers_the_way_out(marketer: User, shop: Shop) -> None:
    for name in ("First", "Second"):
        campaign_switch.archive(shop.storage, shop.running(name), agent_id=shop.ada)
    await open_list(marketer, 2, "?tab=archived")
    await select(marketer, "First")
    await select(marketer, "Second")
    assert offered(marketer)[0] == "Take out of the archive"
    await press(marketer, "Export")
    file = json.loads((await marketer.download.next()).content)
    assert [each["name"] for each in file["campaigns"]] == ["First", "Second"]
    await press(marketer, "Take out of the archive")
    await sees(marketer, "2 campaigns are back in the list, switched off.")
