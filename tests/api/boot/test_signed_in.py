"""A visitor whom the site's own server vouches for is signed in, and has met what they met in other browsers."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from peewee import OperationalError

from core.identity import LEEWAY, MAX_SUBJECT
from core.identity.examples import EXAMPLES
from core.identity.secrets import KEEP_OLD, Signing, end_old, new_secret, secret_of, signing, switch_off
from core.leads.erasing import erase
from core.messages.forms import new_form
from core.storage import Storage
from core.storage.models import PageView
from core.visits.passports import Passport
from tests.api.boot.conftest import shown
from tests.api.conftest import SHOP, Browser, Clock, Demo, condition
from tests.api.identities import token

SIGNED_IN = condition("signed_in", "is", True)
GUIDE = Path(__file__).parents[3] / "docs" / "widget.md"

Sign = Callable[..., str]


@pytest.fixture
def sign(demo: Demo, clock: Clock) -> Sign:
    """What the shop's server does: `sign("ada")`."""
    secret = new_secret(demo.storage, demo.site.id, clock.now)
    demo.refresh()

    def signed(subject: str, secret: str = secret, **claims: Any) -> str:
        return token(secret, {"sub": subject, "exp": int(clock.now.timestamp()) + 3600, **claims})

    return signed


def another(browser: Browser) -> Browser:
    return Browser(browser.client)


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


def test_a_secret_is_replaced_within_a_day_or_at_once(browser: Browser, demo: Demo, sign: Sign, clock: Clock) -> None:
    members = demo.campaign(SIGNED_IN)
    old = secret_of(demo.storage, demo.site.id)
    new = new_secret(demo.storage, demo.site.id, clock.now)
    demo.refresh()
    assert secret_of(demo.storage, demo.site.id) == new != old
    assert signing(demo.storage, demo.site.id, clock.now) == Signing(clock.now, clock.now + KEEP_OLD)
    for secret in (old, new):
        assert shown(another(browser).boot(who=[None, sign("ada", secret)])) == [members]
    clock.pass_(hours=24)
    assert shown(another(browser).boot(who=[None, sign("ada", new)])) == [members]
    assert shown(another(browser).boot(who=[None, sign("ada", old)])) == []
    newest = new_secret(demo.storage, demo.site.id, clock.now)
    end_old(demo.storage, demo.site.id)
    demo.refresh()
    assert shown(another(browser).boot(who=[None, sign("ada", new)])) == []
    assert shown(another(browser).boot(who=[None, sign("ada", newest)])) == [members]
    switch_off(demo.storage, demo.site.id)
    demo.refresh()
    told = another(browser).boot(who=[None, sign("ada", newest)])
    assert (shown(told), told["left_out"][0]["code"]) == ([], "identity_off")


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


HOUR = 3600
NOW = datetime.now(UTC).timestamp()
FORGED: list[tuple[Any, str]] = [
    ("a", "identity_invalid"),
    (7, "identity_invalid"),
    ({"sub": "ada"}, "identity_invalid"),
    ("é.é.é", "identity_invalid"),
    ("..", "identity_invalid"),
    ("x" * 5_000, "identity_invalid"),
    (("other", {"sub": "ada", "exp": NOW + HOUR}, None), "identity_invalid"),
    (("", {"sub": "ada", "exp": NOW + HOUR}, {"alg": "none"}), "identity_invalid"),
    (("", {"sub": "ada", "exp": NOW + HOUR}, {"alg": "HS512"}), "identity_invalid"),
    (("", {"sub": "ada", "exp": NOW + HOUR}, {"alg": "HS256", "crit": ["x"]}), "identity_invalid"),
    (("", {"sub": "ada", "exp": NOW + HOUR}, ["HS256"]), "identity_invalid"),
    (("", {"sub": "ada"}, None), "identity_endless"),
    (("", {"sub": "ada", "exp": "soon"}, None), "identity_endless"),
    (("", {"sub": "ada", "exp": True}, None), "identity_endless"),
    (("", {"sub": "ada", "exp": 10**400}, None), "identity_endless"),
    (("", ["ada"], None), "identity_endless"),
    (("", {"sub": "ada", "exp": NOW - HOUR}, None), "identity_expired"),
    (("", {"sub": "ada", "exp": NOW + HOUR, "nbf": NOW + HOUR}, None), "identity_expired"),
    (("", {"exp": NOW + HOUR}, None), "identity_nameless"),
    (("", {"sub": 7, "exp": NOW + HOUR}, None), "identity_nameless"),
    (("", {"sub": " ", "exp": NOW + HOUR}, None), "identity_nameless"),
    (("", {"sub": "\ud800", "exp": NOW + HOUR}, None), "identity_nameless"),
    (("", {"sub": "x" * (MAX_SUBJECT + 1), "exp": NOW + HOUR}, None), "identity_nameless"),
]


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("made", "code"), FORGED)
def test_a_token_that_is_not_believed_says_why_and_the_page_view_goes_on(
    browser: Browser, demo: Demo, sign: Sign, made: Any, code: str
) -> None:
    guests = demo.campaign(condition("signed_in", "is", False))
    if isinstance(made, tuple):
        secret, claims, head = made
        made = token(secret or secret_of(demo.storage, demo.site.id), claims, head)
    told = browser.boot(who=[None, made])
    assert (browser.status, shown(told)) == (200, [guests])
    assert [(each["field"], each["code"]) for each in told["left_out"]] == [("identity", code)]


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_clocks_may_be_a_minute_apart(browser: Browser, demo: Demo, sign: Sign, clock: Clock) -> None:
    members = demo.campaign(SIGNED_IN)
    ends = int((clock.now - LEEWAY + timedelta(seconds=5)).timestamp())
    assert shown(browser.boot(who=[None, sign("ada", exp=ends)])) == [members]
    assert shown(another(browser).boot(who=[None, sign("ada", exp=ends - 10)])) == []


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
@pytest.mark.parametrize("language", ["Python", "JavaScript"])
def test_the_guides_examples_are_believed(browser: Browser, demo: Demo, sign: Sign, language: str) -> None:
    members = demo.campaign(SIGNED_IN)
    assert EXAMPLES[language] in GUIDE.read_text(encoding="utf-8"), "the guide shows what is tested"
    secret = secret_of(demo.storage, demo.site.id)
    if language == "Python":
        code = ["python3", "-c", EXAMPLES[language] + "\nprint(identity_token('ada'))"]
    else:
        code = ["node", "--input-type=module", "-e", EXAMPLES[language] + "\nconsole.log(identityToken('ada'))"]
    if not shutil.which(code[0]):
        pytest.skip(f"there is no {code[0]} here")
    environment = os.environ | {"SMART_TRIGGER_IDENTITY_SECRET": secret}
    made = subprocess.run(code, check=True, capture_output=True, text=True, env=environment).stdout.strip()
    assert shown(browser.boot(who=[None, made])) == [members]
