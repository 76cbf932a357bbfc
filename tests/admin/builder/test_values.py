"""Every value type has its editor."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from nicegui import ui
from nicegui.testing import User

from core.storage import Storage
from core.storage.models import PageView
from tests.admin.builder.conftest import Open
from tests.admin.builder.hands import visits
from tests.admin.campaign_hands import control, pick, said, tell, undo
from tests.admin.hands import press, until


@pytest.mark.parametrize(
    ("title", "edits", "expected"),
    [
        (
            "Page address",
            {"Page address: values": ["/pricing*", "/plans"]},
            {"fact": "page_url", "operator": "is", "value": ["/pricing*", "/plans"]},
        ),
        ("City", {"City: values": ["Da Nang"]}, {"fact": "city", "operator": "is", "value": ["Da Nang"]}),
        (
            "City",
            {"City: comparison": "matches", "City: values": ["^Da"]},
            {"fact": "city", "operator": "matches", "value": ["^Da"]},
        ),
        ("Country", {"Country: values": ["VN"]}, {"fact": "country", "operator": "is_any_of", "value": ["VN"]}),
        ("Number of visits", {"Number of visits: value": "3"}, visits()),
        (
            "Number of visits",
            {
                "Number of visits: comparison": "between",
                "Number of visits: from": "2",
                "Number of visits: to": "5",
            },
            visits([2, 5], "between"),
        ),
        (
            "Number of visits",
            {"Number of visits: comparison": "is_set"},
            {"fact": "visits", "operator": "is_set"},
        ),
        ("Tags", {"Tags: values": ["vip"]}, {"fact": "tags", "operator": "is_any_of", "value": ["vip"]}),
        (
            "Attribute",
            {"Attribute: Name of the attribute": "plan", "Attribute: values": ["trial"]},
            {"fact": "visitor_attribute", "key": "plan", "operator": "is", "value": ["trial"]},
        ),
        (
            "Attribute",
            {
                "Attribute: Name of the attribute": "seats",
                "Attribute: values": ["many"],
                "Attribute: compared as": "number",
                "Attribute: comparison": "between",
                "Attribute: from": "5",
                "Attribute: to": "9",
            },
            {"fact": "visitor_attribute", "key": "seats", "as": "number", "operator": "between", "value": [5, 9]},
        ),
        (
            "Attribute",
            {"Attribute: Name of the attribute": "vip", "Attribute: compared as": "boolean"},
            {"fact": "visitor_attribute", "key": "vip", "as": "boolean", "operator": "is", "value": True},
        ),
        (
            "Time on page",
            {"Time on page: value": "1.5", "Time on page: value: unit": "minutes"},
            {"fact": "time_on_page", "operator": "at_least", "value": 90},
        ),
        ("Scroll depth", {"Scroll depth: value": "50"}, {"fact": "scroll_depth", "operator": "at_least", "value": 50}),
        ("Idle", {}, {"fact": "idle", "operator": "is", "value": True}),
        ("Idle", {"Idle: value": "false"}, {"fact": "idle", "operator": "is", "value": False}),
        (
            "Date",
            {"Date: comparison": "on", "Date: value": "2026-12-24"},
            {"fact": "date", "operator": "on", "value": "2026-12-24"},
        ),
        (
            "Time of day",
            {"Time of day: from": "09:00", "Time of day: to": "17:30"},
            {"fact": "time_of_day", "operator": "between", "value": ["09:00", "17:30"]},
        ),
    ],
)
async def test_every_value_type_has_its_editor(
    open_builder: Open, title: str, edits: dict[str, Any], expected: dict[str, Any]
) -> None:
    builder = await open_builder()
    await pick(builder.user, "Condition", title)
    for name, value in edits.items():
        await tell(builder.user, name, value)
    await builder.holds(expected)
    assert not said(builder.user, "Fill in")


async def test_weekdays_are_chosen_with_a_press(open_builder: Open) -> None:
    builder = await open_builder()
    await pick(builder.user, "Condition", "Day of the week")
    for day in ("Wednesday", "Monday", "Friday", "Wednesday"):
        await press(builder.user, day)
    await builder.holds({"fact": "weekday", "operator": "is_any_of", "value": [1, 5]})


async def test_an_address_is_said_as_a_pattern_and_undo_brings_it_back(open_builder: Open) -> None:
    builder = await open_builder({"fact": "page_url", "operator": "is", "value": ["/pricing*", "/a?x=1&y=2"]})
    await tell(builder.user, "Page address: comparison", "matches")
    pattern = "^https?://[^/?#]*(?-i)/pricing.*"
    await builder.holds({"fact": "page_url", "operator": "matches", "value": [pattern]})
    assert control(builder.user, "Page address: values").value == [pattern]
    assert said(builder.user, "1 value removed: “matches the pattern” can't say the same.")
    await tell(builder.user, "Page address: comparison", "is")
    await builder.holds({"fact": "page_url", "operator": "is", "value": ["/pricing*"]})
    for _ in range(2):
        undo(builder.user)
    await builder.holds({"fact": "page_url", "operator": "is", "value": ["/pricing*", "/a?x=1&y=2"]})
    assert control(builder.user, "Page address: values").value == ["/pricing*", "/a?x=1&y=2"]


async def test_undo_of_a_comparison_keeps_what_was_typed_just_before_it(open_builder: Open) -> None:
    builder = await open_builder({"fact": "page_url", "operator": "is", "value": ["/p"]})
    await tell(builder.user, "Page address: values", ["/pricing*"])
    await tell(builder.user, "Page address: comparison", "matches")
    undo(builder.user)
    await builder.holds({"fact": "page_url", "operator": "is", "value": ["/pricing*"]})


async def test_names_that_pages_told_lately_are_suggested(open_builder: Open, storage: Storage) -> None:
    told = {"plan": "trial", "seats": 4}
    with storage.reading_log():
        PageView.create(
            key="v", site_id=1, visitor_key="w", at=datetime.now(UTC), visit=1, url="/", facts={"attributes": told}
        )
    builder = await open_builder({"fact": "visitor_attribute", "key": "plan", "operator": "is_set"})

    def suggested() -> list[str]:
        return [str(each.props["value"]) for each in elements(builder.user) if each.tag == "option"]

    await until(lambda: suggested() == ["plan", "seats"])
    lists = [each.props["id"] for each in elements(builder.user) if each.tag == "datalist"]
    assert control(builder.user, "Attribute: Name of the attribute").props["list"] in lists


def elements(user: User) -> list[ui.element]:
    """All of the page, what is hidden too."""
    assert user.client is not None
    return list(user.client.elements.values())
