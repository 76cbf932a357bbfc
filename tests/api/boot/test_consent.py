"""What is remembered of a visitor, and by whom."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask.testing import FlaskClient

from core.sites import edit_site
from core.storage import Storage
from core.visits.passports import Passport
from core.web.app import create_app
from core.web.parts import Parts
from tests.api.boot.conftest import shown
from tests.api.conftest import CHROME, Browser, Clock, Demo, condition


def set_consent(demo: Demo, mode: str) -> None:
    edit_site(demo.storage, demo.site.id, replace(demo.site.settings, consent=mode))
    demo.refresh()


def test_without_memory_campaigns_are_held_back_unless_they_may_show(client: FlaskClient, demo: Demo) -> None:
    demo.campaign()
    allowed = demo.campaign(without_memory=True)
    demo.campaign(condition("visits", "at_least", 1), without_memory=True)
    unknown = demo.campaign(condition("visits", "is_not_set"), without_memory=True)
    told = Browser(client, memory=False).boot()
    assert shown(told) == [allowed, unknown]
    assert told["store"] is False


def test_where_consent_is_required_nothing_is_kept_before_it_is_given(browser: Browser, demo: Demo) -> None:
    set_consent(demo, "required")
    campaign = demo.campaign()
    before = browser.boot()
    assert (before["store"], shown(before)) == (False, [])
    given = browser.boot(consent=True, again=True)
    assert (given["store"], shown(given)) == (True, [campaign])
    assert browser.boot()["store"] is True
    withdrawn = browser.boot(consent=False, again=True)
    assert (withdrawn["store"], shown(withdrawn)) == (False, [])
    assert browser.boot()["store"] is False


def visitor_of(parts: Parts, told: dict[str, Any], site: str = "shop") -> str:
    return Passport.open(parts.tokens, told["passport"], site=site, now=parts.clock()).visitor


def test_a_cookieless_site_knows_a_visitor_for_a_day_and_stores_nothing_in_the_browser(
    client: FlaskClient, demo: Demo, parts: Parts, clock: Clock
) -> None:
    set_consent(demo, "cookieless")
    campaign = demo.campaign()
    demo.campaign(condition("visits", "is_set"))
    clock.now = clock().replace(hour=12)
    parts.salts.refresh(clock())

    def visitor(**given: Any) -> str:
        return visitor_of(parts, Browser(client, **given).boot())

    told = Browser(client).boot()
    assert (told["store"], shown(told)) == (False, [campaign])
    same = visitor_of(parts, told)
    assert visitor() == same
    assert visitor(address="198.51.100.99") == same
    assert visitor(address="203.0.113.7") != same
    assert visitor(user_agent=f"{CHROME} Other/1") != same
    assert "198.51.100" not in told["passport"]
    clock.pass_(days=1)
    parts.salts.refresh(clock())
    assert visitor() != same


def test_yesterdays_salt_is_deleted_and_all_processes_share_todays(
    demo: Demo, parts: Parts, storage: Storage, clock: Clock
) -> None:
    def salts() -> set[str]:
        with storage.connection():
            return {name for (name,) in storage.execute("SELECT name FROM secret")}

    today, other = clock().date(), type(parts.salts)(storage)
    other.refresh(clock())
    assert other.visitor("shop", "", "", clock()) == parts.salts.visitor("shop", "", "", clock())
    assert f"visitor-salt:{today}" in salts()
    clock.pass_(days=1)
    parts.salts.refresh(clock())
    assert f"visitor-salt:{today}" not in salts()
    assert len(salts()) == 2


def test_without_a_salt_a_cookieless_visitor_is_served_without_memory(demo: Demo, parts: Parts, clock: Clock) -> None:
    set_consent(demo, "cookieless")
    starved = replace(parts, salts=type(parts.salts)(parts.storage))
    told = Browser(create_app(starved).test_client(use_cookies=False)).boot()
    assert told["store"] is False
    assert Passport.open(parts.tokens, told["passport"], site="shop", now=clock()).memory is False


def test_neighbours_who_share_a_cookieless_id_never_meet_each_others_conversation(
    client: FlaskClient, demo: Demo, parts: Parts
) -> None:
    set_consent(demo, "cookieless")
    alice, bob = Browser(client, address="192.0.2.3"), Browser(client, address="192.0.2.77")
    assert visitor_of(parts, alice.boot()) == visitor_of(parts, bob.boot())
    hers = alice.post("messages", id="a" * 22, text="My number is 4711")["conversation"]["key"]
    assert bob.boot()["conversation"] is None
    assert bob.post("poll", conversation=hers, after=0)["code"] == "conversation_unknown"
    assert bob.post("messages", id="b" * 22, text="Hm", conversation=hers)["code"] == "conversation_unknown"
    assert bob.post("messages", id="c" * 22, text="Hello")["conversation"]["key"] != hers
    assert len(alice.post("poll", conversation=hers, after=0)["messages"]) == 1
    assert alice.post("messages", id="d" * 22, text="Again")["conversation"]["key"] == hers
