"""Who of the team is there and what they have time for: written by the admin, read by the public server."""

from __future__ import annotations

from typing import Any

import pytest

from core import team
from core.errors import InvalidInput
from core.live import Refresher, Watcher
from core.storage import Storage
from core.storage.models import Conversation
from core.team.presence import TeamNow, write
from tests.api.claims.conftest import made_id
from tests.api.conftest import Browser, Clock, Demo, condition
from tests.product import until


def offered(told: dict[str, Any]) -> list[int]:
    return [each["campaign"] for each in told["residuals"]]


@pytest.fixture
def bo(demo: Demo) -> int:
    return demo.agent("Bo")


@pytest.fixture
def sales(demo: Demo, bo: int) -> int:
    """A group of Ada and Bo, who have two conversations at once each."""
    for agent in (demo.ada, bo):
        known = team.agent(demo.storage, agent)
        team.edit_agent(demo.storage, agent, email=known.email, name=known.name, role=known.role, capacity=2)
    return team.add_group(demo.storage, "Sales", [demo.ada, bo]).id


def look(demo: Demo) -> TeamNow:
    demo.parts.team.refresh()
    assert demo.parts.team.now is not None
    return demo.parts.team.now


def comes(demo: Demo, *agents: int) -> None:
    """They have the admin open, and nobody else has; the public server has heard of it."""
    write(demo.storage, agents, demo.clock())
    look(demo)


def talk(demo: Demo, visitor: Browser, **having: Any) -> str:
    """A conversation with a visitor, and who has it."""
    visitor.boot()
    key = str(visitor.post("messages", id=made_id(), text="Hello")["conversation"]["key"])
    with demo.storage.transaction():
        Conversation.update(**having).where(Conversation.key == key).execute()
    look(demo)
    return key


def test_whoever_has_the_admin_open_is_online_with_their_groups(demo: Demo, sales: int, bo: int) -> None:
    empty = team.add_group(demo.storage, "Empty").id
    assert look(demo).online == frozenset()
    comes(demo, bo)
    assert look(demo).online == {f"agent:{bo}", f"group:{sales}"}
    assert set(look(demo).room) == {f"group:{sales}", f"group:{empty}"}
    comes(demo)
    assert look(demo).online == frozenset()


def test_an_admin_that_went_down_leaves_nobody_online_for_long(demo: Demo, bo: int, clock: Clock) -> None:
    comes(demo, bo)
    clock.pass_(seconds=59)
    assert look(demo).online == {f"agent:{bo}"}
    clock.pass_(seconds=2)
    assert look(demo).online == frozenset()


def test_who_has_left_the_team_is_not_online_whatever_is_open(demo: Demo, sales: int, bo: int) -> None:
    comes(demo, bo)
    team.deactivate_agent(demo.storage, bo)
    assert look(demo).online == frozenset()
    team.deactivate_group(demo.storage, sales)
    assert f"group:{sales}" not in look(demo).room


def test_beats_are_told_to_nobody_and_coming_and_going_to_everybody(demo: Demo, bo: int, clock: Clock) -> None:
    def told() -> int:
        with demo.storage.connection():
            rows = demo.storage.execute("SELECT version FROM pulse WHERE topic = 'presence'")
            return int(rows[0][0]) if rows else 0

    write(demo.storage, [bo], clock())
    first = told()
    write(demo.storage, [bo], clock.pass_(seconds=20))
    assert told() == first
    write(demo.storage, [], clock())
    assert told() == first + 1


def test_somebody_online_decides_at_boot_and_again_at_the_claim(
    browser: Browser, demo: Demo, sales: int, bo: int
) -> None:
    there = demo.campaign(condition("team_online", "is_any_of", [f"group:{sales}"]))
    nobody = demo.campaign(condition("team_online", "is_not_set"))
    look(demo)
    assert offered(browser.boot()) == [nobody]
    comes(demo, bo)
    assert offered(browser.boot()) == [there]
    comes(demo)
    assert browser.claim(there)["refused"] == "no_longer_matches"
    assert offered(browser.boot()) == [nobody]
    assert "message" in browser.claim(nobody)


def test_free_capacity_is_what_those_online_can_take_on(
    browser: Browser, demo: Demo, sales: int, bo: int, clock: Clock, client: Any
) -> None:
    room = {**condition("free_capacity", "at_least", 1), "key": f"group:{sales}"}
    campaign = demo.campaign(room)
    comes(demo, bo)
    assert look(demo).room[f"group:{sales}"] == 2
    talk(demo, Browser(client), agent=bo)
    assert look(demo).room[f"group:{sales}"] == 1
    assert offered(browser.boot()) == [campaign]
    waiting = talk(demo, Browser(client), group=sales)
    assert look(demo).room[f"group:{sales}"] == 0, "what waits in the group's inbox is as good as taken"
    assert browser.claim(campaign)["refused"] == "no_longer_matches"
    assert offered(browser.boot()) == []
    with demo.storage.transaction():
        Conversation.update(status="closed").where(Conversation.key == waiting).execute()
    look(demo)
    assert offered(browser.boot()) == [campaign]
    comes(demo, bo, demo.ada)
    assert look(demo).room[f"group:{sales}"] == 3


def test_forgotten_conversations_take_nobodys_time(demo: Demo, sales: int, bo: int, clock: Clock, client: Any) -> None:
    comes(demo, bo)
    talk(demo, Browser(client), agent=bo)
    clock.pass_(hours=25)
    comes(demo, bo)
    assert look(demo).room[f"group:{sales}"] == 2


@pytest.mark.parametrize("capacity", [0, -1, 101])
def test_a_capacity_that_is_none_is_refused(demo: Demo, bo: int, capacity: int) -> None:
    known = team.agent(demo.storage, bo)
    with pytest.raises(InvalidInput, match="Choose a number from 1 to 100"):
        team.edit_agent(demo.storage, bo, email=known.email, name=known.name, role=known.role, capacity=capacity)


def test_the_public_server_learns_of_it_by_itself(demo: Demo, browser: Browser, bo: int) -> None:
    there = demo.campaign(condition("team_online", "is_any_of", [f"agent:{bo}"]))
    demo.parts.start()
    try:
        assert offered(browser.boot()) == []
        write(demo.storage, [bo], demo.clock())
        until(lambda: demo.parts.team.now and demo.parts.team.now.online, "the server knows that Bo is there")
        assert offered(browser.boot()) == [there]
    finally:
        demo.parts.stop()


def test_however_much_is_said_the_team_is_looked_at_now_and_then(storage: Storage) -> None:
    looks: list[None] = []
    refresher = Refresher(Watcher(storage), "team", ["inbox"], lambda: looks.append(None), rest_seconds=60)
    refresher.start()
    for _ in range(100):
        refresher.wake()
    refresher.stop()
    assert len(looks) == 1
