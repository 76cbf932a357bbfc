"""One audience, two open editors: what each page makes of the other's edits. The database is played by a list."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from admin_ui.campaign_editor.drafting import Drafting, Merged, Outcome
from core.campaigns.draft_changes import Change, Saved
from core.campaigns.draft_problems import Surroundings
from core.campaigns.drafts import Draft
from core.rules import Rule, add, merge, remove, update
from tests.unit.drafting.conftest import NOW, campaign


def condition(name: str, value: object = 1) -> Rule:
    return {"id": name, "fact": "visits", "operator": "at_least", "value": value}


START: Rule = {
    "schema": 1,
    "match": "all",
    "rules": [condition("a"), {"id": "g", "match": "any", "rules": [condition("b"), condition("c")]}],
}


@dataclass
class Table:
    """The draft as the database holds it, with its changes; saves as core.campaigns.draft_changes.save does."""

    rule: Rule
    changes: list[Change] = field(default_factory=list)

    def save(self, page: Drafting, who: int) -> list[Merged]:
        waiting = page.next_save()
        assert waiting is not None
        both = waiting.value
        if self.rule != waiting.base_value:
            both = merge(waiting.base_value, self.rule, waiting.value).rule
        others = tuple(each for each in self.changes if each.version > waiting.base_version)
        version = len(self.changes) + 2
        self.rule = both
        self.changes.append(Change(version, "audience", both, who, f"Nr {who}", NOW))
        return page.saved(Saved(version, NOW, others, both))

    def tell(self, page: Drafting) -> list[Merged]:
        return page.merge([each for each in self.changes if each.version > page.version])


@pytest.fixture
def table() -> Table:
    return Table(START)


@pytest.fixture
def ada(around: Surroundings) -> Drafting:
    return Drafting.of(campaign(Draft(audience=START)), around)


@pytest.fixture
def bo(around: Surroundings) -> Drafting:
    return Drafting.of(campaign(Draft(audience=START)), around)


def edit(page: Drafting, rule: Rule) -> None:
    page.set("audience", rule)


def values(rule: Rule) -> dict[str, Any]:
    """By id, what the conditions ask for; for a group what is in it."""
    found: dict[str, Any] = {}
    for node in rule["rules"]:
        found[node["id"]] = values(node) if "rules" in node else node["value"]
    return found


def outcomes(merged: list[Merged]) -> list[Outcome]:
    return [each.outcome for each in merged]


def test_edits_of_different_conditions_both_survive(table: Table, ada: Drafting, bo: Drafting) -> None:
    edit(ada, update(START, "a", value=7))
    edit(bo, update(START, "b", value=8))
    assert table.save(ada, 1) == []
    assert outcomes(table.save(bo, 2)) == [Outcome.TAKEN]
    assert outcomes(table.tell(ada)) == [Outcome.TAKEN]
    both = {"a": 7, "g": {"b": 8, "c": 1}}
    assert values(table.rule) == values(ada.draft.audience) == values(bo.draft.audience) == both


def test_what_is_not_saved_yet_goes_on_top_of_what_comes_in(table: Table, ada: Drafting, bo: Drafting) -> None:
    edit(ada, add(START, "g", condition("x")))
    table.save(ada, 1)
    edit(bo, update(START, "a", value=9))
    assert outcomes(table.tell(bo)) == [Outcome.TAKEN]
    assert values(bo.draft.audience) == {"a": 9, "g": {"b": 1, "c": 1, "x": 1}}
    table.save(bo, 2)
    assert values(table.rule) == {"a": 9, "g": {"b": 1, "c": 1, "x": 1}}
    assert bo.next_save() is None


def test_what_is_typed_during_a_save_stays_when_theirs_comes_with_the_answer(
    table: Table, ada: Drafting, bo: Drafting
) -> None:
    edit(ada, update(START, "a", value=7))
    table.save(ada, 1)
    edit(bo, update(START, "b", value=8))
    real = bo.next_save

    def typing_goes_on() -> Any:
        waiting = real()
        edit(bo, update(bo.draft.audience, "c", value=5))
        return waiting

    bo.next_save = typing_goes_on  # type: ignore[method-assign]
    table.save(bo, 2)
    bo.next_save = real  # type: ignore[method-assign]
    assert values(bo.draft.audience) == {"a": 7, "g": {"b": 8, "c": 5}}
    table.save(bo, 2)
    assert values(table.rule) == {"a": 7, "g": {"b": 8, "c": 5}}


def test_a_group_removed_by_the_earlier_stays_as_the_later_edits_it_and_the_earlier_can_remove_it_again(
    table: Table, ada: Drafting, bo: Drafting
) -> None:
    edit(ada, remove(START, "g"))
    edit(bo, update(START, "b", value=8))
    table.save(ada, 1)
    assert outcomes(table.save(bo, 2)) == [Outcome.KEPT_MINE]
    (told,) = table.tell(ada)
    assert told.outcome is Outcome.OVERWROTE, "Ada is told that what she did does not stand"
    assert values(ada.draft.audience) == {"a": 1, "g": {"b": 8, "c": 1}}
    edit(ada, ada.instead(told))
    table.save(ada, 1)
    assert values(table.rule) == {"a": 1}


def test_an_edit_within_a_group_that_the_later_removed_can_be_brought_back(
    table: Table, ada: Drafting, bo: Drafting
) -> None:
    edit(ada, update(START, "b", value=8))
    edit(bo, remove(START, "g"))
    table.save(ada, 1)
    (kept,) = table.save(bo, 2)
    assert kept.outcome is Outcome.KEPT_MINE
    (told,) = table.tell(ada)
    assert told.outcome is Outcome.OVERWROTE
    edit(bo, update(bo.draft.audience, "a", value=3))
    table.save(bo, 2)
    table.tell(ada)
    edit(ada, ada.instead(told))
    table.save(ada, 1)
    assert values(table.rule) == {"a": 3, "g": {"b": 8, "c": 1}}, "hers is back, and Bo's later edit stays"


def test_the_later_can_take_theirs_instead(table: Table, ada: Drafting, bo: Drafting) -> None:
    edit(ada, update(update(START, "a", value=7), "b", value=70))
    edit(bo, update(update(START, "a", value=8), "c", value=80))
    table.save(ada, 1)
    (kept,) = table.save(bo, 2)
    assert kept.outcome is Outcome.KEPT_MINE
    assert values(table.rule) == {"a": 8, "g": {"b": 70, "c": 80}}
    edit(bo, bo.instead(kept))
    assert values(bo.draft.audience) == {"a": 7, "g": {"b": 70, "c": 80}}, "only where both had changed something"


def test_taking_their_change_back_keeps_what_i_did_since(table: Table, ada: Drafting, bo: Drafting) -> None:
    edit(ada, update(START, "a", value=7))
    table.save(ada, 1)
    (told,) = table.tell(bo)
    edit(bo, update(bo.draft.audience, "c", value=4))
    edit(bo, bo.instead(told))
    assert values(bo.draft.audience) == {"a": 1, "g": {"b": 1, "c": 4}}
