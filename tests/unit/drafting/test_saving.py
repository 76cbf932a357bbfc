"""What one open editor knows: what is typed, what is saved, what others changed. No page, no database."""

from __future__ import annotations

from typing import Any

import pytest

from admin_ui.campaign_editor.drafting import Drafting, Merged, Outcome, SaveState
from core.campaigns.draft_changes import Change, Saved
from core.campaigns.draft_problems import Surroundings
from core.campaigns.drafts import Draft
from core.errors import InvalidInput
from tests.unit.drafting.conftest import NOW, campaign


def change(field: str, value: Any, version: int, name: str = "Bo") -> Change:
    return Change(version, field, value, 2, name, NOW)


def save(drafting: Drafting, version: int, *others: Change) -> list[Merged]:
    """Let the next save succeed as `version`."""
    assert drafting.next_save() is not None
    return drafting.saved(Saved(version, NOW, others))


# Saving


def test_nothing_is_saved_before_something_was_typed(drafting: Drafting) -> None:
    assert drafting.next_save() is None
    assert drafting.save_state is SaveState.UNTOUCHED
    assert not drafting.set("name", "Welcome")


def test_the_first_key_stroke_makes_the_draft(around: Surroundings) -> None:
    drafting = Drafting(around)
    drafting.set("name", "W")
    assert drafting.next_save() is None, "there is no campaign to save into yet"
    states = [drafting.save_state]
    drafting.begun(campaign(drafting.draft))
    assert [*states, drafting.save_state] == [SaveState.SAVING, SaveState.SAVED]
    assert not drafting.unsaved


def test_what_was_typed_while_the_draft_was_being_made_is_saved_next(around: Surroundings) -> None:
    drafting = Drafting(around)
    drafting.set("name", "W")
    made = campaign(drafting.draft)
    drafting.set("name", "We")
    drafting.begun(made)
    waiting = drafting.next_save()
    assert waiting is not None
    assert (waiting.field, waiting.value, waiting.base_version) == ("name", "We", 1)


def test_one_save_is_under_way_at_a_time(drafting: Drafting) -> None:
    drafting.set("name", "A")
    drafting.set("text", "B")
    assert drafting.next_save() is not None
    assert drafting.next_save() is None
    drafting.saved(Saved(2, NOW))
    second = drafting.next_save()
    assert second is not None
    assert (second.field, second.base_version) == ("text", 2)
    drafting.saved(Saved(3, NOW))
    assert drafting.save_state is SaveState.SAVED


def test_what_was_typed_during_a_save_is_saved_after_it(drafting: Drafting) -> None:
    drafting.set("name", "A")
    drafting.next_save()
    drafting.set("name", "AB")
    drafting.saved(Saved(2, NOW))
    again = drafting.next_save()
    assert again is not None
    assert again.value == "AB"


def test_a_failed_save_says_why_and_is_tried_again(drafting: Drafting) -> None:
    drafting.set("name", "A")
    drafting.next_save()
    drafting.failed("The database does not answer.")
    assert (drafting.save_state, drafting.error) == (SaveState.FAILED, "The database does not answer.")
    save(drafting, 2)
    assert (drafting.save_state, drafting.error) == (SaveState.SAVED, "")


def test_a_refused_value_does_not_block_the_others(drafting: Drafting) -> None:
    drafting.set("name", "A")
    drafting.set("text", "B")
    drafting.next_save()
    drafting.refused("name")
    following = drafting.next_save()
    assert following is not None
    assert following.field == "text"


def test_a_value_of_the_wrong_shape_never_enters_the_draft(drafting: Drafting) -> None:
    with pytest.raises(InvalidInput):
        drafting.set("sender", "Ada")
    assert not drafting.unsaved


# Others


def test_a_change_elsewhere_comes_in_and_costs_nothing_of_mine(drafting: Drafting) -> None:
    (merged,) = drafting.merge([change("text", "From Bo", 2)])
    assert (merged.outcome, merged.other) == (Outcome.TAKEN, "Hi")
    assert (drafting.draft.text, drafting.version) == ("From Bo", 2)
    assert not drafting.unsaved


def test_a_change_over_my_own_words_can_be_taken_back(drafting: Drafting) -> None:
    drafting.set("text", "Mine")
    save(drafting, 2)
    (merged,) = drafting.merge([change("text", "From Bo", 3)])
    assert (merged.outcome, merged.other) == (Outcome.OVERWROTE, "Mine")
    drafting.set("text", merged.other)
    waiting = drafting.next_save()
    assert waiting is not None
    assert (waiting.value, waiting.base_version) == ("Mine", 3)


def test_nothing_moves_under_the_hands_of_who_is_in_the_field(drafting: Drafting) -> None:
    drafting.focused = "text"
    (merged,) = drafting.merge([change("text", "From Bo", 2)])
    assert merged.outcome is Outcome.KEPT_MINE
    assert drafting.draft.text == "Hi"
    (late,) = drafting.leave_field("text")
    assert (late.outcome, drafting.draft.text) == (Outcome.TAKEN, "From Bo")
    assert drafting.leave_field("text") == []


def test_typing_on_saves_mine_over_theirs(drafting: Drafting) -> None:
    drafting.focused = "text"
    drafting.merge([change("text", "From Bo", 2)])
    drafting.set("text", "Hi!")
    assert drafting.leave_field("text") == []
    waiting = drafting.next_save()
    assert waiting is not None
    assert (waiting.value, waiting.base_version) == ("Hi!", 2)


def test_typing_my_old_words_again_still_saves_them_over_theirs(drafting: Drafting) -> None:
    drafting.focused = "text"
    drafting.merge([change("text", "From Bo", 2)])
    assert drafting.set("text", "Hi")
    assert drafting.next_save() is not None


def test_what_waits_to_be_saved_is_not_overwritten(drafting: Drafting) -> None:
    drafting.set("text", "Mine")
    (merged,) = drafting.merge([change("text", "From Bo", 2)])
    assert (merged.outcome, drafting.draft.text) == (Outcome.KEPT_MINE, "Mine")


def test_a_save_brings_what_others_did_meanwhile(drafting: Drafting) -> None:
    drafting.set("text", "Mine")
    merged = save(drafting, 4, change("text", "From Bo", 2), change("name", "Bo's name", 3))
    assert [(each.change.field, each.outcome) for each in merged] == [
        ("text", Outcome.KEPT_MINE),
        ("name", Outcome.TAKEN),
    ]
    assert (drafting.draft.text, drafting.draft.name, drafting.version) == ("Mine", "Bo's name", 4)


def test_nothing_is_told_twice_and_my_own_saves_not_at_all(drafting: Drafting) -> None:
    drafting.set("text", "Mine")
    save(drafting, 2)
    assert drafting.merge([change("text", "Mine", 2)]) == []
    assert len(drafting.merge([change("name", "One", 3), change("name", "Two", 4)])) == 1
    assert drafting.merge([change("name", "Two", 4)]) == []


# What is missing


# Undo


def test_undo_and_redo_are_saved_like_what_is_typed(drafting: Drafting) -> None:
    drafting.set("text", "Hello", "text")
    save(drafting, 2)
    assert drafting.undo() == ("text",)
    waiting = drafting.next_save()
    assert waiting is not None
    assert (waiting.field, waiting.value) == ("text", "Hi")
    drafting.saved(Saved(3, NOW))
    assert drafting.redo() == ("text",)
    assert (drafting.draft.text, drafting.unsaved) == ("Hello", True)


def test_undo_passes_over_what_others_have_changed_since(drafting: Drafting) -> None:
    drafting.set("name", "Mine")
    drafting.set("text", "Mine, too")
    save(drafting, 2)
    save(drafting, 3)
    drafting.merge([change("text", "From Bo", 4)])
    assert drafting.undo() == ("name",)
    assert (drafting.draft.name, drafting.draft.text) == ("Welcome", "From Bo")
    assert drafting.undo() == ()


def test_a_discard_is_undone_where_nobody_changed_anything_since(drafting: Drafting) -> None:
    mine, discarded = Draft(name="Mine", text="Mine", recipient="agent:1"), drafting.draft
    drafting.history.note(mine, discarded)
    drafting.merge([change("text", "Theirs", 2), change("frequency", "multiple", 3)])
    assert drafting.undo() == ("name", "recipient")
    assert drafting.draft == Draft(name="Mine", text="Theirs", recipient="agent:1", frequency="multiple")


def test_of_a_discarded_audience_comes_back_what_nobody_changed_since(around: Surroundings) -> None:
    def rule(*values: int) -> dict[str, Any]:
        rows = [
            {"id": f"c{at}", "fact": "visits", "operator": "at_least", "value": each} for at, each in enumerate(values)
        ]
        return {"schema": 1, "match": "all", "rules": rows}

    published = Draft(audience=rule(1, 2, 3))
    drafting = Drafting.of(campaign(published), around)
    drafting.history.note(Draft(audience=rule(10, 200, 3)), published)
    drafting.merge([change("audience", rule(1, 20, 30), 2)])
    drafting.undo()
    assert drafting.draft.audience == rule(10, 20, 30)
