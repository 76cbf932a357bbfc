"""Decisions of real claims are kept behind the answer, with the rule's version, and can be explained later."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from peewee import OperationalError

from core.deliveries.explaining import explained
from core.deliveries.kept import KeptDecisions
from core.inbox.conversations import thread
from core.performance.behind import behind
from core.performance.ranges import preset
from core.performance.report import ELIGIBLE, Scope
from core.plugins import Registry
from core.storage.models import Conversation
from tests.api.claims.conftest import made_id, publish
from tests.api.claims.kept import HALF_A_MINUTE, PRICING, kept, newest, whys
from tests.api.conftest import SHOP, Browser, Clock, Demo, condition


def test_why_a_visitor_saw_it_is_told_by_what_was_observed_then(
    browser: Browser, demo: Demo, registry: Registry
) -> None:
    campaign = demo.campaign(PRICING, HALF_A_MINUTE, condition("visits", "at_least", 1), name="Prices")
    display = made_id()
    browser.boot(f"{SHOP}/pricing?plan=team")
    browser.claim(campaign, display=display, facts={"time_on_page": 31.5})
    publish(demo, campaign, audience={"schema": 1, "match": "all", "rules": []}, name="Renamed")
    demo.parts.kept.write()
    found = explained(demo.storage, registry, display)
    assert (found.decision.campaign_name, found.decision.revision, found.decision.outcome) == ("Prices", 1, "")
    assert whys(found) == [
        ("Page address is /pricing*", "holds", "Observed: https://shop.example/pricing?plan=team."),
        ("Time on page is at least 30 seconds", "holds", "Observed: 31.5 seconds."),
        ("Number of visits is at least 1 visit", "holds", "Observed: 1 visit."),
    ]


def test_why_a_visitor_did_not_see_it_is_told_too(browser: Browser, demo: Demo, registry: Registry) -> None:
    campaign = demo.campaign(HALF_A_MINUTE, condition("scroll_depth", "at_least", 50))
    browser.boot()
    browser.claim(campaign, facts={"time_on_page": 12})
    found = newest(demo, registry, campaign)
    assert found.decision.outcome == "conditions_not_met"
    assert [each[1:] for each in whys(found)] == [
        ("fails", "Observed: 12 seconds."), ("open", "The browser will tell."),
    ]  # fmt: skip


def test_every_kind_of_observation_is_explained_as_it_was(browser: Browser, demo: Demo, registry: Registry) -> None:
    rules = [
        condition("date", "after", "2020-01-01"), condition("time_of_day", "between", ["00:00", "00:00"]),
        condition("weekday", "is_any_of", [1, 2, 3, 4, 5, 6, 7]), condition("country", "is_any_of", ["FR"]),
        condition("campaigns_shown", "is_none_of", ["1"]), condition("exit_intent", "is", True),
        condition("referrer", "is_not_set"), condition("device", "is_any_of", ["desktop"]),
    ]  # fmt: skip
    campaign = demo.campaign(*rules)
    browser.boot()
    assert "message" in browser.claim(campaign, facts={"exit_intent": True})
    found = newest(demo, registry, campaign)
    assert {each[1] for each in whys(found)} == {"holds"}


def test_of_refusals_a_sample_is_kept_of_what_was_shown_everything(browser: Browser, demo: Demo, clock: Clock) -> None:
    campaign = demo.campaign(HALF_A_MINUTE, frequency="multiple")
    for _ in range(5):
        browser.boot()
        browser.claim(campaign, facts={"time_on_page": 1})
        browser.claim(campaign, facts={"time_on_page": 31})
    assert sorted(kept(demo, campaign)) == ["", "", "", "", "", "conditions_not_met"]
    browser.claim(campaign, facts={"time_on_page": 31})
    assert kept(demo, campaign).count("page_view") == 1, "another reason is another sample"
    clock.pass_(minutes=2)
    browser.boot()
    browser.claim(campaign, facts={"time_on_page": 1})
    assert kept(demo, campaign).count("conditions_not_met") == 2


def test_a_retry_is_kept_once(browser: Browser, demo: Demo) -> None:
    campaign, display = demo.campaign(), made_id()
    browser.boot()
    for _ in range(3):
        browser.claim(campaign, display=display)
    assert kept(demo, campaign) == [""]


def test_a_claim_touches_the_log_no_more_than_before(
    browser: Browser, demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is observed, put together or written before the answer."""
    campaign = demo.campaign(PRICING)
    browser.boot(f"{SHOP}/pricing")
    monkeypatch.setattr(KeptDecisions, "_row", lambda *_: pytest.fail("while the visitor waits"))
    assert "message" in browser.claim(campaign)
    monkeypatch.undo()
    assert kept(demo, campaign) == [""]


def test_decisions_wait_while_the_database_is_away_and_not_without_end(
    browser: Browser, demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = demo.campaign(frequency="multiple")
    monkeypatch.setattr(demo.parts.kept, "_capacity", 2)
    for _ in range(3):
        browser.boot()
        browser.claim(campaign)

    def away(*_: Any, **__: Any) -> Any:
        raise OperationalError("away")

    with monkeypatch.context() as failing:
        failing.setattr(demo.storage.log, "atomic", away)
        with pytest.raises(OperationalError):
            demo.parts.kept.write()
    assert kept(demo, campaign) == ["", ""]


HOSTILE = [
    {"scroll_depth": "\ud800"}, {"scroll_depth": "x" * 20_000}, {"scroll_depth": [[{}]]}, {"scroll_depth": {"a": 1}},
    {"scroll_depth": 1e300}, {"scroll_depth": None}, {"scroll_depth": True}, {"scroll_depth": "\x00"},
]  # fmt: skip


@pytest.mark.parametrize("facts", HOSTILE)
def test_whatever_a_browser_tells_can_be_kept_and_explained(
    browser: Browser, demo: Demo, registry: Registry, facts: dict[str, Any]
) -> None:
    campaign = demo.campaign(condition("scroll_depth", "at_least", 50))
    browser.boot()
    browser.claim(campaign, facts=facts)
    if browser.status == 200:
        assert [each[1] for each in whys(newest(demo, registry, campaign))] == ["fails"]


def test_what_was_judged_is_kept_and_no_plugin_asked_again(
    browser: Browser, demo: Demo, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = iter([1, 2, 3])
    monkeypatch.setattr(registry.condition_types["visits"], "observe", lambda visit: next(seen))
    campaign = demo.campaign(condition("visits", "at_most", 2))
    browser.boot()
    assert "message" in browser.claim(campaign)
    assert [each[1:] for each in whys(newest(demo, registry, campaign))] == [("holds", "Observed: 2 visits.")]
    assert next(seen) == 3


class Stubborn:
    """Of a plugin: nothing can be done with it."""

    def __str__(self) -> str:
        raise RuntimeError("no words")

    __repr__ = __str__


@pytest.mark.parametrize(
    ("odd", "outcomes"), [([Stubborn()], [""]), (Stubborn(), [""]), (10**5000, [])], ids=["list", "thing", "number"]
)
def test_what_can_not_be_kept_takes_nothing_else_along(
    browser: Browser, demo: Demo, registry: Registry, odd: object, outcomes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign, other = demo.campaign(condition("visits", "does_not_equal", 7)), demo.campaign(PRICING)
    monkeypatch.setattr(registry.condition_types["visits"], "observe", lambda visit: odd)
    for each, page in ((other, f"{SHOP}/pricing"), (campaign, f"{SHOP}/")):
        visitor = Browser(browser.client)
        visitor.boot(page)
        assert "message" in visitor.claim(each)
    assert kept(demo, other) == [""]
    assert kept(demo, campaign) == outcomes


def test_a_rule_that_can_not_be_read_any_more_is_told_so(browser: Browser, demo: Demo, registry: Registry) -> None:
    campaign = demo.campaign()
    browser.boot()
    browser.claim(campaign)
    with demo.storage.transaction():
        demo.storage.execute(
            "UPDATE revision SET content = %s",
            ('{"audience": {"match": "all", "rules": [{"fact": "moon", "operator": "is_set"}]}}',),
        )
    assert newest(demo, registry, campaign).trace is None


def test_conversation_and_performance_lead_to_it(browser: Browser, demo: Demo, clock: Clock) -> None:
    clock.now = clock.now.replace(hour=12)
    campaign, display = demo.campaign(frequency="multiple"), made_id()
    browser.boot()
    impression = browser.claim(campaign, display=display)["impression"]
    demo.parts.kept.write()
    browser.post("messages", id=made_id(), text="Hello", impression=impression)
    browser.claim(campaign)
    demo.parts.kept.write()
    demo.parts.held_back.write()
    with demo.storage.connection():
        key = Conversation.get().key
    assert thread(demo.storage, key).decisions == {display}
    now = clock.now + timedelta(seconds=1)
    found = behind(demo.storage, Scope(None, campaign), preset("today", now.date()), now, ELIGIBLE).rows
    assert [each.decision for each in found] == [display]
