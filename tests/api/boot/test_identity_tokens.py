"""What a token of a site's own server must be for its bearer to count as signed in."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.identity import LEEWAY, MAX_SUBJECT
from core.identity.examples import EXAMPLES
from core.identity.secrets import KEEP_OLD, Signing, end_old, new_secret, secret_of, signing, switch_off
from tests.api.boot.conftest import SIGNED_IN, Sign, another, shown
from tests.api.conftest import Browser, Clock, Demo, condition
from tests.api.identities import token

GUIDE = Path(__file__).parents[3] / "docs" / "widget.md"


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
