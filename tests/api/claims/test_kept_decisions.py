"""Decisions of real claims are kept behind the answer, with the rule's version, and can be explained later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from peewee import OperationalError

from core.deliveries import decision_list
from core.deliveries.explaining import Explained, explained
from core.deliveries.kept import KeptDecisions
from core.errors import NotFound
from core.inbox.conversations import thread
from core.jobs import JOBS, run
from core.leads.erasing import erase
from core.leads.listing import Wanted, list_leads
from core.messages.forms import new_form
from core.performance.behind import behind
from core.performance.ranges import preset
from core.performance.report import ELIGIBLE, Scope
from core.plugins import Registry
from core.settings import Settings
from core.storage.models import Conversation
from core.storage.models import Decision as Row
from tests.api.claims.conftest import made_id, publish
from tests.api.conftest import SHOP, Browser, Clock, Demo, condition

PRICING = condition("page_url", "is", ["/pricing*"])
HALF_A_MINUTE = condition("time_on_page", "at_least", 30)


def listed(demo: Demo, campaign: int) -> Sequence[decision_list.Listed]:
    return decision_list.list_decisions(demo.storage, decision_list.Wanted(campaign)).rows


def kept(demo: Demo, campaign: int) -> list[str]:
    """What is kept of a campaign, the newest first, once what waits is written: "" is granted."""
    demo.parts.kept.write()
    return [each.decision.outcome for each in listed(demo, campaign)]


def newest(demo: Demo, registry: Registry, campaign: int) -> Explained:
    demo.parts.kept.write()
    return explained(demo.storage, registry, listed(demo, campaign)[0].decision.key)


def whys(found: Explained) -> list[tuple[str, str, str]]:
    assert found.trace is not None
    return [(each.label, each.verdict, each.why) for each in found.trace.children]


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


def test_they_go_with_old_page_views(browser: Browser, demo: Demo, settings: Settings, clock: Clock) -> None:
    campaign = demo.campaign(frequency="multiple")
    browser.boot()
    browser.claim(campaign)
    demo.parts.kept.write()
    clock.pass_(days=settings.retain_page_views_days - 1)
    retention = next(job for job in JOBS if job.name == "retention")
    run(demo.storage, settings, retention, clock())
    assert kept(demo, campaign) == [""]
    run(demo.storage, settings, retention, clock.pass_(days=2))
    assert kept(demo, campaign) == []
    with pytest.raises(NotFound):
        explained(demo.storage, demo.parts.registry, "gone")


def test_they_go_with_the_person(client: Any, demo: Demo) -> None:
    campaign = demo.campaign(form=new_form())
    for email in ("ada@example.com", "bo@example.com"):
        browser = Browser(client)
        browser.boot()
        impression = browser.claim(campaign)["impression"]
        form = {"values": {"name": "A", "email": email}, "consent": False}
        browser.post("messages", id=made_id(), text="", impression=impression, form=form, url=f"{SHOP}/", title="")
    assert kept(demo, campaign) == ["", ""]
    erase(demo.storage, list_leads(demo.storage, Wanted(search="ada")).rows[0].id)
    assert kept(demo, campaign) == [""]


def test_no_address_of_a_network_is_kept(browser: Browser, demo: Demo) -> None:
    campaign = demo.campaign(PRICING)
    browser.boot(f"{SHOP}/pricing")
    browser.claim(campaign)
    demo.parts.kept.write()
    with demo.storage.reading_log():
        (row,) = Row.select().dicts()
    assert browser.address not in str(row)


NOT_KEPT = ("open", "What was observed is not kept.")
TOTAL = {"fact": "element_number", "key": "#total", "operator": "at_least", "value": 1}
WORDS = {"fact": "element_text", "key": "#name", "operator": "is_set"}


def rows(demo: Demo) -> str:
    demo.parts.kept.write()
    with demo.storage.reading_log():
        return str(list(Row.select(Row.facts).tuples()))


def test_of_visitors_without_memory_nothing_that_names_them_is_kept(
    browser: Browser, demo: Demo, registry: Registry
) -> None:
    """docs/widget.md: what the page tells of the visitor is kept, but not of visitors who are not remembered."""
    attribute = {"fact": "visitor_attribute", "operator": "is_set"}
    campaign = demo.campaign(
        attribute | {"key": "email"}, {"fact": "query_parameter", "key": "for", "operator": "is_set"}, WORDS, TOTAL,
        PRICING, condition("device", "is_any_of", ["desktop"]), condition("exit_intent", "is", True),
        {"match": "none", "rules": [attribute | {"key": "name"}]},
        without_memory=True,
    )  # fmt: skip
    browser.memory = False
    browser.boot(f"{SHOP}/pricing?for=jane", who=[{"email": "jane@private.example"}, None])
    told = {"element_text:#name": "Jane", "element_number:#total": 42, "exit_intent": True}
    assert "message" in browser.claim(campaign, facts=told)
    kept_here = rows(demo)
    assert not [each for each in ("jane@", "Jane", "42") if each in kept_here]
    verdicts = [each[1:] for each in whys(newest(demo, registry, campaign))]
    assert verdicts[:4] == [NOT_KEPT] * 4
    assert [each[0] for each in verdicts[4:]] == ["holds"] * 4, "that there was nothing is kept"


def test_what_was_typed_into_the_page_is_not_kept(browser: Browser, demo: Demo, registry: Registry) -> None:
    campaign = demo.campaign(WORDS, TOTAL, condition("visits", "at_least", 1))
    browser.boot()
    assert "message" in browser.claim(campaign, facts={"element_text:#name": "Jane", "element_number:#total": 4242})
    assert not [each for each in ("Jane", "4242") if each in rows(demo)]
    assert [each[1:] for each in whys(newest(demo, registry, campaign))] == [
        NOT_KEPT, NOT_KEPT, ("holds", "Observed: 1 visit."),
    ]  # fmt: skip


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
