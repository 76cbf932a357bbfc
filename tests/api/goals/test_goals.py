"""A site's goals: kept as they are typed, refused with a reason at each field, put away without a loss."""

from __future__ import annotations

import pytest

from core.errors import Conflict, InvalidInput, NotFound
from core.goals import (
    MOST_GOALS,
    Goal,
    GoalSettings,
    Kind,
    add_goal,
    all_goals,
    archive_goal,
    edit_goal,
    offered,
    restore_goal,
)
from core.storage import Storage
from tests.api.conftest import Demo

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
ORDER = GoalSettings("Order placed", "address", ("/thanks",))


@pytest.fixture
def order(storage: Storage, demo: Demo) -> Goal:
    return add_goal(storage, demo.site.id, ORDER)


def test_a_goal_is_kept_tidily(storage: Storage, demo: Demo) -> None:
    made = add_goal(
        storage, demo.site.id, GoalSettings("  Order   placed ", "event", (" order ", "ORDER", "paid  up", ""))
    )
    assert made.settings == GoalSettings("Order placed", "event", ("order", "paid up"))
    assert all_goals(storage) == {made.id: made}


WRONG: list[tuple[GoalSettings, dict[str, str]]] = [
    (GoalSettings("", "address", ("/a",)), {"name": "Type a name."}),
    (GoalSettings("A", "address", ()), {"wanted": "Type an address, such as /thanks."}),
    (GoalSettings("A", "event", (" ",)), {"wanted": "Type the event's name."}),
    (GoalSettings("A", "event", ("x" * 65,)), {"wanted": "Shorten the event's name to 64 characters."}),
    (GoalSettings("A", "address", ("/a", "thanks")), {"wanted": "“thanks” can't be a host"}),
    (GoalSettings("A", "address", tuple(f"/{n}" for n in range(21))), {"wanted": "These are 21. Keep at most 20."}),
    (GoalSettings("", "address", ()), {"name": "Type a name.", "wanted": "Type an address"}),
    (GoalSettings("A", "event", ("a\x00b",)), {"wanted": "This holds characters that can't be shown."}),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "problems"), WRONG)
def test_what_is_wrong_is_told_at_its_field(
    storage: Storage, demo: Demo, typed: GoalSettings, problems: dict[str, str]
) -> None:
    with pytest.raises(InvalidInput) as refused:
        add_goal(storage, demo.site.id, typed)
    found = {each.field: each.message for each in (refused.value, *refused.value.others)}
    assert found.keys() == problems.keys()
    assert all(found[field].startswith(words) for field, words in problems.items())
    assert not all_goals(storage)


def test_two_goals_of_a_site_have_two_names(storage: Storage, demo: Demo, order: Goal) -> None:
    with pytest.raises(InvalidInput, match="has a goal of that name"):
        add_goal(storage, demo.site.id, GoalSettings("order PLACED", "event", ("order",)))
    other = add_goal(storage, demo.site.id, GoalSettings("Signed up", "event", ("sign_up",)))
    with pytest.raises(InvalidInput, match="has a goal of that name"):
        edit_goal(storage, other.id, GoalSettings("Order placed", "event", ("sign_up",)))
    assert edit_goal(storage, other.id, GoalSettings("Signed up", "event", ("joined",))).settings.wanted == ("joined",)


def test_an_archived_goal_is_offered_to_nobody_until_it_is_restored(storage: Storage, demo: Demo, order: Goal) -> None:
    assert archive_goal(storage, order.id).archived
    assert offered(all_goals(storage), demo.site.id) == ()
    taken = add_goal(storage, demo.site.id, ORDER)
    with pytest.raises(InvalidInput, match="has a goal of that name"):
        restore_goal(storage, order.id)
    archive_goal(storage, taken.id)
    restored = restore_goal(storage, order.id)
    assert offered(all_goals(storage), demo.site.id) == (restored,)


def test_a_site_has_a_limited_number_of_goals(storage: Storage, demo: Demo) -> None:
    kind: Kind = "event"
    for number in range(MOST_GOALS):
        last = add_goal(storage, demo.site.id, GoalSettings(f"G{number}", kind, ("a",)))
    with pytest.raises(Conflict, match="Archive one first"):
        add_goal(storage, demo.site.id, ORDER)
    archive_goal(storage, last.id)
    assert add_goal(storage, demo.site.id, ORDER)


def test_what_is_gone_is_told(storage: Storage, demo: Demo) -> None:
    with pytest.raises(NotFound):
        add_goal(storage, 99, ORDER)
    with pytest.raises(NotFound):
        edit_goal(storage, 99, ORDER)
