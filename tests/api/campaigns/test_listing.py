"""What the list of campaigns shows."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

import pytest

from core import campaigns
from core.campaigns import switching as campaign_switch
from core.campaigns.listing import PAGE_SIZE, Wanted, list_campaigns
from core.storage.models import Display, Visitor
from tests.api.campaigns.conftest import World, rule

# The list


def test_tabs_count_what_the_search_and_the_site_leave(world: World) -> None:
    world.create(name="Summer sale")
    world.running(name="Summer greeting")
    paused = world.running(name="Winter")
    campaign_switch.switch_off(world.storage, paused.id, agent_id=world.ada)
    gone = world.create(name="Summer of 69")
    campaign_switch.archive(world.storage, gone.id, agent_id=world.ada)
    listed = list_campaigns(world.storage, world.registry, Wanted(search="summer", site_id=world.site))
    assert listed.tabs == {"all": 2, "active": 1, "draft": 1, "paused": 0, "ended": 0, "archived": 1}
    assert world.list(tab="paused") == ["Winter"]
    assert world.list(tab="no such tab") == ["Summer sale", "Summer greeting", "Winter"]
    assert world.list(site_id=999) == []


@pytest.mark.parametrize("search", ["welcome", "BACK hi", "shop.example", "ada", "sales"])
def test_the_search_looks_at_name_message_site_and_people(world: World, search: str) -> None:
    world.create()
    assert world.list(search=search) == ["Welcome back"]
    assert world.list(search=f"{search} nowhere") == []


def test_the_list_sorts_by_priority_last_change_and_name(world: World) -> None:
    for name in ("beta", "Alpha", "gamma"):
        campaign = world.create(name=name)
    world.save(campaign.id, "name", "delta")
    assert world.list() == ["beta", "Alpha", "delta"]
    assert world.list(sort="name") == ["Alpha", "beta", "delta"]
    assert world.list(sort="changed")[0] == "delta"


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("shown", ["met", "answered", "read", "new"]),
        ("read", ["read", "answered", "new", "met"]),
        ("replied", ["answered", "new", "read", "met"]),
    ],
)
def test_the_list_sorts_by_what_became_of_the_messages(world: World, sort: str, order: list[str]) -> None:
    """Most first, and those with as many in the order of the list."""
    met = {"new": (), "read": ("read", "read"), "answered": ("replied", "read", ""), "met": ("",) * 4}
    now, numbers = datetime.now(UTC), itertools.count()
    for name, displays in met.items():
        campaign = world.running(name=name).id
        for became in displays:
            key = f"d{next(numbers)}"
            moments = {f"{each}_at": now for each in ("claimed", "news", "shown", *filter(None, [became]))}
            with world.storage.transaction():
                visitor = Visitor.create(site=world.site, key=key, first_seen_at=now)
                Display.create(
                    id=key, campaign=campaign, revision_number=1, visitor=visitor, slot=key, generation=1,
                    page_view=key, page_url="", country="", device="", language="", **moments,
                )  # fmt: skip
    assert world.list(sort=sort) == order


def test_a_row_says_who_sees_the_campaign_and_where_its_draft_waits(world: World) -> None:
    audience = rule({"id": "a", "fact": "visits", "operator": "at_least", "value": 3})
    world.create(audience=audience, recipient="")
    (row,) = list_campaigns(world.storage, world.registry).rows
    assert row.audience == "Visitors with at least 3 visits"
    assert (row.sender and row.sender.name, row.recipient, row.step) == ("Ada", "", 1)
    campaigns.finish_step(world.storage, world.registry, row.id, "name", agent_id=world.ada)
    assert list_campaigns(world.storage, world.registry).rows[0].step == 2


def test_a_published_row_says_what_visitors_meet_and_that_the_draft_went_on(world: World) -> None:
    campaign = world.running()
    audience = rule({"id": "a", "fact": "visits", "operator": "at_least", "value": 3})
    world.save(campaign.id, "audience", audience)
    (row,) = list_campaigns(world.storage, world.registry).rows
    assert (row.audience, row.unpublished, row.on) == ("Every visitor", True, True)


def test_a_long_list_comes_in_pages(world: World) -> None:
    for number in range(PAGE_SIZE + 1):
        world.create(name=f"{number:03}")
    first = list_campaigns(world.storage, world.registry)
    assert (len(first.rows), first.found, first.pages) == (PAGE_SIZE, PAGE_SIZE + 1, 2)
    last = list_campaigns(world.storage, world.registry, Wanted(page=99))
    assert ([row.name for row in last.rows], last.page) == ([f"{PAGE_SIZE:03}"], 2)
