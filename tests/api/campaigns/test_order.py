"""The order of a site's campaigns: moving, and taking a move back."""

from __future__ import annotations

import pytest

from core import campaigns, sites
from core.campaigns import order
from core.campaigns import switching as campaign_switch
from core.campaigns.drafts import Draft
from core.campaigns.listing import Wanted, list_campaigns
from core.errors import Conflict
from tests.api.campaigns.conftest import World


def made(world: World, names: str) -> dict[str, int]:
    return {name: world.create(name=name).id for name in names}


@pytest.mark.parametrize(
    ("name", "to", "after"),
    [
        ("c", "up", "acbd"),
        ("a", "down", "bacd"),
        ("a", "up", "abcd"),
        ("d", "down", "abcd"),
        ("d", "top", "dabc"),
        ("a", "bottom", "bcda"),
        ("a", "top", "abcd"),
    ],
)
def test_a_campaign_moves_and_can_be_moved_back(world: World, name: str, to: order.Move, after: str) -> None:
    ids = made(world, "abcd")
    done = order.move(world.storage, ids[name], to)
    assert world.list() == list(after)
    assert (done is None) == (after == "abcd")
    if done is not None:
        order.move_back(world.storage, done)
    assert world.list() == list("abcd")


@pytest.mark.parametrize(("to", "after"), [("up", "dabc"), ("top", "dabc")])
def test_a_move_passes_what_the_marketer_sees(world: World, to: order.Move, after: str) -> None:
    ids = made(world, "abcd")
    seen = [ids["a"], ids["d"]]
    done = order.move(world.storage, ids["d"], to, among=seen)
    assert world.list() == list(after)
    order.move(world.storage, ids["d"], "down", among=seen)
    assert world.list() == list("adbc")
    assert done is not None
    with pytest.raises(Conflict, match="moved campaigns since"):
        order.move_back(world.storage, done)
    assert world.list() == list("adbc")


def test_the_top_of_what_is_seen_may_have_something_above_it(world: World) -> None:
    ids = made(world, "abcd")
    done = order.move(world.storage, ids["d"], "top", among=[ids["b"], ids["c"]])
    assert done is not None
    assert (done.place, done.places) == (2, 4)
    assert world.list() == list("adbc")


def test_moving_back_goes_past_those_that_are_still_here(world: World) -> None:
    ids = made(world, "abcd")
    done = order.move(world.storage, ids["d"], "top")
    assert done is not None
    campaign_switch.delete(world.storage, ids["c"], agent_id=world.ada)
    made(world, "e")
    order.move_back(world.storage, done)
    assert world.list() == list("abde")


def test_moving_is_no_change_of_the_campaign_and_reaches_visitors(world: World) -> None:
    ids = made(world, "ab")
    before = [campaigns.get(world.storage, each) for each in ids.values()]
    plans = world.pulse("plan")
    done = order.move(world.storage, ids["b"], "up")
    assert done is not None
    order.move_back(world.storage, done)
    after = [campaigns.get(world.storage, each) for each in ids.values()]
    assert [(each.changed_at, each.changed_by) for each in after] == [
        (each.changed_at, each.changed_by) for each in before
    ]
    assert world.pulse("plan") == plans + 2


def test_moving_keeps_to_the_site(world: World) -> None:
    other = sites.add_site(world.storage, sites.SiteSettings("a-docs.example"))
    theirs = campaigns.create(world.storage, site_id=other.id, agent_id=None, draft=Draft(name="theirs"))
    mine = world.create(name="mine")
    assert order.move(world.storage, mine.id, "up") is None
    assert order.move(world.storage, mine.id, "top") is None
    assert campaigns.get(world.storage, theirs.id).position == theirs.position
    assert world.list() == ["theirs", "mine"]


def test_an_archived_campaign_has_no_place_to_move_from(world: World) -> None:
    ids = made(world, "abc")
    campaign_switch.archive(world.storage, ids["b"], agent_id=world.ada)
    with pytest.raises(Conflict, match="archived"):
        order.move(world.storage, ids["b"], "up")
    rows = list_campaigns(world.storage, world.registry, Wanted(search="c")).rows
    assert [(row.place, row.places) for row in rows] == [(2, 2)], "whatever the search hides"
    (archived,) = list_campaigns(world.storage, world.registry, Wanted(tab="archived")).rows
    assert archived.place == 0
