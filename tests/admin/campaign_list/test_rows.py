"""The list of smart messages: what a row says, its switch, put away, take back."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from nicegui.testing import User

from admin_ui import campaign_paths
from admin_ui.components.campaign_row import percent
from admin_ui.components.switch import Switch
from admin_ui.pages import campaigns as page
from core.campaigns import switching as campaign_switch
from core.performance import Counts
from core.storage.models import Campaign as CampaignRow
from tests.admin.campaign_hands import LIST, said, sees, sees_not, toggle
from tests.admin.campaign_list.shop import Shop, names
from tests.admin.conftest import SignInAs
from tests.admin.hands import choose, press, shown, until


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


@pytest.mark.parametrize("action", ["Simulator", "Decisions"])
async def test_the_menu_leads_to_why_visitors_see_it(marketer: User, shop: Shop, action: str) -> None:
    welcome = shop.running("Welcome back")
    leads = {"Simulator": campaign_paths.simulator(welcome), "Decisions": campaign_paths.decisions(welcome)}
    await marketer.open(LIST)
    await choose(marketer, "Welcome back", action)
    await until(lambda: marketer.back_history[-1:] == [leads[action]])


async def test_of_a_draft_nothing_was_decided_but_it_can_be_tried(marketer: User, shop: Shop) -> None:
    shop.draft("Welcome back")
    await marketer.open(LIST)
    await press(marketer, "Actions for Welcome back")
    await until(lambda: said(marketer, "Simulator"))
    assert not said(marketer, "Decisions")


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
