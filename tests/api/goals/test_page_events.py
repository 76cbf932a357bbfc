"""Events that pages tell of are kept once, of whoever is remembered, and reach the goals that name them."""

from __future__ import annotations

import secrets
import threading
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from peewee import OperationalError

from core.goals import GoalSettings, add_goal
from core.jobs.housekeeping import delete_old_page_events
from core.performance import counts
from core.storage import Storage
from core.storage.models import PageEvent as Row
from core.visits.page_events import PageEvent, PageEvents, recent_names
from core.web.limits import LIMITS, Limits
from tests.api.conftest import SHOP, Browser, Clock, Demo


def made_id() -> str:
    return secrets.token_urlsafe(16)


def told(name: str = "order", **fields: Any) -> dict[str, Any]:
    return {"event": "custom", "id": made_id(), "name": name, "properties": {}, "age": 0, **fields}


def tell(browser: Browser, *events: dict[str, Any]) -> Any:
    return browser.post("events", events=list(events))


def kept(storage: Storage) -> list[Row]:
    with storage.reading_log():
        return list(Row.select().order_by(Row.at, Row.name))


def test_an_event_is_kept_with_who_where_and_when(browser: Browser, demo: Demo, storage: Storage, clock: Clock) -> None:
    page_view = browser.boot(f"{SHOP}/thanks")["page_view"]
    properties = {"value": 12.5, "currency": "EUR", "gift": True, "coupon": None, "items": 3}
    event = told("  Order\nplaced ", properties=properties, url=f"{SHOP}/thanks", page_view=page_view, age=1500)
    for _ in range(2):
        assert tell(browser, event)["acknowledged"] == [event["id"]]
    (row,) = kept(storage)
    assert (row.name, row.properties, row.url) == ("Order placed", properties, f"{SHOP}/thanks")
    assert (row.site_id, row.page_view, row.at) == (demo.site.id, page_view, clock() - timedelta(seconds=1.5))
    assert recent_names(storage, demo.site.id) == ("Order placed",)
    assert recent_names(storage, demo.site.id + 1) == ()


def test_a_ticket_says_which_page_view_it_was(browser: Browser, demo: Demo, storage: Storage, clock: Clock) -> None:
    demo.campaign()
    browser.boot()
    clock.pass_(days=2)
    tell(browser, told(ticket=browser.ticket), told(ticket="1.a.b", name="z"))
    demo.parts.recorder.flush()
    with storage.reading_log():
        ((page_view,),) = storage.log.execute_sql("SELECT key FROM page_view").fetchall()
    assert [each.page_view for each in kept(storage)] == [page_view, ""]


def test_of_who_is_not_remembered_nothing_is_kept(browser: Browser, demo: Demo, storage: Storage) -> None:
    browser.memory = False
    browser.boot()
    event = told()
    assert tell(browser, event)["acknowledged"] == [event["id"]]
    assert kept(storage) == []


BAD: list[dict[str, Any]] = [
    {"name": " "},
    {"name": 3},
    {"age": -1},
    {"age": 1.5},
    {"id": "short"},
    {"properties": {str(n): n for n in range(21)}},
    {"properties": {"a": {"deep": 1}}},
    {"properties": {"a": [1]}},
    {"properties": {"a": "x" * 257}},
    {"more": 1},
]


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
@pytest.mark.parametrize("wrong", BAD, ids=str)
def test_what_is_no_event_is_a_problem_and_nothing_is_kept(
    browser: Browser, storage: Storage, wrong: dict[str, Any]
) -> None:
    browser.boot()
    answer = tell(browser, told(), told() | wrong)
    assert (browser.status, answer["code"]) == (422, "body_invalid")
    assert kept(storage) == []


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_long_names_are_cut_and_old_events_are_a_week_old(
    browser: Browser, demo: Demo, storage: Storage, clock: Clock
) -> None:
    browser.boot()
    tell(browser, told("x" * 100, age=10**12))
    (row,) = kept(storage)
    assert (row.name, row.at) == ("x" * 64, clock() - timedelta(days=7))


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_a_visitor_who_tells_too_much_is_asked_to_wait(browser: Browser, demo: Demo, clock: Clock) -> None:
    object.__setattr__(demo.parts, "limits", Limits(clock=lambda: clock().timestamp()))
    browser.boot()
    for _ in range(LIMITS["page_events"].visitor // 40):
        assert "acknowledged" in tell(browser, *(told() for _ in range(40)))
    assert tell(browser, told())["code"] == "rate_limit"
    clock.pass_(minutes=1)
    assert "acknowledged" in tell(browser, told())


def test_an_event_reaches_the_goals_that_name_it(
    browser: Browser, demo: Demo, storage: Storage, clock: Clock, client: FlaskClient
) -> None:
    order = add_goal(storage, demo.site.id, GoalSettings("Order placed", "event", ("Order placed", "paid")))
    campaign, once = demo.campaign(goal=order.id, frequency="multiple"), demo.campaign(goal=order.id)
    for each in (campaign, once):
        browser.boot()
        shown = browser.claim(each)["impression"]
        tell(browser, {"impression": shown, "event": "shown", "id": made_id()})
        clock.pass_(minutes=10)
    before = told("PAID", age=11 * 60 * 1000)
    tell(browser, told("payed"), before)
    assert [each.goal for each in counts(storage, [campaign, once]).values()] == [1, 0], "the second came after it"
    tell(browser, told("order  PLACED"), before)
    assert [each.goal for each in counts(storage, [campaign, once]).values()] == [1, 1]
    stranger = Browser(client)
    stranger.boot()
    tell(stranger, told("paid"))
    assert [each.goal for each in counts(storage, [campaign, once]).values()] == [1, 1]


def test_what_was_kept_but_not_counted_is_counted_when_it_is_told_again(
    browser: Browser, demo: Demo, storage: Storage, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = add_goal(storage, demo.site.id, GoalSettings("Order placed", "event", ("order",)))
    campaign = demo.campaign(goal=order.id)
    browser.boot()
    shown = browser.claim(campaign)["impression"]
    clock.pass_(minutes=1)
    batch = ({"impression": shown, "event": "shown", "id": made_id()}, told())

    def away(*_: Any) -> None:
        raise OperationalError("away")

    with monkeypatch.context() as broken:
        broken.setattr("core.goals.watching.count", away)
        assert tell(browser, *batch)["code"] == "database_away"
    assert len(kept(storage)) == 1
    assert len(tell(browser, *batch)["acknowledged"]) == 2
    assert (len(kept(storage)), counts(storage, [campaign])[campaign].goal) == (1, 1)


def event_of(number: int, clock: Clock) -> PageEvent:
    return PageEvent(f"e{number}", 1, "v", clock(), "order", {})


def test_many_requests_are_committed_together_and_each_waits_for_its_own(
    storage: Storage, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = PageEvents(storage)
    commits: list[int] = []
    commit = PageEvents._commit
    begun, go_on = threading.Event(), threading.Event()

    def slowly(self: PageEvents, taken: Any) -> None:
        commits.append(len(taken))
        begun.set()
        assert go_on.wait(10)
        commit(self, taken)

    monkeypatch.setattr(PageEvents, "_commit", slowly)
    threads = [threading.Thread(target=events.write, args=([event_of(number, clock)],)) for number in range(6)]
    threads[0].start()
    assert begun.wait(10)
    for each in threads[1:]:
        each.start()
    while len(events._waiting) < 5:
        threading.Event().wait(0.001)
    go_on.set()
    for each in threads:
        each.join()
    assert commits == [1, 5]
    assert len(kept(storage)) == 6


def test_one_that_is_refused_keeps_no_other_back(storage: Storage, clock: Clock) -> None:
    events = PageEvents(storage)
    bad = event_of(0, clock)
    object.__setattr__(bad, "visitor_key", None)
    errors: list[Exception] = []

    def write(event: PageEvent) -> None:
        try:
            events.write([event])
        except Exception as error:
            errors.append(error)

    with events._turn:
        threads = [
            threading.Thread(target=write, args=(each,)) for each in (bad, event_of(1, clock), event_of(2, clock))
        ]
        for each in threads:
            each.start()
        while len(events._waiting) < 3:
            threading.Event().wait(0.001)
    for each in threads:
        each.join()
    assert len(errors) == 1
    assert {each.id for each in kept(storage)} == {"e1", "e2"}


def test_old_events_are_deleted(storage: Storage, clock: Clock) -> None:
    PageEvents(storage).write([event_of(number, clock) for number in range(1_500)])
    assert delete_old_page_events(storage, clock()) == 0
    assert delete_old_page_events(storage, clock() + timedelta(seconds=1)) == 1_500
    assert kept(storage) == []
