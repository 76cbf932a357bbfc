"""Several campaigns switched or put away at once, and back."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from core import campaigns
from core.campaigns import several
from core.campaigns import switching as campaign_switch
from core.campaigns.several import Several
from core.errors import InvalidDraft
from tests.api.campaigns.conftest import World

Act = Callable[[World, Sequence[int]], Several]


def on(world: World, ids: Sequence[int]) -> Several:
    return several.switch_on(world.storage, world.registry, ids, agent_id=world.ada)


def plain(act: Any) -> Act:
    return lambda world, ids: act(world.storage, ids, agent_id=world.ada)


def stand(world: World, ids: Sequence[int]) -> list[tuple[str, bool, bool]]:
    found = (campaigns.get(world.storage, each) for each in ids)
    return [(each.status, each.archived, each.deleted) for each in found]


def test_what_one_of_them_lacks_keeps_no_other_back(world: World) -> None:
    draft, unfinished, running = world.create().id, world.create(text="").id, world.running().id
    done = on(world, [running, unfinished, draft])
    assert stand(world, [draft, unfinished, running]) == [
        ("active", False, False),
        ("draft", False, False),
        ("active", False, False),
    ]
    assert [campaign.id for _, campaign in done.changed] == [draft], "the other one was on already"
    error = done.refused[unfinished]
    assert isinstance(error, InvalidDraft)
    assert error.problems[0].step == "message"


@pytest.mark.parametrize(
    ("act", "first", "second"),
    [
        (on, ("active", False, False), ("active", False, False)),
        (plain(several.switch_off), ("paused", False, False), ("draft", False, False)),
        (plain(several.archive), ("paused", True, False), ("draft", True, False)),
        (plain(several.delete), ("paused", False, True), ("draft", False, True)),
    ],
)
def test_one_undo_brings_all_back_but_what_somebody_has_changed_since(
    world: World, act: Act, first: tuple[str, bool, bool], second: tuple[str, bool, bool]
) -> None:
    ids = [world.running().id, world.create().id, world.running(name="Theirs").id]
    before = stand(world, ids)
    done = act(world, ids)
    assert stand(world, ids)[:2] == [first, second]
    if act is not on:
        standing, left = done.changed[-1]
        campaign_switch.put_back(world.storage, left, standing, agent_id=world.bo)
    undone = several.put_back(world.storage, done, agent_id=world.ada)
    assert stand(world, ids) == before
    assert len(undone.refused) == (0 if act is on else 1), "Bo has brought his own back"


def test_what_is_archived_comes_out_together_and_what_is_gone_is_passed_over(world: World) -> None:
    ids = [world.running().id, world.running().id]
    several.archive(world.storage, ids, agent_id=world.ada)
    done = several.unarchive(world.storage, [*ids, 999999], agent_id=world.ada)
    assert stand(world, ids) == [("paused", False, False)] * 2
    assert (len(done.changed), done.refused) == (2, {})


def test_two_who_switch_the_same_ones_at_once_wait_for_each_other(world: World) -> None:
    ids = [world.running().id for _ in range(6)]
    together = threading.Barrier(2)

    def switch(act: Act, order: Sequence[int]) -> None:
        together.wait()
        for _ in range(5):
            act(world, order)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(switch, (plain(several.switch_off), on), (ids, ids[::-1])))
    assert len(set(stand(world, ids))) == 1, "whoever came last did it with all of them"
