"""Tokens that were signed here and have another shape: another version wrote them, and a restored backup or a
rollback brings them back. Each is a problem with a stable code, or it works as well as any other.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous.encoding import base64_encode

from core.errors import Unauthorised
from core.visits import Location, Visit, arrive
from core.visits.impressions import Impression
from core.visits.passports import Passport
from core.visits.tickets import Ticket
from core.visits.tokens import Keys, Kind, Tokens

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ZONE = ZoneInfo("UTC")
TOKENS = Tokens(Keys({"1": b"k" * 32}, "1"))

PAGE = Visit(
    now=NOW,
    site_time_zone=ZONE,
    url="https://shop.example/",
    title="Shop",
    language="en",
    screen_width=390,
    screen_height=844,
    location=Location("FR", "Paris", "Paris"),
)
PASSPORT, VISIT = arrive(Passport.new("shop", NOW, memory=True, visitor="v1"), PAGE)
SEALED = {
    "passport": PASSPORT.remembering_claimed(7, 1, NOW).with_conversation("k1").issue(TOKENS, NOW)["passport"],
    "ticket": Ticket("shop", "v1", "view1", 4, VISIT).seal(TOKENS, NOW),
    "impression": Impression("shop", "v1", "display1", 7).seal(TOKENS, NOW),
}


def use_passport(token: str) -> None:
    passport = Passport.open(TOKENS, token, site="shop", now=NOW)
    later, visit = arrive(passport, PAGE)
    later.remembering_claimed(1, 1, NOW).remembering_finished(2, 1, NOW).with_memory(False).issue(TOKENS, NOW)
    Ticket("shop", passport.visitor, "view1", 4, visit).seal(TOKENS, NOW)
    assert passport.shares_its_visitor in (True, False)


def use_ticket(token: str) -> None:
    ticket = Ticket.open(TOKENS, token, site="shop", visitor="v1", site_time_zone=ZONE, now=NOW)
    assert ticket.visit.device
    ticket.seal(TOKENS, NOW)


def use_impression(token: str) -> None:
    Impression.open(TOKENS, token, site="shop", visitor="v1", now=NOW).seal(TOKENS, NOW)


USES: dict[Kind, Callable[[str], None]] = {
    "passport": use_passport,
    "ticket": use_ticket,
    "impression": use_impression,
}

leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([0, -1, 2**31, 2**53, 2**63, 10**18, "", "\0", "x" * 65])
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8"), max_size=8)
)
anything = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abct", max_size=2), inner, max_size=3)
)


def places(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths to everything in plain data."""
    inner: list[tuple[Any, object]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return [path, *(place for key, each in inner for place in places(each, (*path, key)))]


def changed(value: Any, path: tuple[Any, ...], put: Callable[[Any, Any], None]) -> Any:
    """Plain data with `put(container, key)` done at a path."""
    if isinstance(value, dict):
        value = dict(value)
    elif isinstance(value, list):
        value = list(value)
    if len(path) == 1:
        put(value, path[0])
    else:
        value[path[0]] = changed(value[path[0]], path[1:], put)
    return value


@st.composite
def payloads(draw: st.DrawFn, kind: Kind) -> dict[str, Any]:
    """A payload as this version writes it, with one thing replaced, left out or added."""
    payload = TOKENS.open(kind, SEALED[kind], site="shop", now=NOW)
    path = draw(st.sampled_from(places(payload)[1:]))
    match draw(st.sampled_from(["replace", "replace", "remove", "add"])):
        case "remove":
            return dict(changed(payload, path, lambda container, key: container.pop(key)))
        case "add":
            return payload | {draw(st.text("abcdkmntuv", min_size=1, max_size=1)): draw(anything)}
    value = draw(anything)
    return dict(changed(payload, path, lambda container, key: container.__setitem__(key, value)))


def check(kind: Kind, payload: dict[str, Any]) -> None:
    code = ""
    try:
        USES[kind](TOKENS.seal(kind, payload, NOW))
    except Unauthorised as refused:
        code = refused.code
    assert code in {"", f"{kind}_invalid", f"{kind}_foreign"}


@pytest.mark.parametrize("kind", USES)
def test_what_this_version_wrote_can_be_used(kind: Kind) -> None:
    USES[kind](SEALED[kind])


@pytest.mark.parametrize("data", [b"abcde", b"~abcde", b"", b"~", b"~YWJj"])
@pytest.mark.parametrize("kind", USES)
def test_what_holds_no_data_is_refused_however_well_it_is_signed(kind: Kind, data: bytes) -> None:
    signed = TOKENS._signers[kind, "1"].sign(data).decode()
    with pytest.raises(Unauthorised) as refused:
        USES[kind](f"1.{signed}")
    assert refused.value.code == f"{kind}_invalid"


@given(payloads("passport"))
def test_a_passport_of_another_shape_is_refused_or_can_be_used(payload: dict[str, Any]) -> None:
    check("passport", payload)


@given(payloads("ticket"))
def test_a_ticket_of_another_shape_is_refused_or_can_be_used(payload: dict[str, Any]) -> None:
    check("ticket", payload)


@given(payloads("impression"))
def test_an_impression_of_another_shape_is_refused_or_can_be_used(payload: dict[str, Any]) -> None:
    check("impression", payload)


@given(st.sampled_from(list(USES)), st.dictionaries(st.text("abct", max_size=2), anything))
def test_a_payload_of_anything_is_refused(kind: Kind, more: dict[str, Any]) -> None:
    token = TOKENS.seal(kind, {"site": "shop", "visitor": "v1", **more}, NOW)
    with pytest.raises(Unauthorised) as refused:
        USES[kind](token)
    assert refused.value.code == f"{kind}_invalid"


@pytest.mark.parametrize("kind", USES)
@pytest.mark.parametrize("data", [b"", b"[]", b"null", b"7", b'"x"', b"{", b"{}", b'{"expires":"soon"}', b"\xff"])
def test_what_is_signed_and_no_payload_at_all_is_invalid(kind: Kind, data: bytes) -> None:
    signer = TOKENS._signers[kind, "1"]
    token = f"1.{signer.sign(base64_encode(data)).decode()}"
    with pytest.raises(Unauthorised) as refused:
        TOKENS.open(kind, token, site="shop", now=NOW)
    assert refused.value.code == f"{kind}_invalid"


def test_what_a_newer_version_keeps_in_a_passport_is_passed_over() -> None:
    payload = PASSPORT.to_payload() | {"mood": "good"}
    token = TOKENS.seal("passport", payload, NOW)
    assert Passport.open(TOKENS, token, site="shop", now=NOW + timedelta(days=1)) == PASSPORT
