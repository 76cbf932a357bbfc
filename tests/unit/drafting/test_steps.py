"""Which problems a step shows, and where an editor opens."""

from __future__ import annotations

import pytest

from admin_ui.campaign_editor.drafting import Drafting
from core.campaigns.draft_problems import Surroundings
from core.campaigns.drafts import Draft
from tests.unit.drafting.conftest import campaign


def test_nothing_is_red_before_finished_was_pressed(around: Surroundings) -> None:
    drafting = Drafting(around)
    assert drafting.problems("name")
    assert drafting.shown_problems("name") == ()
    drafting.tried.add("name")
    assert [each.field for each in drafting.shown_problems("name")] == ["name"]


def test_each_place_shows_the_first_of_its_problems_and_a_new_condition_none(around: Surroundings) -> None:
    empty = {"match": "all", "rules": [{"id": each, "fact": "visitor_attribute", "operator": "is"} for each in "ab"]}
    drafting = Drafting.of(campaign(Draft(audience=empty)), around)
    assert len(drafting.problems("customers")) == 4, "each lacks its name and its value"
    assert [each.node for each in drafting.shown_problems("customers")] == ["a", "b"]
    drafting.just_added.add("b")
    assert [each.node for each in drafting.shown_problems("customers")] == ["a"]
    drafting.tried.add("customers")
    assert [each.node for each in drafting.shown_problems("customers")] == ["a", "b"]


def test_a_step_that_was_done_shows_its_problems_again(around: Surroundings) -> None:
    drafting = Drafting.of(campaign(Draft(name=""), steps_done=("name",)), around)
    assert [each.field for each in drafting.shown_problems("name")] == ["name"]


@pytest.mark.parametrize(
    ("draft", "done", "step"),
    [
        (Draft(), (), "name"),
        (Draft(name="W"), ("name",), "message"),
        (Draft(name="W", sender=1, recipient="group:1", text="Hi"), ("name", "message"), "customers"),
        (Draft(sender=1, recipient="group:1", text="Hi"), ("name", "message"), "name"),
        (
            Draft(name="W", sender=1, recipient="group:1", text="Hi"),
            ("name", "message", "customers", "set_up"),
            "activate",
        ),
    ],
)
def test_an_editor_opens_where_the_draft_waits(
    around: Surroundings, draft: Draft, done: tuple[str, ...], step: str
) -> None:
    assert Drafting.of(campaign(draft, steps_done=done), around).first_open_step() == step


def test_a_published_campaign_opens_at_its_summary(around: Surroundings) -> None:
    draft = Draft(name="W", sender=1, recipient="group:1", text="Hi")
    steps = ("name", "message", "customers", "set_up")
    drafting = Drafting.of(campaign(draft, steps_done=steps, published=draft, status="active"), around)
    assert drafting.first_open_step() == "activate"
    assert drafting.is_done("activate")
