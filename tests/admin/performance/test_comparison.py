"""What a campaign changes is told where it has a control group, and only as far as it can be told."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from itertools import count

import pytest
from nicegui.testing import User

from admin_ui.components.performance_comparison import told
from admin_ui.performance_look import of_campaign
from core.goals import GoalSettings, add_goal
from core.performance.comparison import Comparison, People
from core.storage.models import Compared, Visitor
from tests.admin.campaign_hands import said, sees
from tests.admin.hands import press
from tests.admin.performance.shown import Shown

KEYS = count()


def compare(met: Shown, *, control: bool, people: int, reached: int) -> None:
    """So many people of one side, of whom some reached the goal."""
    now = datetime.now(UTC)
    with met.storage.transaction():
        for number in range(people):
            visitor = Visitor.create(site=met.shop.site, key=f"c{next(KEYS)}", first_seen_at=now)
            goal_at = now if number < reached else None
            Compared.create(
                campaign=met.campaign, visitor=visitor, generation=1, revision_number=1, control=control,
                claimed_at=now, reached_at=goal_at, goal_at=goal_at,
            )  # fmt: skip


async def test_what_it_changes_is_told_with_how_sure_that_is(marketer: User, met: Shown) -> None:
    order = add_goal(met.storage, met.shop.site, GoalSettings("Order placed", "address", ("/thanks",)))
    met.campaign = met.shop.running("Compared", goal=order.id, control_group=50)
    met.meet()
    await marketer.open(of_campaign(met.campaign))
    await sees(marketer, "What it changes")
    await sees(marketer, "Not enough people yet to tell what the message changes.")
    compare(met, control=False, people=70, reached=56)
    compare(met, control=True, people=80, reached=48)
    await sees(
        marketer,
        "80.0 % of those who got it reached the goal, 60.0 % of the control group: 20.0 points more (5.2 to 33.4).",
    )
    await sees(
        marketer,
        "70 people got it, 56 reached the goal · 80 people are in the control group, 48 reached the goal · "
        "95 times out of 100 the difference lies between those two numbers",
    )
    await press(marketer, "Download CSV")
    file = await marketer.download.next()
    (row,) = csv.DictReader(io.StringIO(file.text.removeprefix("\ufeff")))
    names = ("shown", "received", "received_goal", "control", "control_goal")
    assert [row[each] for each in names] == ["1", "70", "56", "80", "48"]


async def test_where_there_is_no_control_group_nothing_is_compared(marketer: User, met: Shown) -> None:
    met.meet()
    await marketer.open(of_campaign(met.campaign))
    await sees(marketer, "From page view to answer")
    assert not said(marketer, "What it changes")
    await press(marketer, "Download CSV")
    assert "control" not in (await marketer.download.next()).text


@pytest.mark.parametrize(
    ("received", "control", "has_goal", "words"),
    [
        ((0, 0), (0, 0), False, "Without a goal nothing can be compared."),
        ((9, 3), (0, 0), True, "Not enough people yet to tell what the message changes."),
        (
            (200, 6), (180, 4), True,
            "3.0 % of those who got it reached the goal, 2.2 % of the control group. "
            "Not enough people yet to tell: the difference is between −2.9 and 4.4 points.",
        ),
        ((80, 48), (70, 56), True, "60.0 % of those who got it reached the goal, 80.0 % of the control group: "
                                   "20.0 points fewer (5.2 to 33.4)."),
    ],
)  # fmt: skip
def test_no_difference_is_claimed_that_can_be_chance(
    received: tuple[int, int], control: tuple[int, int], has_goal: bool, words: str
) -> None:
    assert told(Comparison(People(*received), People(*control), has_goal)).startswith(words)
