"""Search and commands from everywhere: what is offered to whom, and what choosing does."""

from __future__ import annotations

from typing import Any

import pytest
from nicegui.testing import User

from admin_ui.palette.palette import Palette
from core import sites, team
from core.campaigns import switching as campaign_switch
from core.plugins import Registry
from core.storage import Storage
from tests.admin.campaign_hands import LIST, said, sees
from tests.admin.campaign_list.shop import Shop
from tests.admin.conftest import SignInAs
from tests.admin.hands import press, send, shown, until

Titles = dict[str, list[str]]


@pytest.fixture
def shop(storage: Storage, registry: Registry) -> Shop:
    return Shop(storage, registry)


def palette(user: User) -> Palette:
    return next(each for each in shown(user) if isinstance(each, Palette))


async def ask(user: User, words: str, *recent: str) -> Titles:
    """Type into the dialog; gives the titles of what is offered, by group."""
    dialog = palette(user)
    dialog.props["answered"] = None
    send(user, dialog, "ask", {"words": words, "recent": list(recent)})
    await until(lambda: dialog.props["answered"] == words, f"an answer to “{words}”")
    return {group["title"]: [each["title"] for each in group["choices"]] for group in dialog.props["groups"]}


def choice(user: User, title: str) -> dict[str, Any]:
    offered = [each for group in palette(user).props["groups"] for each in group["choices"]]
    return next(each for each in offered if each["title"] == title)


async def choose(user: User, title: str) -> None:
    """Choose what does something here."""
    send(user, palette(user), "act", choice(user, title)["key"])


async def test_without_words_it_offers_where_one_was_where_one_can_go_and_what_one_can_do(
    owner: User, shop: Shop
) -> None:
    welcome = shop.running("Welcome back")
    await owner.open("/team")
    offered = await ask(owner, "", "page:/sites", f"campaign:{welcome}", "campaign:999", "page:/nowhere", "nonsense")
    assert offered["Recent"] == ["Sites", "Welcome back"]
    assert "Sites" not in offered["Go to"]
    assert {"Home", "Campaigns", "Inbox", "Team", "Your profile"} <= set(offered["Go to"])
    assert {"Add smart message", "Add employee", "Switch to dark", "Keyboard shortcuts", "Sign out"} <= set(
        offered["Do"]
    )


async def test_a_role_that_changed_is_offered_nothing_more(sign_in_as: SignInAs, shop: Shop) -> None:
    shop.running("Welcome back")
    bo = await sign_in_as("owner", name="Bo")
    await bo.open("/team")
    assert "Campaigns" in await ask(bo, "welcome")
    row = next(each for each in team.agents(shop.storage) if each.name == "Bo")
    await sign_in_as("owner")
    team.edit_agent(shop.storage, row.id, email=row.email, name=row.name, role="agent")
    assert await ask(bo, "welcome") == {}
    assert set((await ask(bo, ""))["Go to"]) == {"Inbox", "Visitors", "Help", "Your profile"}
    send(bo, palette(bo), "act", "switch_off:1")
    await sees(bo, "Your role (agent) does not allow this")


async def test_a_campaign_is_found_with_what_can_be_done_with_it(marketer: User, shop: Shop) -> None:
    ids = [shop.running("Hỏi giá"), shop.draft("Unready", text="")]
    await marketer.open(LIST)
    assert await ask(marketer, "hoi gia") == {
        "Campaigns": ["Hỏi giá", "Performance of “Hỏi giá”", "Switch off “Hỏi giá”"]
    }
    assert choice(marketer, "Hỏi giá")["href"] == f"{LIST}/{ids[0]}"
    await choose(marketer, "Switch off “Hỏi giá”")
    await sees(marketer, "“Hỏi giá” is off. Visitors stop seeing it at once.")
    await press(marketer, "Undo")
    await until(lambda: shop.status(ids[0]) == "active")
    assert await ask(marketer, "switch on unr") == {"Do": ["Switch on “Unready”"]}
    await choose(marketer, "Switch on “Unready”")
    await until(
        lambda: f"{LIST}/{ids[1]}?step=activate" in marketer.back_history, "the editor, where what lacks stands"
    )


async def test_more_campaigns_than_stand_there_are_a_press_away(marketer: User, shop: Shop) -> None:
    for number in range(7):
        shop.draft(f"Sale {number}")
    campaign_switch.archive(shop.storage, shop.draft("Sale, old"), agent_id=shop.ada)
    await marketer.open(LIST)
    offered = await ask(marketer, "sale")
    assert (len(offered["Campaigns"]), offered["Campaigns"][-1]) == (6, "All 8 campaigns with “sale”")
    assert choice(marketer, "All 8 campaigns with “sale”")["href"] == f"{LIST}?q=sale"


async def test_a_site_comes_with_its_lists_and_its_snippet(marketer: User, shop: Shop) -> None:
    sites.add_site(shop.storage, sites.SiteSettings("blog.example"))
    await marketer.open("/sites")
    offered = await ask(marketer, "shop")
    assert offered["Sites"] == [
        "shop.example", "Campaigns on shop.example", "Performance on shop.example", "Visitors on shop.example",
        "Copy snippet of shop.example",
    ]  # fmt: skip
    assert choice(marketer, "Campaigns on shop.example")["href"] == f"{LIST}?site={shop.site}"
    assert (await ask(marketer, "copy sn"))["Do"] == ["Copy snippet of blog.example", "Copy snippet of shop.example"]
    assert 'data-site="' in choice(marketer, "Copy snippet of blog.example")["copies"]


async def test_the_sheet_of_keys_lists_those_of_the_page(marketer: User, shop: Shop) -> None:
    await marketer.open(LIST)
    assert marketer.client is not None
    for listener in list(marketer.client.layout._event_listeners.values()):
        if listener.type == "st_help":
            send(marketer, marketer.client.layout, "st_help", {"search": True, "adds": "Add smart message"})
    await sees(marketer, "Search this list")
    assert said(marketer, "Add smart message")
    assert said(marketer, "Leads")
    assert not said(marketer, "Team"), "a marketer goes nowhere there"


async def test_light_and_dark_follow_the_command_in_the_menu_too(marketer: User, storage: Storage) -> None:
    await marketer.open("/you")
    await ask(marketer, "dark")
    await choose(marketer, "Switch to dark")
    await until(lambda: {each.theme for each in team.agents(storage)} == {"dark"})
    pressed = [each for each in shown(marketer) if each.props.get("aria-pressed") == "true"]
    assert "Dark" in [getattr(each, "text", "") for each in pressed]
    offered = (await ask(marketer, ""))["Do"]
    assert "Switch to light" in offered
    assert "Switch to dark" not in offered
