"""Recording page views: nobody waits for it, nothing is lost without being counted."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from peewee import OperationalError

from core.sites import Site, SiteSettings, add_site, site
from core.storage import Storage
from core.storage.models import DroppedViews, PageView
from core.visits.page_views import PageViewRecorder
from core.visits.recorded_view import RecordedView

NOW = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)
SECONDS = 10


@pytest.fixture
def shop(storage: Storage) -> Site:
    return add_site(storage, SiteSettings("Shop"))


def views(shop: Site, number: int, at: datetime = NOW) -> list[RecordedView]:
    return [
        RecordedView(f"view{each}", shop.id, "v1", at + timedelta(seconds=each), 1, f"https://shop.example/{each}")
        for each in range(number)
    ]


def stored(storage: Storage) -> int:
    with storage.reading_log():
        return int(PageView.select().count())


def dropped(storage: Storage) -> list[tuple[datetime, int]]:
    with storage.reading_log():
        return [(row.hour_at, row.count) for row in DroppedViews.select().order_by(DroppedViews.hour_at)]


def test_page_views_are_written_in_batches_and_all_of_them_at_the_end(storage: Storage, shop: Site) -> None:
    recorder = PageViewRecorder(storage)
    recorder.start()
    for view in views(shop, 1_234):
        recorder.record(view)
    recorder.stop()
    assert stored(storage) == 1_234
    seen = site(storage, shop.id)
    assert seen.seen_url == "https://shop.example/1233"


def test_a_page_view_recorded_twice_is_kept_once(storage: Storage, shop: Site) -> None:
    recorder = PageViewRecorder(storage)
    for _ in range(2):
        for view in views(shop, 3):
            recorder.record(view)
        recorder.flush()
    assert stored(storage) == 3


def test_what_the_queue_cannot_take_is_dropped_and_counted_by_the_hour(storage: Storage, shop: Site) -> None:
    recorder = PageViewRecorder(storage, capacity=10)
    for view in views(shop, 25):
        recorder.record(view)
    for view in views(shop, 2, NOW + timedelta(hours=1)):
        recorder.record(view)
    recorder.flush()
    assert stored(storage) == 10
    assert dropped(storage) == [(NOW.replace(minute=0), 15), (NOW.replace(hour=13, minute=0), 2)]
    for view in views(shop, 11):
        recorder.record(view)
    recorder.flush()
    assert dropped(storage)[0] == (NOW.replace(minute=0), 16)


def test_page_views_outlive_a_database_that_goes_away(
    storage: Storage, shop: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tried = threading.Event()

    def away(*_: object, **__: object) -> None:
        tried.set()
        try:
            raise OperationalError("database or disk is full")
        finally:
            raise OperationalError("cannot rollback - no transaction is active")

    recorder = PageViewRecorder(storage)
    monkeypatch.setattr(storage.log, "connect", away)
    recorder.start()
    for view in views(shop, 3):
        recorder.record(view)
    assert tried.wait(SECONDS)
    monkeypatch.undo()
    recorder.stop()
    assert stored(storage) == 3
    assert "can't be written now, trying again: database or disk is full" in caplog.text


@pytest.mark.parametrize("running", [True, False])
def test_a_page_view_that_the_database_refuses_is_dropped_and_counted_and_takes_no_other_with_it(
    storage: Storage, shop: Site, running: bool
) -> None:
    recorder = PageViewRecorder(storage)
    first, refused, last = views(shop, 3)
    for view in (first, replace(refused, key=None), last):  # type: ignore[arg-type]
        recorder.record(view)
    if running:
        recorder.start()
        recorder.stop()
    else:
        recorder.flush()
        recorder.flush()
    assert stored(storage) == 2
    assert dropped(storage) == [(NOW.replace(minute=0), 1)]


def test_what_a_browser_or_a_locator_tells_at_length_is_cut_to_what_both_databases_take(
    storage: Storage, shop: Site
) -> None:
    recorder = PageViewRecorder(storage)
    recorder.record(replace(views(shop, 1)[0], language="zh-Hant-TW-x-private-use", country="Taiwan"))
    recorder.flush()
    with storage.reading_log():
        row = PageView.get()
    assert (row.language, row.country) == ("zh-Hant-TW-x-pri", "Ta")


def test_a_site_remembers_its_newest_page_view_only(storage: Storage, shop: Site) -> None:
    recorder = PageViewRecorder(storage)
    for at, name in ((NOW, "new"), (NOW - timedelta(hours=1), "old")):
        recorder.record(replace(views(shop, 1, at)[0], key=name, url=f"https://shop.example/{name}"))
        recorder.flush()
    assert site(storage, shop.id).seen_url == "https://shop.example/new"
