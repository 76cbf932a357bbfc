"""A once campaign is shown once: to many threads, to many processes, and when one of them is killed in the middle."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from core.deliveries.claim_answers import Granted
from core.plugins import Registry
from core.settings import Settings
from core.storage import Storage
from core.storage.models import Display, Visitor
from core.web.parts import Parts
from tests.api.claimer import claim_once
from tests.api.conftest import Demo

ROOT = Path(__file__).parents[2]


@pytest.fixture
def claimers(settings: Settings) -> Iterator[Any]:
    """Starts processes that claim; `go` ends the input that all of them wait for, so that they begin at once."""
    waiting, held = os.pipe()
    go = os.fdopen(held, "wb").close
    started = []

    def start(campaign: int, prefix: str, visitors: list[str]) -> Any:
        arguments = [str(settings.data_dir), settings.database_url, str(campaign), prefix, *visitors]
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.api.claimer", *arguments],
            cwd=ROOT,
            stdin=waiting,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return process

    yield start, go
    go()
    os.close(waiting)
    for process in started:
        process.kill()
        process.communicate()


def shown(storage: Storage) -> Any:
    """How many displays each visitor has, by their key."""
    with storage.connection():
        return Counter(row.visitor.key for row in Display.select(Display, Visitor).join(Visitor))


@pytest.mark.parametrize("frequency", ["once", "multiple"])
def test_of_many_threads_that_claim_for_one_page_view_one_is_granted(
    demo: Demo, parts: Parts, registry: Registry, frequency: str
) -> None:
    campaign = demo.campaign(frequency=frequency)
    together = threading.Barrier(12)

    def attempt(number: int) -> Any:
        together.wait()
        display = f"display-{number}".ljust(22, "x")
        return claim_once(parts.storage, parts.plans, registry, campaign, "one visitor", display, "one view")

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(attempt, range(12)))
    granted = [answer for answer in answers if isinstance(answer, Granted)]
    assert len(granted) == 1
    assert [answer.code for answer in answers if answer not in granted] == [
        "already_shown" if frequency == "once" else "page_view"
    ] * 11
    assert shown(parts.storage) == {"one visitor": 1}


def test_of_many_threads_that_repeat_one_claim_each_gets_the_same_answer(
    demo: Demo, parts: Parts, registry: Registry
) -> None:
    campaign = demo.campaign()
    together = threading.Barrier(8)

    def attempt(_: Any) -> Any:
        together.wait()
        return claim_once(parts.storage, parts.plans, registry, campaign, "one visitor", "one-display", "one view")

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(attempt, range(8)))
    assert all(isinstance(answer, Granted) for answer in answers)
    assert len({answer.at for answer in answers}) == 1
    assert shown(parts.storage) == {"one visitor": 1}


def test_of_several_processes_that_claim_for_the_same_visitors_one_is_granted_for_each(
    demo: Demo, claimers: Any
) -> None:
    campaign = demo.campaign()
    start, go = claimers
    visitors = [f"visitor-{number}" for number in range(40)]
    processes = [start(campaign, prefix, visitors) for prefix in ("a", "b", "c")]
    go()
    answers = [json.loads(line) for process in processes for line in process.communicate(timeout=60)[0].splitlines()]
    assert [process.returncode for process in processes] == [0, 0, 0]
    assert len(answers) == 3 * len(visitors)
    assert Counter(each["visitor"] for each in answers if each["granted"]) == dict.fromkeys(visitors, 1)
    assert {each["code"] for each in answers if not each["granted"]} == {"already_shown"}
    assert shown(demo.storage) == dict.fromkeys(visitors, 1)


def test_a_killed_server_has_shown_what_it_answered_and_nothing_twice(
    demo: Demo, parts: Parts, registry: Registry, claimers: Any
) -> None:
    campaign = demo.campaign()
    start, go = claimers
    visitors = [f"visitor-{number}" for number in range(2_000)]
    process = start(campaign, "k", visitors)
    go()
    answered = [json.loads(process.stdout.readline()) for _ in range(20)]
    process.send_signal(signal.SIGKILL)
    rest = process.communicate(timeout=60)[0].splitlines(keepends=True)
    answered += [json.loads(line) for line in rest if line.endswith("\n")]
    assert process.returncode == -signal.SIGKILL
    assert 20 <= len(answered) < len(visitors)

    committed = shown(demo.storage)
    assert set(committed.values()) == {1}
    assert {each["visitor"] for each in answered} <= set(committed)
    with demo.storage.connection():
        marked = {row.key for row in Visitor.select().where(Visitor.last_display_at.is_null(False))}
    assert marked == set(committed)

    for each in visitors[: len(answered) + 5]:
        fresh = claim_once(parts.storage, parts.plans, registry, campaign, each, f"again-{each}", f"again-{each}")
        assert isinstance(fresh, Granted) is (each not in committed)
    assert set(shown(demo.storage).values()) == {1}


def test_a_browser_that_was_not_answered_before_the_kill_asks_again_and_gets_its_message(
    demo: Demo, parts: Parts, registry: Registry, claimers: Any
) -> None:
    campaign = demo.campaign()
    start, go = claimers
    process = start(campaign, "k", ["the visitor"])
    go()
    line = json.loads(process.stdout.readline())
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    again = claim_once(parts.storage, parts.plans, registry, campaign, "the visitor", line["display"], "k-the visitor")
    assert isinstance(again, Granted)
    assert shown(demo.storage) == {"the visitor": 1}
