"""What a rule may not have been meant to say stands at its row, quietly, and goes with its reason."""

from __future__ import annotations

import asyncio
from threading import Event
from time import sleep
from typing import Any

import pytest
from nicegui import ui
from nicegui.testing import User

from admin_ui.campaign_editor.steps import customers
from core.attention.rule_check import rule_check
from core.plugins import Registry, load_plugins
from core.rules.review import Remark
from tests.admin.builder.conftest import Open
from tests.admin.builder.hands import visits
from tests.admin.campaign_hands import said, sees, sees_not, tell
from tests.admin.hands import send, shown, until

NEVER = "Nobody can meet this and “number of visits is at least 5 visits” at once."


@pytest.fixture
def registry() -> Registry:
    return load_plugins(entry_points=False)


async def test_a_contradiction_is_remarked_at_its_second_condition_and_is_not_red(open_builder: Open) -> None:
    builder = await open_builder(visits(5), visits(3, "less_than"))
    await sees(builder.user, NEVER)
    rows = [each for each in shown(builder.user) if "data-row" in each.props]
    remarked = [
        any(NEVER in str(getattr(inner, "text", "")) and inner.visible for inner in each.descendants()) for each in rows
    ]
    assert remarked == [False, True]
    assert not any("st-node--bad" in each.classes for each in rows)
    assert not said(builder.user, "1 problem")


async def test_remarks_stand_there_from_the_first_so_that_nothing_moves(
    open_builder: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(*args: Any) -> tuple[Remark, ...]:
        sleep(0.3)
        return rule_check(*args)

    monkeypatch.setattr(customers, "REMARKS_SECONDS", 5)
    monkeypatch.setattr(customers, "rule_check", slowly)
    without_ids = {"fact": "visits", "operator": "at_least", "value": 5}
    builder = await open_builder(without_ids, visits(3, "less_than"))
    assert said(builder.user, NEVER)


async def test_the_step_opens_before_slow_remarks_which_come_as_marks_that_open_them(
    open_builder: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on, asked = Event(), []

    def slowly(*args: Any) -> tuple[Remark, ...]:
        asked.append(args)
        may_go_on.wait(30)
        return rule_check(*args)

    monkeypatch.setattr(customers, "rule_check", slowly)
    try:
        builder = await asyncio.wait_for(open_builder(visits(5), visits(3, "less_than")), 15)
        assert not said(builder.user, NEVER)
    finally:
        may_go_on.set()
    await until(lambda: bool(marks(builder.user)))
    assert not said(builder.user, NEVER), "the rows below would move"
    (mark,) = marks(builder.user)
    assert str(mark.props["aria-label"]).startswith(f"Remark: {NEVER}")
    send(builder.user, mark, "click", {})
    await sees(builder.user, NEVER)
    assert not marks(builder.user)
    assert len(asked) == 1


def marks(user: User) -> list[ui.element]:
    return [each for each in shown(user) if str(each.props.get("aria-label", "")).startswith("Remark: ")]


async def test_the_step_opens_without_remarks_when_the_check_fails_which_is_noted(
    open_builder: Open, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*args: Any) -> tuple[Remark, ...]:
        raise RuntimeError("a condition type that can't be compared")

    monkeypatch.setattr(customers, "rule_check", fails)
    builder = await open_builder(visits(5), visits(3, "less_than"))
    assert not said(builder.user, NEVER)
    assert "could not be checked" in caplog.text
    assert "a condition type that can't be compared" in caplog.text
    caplog.clear()


async def test_a_remark_follows_every_edit(open_builder: Open) -> None:
    builder = await open_builder(visits(5), visits(3, "less_than"))
    await sees(builder.user, NEVER)
    await tell(builder.user, "How these conditions combine", "any")
    await sees_not(builder.user, "at once")
    await tell(builder.user, "How these conditions combine", "all")
    await sees(builder.user, NEVER)
