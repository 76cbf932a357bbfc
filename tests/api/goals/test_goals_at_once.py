"""A visitor counts once for a goal, whatever is told of them at the same moment."""

from __future__ import annotations

from typing import Any

import pytest

from core.deliveries import events
from core.goals import GoalSettings, add_goal
from core.goals.counting import Reached, count
from core.performance import counts
from core.storage import Storage
from core.storage.models import Display
from tests.api.at_once import interrupted
from tests.api.conftest import Browser, Demo


@pytest.fixture
def claimed(browser: Browser, demo: Demo) -> Any:
    """A campaign with a goal that its visitor has claimed twice, not known to have been shown: its displays."""
    goal = add_goal(demo.storage, demo.site.id, GoalSettings("Order placed", "address", ("/thanks",)))
    campaign = demo.campaign(goal=goal.id, frequency="multiple")
    for _ in range(2):
        browser.boot()
        browser.claim(campaign)
        demo.clock.pass_(minutes=1)
    with demo.storage.connection():
        first, second = (row.id for row in Display.select().order_by(Display.claimed_at))
        ((visitor,),) = demo.storage.execute("SELECT key FROM visitor")

    def reach() -> int:
        return count(demo.storage, [Reached(demo.site.id, visitor, goal.id, demo.clock())], demo.clock())

    return campaign, first, second, reach


def test_one_message_told_late_while_the_goal_is_reached_by_another(
    claimed: Any, demo: Demo, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign, first, second, reach = claimed
    assert reach() == 1
    events.record(storage, [events.Told(first, "shown")], demo.clock())
    others = interrupted(monkeypatch, events, "became", reach)
    events.record(storage, [events.Told(second, "shown")], demo.clock())
    others[0].join()
    assert counts(storage, [campaign])[campaign].goal == 1


def test_two_messages_told_late_at_once_of_which_each_was_followed_by_the_goal(
    claimed: Any, demo: Demo, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign, first, second, reach = claimed
    assert [reach(), reach()] == [1, 1]
    others = interrupted(
        monkeypatch, events, "became", lambda: events.record(storage, [events.Told(second, "shown")], demo.clock())
    )
    events.record(storage, [events.Told(first, "shown")], demo.clock())
    others[0].join()
    assert counts(storage, [campaign])[campaign].goal == 1
