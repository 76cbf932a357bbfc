"""Undo and redo in the editor: what was edited on this page is taken back, what others did stays."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from admin_ui.campaign_editor import history
from admin_ui.campaign_editor.history import History
from admin_ui.campaign_editor.taking_back import taken_back
from core.campaigns.drafts import Draft
from core.rules import Rule, add, new_rule, remove, update


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What time it is; later edits are typed at once unless this is changed."""
    now = [0.0]
    monkeypatch.setattr(history, "monotonic", lambda: now[0])
    return now


def condition(name: str, value: object = 1) -> Rule:
    return {"id": name, "fact": "visits", "operator": "at_least", "value": value}


def who(rule: Rule) -> Draft:
    return Draft(audience=rule)


ZERO = new_rule()
EMPTY, ONE = who(ZERO), who(add(ZERO, "root", condition("a")))
TWO = who(add(ONE.audience, "root", condition("b")))


def made(*drafts: Draft) -> History:
    """The history of somebody who went from draft to draft."""
    done = History()
    for before, after in pairwise(drafts):
        done.note(before, after)
    return done


def typed(done: History, start: Draft, *texts: str) -> Draft:
    """Type so in the message; the draft that comes of it."""
    for each in texts:
        after = replace(start, text=each)
        done.note(start, after, "text")
        start = after
    return start


def test_edits_are_undone_and_done_again_in_their_order() -> None:
    done = made(EMPTY, ONE, TWO)
    assert done.undo(TWO) == ONE
    assert done.undo(ONE) == EMPTY
    assert (done.can_undo, done.undo(EMPTY)) == (False, EMPTY)
    assert done.redo(EMPTY) == ONE
    assert done.redo(ONE) == TWO
    assert (done.can_redo, done.redo(TWO)) == (False, TWO)


def test_edits_of_different_fields_are_undone_in_the_order_of_their_making() -> None:
    first, second = replace(EMPTY, sender=1), replace(EMPTY, sender=1, frequency="multiple")
    done = made(EMPTY, first, second)
    assert done.undo(second) == first
    assert done.undo(first) == EMPTY


def test_what_others_did_since_stays() -> None:
    done = made(EMPTY, ONE, TWO)
    theirs = who(update(TWO.audience, "a", value=9))
    assert done.undo(theirs) == who(update(ONE.audience, "a", value=9))
    assert done.redo(who(update(ONE.audience, "a", value=9))) == theirs


def test_an_edit_of_which_nothing_stands_any_more_is_passed_over() -> None:
    first, second = replace(EMPTY, name="Mine"), replace(EMPTY, name="Mine", text="Mine")
    done = made(EMPTY, first, second)
    theirs = replace(second, text="Theirs")
    assert done.undo(theirs) == replace(EMPTY, text="Theirs")
    assert not done.can_undo


def test_a_new_edit_ends_what_could_be_done_again() -> None:
    done = made(EMPTY, ONE, TWO)
    done.undo(TWO)
    done.note(ONE, EMPTY)
    assert not done.can_redo


def test_what_is_typed_in_one_place_is_undone_together(clock: list[float]) -> None:
    done = History()
    first = typed(done, EMPTY, "H", "Hi")
    clock[0] = 5.0
    second = typed(done, first, "Hi t", "Hi there")
    assert done.undo(second) == first
    assert done.undo(first) == EMPTY


@pytest.mark.usefixtures("clock")
def test_what_somebody_else_did_while_i_typed_is_not_undone_with_my_typing() -> None:
    done = History()
    mine = who(update(ONE.audience, "a", value=2))
    done.note(ONE, mine, "a")
    theirs = who(add(mine.audience, "root", condition("b")))
    last = who(update(theirs.audience, "a", value=23))
    done.note(theirs, last, "a")
    once = done.undo(last)
    assert once == theirs
    assert done.undo(once) == TWO


def test_what_a_field_takes_back_itself_counts_as_undone_here(clock: list[float]) -> None:
    done = made(EMPTY, ONE)
    written = typed(done, ONE, "H", "Hi")
    clock[0] = 5.0
    back = typed(done, written, "")
    assert done.undo(back) == EMPTY, "Ctrl+Z in the field"
    assert done.redo(EMPTY) == ONE
    again = typed(done, back, "Hi")
    assert (done.can_redo, done.undo(again)) == (False, back), "and Shift+Ctrl+Z"


def test_an_edit_is_taken_back_out_of_its_turn_and_once() -> None:
    without_a = who(remove(TWO.audience, "a"))
    done = made(TWO, without_a)
    edit = done.newest
    later = who(add(without_a.audience, "root", condition("c")))
    done.note(without_a, later)
    back = done.take_back(later, edit)
    assert back == who(add(TWO.audience, "root", condition("c")))
    assert done.take_back(later, edit) == later


def row(name: str, label: str = "", link: str = "") -> dict[str, Any]:
    return {"id": name, "label": label, "link": link}


A, B, C, D = (row(name) for name in "abcd")


@pytest.mark.parametrize(
    ("before", "after", "now", "expected"),
    [
        ([A, B, C], [A, C], [A, C], [A, B, C]),
        ([A, B, C], [A, C], [A, row("c", "new"), D], [A, B, row("c", "new"), D]),
        ([A, B], [B], [C, B], [A, C, B]),
        ([A], [A, B], [A, row("b", "typed"), C], [A, C]),
        ([A, B, C], [C, A, B], [C, row("a", "new"), B, D], [row("a", "new"), B, C, D]),
        ([A, B, C], [C, A, B], [B, C, A], [B, C, A]),
        ([row("a", "old")], [row("a", "new")], [row("a", "new", "/theirs")], [row("a", "old", "/theirs")]),
        ([row("a", "old")], [row("a", "new")], [row("a", "theirs")], [row("a", "theirs")]),
        (
            {"fields": [A], "submit": "Send"},
            {"fields": [A, B], "submit": "Send"},
            {"fields": [A, B], "submit": "Go"},
            {"fields": [A], "submit": "Go"},
        ),
        (None, {"fields": [A]}, {"fields": [A, B]}, {"fields": [A, B]}),
        ({"vi": "Chào"}, {"vi": "Chào", "de": "Hallo"}, {"vi": "Xin chào", "de": "Hallo"}, {"vi": "Xin chào"}),
        ("Hi", "Hello", "Theirs", "Theirs"),
    ],
    ids=[
        "a removed row comes back in its place",
        "beside what was made of the others",
        "the first one comes back first",
        "an added row goes",
        "moved rows go back, others keep what was made of them",
        "unless somebody moved them since",
        "of a row comes back what was changed in it",
        "unless somebody changed that since",
        "of what has parts, each is by itself",
        "what somebody went on with is left as it is",
        "a part that was added goes",
        "of a text there are no parts",
    ],
)
def test_of_rows_and_parts_comes_back_what_nobody_else_has_touched(
    before: object, after: object, now: object, expected: object
) -> None:
    assert taken_back(before, after, now) == expected
