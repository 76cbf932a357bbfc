"""Rows and groups are added, moved, taken away and brought back."""

from __future__ import annotations

from nicegui.testing import User

from core.rules import MAX_DEPTH
from tests.admin.builder.conftest import Open
from tests.admin.builder.hands import buttons, group, press_group, visits
from tests.admin.campaign_hands import control, pick, redo, said, sees, tell, undo
from tests.admin.hands import choose, press, send, shown, until


async def test_groups_stand_in_groups_eight_deep(open_builder: Open) -> None:
    builder = await open_builder()
    for depth in range(2, MAX_DEPTH + 1):
        press_group(builder)
        heads = [each for each in shown(builder.user) if each.props.get("label") == "How these conditions combine"]
        assert len(heads) == depth
    last = max(buttons(builder, "Group"), key=lambda each: each.id)
    assert not last.enabled
    assert "8 deep" in last.props["title"]


async def test_a_new_group_combines_the_other_way(open_builder: Open) -> None:
    builder = await open_builder(visits())
    press_group(builder)
    await builder.holds(visits(), group("any"))
    assert said(builder.user, "Nobody meets “Any” of nothing")


async def test_a_removed_row_comes_back_where_it_was(open_builder: Open) -> None:
    builder = await open_builder(visits(1), visits(2), visits(3))
    send(builder.user, builder.node(2), "nodeRemove.stop", {})
    await builder.holds(visits(1), visits(3))
    await press(builder.user, "Undo")
    await builder.holds(visits(1), visits(2), visits(3))
    assert builder.connectives() == ["and", "and"]


async def test_a_removed_group_comes_back_with_all_that_was_in_it(open_builder: Open) -> None:
    inner = group("any", visits(2), group("none", visits(3)))
    builder = await open_builder(visits(1), inner)
    await press(builder.user, "Remove this group", "click")
    await until(lambda: len(builder.rules) < 2 or builder.rules[1] != inner)
    await press(builder.user, "Undo")
    await builder.holds(visits(1), inner)


async def test_rows_are_duplicated_moved_and_put_into_groups(open_builder: Open) -> None:
    idle = {"fact": "idle", "operator": "is", "value": True}
    builder = await open_builder(visits(1), idle)
    send(builder.user, builder.node(1), "nodeMove.stop", {"detail": 1})
    await builder.holds(idle, visits(1))
    await choose(builder.user, "Number of visits", "Duplicate")
    await builder.holds(idle, visits(1), visits(1))
    await choose(builder.user, "Idle", "Put into a group")
    await builder.holds(group("any", idle), visits(1), visits(1))
    await choose(builder.user, "Idle", "Move down")
    await builder.holds(group("any"), idle, visits(1), visits(1))
    assert builder.connectives() == ["and", "and", "and"]


async def test_a_row_can_be_dragged_into_a_group_and_a_group_not_into_itself(open_builder: Open) -> None:
    builder = await open_builder(visits(1), group("any", visits(2)))
    target = builder.node(2).props["data-node"]
    send(builder.user, builder.node(1), "nodeDrop.stop", {"detail": {"parent": target, "at": 1}})
    await builder.holds(group("any", visits(2), visits(1)))
    moved = builder.node(1)
    send(builder.user, moved, "nodeDrop.stop", {"detail": {"parent": target, "at": 0}})
    await builder.holds(group("any", visits(2), visits(1)))


async def test_enter_offers_conditions_for_the_place_below_and_adds_nothing_until_one_is_chosen(
    open_builder: Open,
) -> None:
    builder = await open_builder(visits(1), visits(2))
    first = builder.node(1)
    send(builder.user, first, "nodeAdd.stop", {})
    send(builder.user, builder.node(2), "nodeRemove.stop", {})
    await builder.holds(visits(1))
    await press(builder.user, "Undo")
    await builder.holds(visits(1), visits(2))
    send(builder.user, control(builder.user, "Condition"), "pick", ["idle", first.props["data-node"]])
    await builder.holds(visits(1), {"fact": "idle", "operator": "is", "value": True}, visits(2))


async def test_another_condition_in_a_row_begins_anew(open_builder: Open) -> None:
    builder = await open_builder(visits(4))
    await pick(builder.user, "Condition: Number of visits", "Scroll depth")
    await tell(builder.user, "Scroll depth: value", "25")
    await builder.holds({"fact": "scroll_depth", "operator": "at_least", "value": 25})


def toasts(user: User) -> list[str]:
    return said(user, " removed.")


async def test_offers_to_undo_do_not_pile_up_and_stay_behind_in_their_step(open_builder: Open) -> None:
    builder = await open_builder(visits(1), visits(2), visits(3))
    send(builder.user, builder.node(3), "nodeRemove.stop", {})
    send(builder.user, builder.node(2), "nodeRemove.stop", {})
    await builder.holds(visits(1))
    assert len(toasts(builder.user)) == 1
    await press(builder.user, "Undo")
    await builder.holds(visits(1), visits(2))
    send(builder.user, builder.node(1), "nodeRemove.stop", {})
    await builder.holds(visits(2))
    assert len(toasts(builder.user)) == 1
    await press(builder.user, "4 Set up")
    await sees(builder.user, "How often a visitor meets the message")
    assert toasts(builder.user) == []


async def test_every_edit_is_undone_and_done_again_by_keyboard(open_builder: Open) -> None:
    builder = await open_builder(visits(1))
    await tell(builder.user, "How these conditions combine", "any")
    await choose(builder.user, "Number of visits", "Put into a group")
    await builder.holds(group("all", visits(1)))
    undo(builder.user)
    await builder.holds(visits(1))
    assert control(builder.user, "How these conditions combine").value == "any"
    undo(builder.user)
    await until(lambda: control(builder.user, "How these conditions combine").value == "all")
    redo(builder.user)
    redo(builder.user)
    await builder.holds(group("all", visits(1)))
    redo(builder.user)
    await builder.holds(group("all", visits(1)))
