"""Several conversations at once: each act reaches all that it is meant for, and one undo brings them back."""

from __future__ import annotations

from typing import Any

import pytest

from core.errors import InvalidInput
from core.inbox import answers, several
from core.inbox.conversations import thread, waiting
from core.inbox.holding import Having
from core.storage.models import Agent, Pulse
from tests.api.conftest import Clock, Demo
from tests.api.inbox.conftest import having, keys, said


def test_they_are_closed_and_opened_by_one_undo(demo: Demo, write: Any, clock: Clock) -> None:
    first, second, closed = write(), write(), write()
    answers.close(demo.storage, closed, demo.ada, clock())
    done = several.close(demo.storage, [second, first, closed, "gone"], demo.ada, clock())
    assert set(done.changed) == {first, second}
    assert keys(demo, demo.ada) == []
    assert said(demo, first)[-1] == ("system", "Ada closed this")
    assert several.put_back(demo.storage, done, demo.ada, clock()) == 0
    assert keys(demo, demo.ada) == [second, first]
    assert keys(demo, demo.ada, status="closed") == [closed]


def test_they_are_handed_on_and_back_with_the_group_that_they_waited_in(
    demo: Demo, write: Any, bo: Any, sales: Any, clock: Clock
) -> None:
    waits, everybodys, bos = write(), write(), write()
    answers.assign(demo.storage, waits, demo.ada, f"group:{sales}", clock())
    answers.assign(demo.storage, bos, demo.ada, f"agent:{bo}", clock())
    done = several.assign(demo.storage, [waits, everybodys, bos], demo.ada, f"agent:{bo}", clock())
    assert set(done.changed) == {waits, everybodys}
    assert having(demo, waits) == Having(bo, sales)
    assert several.put_back(demo.storage, done, demo.ada, clock()) == 0
    assert [having(demo, key) for key in (waits, everybodys, bos)] == [Having(None, sales), Having(), Having(bo)]
    assert said(demo, waits)[-2:] == [("system", "Ada handed this to Bo"), ("system", "Ada handed this back to Sales")]


def test_they_are_read_and_unread_again(demo: Demo, write: Any, clock: Clock) -> None:
    first, second = write(), write()
    answers.mark_read(demo.storage, second, 1)
    answers.assign(demo.storage, second, demo.ada, f"agent:{demo.ada}", clock())
    done = several.mark_read(demo.storage, [first, second], demo.ada, clock())
    assert (set(done.changed), waiting(demo.storage, demo.ada).all) == ({first}, 0)
    several.put_back(demo.storage, done, demo.ada, clock())
    assert waiting(demo.storage, demo.ada).all == 1


def test_undo_leaves_alone_what_somebody_has_changed_since(demo: Demo, write: Any, bo: Any, clock: Clock) -> None:
    first, second, third = write(), write(), write()
    done = several.assign(demo.storage, [first, second, third], demo.ada, f"agent:{bo}", clock())
    answers.assign(demo.storage, first, bo, "", clock())
    answers.close(demo.storage, second, bo, clock())
    assert several.put_back(demo.storage, done, demo.ada, clock()) == 1
    assert having(demo, second) == Having()
    assert thread(demo.storage, second).conversation.status == "closed", "that was not what is undone"


def test_what_was_handed_on_is_taken_back_also_from_who_has_looked_at_it(
    demo: Demo, write: Any, bo: Any, clock: Clock
) -> None:
    key = write()
    several.mark_read(demo.storage, [key], demo.ada, clock())
    done = several.assign(demo.storage, [key], demo.ada, f"agent:{bo}", clock())
    answers.mark_read(demo.storage, key, 1)
    assert several.put_back(demo.storage, done, demo.ada, clock()) == 0
    assert having(demo, key) == Having()
    assert thread(demo.storage, key).conversation.unread == 0


def test_nothing_goes_to_who_has_left(demo: Demo, write: Any, bo: Any, clock: Clock) -> None:
    first = write()
    done = several.assign(demo.storage, [first], demo.ada, f"agent:{bo}", clock())
    to_ada = several.assign(demo.storage, [first], demo.ada, f"agent:{demo.ada}", clock())
    with demo.storage.transaction():
        Agent.update(deactivated_at=clock()).where(Agent.id == bo).execute()
    with pytest.raises(InvalidInput):
        several.assign(demo.storage, [first], demo.ada, f"agent:{bo}", clock())
    assert several.put_back(demo.storage, to_ada, demo.ada, clock()) == 1
    assert done.changed


def test_what_changes_nothing_tells_nobody(demo: Demo, write: Any, clock: Clock) -> None:
    key = write()

    def version() -> Any:
        with demo.storage.connection():
            return Pulse.get_by_id("inbox").version

    before = version()
    assert not several.reopen(demo.storage, [key], demo.ada, clock()).changed
    assert not several.close(demo.storage, [], demo.ada, clock()).changed
    assert version() == before
