"""A site's goals on its page: marketers keep them, and see which campaigns are measured by them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from nicegui import ui
from nicegui.testing import User

from core import sites
from core.goals import GoalSettings, add_goal, all_goals
from core.plugins import Registry
from core.storage import Storage
from core.visits.page_events import PageEvent, PageEvents
from tests.admin.campaign_hands import said, sees
from tests.admin.campaign_list.shop import Shop
from tests.admin.hands import choose, field, fill, press, problem_at, shown, until

EVENT = 'A page tells of an event Its code calls smartTrigger("event", "order placed").'


@pytest.fixture
def shop(storage: Storage, registry: Registry) -> Shop:
    return Shop(storage, registry)


def kept(shop: Shop) -> list[tuple[GoalSettings, bool]]:
    return [(each.settings, each.archived) for each in all_goals(shop.storage, shop.site).values()]


async def test_a_marketer_adds_a_goal_and_edits_it(marketer: User, shop: Shop) -> None:
    await marketer.open(f"/sites/{shop.site}")
    await sees(marketer, "A goal is what a campaign should bring about, such as an order.")
    await press(marketer, "Add goal")
    await press(marketer, "Add goal")
    await until(lambda: problem_at(marketer, "Name"))
    assert (problem_at(marketer, "Name"), problem_at(marketer, "Addresses")) == (
        "Type a name.",
        "Type an address, such as /thanks.",
    )
    await fill(marketer, "Name", "Order placed")
    await fill(marketer, "Addresses", "/thanks\n\n/merci*")
    await press(marketer, "Add goal")
    await sees(marketer, "Order placed is saved.")
    assert kept(shop) == [(GoalSettings("Order placed", "address", ("/thanks", "/merci*")), False)]
    await sees(marketer, "/thanks or /merci*")

    PageEvents(shop.storage).write(
        [PageEvent(name, shop.site, "v", datetime.now(UTC), name, {}) for name in ("ordered", "viewed")]
    )
    await marketer.open(f"/sites/{shop.site}")
    await choose(marketer, "Order placed", "Edit")
    assert field(marketer, "Addresses").value == "/thanks\n/merci*"
    await press(marketer, EVENT)
    assert "Told lately: ordered, viewed" in str(field(marketer, "Events").props["hint"])
    await fill(marketer, "Events", "ordered")
    await press(marketer, "Save")
    await until(lambda: kept(shop)[0][0] == GoalSettings("Order placed", "event", ("ordered",)))


async def test_a_goal_says_what_is_measured_by_it_and_comes_back_from_the_archive(marketer: User, shop: Shop) -> None:
    order = add_goal(shop.storage, shop.site, GoalSettings("Order placed", "event", ("order",)))
    add_goal(shop.storage, shop.site, GoalSettings("Signed up", "address", ("/welcome",)))
    shop.running("Welcome", goal=order.id)
    shop.draft("Cart", goal=order.id)
    await marketer.open(f"/sites/{shop.site}")
    await sees(marketer, "2 campaigns · no page has told of it lately")
    assert said(marketer, "No campaign has it yet")
    await choose(marketer, "Order placed", "Archive")
    await sees(marketer, "Order placed is archived. 2 campaigns go on counting it.")
    assert [archived for _, archived in kept(shop)] == [True, False]
    await press(marketer, "Undo")
    await until(lambda: not any(archived for _, archived in kept(shop)))
    await until(lambda: not any(isinstance(each, ui.expansion) for each in shown(marketer)), "the archive to be empty")
    await choose(marketer, "Order placed", "Archive")
    await until(lambda: any(archived for _, archived in kept(shop)))
    add_goal(shop.storage, shop.site, GoalSettings("Order placed", "event", ("order",)))
    rows = lambda: [each for each in shown(marketer) if "st-goal" in each.classes]  # noqa: E731
    await until(lambda: len(rows()) == 3, "the new one beside the archived one")
    await choose(marketer, "Order placed", "Restore")
    await sees(marketer, "This site has a goal of that name. Choose another name.")


async def test_an_owner_has_the_goals_beside_the_settings(owner: User, storage: Storage) -> None:
    site = sites.add_site(storage, sites.SiteSettings("Shop"))
    add_goal(storage, site.id, GoalSettings("Order placed", "address", ("/thanks",)))
    await owner.open(f"/sites/{site.id}")
    await sees(owner, "Order placed")
    assert said(owner, "Add goal")
