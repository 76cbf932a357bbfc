"""What a visitor has met before decides: by their passport at boot, by the database at the claim."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from core.deliveries.recognising import Recognised
from core.inbox.answers import answer, close
from core.sites import edit_site, site
from core.visits.passports import Passport
from tests.api.claims.conftest import made_id
from tests.api.conftest import SHOP, Browser, Clock, Demo, condition


def offered(told: dict[str, Any]) -> list[int]:
    return [each["campaign"] for each in told["residuals"]]


def on(path: str) -> dict[str, Any]:
    return condition("page_url", "is", [path])


def keyed(fact: str, key: int, operator: str, value: Any = None) -> dict[str, Any]:
    return {**condition(fact, operator, value), "key": str(key)}


def tell(browser: Browser, impression: str, event: str) -> None:
    button = {"button": "more"} if event == "pressed" else {}
    browser.post("events", events=[{"impression": impression, "event": event, "id": made_id(), **button}])


def forget(browser: Browser, demo: Demo, **fields: Any) -> None:
    """The browser's passport as it would be had it never been told."""
    tokens, now = demo.parts.tokens, demo.parts.clock()
    assert browser.passport
    known = Passport.open(tokens, browser.passport, site="shop", now=now)
    issued = replace(known, **fields).issue(tokens, now)
    browser.passport, browser.version = issued["passport"], issued["passport_version"]


@pytest.fixture
def first(demo: Demo) -> int:
    """A campaign on the home page, with a button that leads to another."""
    more = {"id": "more", "label": "More", "action": "link", "link": "/more"}
    return demo.campaign(on("/"), name="First", buttons=[more])


@pytest.mark.parametrize(
    ("event", "acts"),
    [
        ("shown", {"shown"}),
        ("clicked", {"shown", "clicked"}),
        ("pressed", {"shown", "clicked", "read"}),
        ("dismissed", {"shown", "read"}),
    ],
)
def test_what_became_of_a_campaign_decides_on_another(
    browser: Browser, demo: Demo, first: int, event: str, acts: set[str]
) -> None:
    every = ("shown", "read", "clicked", "replied")
    asks = {demo.campaign(on("/next"), condition(f"campaigns_{act}", "is_any_of", [str(first)])): act for act in every}
    assert offered(browser.boot(f"{SHOP}/next")) == []
    browser.boot()
    tell(browser, browser.claim(first)["impression"], event)
    met = offered(browser.boot(f"{SHOP}/next"))
    assert {asks[campaign] for campaign in met} == acts
    assert "message" in browser.claim(met[0])


def test_a_claim_that_was_never_painted_is_no_display(browser: Browser, demo: Demo, first: int) -> None:
    by = {
        demo.campaign(on("/next"), rule): rule["fact"]
        for rule in (
            condition("campaigns_shown", "is_any_of", [str(first)]),
            keyed("days_since_shown", first, "is_set"),
            condition("messages_in_visit", "equals", 1),
        )
    }
    browser.boot()
    impression = browser.claim(first)["impression"]
    assert {by[each] for each in offered(browser.boot(f"{SHOP}/next"))} == set(by.values()), "as the passport takes it"
    ticket = browser.ticket
    for each in by:
        assert browser.claim(each, ticket=ticket)["refused"] == "no_longer_matches", "as the database knows it"
    assert offered(browser.boot()) == [], "it stays spent"
    tell(browser, impression, "shown")
    browser.boot(f"{SHOP}/next")
    assert "message" in browser.claim(next(iter(by)))


def test_a_person_was_shown_what_another_browser_of_theirs_has_painted(
    browser: Browser, demo: Demo, first: int, clock: Clock
) -> None:
    painted = demo.campaign(on("/"), name="Painted", frequency="multiple")
    browser.boot()
    browser.claim(first)
    clock.pass_(minutes=1)
    browser.boot()
    tell(browser, browser.claim(painted)["impression"], "shown")
    with demo.storage.transaction():
        demo.storage.execute("UPDATE visitor SET person = %s", ("ada",))
    named = Recognised(demo.storage)
    waits = named.hand_to(Passport.new("shop", clock(), memory=True), demo.site.id, "ada", clock())
    named.join()
    met = named.hand_to(waits, demo.site.id, "ada", clock())
    assert met.history.campaigns("shown") == {str(painted)}
    assert {each.campaign for each in met.campaigns} == {first, painted}, "both are spent"


def test_a_reply_is_remembered_with_its_day(browser: Browser, demo: Demo, first: int, clock: Clock) -> None:
    later = demo.campaign(on("/next"), keyed("days_since_replied", first, "at_least", 2))
    browser.boot()
    impression = browser.claim(first)["impression"]
    browser.post("messages", id=made_id(), text="Hello", impression=impression)
    clock.pass_(days=1, hours=23)
    assert offered(browser.boot(f"{SHOP}/next")) == []
    clock.pass_(hours=1)
    assert offered(browser.boot(f"{SHOP}/next")) == [later]
    assert "message" in browser.claim(later)


def test_the_claim_knows_what_the_passport_has_forgotten(browser: Browser, demo: Demo, first: int) -> None:
    strangers = demo.campaign(on("/next"), condition("campaigns_shown", "is_none_of", [str(first)]))
    browser.boot()
    tell(browser, browser.claim(first)["impression"], "shown")
    forget(browser, demo, campaigns=())
    assert offered(browser.boot(f"{SHOP}/next")) == [strangers]
    assert browser.claim(strangers)["refused"] == "no_longer_matches"


def test_the_claim_knows_what_another_tab_has_done_since(browser: Browser, demo: Demo, first: int) -> None:
    strangers = demo.campaign(on("/next"), condition("campaigns_shown", "is_not_set"))
    browser.boot()
    here = browser.ticket
    assert offered(browser.boot(f"{SHOP}/next")) == [strangers]
    there = browser.ticket
    tell(browser, browser.claim(first, ticket=here)["impression"], "shown")
    assert browser.claim(strangers, ticket=there)["refused"] == "no_longer_matches"


def test_a_campaign_that_is_shown_again_to_everyone_was_shown_before(
    browser: Browser, demo: Demo, first: int, clock: Clock
) -> None:
    known = demo.campaign(on("/next"), keyed("days_since_read", first, "at_most", 1))
    browser.boot()
    tell(browser, browser.claim(first)["impression"], "dismissed")
    demo.change(first, generation=2)
    browser.boot()
    assert "message" in browser.claim(first)
    assert offered(browser.boot(f"{SHOP}/next")) == [known]
    clock.pass_(days=2)
    assert offered(browser.boot(f"{SHOP}/next")) == []


def test_messages_are_counted_within_a_visit_each_time(browser: Browser, demo: Demo, clock: Clock) -> None:
    clock.now += timedelta(milliseconds=700)  # displays are remembered by the second
    again = demo.campaign(on("/again"), frequency="multiple")
    third = demo.campaign(on("/next"), condition("messages_in_visit", "equals", 2))
    for _page in range(2):
        clock.pass_(minutes=1)
        assert offered(browser.boot(f"{SHOP}/next")) == []
        browser.boot(f"{SHOP}/again")
        display = made_id()
        for _retry in range(2):
            tell(browser, browser.claim(again, display=display)["impression"], "shown")
    assert offered(browser.boot(f"{SHOP}/next")) == [third]
    assert "message" in browser.claim(third)
    clock.pass_(minutes=31)
    assert offered(browser.boot(f"{SHOP}/next")) == []


def test_an_open_conversation_is_known_at_once_and_its_end_from_the_next_poll(
    browser: Browser, demo: Demo, clock: Clock
) -> None:
    talkers = demo.campaign(condition("open_conversation", "is", True))
    others = demo.campaign(condition("open_conversation", "is", False))
    assert offered(browser.boot()) == [others]
    key = browser.post("messages", id=made_id(), text="Hello")["conversation"]["key"]
    clock.pass_(hours=1)  # nobody is interrupted
    assert offered(browser.boot()) == [talkers]
    close(demo.storage, key, demo.ada, clock())
    assert offered(browser.boot()) == [talkers]
    assert browser.claim(talkers)["refused"] == "no_longer_matches"
    assert browser.post("poll", conversation=key, after=1)["open"] is False
    assert offered(browser.boot()) == [others]
    assert "message" in browser.claim(others)


def test_a_poll_with_no_news_hands_out_no_passport(browser: Browser, demo: Demo, clock: Clock) -> None:
    browser.boot()
    key = browser.post("messages", id=made_id(), text="Hello")["conversation"]["key"]
    assert "passport" not in browser.post("poll", conversation=key, after=1)
    clock.pass_(days=1)
    answer(demo.storage, key, demo.ada, made_id(), "Hi", clock())
    assert "passport" in browser.post("poll", conversation=key, after=1)
    assert "passport" not in browser.post("poll", conversation=key, after=3)


def test_days_since_the_last_conversation_begin_with_the_last_word(browser: Browser, demo: Demo, clock: Clock) -> None:
    away = demo.campaign(condition("days_since_conversation", "at_least", 3))
    browser.boot()
    key = browser.post("messages", id=made_id(), text="Hello")["conversation"]["key"]
    clock.pass_(days=2)
    answer(demo.storage, key, demo.ada, made_id(), "Hi", clock())
    clock.pass_(days=2)
    assert offered(browser.boot()) == [away], "the browser has not heard of the answer yet"
    assert browser.claim(away)["refused"] == "no_longer_matches"
    browser.post("poll", conversation=key, after=1)
    assert offered(browser.boot()) == []
    clock.pass_(days=1)
    assert offered(browser.boot()) == [away]
    assert "message" in browser.claim(away)


@pytest.fixture
def cookieless(demo: Demo) -> None:
    """The site knows visitors by network and browser, for a day."""
    edit_site(demo.storage, demo.site.id, replace(site(demo.storage, demo.site.id).settings, consent="cookieless"))
    demo.refresh()


def test_a_cookieless_site_remembers_at_the_claim(
    client: FlaskClient, demo: Demo, first: int, cookieless: None
) -> None:
    strangers = demo.campaign(on("/next"), condition("campaigns_shown", "is_none_of", [str(first)]))
    page = Browser(client)
    page.boot()
    tell(page, page.claim(first)["impression"], "shown")
    next_page = Browser(client)
    assert offered(next_page.boot(f"{SHOP}/next")) == [strangers], "nothing is kept from page to page"
    assert next_page.claim(strangers)["refused"] == "no_longer_matches"


def test_a_cookieless_neighbours_conversation_is_not_ones_own(
    client: FlaskClient, demo: Demo, clock: Clock, cookieless: None
) -> None:
    talkers = demo.campaign(condition("open_conversation", "is", True))
    others = demo.campaign(condition("open_conversation", "is", False))
    here, neighbour = Browser(client), Browser(client)
    here.boot()
    here.post("messages", id=made_id(), text="Hello")
    clock.pass_(hours=1)
    assert offered(neighbour.boot()) == [others]
    assert "message" in neighbour.claim(others)
    assert offered(here.boot()) == [talkers]
    assert "message" in here.claim(talkers)


def test_without_memory_nothing_was_met(client: FlaskClient, demo: Demo, first: int) -> None:
    demo.campaign(condition("campaigns_shown", "is_not_set"), without_memory=True, name="Nothing known")
    demo.campaign(condition("messages_in_visit", "equals", 0), without_memory=True)
    private = Browser(client, memory=False)
    assert len(offered(private.boot())) == 1, "unknown is not set, and no number"


def test_a_passport_of_before_still_tells_what_it_knows(browser: Browser, demo: Demo, first: int) -> None:
    """Written by a version that kept no moments but that of the display."""
    read = demo.campaign(on("/next"), condition("campaigns_read", "is_any_of", [str(first)]))
    browser.boot()
    now = demo.parts.clock()
    known = Passport.open(demo.parts.tokens, browser.passport or "", site="shop", now=now)
    old = (
        known.remembering_claimed(first, 1, now).remembering_finished(first, 1, now).with_conversation("k").to_payload()
    )
    browser.passport = demo.parts.tokens.seal("passport", {k: v for k, v in old.items() if k not in "hsq"}, now)
    assert offered(browser.boot(f"{SHOP}/next")) == [read]
