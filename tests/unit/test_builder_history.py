"""Ctrl+Z in the condition builder: what was edited here is undone, what others did stays."""

from __future__ import annotations

import pytest

from admin_ui.campaign_editor.builder import history
from admin_ui.campaign_editor.builder.history import History
from core.rules import Rule, add, new_rule, remove, update


def condition(name: str, value: object = 1) -> Rule:
    return {"id": name, "fact": "visits", "operator": "at_least", "value": value}


EMPTY = new_rule()
ONE = add(EMPTY, "root", condition("a"))
TWO = add(ONE, "root", condition("b"))


@pytest.fixture
def done() -> History:
    made = History()
    made.note(EMPTY, ONE)
    made.note(ONE, TWO)
    return made


def test_edits_are_undone_and_done_again_in_their_order(done: History) -> None:
    assert done.undo(TWO) == ONE
    assert done.undo(ONE) == EMPTY
    assert done.undo(EMPTY) is None
    assert done.redo(EMPTY) == ONE
    assert done.redo(ONE) == TWO
    assert done.redo(TWO) is None


def test_what_others_did_since_stays(done: History) -> None:
    theirs = update(TWO, "a", value=9)
    assert done.undo(theirs) == update(ONE, "a", value=9)
    assert done.redo(update(ONE, "a", value=9)) == theirs


def test_a_new_edit_ends_what_could_be_done_again(done: History) -> None:
    done.undo(TWO)
    done.note(ONE, EMPTY)
    assert done.redo(EMPTY) is None


def test_typing_in_one_row_is_undone_together(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr(history, "monotonic", lambda: now)
    done = History()
    rule = ONE
    for value in (2, 23):
        after = update(rule, "a", value=value)
        done.note(rule, after, "a")
        rule = after
    now = 5.0
    last = update(rule, "a", value=234)
    done.note(rule, last, "a")
    assert done.undo(last) == rule
    assert done.undo(rule) == ONE


def test_an_edit_is_taken_back_out_of_its_turn_and_once(done: History) -> None:
    removal = remove(TWO, "a")
    done.note(TWO, removal)
    edit = done.newest
    later = add(removal, "root", condition("c"))
    done.note(removal, later)
    back = done.take_back(later, edit)
    assert back == add(TWO, "root", condition("c"))
    assert done.take_back(later, edit) is None


def test_what_somebody_else_did_while_i_typed_is_not_undone_with_my_typing() -> None:
    done = History()
    typed = update(ONE, "a", value=2)
    done.note(ONE, typed, "a")
    theirs = add(typed, "root", condition("b"))
    last = update(theirs, "a", value=23)
    done.note(theirs, last, "a")
    once = done.undo(last)
    assert once == theirs
    assert done.undo(once) == TWO
