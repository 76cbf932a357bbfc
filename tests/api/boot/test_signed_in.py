"""A visitor whom the site's own server vouches for is signed in, and has met what they met in other browsers."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
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
    assert shown(elsewhere.boot(again=True, who=[None, sign("ada")])) == []
    assert shown(elsewhere.boot(f"{SHOP}/later")) == [], "and this browser remembers"
    assert shown(another(browser).boot(who=[None, sign("bo")])) == [once, many], "somebody else"


def test_what_was_met_before_signing_in_is_theirs_as_well(browser: Browser, demo: Demo, sign: Sign) -> None:
    once = demo.campaign(frequency="once")
    browser.boot()
    assert "message" in browser.claim(once)
    browser.boot(f"{SHOP}/account", who=[None, sign("ada")])
    assert shown(another(browser).boot(who=[None, sign("ada")])) == []


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

    def away(self: Storage) -> None:
        raise OperationalError("the database is away")

    with monkeypatch.context() as patched:
        patched.setattr(Storage, "transaction", away)
        assert shown(elsewhere.boot(who=[None, sign("ada")])) == [members]
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
