"""Two people, or a person and a job, change campaigns at the same moment: nothing is lost, nobody is refused."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from core import campaigns, team
from core.campaigns import draft_changes, order, switching
from core.goals import GoalSettings, add_goal, all_goals
from core.sites import edit_site
from core.storage import Storage
from core.team import succession
from tests.api.at_once import interrupted, meanwhile
from tests.api.conftest import Clock, Demo


def test_campaigns_can_be_moved_by_two_people_at_once(demo: Demo, storage: Storage) -> None:
    ids = [demo.campaign() for _ in range(6)]
    together = threading.Barrier(2)

    def move(campaign: int, there: order.Move, back: order.Move) -> None:
        together.wait()
        for _ in range(15):
            order.move(storage, campaign, there)
            order.move(storage, campaign, back)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(move, (ids[0], ids[-1]), ("down", "up"), ("up", "down")))
    positions = [campaigns.get(storage, each).position for each in ids]
    assert sorted(positions) == [1, 2, 3, 4, 5, 6]


def test_a_campaign_that_gets_a_later_end_while_it_is_labelled_goes_on(
    demo: Demo, storage: Storage, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = demo.campaign(ends=f"{clock() - timedelta(minutes=1):%Y-%m-%dT%H:%M}", recipient=f"agent:{demo.ada}")
    later = f"{clock() + timedelta(days=400):%Y-%m-%dT%H:%M}"
    draft_changes.save(storage, campaign, "ends", later, agent_id=demo.ada, base_version=0)

    def publish() -> None:
        switching.publish(storage, demo.parts.registry, campaign, agent_id=demo.ada)

    other = interrupted(monkeypatch, switching, "is_over", publish)
    switching.end_finished(storage, clock())
    other.join()
    assert campaigns.get(storage, campaign).status == "active"


def test_what_is_typed_while_a_colleagues_campaigns_are_handed_over_stays(
    demo: Demo, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    bo, cy = demo.agent("Bo"), demo.agent("Cy")
    campaign = demo.campaign(sender=bo)

    def type_() -> None:
        draft_changes.save(storage, campaign, "text", "Typed meanwhile", agent_id=demo.ada, base_version=0)

    other = interrupted(monkeypatch, succession, "_replace", type_)
    team.deactivate_agent(storage, bo, successor_id=cy)
    other.join()
    draft = campaigns.get(storage, campaign).draft
    assert (draft.text, draft.sender) == ("Typed meanwhile", cy)


def test_a_site_gets_a_goal_while_its_recipient_leaves(
    demo: Demo, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    bo, cy = demo.agent("Bo"), demo.agent("Cy")
    demo.campaign(sender=bo)
    edit_site(storage, demo.site.id, replace(demo.site.settings, recipient=f"agent:{bo}"))
    goal = GoalSettings("Order placed", "address", ("/thanks",))
    other = interrupted(monkeypatch, succession, "_move_conversations", lambda: add_goal(storage, demo.site.id, goal))
    team.deactivate_agent(storage, bo, successor_id=cy)
    other.join()
    assert len(all_goals(storage, demo.site.id)) == 1


def test_a_campaign_deleted_long_ago_that_is_brought_back_while_such_are_removed_stays(
    demo: Demo, storage: Storage, clock: Clock
) -> None:
    campaign = demo.campaign()
    before = switching.standing(storage, campaign)
    left = switching.delete(storage, campaign, agent_id=demo.ada)
    with storage.transaction():
        switching.put_back(storage, left, before, agent_id=demo.ada)
        removing = meanwhile(lambda: switching.tidy(storage, clock.pass_(days=40)))
    removing.join()
    assert campaigns.get(storage, campaign).status == "active"
