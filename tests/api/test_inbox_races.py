"""A conversation in the hands of two at once, or of somebody and a job: nothing of it is lost, and somebody has it."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest

from core import team
from core.inbox import several, visitor_messages
from core.inbox.answers import answer, assign, close, hand_back
from core.inbox.holding import Having
from core.jobs.housekeeping import delete_old_conversations
from core.storage.models import Agent
from core.team.parties import stays
from tests.api.at_once import interrupted, meanwhile
from tests.api.conftest import Browser, Clock, Demo
from tests.api.inbox.conftest import bo as bo
from tests.api.inbox.conftest import having, made_id, said
from tests.api.inbox.conftest import sales as sales
from tests.api.inbox.conftest import write as write


def test_an_old_conversation_that_is_answered_while_old_ones_are_deleted_stays(
    demo: Demo, write: Any, clock: Clock
) -> None:
    key = write()
    close(demo.storage, key, demo.ada, clock())
    later = clock.pass_(days=800)
    with demo.storage.transaction():
        answer(demo.storage, key, demo.ada, made_id(), "I have found it after all", later)
        deleting = meanwhile(lambda: delete_old_conversations(demo.storage, later - timedelta(days=1)))
    deleting.join()
    assert said(demo, key)[-1] == ("agent", "I have found it after all")


def test_what_is_handed_to_somebody_who_is_leaving_does_not_stay_with_them(
    demo: Demo, write: Any, bo: Any, clock: Clock
) -> None:
    cy, one, two, three = demo.agent("Cy"), write(), write(), write()
    assign(demo.storage, three, cy, f"agent:{bo}", clock())
    done = assign(demo.storage, three, cy, f"agent:{cy}", clock())
    assert done
    with demo.storage.transaction():
        assign(demo.storage, one, cy, f"agent:{bo}", clock())
        several.assign(demo.storage, [two], cy, f"agent:{bo}", clock())
        hand_back(demo.storage, three, cy, done, clock())
        leaving = meanwhile(lambda: team.deactivate_agent(demo.storage, bo))
    leaving.join()
    assert [having(demo, each) for each in (one, two, three)] == [Having()] * 3


def test_what_is_put_back_to_somebody_who_is_leaving_does_not_stay_with_them(
    demo: Demo, write: Any, bo: Any, clock: Clock
) -> None:
    cy, key = demo.agent("Cy"), write()
    assign(demo.storage, key, cy, f"agent:{bo}", clock())
    done = several.assign(demo.storage, [key], cy, f"agent:{cy}", clock())
    with demo.storage.transaction():
        several.put_back(demo.storage, done, cy, clock())
        leaving = meanwhile(lambda: team.deactivate_agent(demo.storage, bo))
    leaving.join()
    assert having(demo, key) == Having()


def test_what_is_handed_to_a_group_that_is_closed_does_not_stay_there(
    demo: Demo, write: Any, sales: Any, clock: Clock
) -> None:
    cy, key = demo.agent("Cy"), write()
    with demo.storage.transaction():
        assign(demo.storage, key, cy, f"group:{sales}", clock())
        closing = meanwhile(lambda: team.deactivate_group(demo.storage, sales))
    closing.join()
    assert having(demo, key) == Having()


def test_what_a_visitor_begins_with_somebody_who_is_leaving_does_not_stay_with_them(
    demo: Demo, browser: Browser, bo: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = demo.campaign(recipient=f"agent:{bo}")
    browser.boot()
    impression = browser.claim(campaign)["impression"]
    other = interrupted(monkeypatch, visitor_messages, "mark", lambda: team.deactivate_agent(demo.storage, bo))
    key = browser.post("messages", id=made_id(), text="Hi", impression=impression)["conversation"]["key"]
    other.join()
    assert having(demo, key) == Having()


def test_what_a_group_leaves_to_a_successor_who_is_leaving_too_does_not_stay_with_them(
    demo: Demo, write: Any, sales: Any, clock: Clock
) -> None:
    cy, key = demo.agent("Cy"), write()
    assign(demo.storage, key, cy, f"group:{sales}", clock())
    with demo.storage.transaction():
        team.deactivate_group(demo.storage, sales, f"agent:{cy}")
        leaving = meanwhile(lambda: team.deactivate_agent(demo.storage, cy))
    leaving.join()
    assert having(demo, key) == Having()


def test_who_puts_back_and_an_owner_who_is_leaving_do_not_wait_for_one_another(
    demo: Demo, write: Any, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    cy, owners = demo.agent("Cy"), (99_999, 100_000)  # as words, the second comes first
    with demo.storage.transaction():
        for number in owners:
            Agent.create(id=number, email=f"{number}@shop.example", name="Di", role="owner", created_at=clock())
    keys = [write() for _ in owners]
    for key, owner in zip(keys, owners, strict=True):
        assign(demo.storage, key, cy, f"agent:{owner}", clock())
    done = several.assign(demo.storage, keys, cy, f"agent:{cy}", clock())
    leaving = list[threading.Thread]()

    def stays_while_one_leaves(*given: Any) -> bool:
        found = stays(*given)
        if not leaving:
            leaving.append(meanwhile(lambda: team.deactivate_agent(demo.storage, owners[0])))
        return found

    monkeypatch.setattr(several, "stays", stays_while_one_leaves)
    assert several.put_back(demo.storage, done, cy, clock()) == 0
    leaving[0].join()
    assert [having(demo, each) for each in keys] == [Having(), Having(owners[1])]
