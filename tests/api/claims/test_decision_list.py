"""The decisions of a campaign are listed with page, visitor and conversation, searched, filtered and paged."""

from __future__ import annotations

from typing import Any

from core.deliveries import decision_list
from core.deliveries.decision_list import PAGE_SIZE, REFUSED, SHOWN, Decisions, Wanted, list_decisions
from core.storage.models import Conversation, Decision, Visitor
from core.visits.passports import DERIVED
from tests.api.claims.conftest import made_id
from tests.api.conftest import SHOP, Browser, Clock, Demo, condition

HALF_A_MINUTE = condition("time_on_page", "at_least", 30)


def listed(demo: Demo, campaign: int, **wanted: Any) -> Decisions:
    demo.parts.kept.write()
    demo.parts.recorder.flush()
    return list_decisions(demo.storage, Wanted(campaign, **wanted))


def pages(found: Decisions) -> list[tuple[str, str]]:
    return [(each.decision.outcome, each.circumstances.url.removeprefix(SHOP)) for each in found.rows]


def test_each_says_where_it_fell_and_who_it_was_about(browser: Browser, demo: Demo, clock: Clock) -> None:
    campaign, display = demo.campaign(HALF_A_MINUTE, frequency="multiple"), made_id()
    browser.boot(f"{SHOP}/pricing", title="Our prices")
    browser.claim(campaign, facts={"time_on_page": 3})
    clock.pass_(minutes=1)
    impression = browser.claim(campaign, display=display, facts={"time_on_page": 31})["impression"]
    browser.post("messages", id=made_id(), text="Hello", impression=impression)
    with demo.storage.transaction():
        Visitor.update(name="Linh").execute()
        key = Conversation.get().key
    shown, refused = listed(demo, campaign).rows
    assert (shown.decision.outcome, refused.decision.outcome) == ("", "conditions_not_met")
    for each in (shown.circumstances, refused.circumstances):
        assert (each.url, each.title, each.visitor_name) == (f"{SHOP}/pricing", "Our prices", "Linh")
        assert each.conversation == key
    assert decision_list.circumstances(demo.storage, display) == shown.circumstances


def test_it_is_narrowed_by_outcome_and_by_words_of_page_and_visitor(client: Any, demo: Demo, clock: Clock) -> None:
    campaign = demo.campaign(HALF_A_MINUTE)
    for path, seconds in (("/pricing", 31), ("/Help/care", 3)):
        visitor = Browser(client)
        visitor.boot(f"{SHOP}{path}")
        visitor.claim(campaign, facts={"time_on_page": seconds})
        clock.pass_(minutes=2)
    with demo.storage.transaction():
        Visitor.update(email="linh@shop.example").execute()  # of whom something was shown
    assert pages(listed(demo, campaign)) == [("conditions_not_met", "/Help/care"), ("", "/pricing")]
    assert listed(demo, campaign, outcome=SHOWN).outcomes == {"": 1, "conditions_not_met": 1}
    for wanted, found in (
        ({"outcome": SHOWN}, ["/pricing"]), ({"outcome": REFUSED}, ["/Help/care"]),
        ({"outcome": "conditions_not_met"}, ["/Help/care"]), ({"outcome": "gap"}, []),
        ({"search": "help care"}, ["/Help/care"]), ({"search": "help pricing"}, []), ({"search": "%"}, []),
        ({"search": "a\0b"}, []),
        ({"search": "linh@"}, ["/pricing"]), ({"search": "linh@", "outcome": REFUSED}, []),
    ):  # fmt: skip
        assert [path for _, path in pages(listed(demo, campaign, **wanted))] == found, wanted


def test_it_has_pages(browser: Browser, demo: Demo, clock: Clock) -> None:
    campaign = demo.campaign(frequency="multiple")
    for number in range(PAGE_SIZE + 1):
        browser.boot(f"{SHOP}/{number}")
        browser.claim(campaign)
        clock.pass_(hours=1)
    first, last = listed(demo, campaign), listed(demo, campaign, page=9)
    assert (len(first.rows), first.pages, first.total) == (PAGE_SIZE, 2, PAGE_SIZE + 1)
    assert (pages(last), last.page) == ([("", "/0")], 2)


def test_of_visitors_of_the_day_nothing_is_told_that_could_be_a_neighbours(browser: Browser, demo: Demo) -> None:
    campaign = demo.campaign(HALF_A_MINUTE)
    browser.boot(f"{SHOP}/pricing")
    browser.claim(campaign, facts={"time_on_page": 31})
    demo.parts.kept.write()
    for key, name in (("v", "Linh"), (f"{DERIVED}v", "")):
        with demo.storage.transaction():
            Visitor.update(name="Linh", key=key).execute()
        with demo.storage.reading_log():
            Decision.update(visitor_key=key).execute()
        (each,) = listed(demo, campaign).rows
        assert each.circumstances.visitor_name == name
        found = [row.decision.key for row in listed(demo, campaign, search="linh").rows]
        assert found == ([each.decision.key] if name else []), "nor can it be found by who it may be"
