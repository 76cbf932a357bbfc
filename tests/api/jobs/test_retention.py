"""What is old is deleted, and never what is still needed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from core.jobs import JOBS, housekeeping, run
from core.jobs.housekeeping import (
    KEEP_VISITORS,
    delete_forgotten_visitors,
    delete_old_conversations,
    delete_old_page_views,
    sweep,
)
from core.settings import Settings
from core.storage import Storage
from core.storage.models import (
    Agent,
    Campaign,
    Compared,
    Conversation,
    Display,
    JobRun,
    LoginLink,
    Message,
    PageView,
    Secret,
    Session,
    Visitor,
)
from core.visits import SEEN_EVERY
from core.visits.passports import Passport
from core.visits.tokens import LIFE
from core.web.parts import Parts
from tests.api.conftest import Browser, Clock, Demo
from tests.api.jobs.conftest import NOON


def test_page_views_are_kept_as_long_as_the_settings_say(demo: Demo, record: Any) -> None:
    record(*(NOON - timedelta(minutes=each) for each in range(1_500)), NOON + timedelta(seconds=1))
    assert delete_old_page_views(demo.storage, NOON - timedelta(minutes=100)) == 1_399
    with demo.storage.reading_log():
        assert PageView.select().count() == 102


def test_only_closed_conversations_without_news_are_deleted(demo: Demo, clock: Clock) -> None:
    old, new = NOON - timedelta(days=800), NOON - timedelta(days=1)
    with demo.storage.transaction():
        visitor = Visitor.create(site=demo.site.id, key="v", first_seen_at=old)
        for key, status, changed, closed in (
            ("old and open", "open", old, None),
            ("old and closed", "closed", old, old),
            ("closed yesterday", "closed", old, new),
            ("new", "closed", new, new),
        ):
            row = Conversation.create(
                key=key, site=demo.site.id, visitor=visitor, status=status,
                created_at=old, changed_at=changed, closed_at=closed,
            )  # fmt: skip
            Message.create(conversation=row, seq=1, client_id=key, author="visitor", blocks=[], created_at=old)
    assert delete_old_conversations(demo.storage, NOON - timedelta(days=730)) == 1
    with demo.storage.connection():
        assert {row.key for row in Conversation.select()} == {"old and open", "closed yesterday", "new"}
        assert Message.select().count() == 3


def test_retention_keeps_to_the_settings(demo: Demo, settings: Settings, record: Any) -> None:
    record(NOON - timedelta(days=settings.retain_page_views_days, hours=1), NOON)
    retention = next(job for job in JOBS if job.name == "retention")
    run(demo.storage, settings, retention, NOON)
    with demo.storage.reading_log():
        assert PageView.select().count() == 1


def test_a_campaign_deleted_a_month_ago_is_removed_with_its_numbers_but_not_its_conversations(
    demo: Demo, browser: Browser, settings: Settings, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = demo.campaign(control_group=5)
    monkeypatch.setattr("core.deliveries.control_groups.is_drawn", lambda *_: False)
    browser.boot()
    impression = browser.claim(campaign)["impression"]
    browser.post("messages", id="m" * 22, text="Hello", impression=impression)
    with demo.storage.connection():
        assert Compared.select().count() == 1
    demo.change(campaign, deleted_at=clock() - timedelta(days=31), status="paused")
    retention = next(job for job in JOBS if job.name == "retention")
    run(demo.storage, settings, retention, clock())
    with demo.storage.connection():
        assert (Campaign.select().count(), Display.select().count(), Message.select().count()) == (0, 0, 2)
        assert Compared.select().count() == 0
        assert Conversation.get().campaign is None


def display(campaign: int, visitor: Visitor, at: datetime, name: str) -> Any:
    return Display.create(
        id=name, campaign=campaign, visitor=visitor, revision_number=1, slot=name, generation=1, page_view=name,
        claimed_at=at,
    )  # fmt: skip


@pytest.fixture
def steps(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> Any:
    """How many rows of a table each transaction left, with batches of two."""
    monkeypatch.setattr(housekeeping, "BATCH", 2)
    left = []
    transaction = Storage.transaction

    @contextmanager
    def watched(self: Storage) -> Iterator[None]:
        with transaction(self):
            yield
        left.append((Visitor.select().count(), Display.select().count()))

    @contextmanager
    def watching() -> Iterator[Any]:
        with storage.connection(), monkeypatch.context() as patch:
            patch.setattr(Storage, "transaction", watched)
            yield left

    return watching


def test_visitors_who_stayed_away_longer_than_a_passport_lives_are_forgotten_a_few_at_a_time(
    demo: Demo, settings: Settings, steps: Any
) -> None:
    assert LIFE["passport"] + SEEN_EVERY < KEEP_VISITORS
    old, new = NOON - KEEP_VISITORS - timedelta(hours=1), NOON - KEEP_VISITORS + timedelta(hours=1)
    campaign = demo.campaign()
    with demo.storage.transaction():
        for number in range(5):
            row = Visitor.create(site=demo.site.id, key=f"away {number}", first_seen_at=old, last_seen_at=old)
            display(campaign, row, old, f"away {number}")
        Visitor.create(site=demo.site.id, key="new", first_seen_at=new)
        back = Visitor.create(site=demo.site.id, key="came back", first_seen_at=old, last_seen_at=new)
        display(campaign, back, old, "first")
        display(campaign, back, old, "second")
        held = Visitor.create(site=demo.site.id, key="wrote", first_seen_at=old, last_seen_at=old)
        Conversation.create(key="c", site=demo.site.id, visitor=held, created_at=old, changed_at=old)
    with steps() as left:
        assert delete_forgotten_visitors(demo.storage, NOON - KEEP_VISITORS) == 5
    assert left == [(6, 5), (4, 3), (3, 2)]
    with demo.storage.connection():
        assert {row.key for row in Visitor.select()} == {"new", "came back", "wrote"}


def test_who_was_compared_is_forgotten_with_the_visitor(
    demo: Demo, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.deliveries.control_groups.is_drawn", lambda *_: True)
    campaign = demo.campaign(control_group=5)
    browser.boot()
    assert browser.claim(campaign)["refused"] == "control"
    with demo.storage.connection():
        assert Compared.select().count() == 1
        assert delete_forgotten_visitors(demo.storage, demo.clock.pass_(days=1)) == 1
        assert Compared.select().count() == 0


@pytest.mark.parametrize("days_between", [20, 45, 399])
def test_once_holds_for_a_visitor_who_keeps_coming_and_is_shown_nothing_for_years(
    demo: Demo, browser: Browser, settings: Settings, clock: Clock, days_between: int
) -> None:
    once = demo.campaign()
    retention = next(job for job in JOBS if job.name == "retention")
    browser.boot()
    assert browser.claim(once)["message"]
    for _ in range(-(-900 // days_between)):
        clock.pass_(days=days_between)
        browser.boot()
        demo.parts.recorder.flush()
        run(demo.storage, settings, retention, clock())
    assert browser.passport is not None
    passport = Passport.open(demo.parts.tokens, browser.passport, site="shop", now=clock())
    browser.passport = replace(passport, campaigns=()).issue(demo.parts.tokens, clock())["passport"]
    browser.boot()
    assert browser.claim(once)["refused"] == "already_shown"


def test_that_visitors_still_come_is_written_down_once_a_month(
    demo: Demo, browser: Browser, clock: Clock, parts: Parts
) -> None:
    clock.now = datetime(2026, 1, 1, tzinfo=UTC)
    campaign = demo.campaign()
    browser.boot()
    browser.claim(campaign)
    seen = []
    for _ in range(90):
        clock.pass_(days=1)
        browser.boot()
        parts.recorder.flush()
        with demo.storage.connection():
            seen.append(Visitor.get().last_seen_at)
    assert len(set(seen)) == 4
    assert clock() - seen[-1] < SEEN_EVERY


def test_retention_forgets_visitors_too(demo: Demo, settings: Settings) -> None:
    with demo.storage.transaction():
        Visitor.create(site=demo.site.id, key="away", first_seen_at=NOON - KEEP_VISITORS - timedelta(hours=1))
    retention = next(job for job in JOBS if job.name == "retention")
    run(demo.storage, settings, retention, NOON)
    with demo.storage.connection():
        assert not Visitor.select().count()


def test_a_visitor_who_comes_back_while_the_forgotten_are_deleted_stays(
    demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = NOON - KEEP_VISITORS - timedelta(hours=1)
    with demo.storage.transaction():
        visitor = Visitor.create(site=demo.site.id, key="back", first_seen_at=old)
    transaction = Storage.transaction

    @contextmanager
    def overtaken(self: Storage) -> Iterator[None]:
        monkeypatch.setattr(Storage, "transaction", transaction)
        with transaction(self):
            Conversation.create(key="c", site=demo.site.id, visitor=visitor, created_at=NOON, changed_at=NOON)
        with transaction(self):
            yield

    monkeypatch.setattr(Storage, "transaction", overtaken)
    assert delete_forgotten_visitors(demo.storage, NOON - KEEP_VISITORS) == 0
    with demo.storage.connection():
        assert Conversation.select().count() == 1


def test_what_a_deleted_campaign_has_shown_goes_a_little_at_a_time(
    demo: Demo, settings: Settings, clock: Clock, steps: Any
) -> None:
    deleted, live = demo.campaign(), demo.campaign()
    with demo.storage.transaction():
        visitor = Visitor.create(site=demo.site.id, key="v", first_seen_at=clock())
        for number in range(5):
            display(deleted, visitor, clock(), f"deleted {number}")
        display(live, visitor, clock(), "live")
    demo.change(deleted, deleted_at=clock() - timedelta(days=31), status="paused")
    retention = next(job for job in JOBS if job.name == "retention")
    with steps() as left:
        run(demo.storage, settings, retention, clock())
    counts = [displays for _, displays in left]
    assert [before - after for before, after in pairwise([6, *counts]) if before != after] == [2, 2, 1]
    with demo.storage.connection():
        assert [row.id for row in Campaign.select()] == [live]


def test_what_has_expired_is_swept_away_and_nothing_else(demo: Demo, clock: Clock) -> None:
    past, future = NOON - timedelta(days=9), NOON + timedelta(days=9)
    with demo.storage.transaction():
        for name, at in (("old", past), ("new", future)):
            Session.create(token_hash=name, agent=demo.ada, created_at=past, expires_at=at)
            LoginLink.create(token_hash=name, agent=demo.ada, created_at=past, expires_at=at)
            Secret.create(name=name, value="x", expires_at=at)
            JobRun.create(job=name, slot="x", started_at=at, finished_at=at)
        Secret.create(name="kept", value="x", expires_at=None)
    sweep(demo.storage, NOON)
    with demo.storage.connection():
        assert [row.token_hash for row in Session.select()] == ["new"]
        assert [row.token_hash for row in LoginLink.select()] == ["new"]
        assert {row.name for row in Secret.select()} >= {"new", "kept"}
        assert "old" not in {row.name for row in Secret.select()}
        assert [row.job for row in JobRun.select()] == ["new"]
        assert Agent.select().count() == 1
