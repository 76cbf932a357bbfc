"""One-time links, and what a password may be."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from core import team
from core.errors import InvalidInput, NotFound, Unauthorised
from core.settings import Settings
from core.sites import SiteSettings, add_site
from core.storage import Storage
from core.storage.models import Agent, LoginLink, Session
from core.team import sign_in
from tests.api.sign_in.conftest import PASSWORD, enter, let_time_pass, token_in


def test_the_first_start_makes_one_owner_who_says_who_they_are(storage: Storage) -> None:
    first = sign_in.make_link(storage, None)
    assert first.startswith("/welcome/")
    second = sign_in.make_link(storage, None)
    assert Agent.select().count() == 1
    with pytest.raises(NotFound):
        sign_in.open_link(storage, first.rpartition("/")[2])
    token = second.rpartition("/")[2]
    assert sign_in.open_link(storage, token).asks_who
    with pytest.raises(InvalidInput) as refused:
        sign_in.use_link(storage, token, password=PASSWORD, name="", email="ada@shop.example")
    assert refused.value.field == "name"
    team.add_agent(storage, email="bo@shop.example", name="Bo", role="agent")
    with pytest.raises(InvalidInput, match="Bo has this address already") as refused:
        sign_in.use_link(storage, token, password=PASSWORD, name="Ada", email=" Bo@shop.example")
    assert refused.value.field == "email"
    session = sign_in.use_link(storage, token, password=PASSWORD, name="Ada", email="Ada@shop.example")
    found = sign_in.agent_of(storage, session)
    assert (found.name, found.email, found.role) == ("Ada", "ada@shop.example", "owner")
    assert enter(storage)


def test_a_link_is_over_after_fifteen_minutes_or_one_use(storage: Storage, ada: team.Agent) -> None:
    token = token_in(sign_in.make_link(storage, ada.email))
    let_time_pass(timedelta(minutes=14))
    assert sign_in.open_link(storage, token).name == "Ada"
    let_time_pass(timedelta(minutes=2))
    with pytest.raises(NotFound):
        sign_in.open_link(storage, token)
    used = token_in(sign_in.make_link(storage, ada.email))
    sign_in.use_link(storage, used, password="another good password")
    with pytest.raises(NotFound):
        sign_in.use_link(storage, used, password=PASSWORD)


def test_a_link_that_is_handed_to_somebody_new_waits_for_days(storage: Storage, ada: team.Agent) -> None:
    bo = team.add_agent(storage, email="bo@shop.example", name="Bo", role="agent")
    settings = Settings(admin_url="https://admin.shop.example")
    made = sign_in.link_to_hand_over(storage, settings, bo.email)
    token = token_in(made.address.removeprefix("https://admin.shop.example"))
    let_time_pass(timedelta(days=2, hours=23))
    assert sign_in.open_link(storage, token).name == "Bo"
    let_time_pass(timedelta(hours=2))
    with pytest.raises(NotFound):
        sign_in.open_link(storage, token)
    known = sign_in.link_to_hand_over(storage, settings, ada.email)
    let_time_pass(timedelta(minutes=16))
    with pytest.raises(NotFound):
        sign_in.open_link(storage, token_in(known.address.removeprefix("https://admin.shop.example")))


def test_of_two_who_use_a_link_at_the_same_time_one_is_let_in(storage: Storage, ada: team.Agent) -> None:
    token = token_in(sign_in.make_link(storage, ada.email))
    together = threading.Barrier(4)

    def attempt(number: int) -> str:
        with storage.connection():
            together.wait()
            try:
                return sign_in.use_link(storage, token, password=f"{PASSWORD} {number}")
            except NotFound as error:
                return error.code

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(attempt, range(4)))
    assert answers.count("link_over") == 3
    assert Session.select().count() == 1


UNTYPABLE = ("\x00", "a\x00da@shop.example", "\x07 correct horse battery", "\ud800 correct horse battery")


@pytest.mark.parametrize("text", UNTYPABLE)
def test_what_no_key_types_is_refused_in_words(storage: Storage, ada: team.Agent, text: str) -> None:
    link = token_in(sign_in.make_link(storage, ada.email))
    session = enter(storage)
    for field, refused in (
        ("email", lambda: enter(storage, email=text)),
        ("password", lambda: enter(storage, text)),
        ("current", lambda: sign_in.change_password(storage, session, current=text, new="another good password")),
        ("password", lambda: sign_in.check_password(text + PASSWORD)),
        ("password", lambda: sign_in.use_link(storage, link, password=text + PASSWORD)),
        ("email", lambda: sign_in.make_link(storage, text)),
        ("email", lambda: team.check_email(text)),
        ("name", lambda: team.add_agent(storage, email="bo@shop.example", name=text, role="agent")),
        ("name", lambda: team.edit_profile(storage, ada.id, name=text)),
        ("title", lambda: team.edit_profile(storage, ada.id, name="Ada", title=text)),
        ("name", lambda: team.add_group(storage, text)),
        ("name", lambda: add_site(storage, SiteSettings(text, ("https://shop.example",)))),
    ):
        with pytest.raises(InvalidInput, match="can't be shown") as told:
            refused()
        assert told.value.field == field


@pytest.mark.parametrize(
    "password",
    [
        "a\u00a0hard space",
        "family \U0001f468\u200d\U0001f469\u200d\U0001f467",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \u0628\u0631\u0648\u0645",
    ],
)
def test_a_password_may_hold_whatever_a_keyboard_types(storage: Storage, ada: team.Agent, password: str) -> None:
    sign_in.use_link(storage, token_in(sign_in.make_link(storage, ada.email)), password=password)
    assert enter(storage, password)


@pytest.mark.parametrize("text", ["https://sh\x00p.example", "https://\ud800.example"])
def test_what_no_key_types_is_no_origin_either(storage: Storage, text: str) -> None:
    with pytest.raises(InvalidInput):
        add_site(storage, SiteSettings("Shop", (text,)))


def test_a_new_password_by_link_ends_the_sessions_before(storage: Storage, ada: team.Agent) -> None:
    before = enter(storage)
    sign_in.use_link(storage, token_in(sign_in.make_link(storage, ada.email)), password="another good password")
    with pytest.raises(Unauthorised):
        sign_in.agent_of(storage, before)


def test_ones_own_password_needs_the_current_one_and_keeps_this_session_only(storage: Storage, ada: team.Agent) -> None:
    here, there = enter(storage), enter(storage)
    with pytest.raises(InvalidInput) as refused:
        sign_in.change_password(storage, here, current="wrong", new="another good password")
    assert refused.value.field == "current"
    sign_in.change_password(storage, here, current=PASSWORD, new="another good password")
    assert sign_in.agent_of(storage, here).id == ada.id
    with pytest.raises(Unauthorised):
        sign_in.agent_of(storage, there)
    assert enter(storage, "another good password")


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", "password_short"),
        ("ninechars", "password_short"),
        ("x" * 257, "password_long"),
        ("aaaaaaaaaaaa", "password_weak"),
        ("ada@shop.example", "password_weak"),
    ],
)
def test_weak_passwords_are_refused_with_what_to_do(password: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        sign_in.check_password(password, "ada@shop.example")
    assert (refused.value.code, refused.value.field) == (code, "password")


def test_a_link_for_an_unknown_address_is_refused(storage: Storage, settings: Settings) -> None:
    with pytest.raises(NotFound, match=r"nobody@shop\.example"):
        sign_in.login_link(storage, settings, "nobody@shop.example")


def test_moments_are_compared_in_utc(storage: Storage, ada: team.Agent) -> None:
    sign_in.make_link(storage, ada.email)
    left = LoginLink.get().expires_at - datetime.now(UTC)
    assert timedelta(minutes=14) < left <= timedelta(minutes=15)
