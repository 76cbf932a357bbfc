"""What the team finds in the list."""

from __future__ import annotations

from typing import Any

import pytest

from core.inbox.answers import answer, assign, close, mark_read
from core.inbox.conversations import PAGE_SIZE, Waiting, list_conversations, thread, waiting
from core.storage.models import Visitor
from core.visits.handles import handle
from tests.api.conftest import Clock, Demo
from tests.api.inbox.conftest import keys, made_id


def test_the_newest_stands_first_with_what_was_last_said(demo: Demo, write: Any, clock: Clock) -> None:
    first, second = write("First"), write("Second\nline")
    rows = list_conversations(demo.storage, demo.ada).rows
    assert [each.key for each in rows] == [second, first]
    assert (rows[0].preview, rows[0].preview_author, rows[0].unread, rows[0].profile.country) == (
        "Second line", "visitor", 1, "FR",
    )  # fmt: skip
    clock.pass_(seconds=1)
    answer(demo.storage, first, demo.ada, made_id(), "**Hi**", clock())
    top = list_conversations(demo.storage, demo.ada).rows[0]
    assert (top.key, top.preview, top.preview_author, top.unread) == (first, "Hi", "agent", 0)


def test_each_scope_holds_its_conversations(demo: Demo, write: Any, bo: Any, sales: Any, clock: Clock) -> None:
    mine, group, everybody, others = write(), write(), write(), write()
    assign(demo.storage, mine, bo, f"agent:{bo}", clock())
    assign(demo.storage, group, bo, f"group:{sales}", clock())
    assign(demo.storage, others, bo, f"agent:{demo.ada}", clock())
    assert keys(demo, bo, scope="mine") == [mine]
    assert keys(demo, bo, scope="groups") == [everybody, group]
    assert keys(demo, bo, scope="all") == [others, everybody, group, mine]
    assert keys(demo, demo.ada, scope="groups") == [everybody]


def test_open_and_closed_ones_are_apart(demo: Demo, write: Any, clock: Clock) -> None:
    opened, closed = write(), write()
    close(demo.storage, closed, demo.ada, clock())
    assert keys(demo, demo.ada) == [opened]
    assert keys(demo, demo.ada, status="closed") == [closed]


def test_unread_ones_can_be_seen_alone(demo: Demo, write: Any) -> None:
    unread, read = write(), write()
    mark_read(demo.storage, read, 1)
    assert keys(demo, demo.ada, unread_only=True) == [unread]


SEARCHES = [
    ("a word", "refund", True),
    ("another case", "REFUND", True),
    ("another case of another alphabet", "ĐƠN", True),
    ("part of a word", "fun", True),
    ("all of several words", "ada refund", True),
    ("one of several words", "refund nothing", False),
    ("what the team has said", "forty", True),
    ("a name of the inside", "spans", False),
    ("a wildcard", "%", False),
    ("an underscore", "_", False),
    ("a quote", '"', True),
    ("nothing", "  ", True),
    ("something else", "invoice", False),
    ("who handed it on", "handed", False),
]


@pytest.mark.parametrize(("search", "found"), [each[1:] for each in SEARCHES], ids=[each[0] for each in SEARCHES])
def test_search_finds_words_of_both_sides(demo: Demo, write: Any, clock: Clock, search: str, found: bool) -> None:
    key = write('Is the "refund" for đơn hàng on its way?')
    answer(demo.storage, key, demo.ada, made_id(), "Ada here: within **forty** hours", clock())
    assign(demo.storage, key, demo.ada, f"agent:{demo.agent('Bo')}", clock())
    assert keys(demo, demo.ada, search=search) == ([key] if found else [])


@pytest.mark.parametrize("search", ["đặng", "ĐẶNG", "Åsa ñandú", "ÑANDÚ", "straße"])
def test_search_finds_visitors_by_name_and_address_in_every_alphabet(demo: Demo, write: Any, search: str) -> None:
    key = write()
    with demo.storage.transaction():
        Visitor.update(name="Åsa Đặng Straße", email="ñandú@shop.example").execute()
    assert keys(demo, demo.ada, search=search) == [key]


@pytest.mark.parametrize("search", ["{}", "Visitor {} from Hanoi", "refund {}"])
def test_search_finds_visitors_by_the_handle_that_the_team_sees(demo: Demo, write: Any, search: str) -> None:
    write("Hello")
    key, other = write("Mugs"), write("Lamps")
    (called, another) = (handle(thread(demo.storage, each).conversation.visitor_key) for each in (key, other))
    assert keys(demo, demo.ada, search=search.format(called.lower())) == [key]
    assert keys(demo, demo.ada, search=f"{called} {another}") == [other, key]
    assert keys(demo, demo.ada, search=called, status="closed") == []


def test_long_lists_come_in_pages(demo: Demo, write: Any) -> None:
    written = [write(str(number)) for number in range(PAGE_SIZE + 2)]
    first = list_conversations(demo.storage, demo.ada)
    both = list_conversations(demo.storage, demo.ada, most=2 * PAGE_SIZE)
    assert (len(first.rows), first.more, both.more) == (PAGE_SIZE, True, False)
    assert [each.key for each in both.rows] == written[::-1]


def test_waiting_counts_open_conversations_with_something_unread(
    demo: Demo, write: Any, bo: Any, sales: Any, clock: Clock
) -> None:
    mine, group, _everybody, closed = write(), write(), write(), write()
    assign(demo.storage, mine, bo, f"agent:{bo}", clock())
    assign(demo.storage, group, bo, f"group:{sales}", clock())
    close(demo.storage, closed, bo, clock())
    assert waiting(demo.storage, bo) == Waiting(mine=1, groups=2, all=3, for_me=3)
    mark_read(demo.storage, mine, 1)
    assert waiting(demo.storage, bo) == Waiting(mine=0, groups=2, all=2, for_me=2)
