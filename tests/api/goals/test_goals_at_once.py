"""A visitor counts once for a goal, whatever is told of them at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from core.deliveries import events
from core.goals import GoalSettings, add_goal, counting
from core.goals.counting import Reached, count
from core.happenings import Happening, MessageRead, MessageShown
from core.jobs.housekeeping import delete_forgotten_visitors
from core.leads.erasing import erase
from core.performance import counts
from core.storage import Storage
from core.storage.models import Display, Lead, Visitor
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
    other = interrupted(monkeypatch, events, "became", reach)
    events.record(storage, [events.Told(second, "shown")], demo.clock())
    other.join()
    assert counts(storage, [campaign])[campaign].goal == 1


def test_two_messages_told_late_at_once_of_which_each_was_followed_by_the_goal(
    claimed: Any, demo: Demo, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign, first, second, reach = claimed
    assert [reach(), reach()] == [1, 1]
    other = interrupted(
        monkeypatch, events, "became", lambda: events.record(storage, [events.Told(second, "shown")], demo.clock())
    )
    events.record(storage, [events.Told(first, "shown")], demo.clock())
    other.join()
    assert counts(storage, [campaign])[campaign].goal == 1


def erase_them(demo: Demo) -> None:
    with demo.storage.connection():
        ((lead,),) = demo.storage.execute("SELECT id FROM lead")
    erase(demo.storage, lead)


def forget_them(demo: Demo) -> None:
    delete_forgotten_visitors(demo.storage, demo.clock() + timedelta(days=1))


@pytest.mark.parametrize("go", [erase_them, forget_them])
def test_who_reaches_a_goal_in_two_browsers_can_be_erased_meanwhile(
    demo: Demo, monkeypatch: pytest.MonkeyPatch, go: Callable[[Demo], None]
) -> None:
    goal = add_goal(demo.storage, demo.site.id, GoalSettings("Order placed", "address", ("/thanks",)))
    campaign = demo.campaign(goal=goal.id)
    with demo.storage.transaction():
        for key in ("b", "a"):
            row = Visitor.create(site=demo.site.id, key=key, person="P", first_seen_at=demo.clock())
            Display.create(
                id=key, campaign=campaign, revision_number=1, visitor=row.id, slot="once:1", generation=1,
                page_view=key, claimed_at=demo.clock(), shown_at=demo.clock(),
            )  # fmt: skip
        if go is erase_them:
            Lead.create(site=demo.site.id, visitor=row.id, client_id="l", answers=[], created_at=demo.clock())
    now = demo.clock.pass_(minutes=1)
    other = interrupted(monkeypatch, counting, "groupby", lambda: go(demo))
    assert count(demo.storage, [Reached(demo.site.id, key, goal.id, now) for key in ("a", "b")], now) == 2
    other.join()


def test_what_is_told_twice_in_one_millisecond_is_news_once(claimed: Any, demo: Demo, storage: Storage) -> None:
    _, first, _, _ = claimed
    heard: list[Happening] = []
    storage.happenings.subscribe(heard.append)
    for _ in range(2):
        events.record(storage, [events.Told(first, "dismissed")], demo.clock())
    assert [type(each) for each in heard] == [MessageShown, MessageRead]
