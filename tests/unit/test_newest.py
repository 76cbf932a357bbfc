"""Of readings that overlap the last one counts, in whatever order they end."""

from __future__ import annotations

import asyncio

import pytest

from admin_ui.newest import Newest


async def test_what_was_asked_for_last_is_shown_in_whatever_order_the_answers_come() -> None:
    newest, loop = Newest(), asyncio.get_running_loop()
    answers = [loop.create_future() for _ in range(3)]
    readings = [asyncio.create_task(newest.read(each)) for each in answers]
    await asyncio.sleep(0)  # all three have been asked for
    for number in (1, 2, 0):
        answers[number].set_result(f"answer {number}")
    assert await asyncio.gather(*readings) == [None, None, "answer 2"]


async def test_readings_one_after_the_other_are_all_shown() -> None:
    newest = Newest()

    async def found(what: str) -> str:
        return what

    assert [await newest.read(found(each)) for each in ("a", "b")] == ["a", "b"]


@pytest.mark.parametrize("last_fails", [False, True])
async def test_a_failure_counts_where_it_is_that_of_the_last_reading(last_fails: bool) -> None:
    newest, loop = Newest(), asyncio.get_running_loop()
    first, last = loop.create_future(), loop.create_future()
    readings = [asyncio.create_task(newest.read(each)) for each in (first, last)]
    await asyncio.sleep(0)
    failing, found = (last, first) if last_fails else (first, last)
    failing.set_exception(OSError("the disk is gone"))
    found.set_result("found")
    told = await asyncio.gather(*readings, return_exceptions=True)
    assert told[0] is None
    assert isinstance(told[1], OSError) if last_fails else told[1] == "found"
