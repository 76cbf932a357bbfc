"""Handles of visitors who have told no name."""

from __future__ import annotations

import re

from core.visits.handles import handle, handles_in


def test_a_handle_is_the_same_tomorrow() -> None:
    assert handle("v1") == "JK32"


def test_handles_are_found_among_words() -> None:
    assert handles_in(f"Visitor {handle('v1').lower()} from Hanoi, not AB12, KT4 or KT421") == {handle("v1")}


def test_a_handle_tells_visitors_apart_and_spells_nothing() -> None:
    handles = [handle(f"visitor-{number}") for number in range(100)]
    assert all(re.fullmatch(r"[B-DF-HJ-NP-TV-Z]{2}[1-9][0-9]", each) for each in handles)
    assert len(set(handles)) >= 98
