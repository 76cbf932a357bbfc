"""A visitor whom the site's own server vouches for is signed in, and has met what they met in other browsers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from copy import copy
from typing import Any

import pytest
from peewee import OperationalError

from core.leads.erasing import erase
from core.messages.forms import new_form
from core.storage import Storage
from core.storage.models import PageView
from core.visits.passports import Passport
from tests.api.boot.conftest import SIGNED_IN, Sign, another, shown
from tests.api.conftest import SHOP, Browser, Clock, Demo, condition


def test_who_is_vouched_for_is_signed_in_at_boot_and_claim(browser: Browser, demo: Demo, sign: Sign) -> None:
    members = demo.campaign(SIGNED_IN)
    guests = demo.campaign(condition("signed_in", "is", False))
    assert shown(browser.boot()) == [guests]
    assert shown(browser.boot(f"{SHOP}/account", who=[None, sign("ada")])) == [members]
    assert "message" in browser.claim(members)
    assert shown(browser.boot(f"{SHOP}/signed-out")) == [guests], "each page says so anew"


def test_what_was_met_in_another_browser_comes_back(browser: Browser, demo: Demo, sign: Sign) -> None:
    once = demo.campaign(frequency="once")
    many = demo.campaign(frequency="multiple")
    browser.boot(who=[None, sign("ada")])
    granted = browser.claim(once)
    browser.boot(f"{SHOP}/next", who=[None, sign("ada")])
    read = browser.claim(many)
    browser.post("events", events=[{"impression": read["impression"], "event": "dismissed", "id": "e" * 22}])
    assert "message" in granted
    elsewhere = another(browser)
    assert shown(elsewhere.boot()) == [once, many], "before they sign in, nobody knows them"
    elsewhere.boot(again=True, who=[None, sign("ada")])
    assert elsewhere.claim(once)["refused"] == "already_shown", "the claim knows at once"
    demo.parts.recognised.join()
    assert shown(elsewhere.boot(f"{SHOP}/next", who=[None, sign("ada")])) == []
    assert shown(elsewhere.boot(f"{SHOP}/later")) == [], "and this browser remembers"
    stranger = another(browser)
    stranger.boot(who=[None, sign("bo")])
    demo.parts.recognised.join()
    assert shown(stranger.boot(f"{SHOP}/next", who=[None, sign("bo")])) == [once, many], "somebody else"


def test_what_was_met_before_signing_in_is_theirs_as_well(browser: Browser, demo: Demo, sign: Sign) -> None:
    once = demo.campaign(frequency="once")
    browser.boot()
    assert "message" in browser.claim(once)
    browser.boot(f"{SHOP}/account", who=[None, sign("ada")])
    demo.parts.recognised.join()
    elsewhere = another(browser)
    elsewhere.boot(who=[None, sign("ada")])
    assert elsewhere.claim(once)["refused"] == "already_shown"


def test_a_claim_that_is_granted_while_its_browser_is_joined_is_theirs_as_well(
    browser: Browser, demo: Demo, sign: Sign
) -> None:
    once = demo.campaign(frequency="once")
    browser.boot()
    under_way = copy(browser)
    browser.boot(f"{SHOP}/account", who=[None, sign("ada")])
    demo.parts.recognised.join()
    assert "message" in under_way.claim(once)
    demo.parts.recognised.join()
    elsewhere = another(browser)
    elsewhere.boot(who=[None, sign("ada")])
    assert elsewhere.claim(once)["refused"] == "already_shown"


def test_once_holds_for_people_whose_browsers_are_joined_already(browser: Browser, demo: Demo, sign: Sign) -> None:
    once, many = demo.campaign(frequency="once"), demo.campaign(frequency="multiple")
    elsewhere = another(browser)
    for each in (browser, elsewhere):
        for page in ("a", "b"):
            each.boot(f"{SHOP}/{page}", who=[None, sign("ada")])
            demo.parts.recognised.join()
    assert "message" in browser.claim(once)
    browser.boot(f"{SHOP}/c", who=[None, sign("ada")])
    read = browser.claim(many)
    browser.post("events", events=[{"impression": read["impression"], "event": "dismissed", "id": "e" * 22}])
    assert shown(elsewhere.boot(f"{SHOP}/c", who=[None, sign("ada")])) == [once, many], "passports can be behind"
    assert [elsewhere.claim(each)["refused"] for each in (once, many)] == ["already_shown", "finished"]
    assert shown(elsewhere.boot(f"{SHOP}/d", who=[None, sign("ada")])) == [], "and they learn of it"


def test_browsers_of_one_person_claim_at_once(browser: Browser, demo: Demo, sign: Sign) -> None:
    once = demo.campaign(frequency="once")
    browsers = [Browser(browser.client.application.test_client(use_cookies=False)) for _ in range(8)]
    for each in browsers:
        each.boot(who=[None, sign("ada")])
    with ThreadPoolExecutor(len(browsers)) as pool:
        told = list(pool.map(lambda each: each.claim(once), browsers))
    assert sum("message" in each for each in told) == 1


def test_a_claim_goes_by_what_was_met_in_another_browser(browser: Browser, demo: Demo, sign: Sign) -> None:
    first = demo.campaign(condition("page_url", "is", ["/"]))
    follow = demo.campaign(condition("campaigns_clicked", "is_any_of", [str(first)]))
    strangers = demo.campaign(condition("campaigns_clicked", "is_none_of", [str(first)]))
    browser.boot(who=[None, sign("ada")])
    clicked = browser.claim(first)["impression"]
    browser.post("events", events=[{"impression": clicked, "event": "clicked", "id": "e" * 22}])
    elsewhere = another(browser)
    assert strangers in shown(elsewhere.boot(f"{SHOP}/a", who=[None, sign("ada")]))
    assert elsewhere.claim(strangers)["refused"] == "no_longer_matches"
    demo.parts.recognised.join()
    assert shown(elsewhere.boot(f"{SHOP}/b", who=[None, sign("ada")])) == [follow]
    assert "message" in elsewhere.claim(follow)


def test_one_person_is_in_a_control_group_in_all_browsers(
    browser: Browser, demo: Demo, sign: Sign, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = demo.campaign(control_group=50)
    for each, drawn in ((browser, True), (another(browser), False)):
        monkeypatch.setattr("core.deliveries.control_groups.is_drawn", lambda *_, drawn=drawn: drawn)
        each.boot(who=[None, sign("ada")])
        assert each.claim(campaign)["refused"] == "control"


def test_the_next_person_in_a_browser_is_another_visitor(browser: Browser, demo: Demo, sign: Sign) -> None:
    once = demo.campaign(frequency="once")
    browser.boot(who=[None, sign("ada")])
    assert "message" in browser.claim(once)
    said = browser.post("messages", id="m" * 22, text="My order 7")
    assert browser.boot(f"{SHOP}/a", who=[None, sign("ada")])["conversation"]["key"] == said["conversation"]["key"]
    told = browser.boot(f"{SHOP}/b", who=[None, sign("bo")])
    assert told["conversation"] is None, "what one wrote is not the other's to read"
    assert shown(told) == [once]


@pytest.mark.parametrize("consent", ["required", "cookieless"])
def test_nobody_is_joined_without_memory(
    browser: Browser, demo: Demo, sign: Sign, storage: Storage, consent: str
) -> None:
    members = demo.campaign(SIGNED_IN, without_memory=True)
    with storage.transaction():
        storage.execute("UPDATE site SET consent = %s", (consent,))
    demo.refresh()
    browser.memory = consent == "cookieless"
    assert shown(browser.boot(who=[None, sign("ada")])) == [members], "signed in is a fact of the page view"
    assert "message" in browser.claim(members)
    with storage.connection():
        assert {person for (person,) in storage.execute("SELECT person FROM visitor")} == {""}


def test_a_database_that_is_away_keeps_nobody_waiting(
    browser: Browser, demo: Demo, sign: Sign, monkeypatch: pytest.MonkeyPatch
) -> None:
    members = demo.campaign(SIGNED_IN, frequency="once")
    browser.boot(who=[None, sign("ada")])
    assert "message" in browser.claim(members)
    elsewhere = another(browser)
    asked = []

    def away(self: Storage, *_: object) -> None:
        asked.append(1)
        raise OperationalError("the database is away")

    with monkeypatch.context() as patched:
        for each in ("connection", "transaction", "execute"):
            patched.setattr(Storage, each, away)
        assert shown(elsewhere.boot(who=[None, sign("ada")])) == [members]
        assert not asked, "a page view waits for no database"
        with pytest.raises(OperationalError):
            demo.parts.recognised.join()
    demo.parts.recognised.join()
    assert shown(elsewhere.boot(f"{SHOP}/next", who=[None, sign("ada")])) == []


def test_whoever_is_erased_is_nobodys_browser(browser: Browser, demo: Demo, sign: Sign, storage: Storage) -> None:
    fields = [{"id": "mail", "kind": "email", "label": "E-mail", "required": True}]
    campaign = demo.campaign(form={**new_form(), "fields": fields}, frequency="once")
    browser.boot(who=[None, sign("ada")])
    impression = browser.claim(campaign)["impression"]
    filled = {"values": {"mail": "ada@shop.example"}}
    browser.post("messages", id="m" * 22, text="x", impression=impression, form=filled)
    with storage.connection():
        ((lead,),) = storage.execute("SELECT id FROM lead")
    erase(storage, lead)
    with storage.connection():
        assert storage.execute("SELECT person FROM visitor") == [("",)]


def test_a_person_is_erased_in_all_of_their_browsers_and_stays_so(
    browser: Browser, demo: Demo, sign: Sign, storage: Storage, clock: Clock
) -> None:
    campaign = demo.campaign(form=new_form(), frequency="multiple")
    who = [{"email": "ada@shop.example"}, sign("ada")]
    elsewhere, neighbour = another(browser), another(browser)
    elsewhere.boot(who=who)
    elsewhere.claim(campaign)
    elsewhere.post("messages", id="n" * 22, text="My order 7")
    neighbour.boot(who=[{"email": "bo@shop.example"}, sign("bo")])
    neighbour.claim(campaign)
    browser.boot(who=who)
    impression = browser.claim(campaign)["impression"]
    filled = {"values": {"email": "ada@shop.example"}}
    browser.post("messages", id="m" * 22, text="x", impression=impression, form=filled)
    demo.parts.recorder.flush()
    with storage.connection():
        ((lead,),) = storage.execute("SELECT id FROM lead")
    erase(storage, lead)

    def known() -> list[Any]:
        with storage.connection():
            people = storage.execute("SELECT key FROM visitor WHERE person <> ''")
        with storage.reading_log():
            return [each for (each,) in people] + [each.visitor_key for each in PageView.select()]

    bo = Passport.open(demo.parts.tokens, neighbour.passport or "", site="shop", now=clock.now).visitor
    assert known() == [bo, bo]
    with storage.connection():
        assert storage.execute("SELECT COUNT(*) FROM conversation") == [(0,)]
    clock.pass_(hours=2)
    another_one = demo.campaign()
    for each in (browser, elsewhere):
        each.boot(f"{SHOP}/back")
        assert "message" in each.claim(another_one)
        each.post("messages", id="o" * 22, text="Hello")
    with storage.connection():
        assert storage.execute("SELECT key FROM visitor WHERE person <> ''") == [(bo,)], (
            "who comes back without signing in is nobody"
        )
