"""Passport, visits and ticket: what a browser's memory says, and what is made of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.errors import Unauthorised
from core.visits import Location, Visit, arrive
from core.visits.history import Memory
from core.visits.passports import MAX_SEALED, Passport
from core.visits.tickets import Ticket
from core.visits.tokens import Keys, Tokens

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def tokens(tmp_path: Path) -> Tokens:
    return Tokens(Keys.load(tmp_path))


def page(at: datetime = NOW, url: str = "https://shop.example/", **more: Any) -> Visit:
    return Visit(now=at, site_time_zone=ZoneInfo("UTC"), url=url, **more)


def stranger(**given: Any) -> Passport:
    return Passport.new("shop", NOW, **{"memory": True, **given})


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


# -- visits -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("case", "gaps", "number", "pages"),
    [
        ("the first page view is the first visit", [], 1, 1),
        ("pages within 30 minutes of each other are one visit", [30, 30], 1, 3),
        ("a longer gap ends the visit", [30, 30.1], 2, 1),
        ("each long gap begins another", [31, 31, 5], 3, 2),
        ("a visit is 24 hours old at most, however busy", [29] * 49 + [20], 2, 1),
    ],
)
def test_visits_end_by_gaps_and_by_age(case: str, gaps: list[float], number: int, pages: int) -> None:
    passport, at = stranger(), NOW
    passport, visit = arrive(passport, page(at))
    for gap in gaps:
        at += minutes(gap)
        passport, visit = arrive(passport, page(at))
    assert (visit.number, visit.pages) == (number, pages)
    assert (passport.visit, passport.pages) == (number, pages)
    assert visit.first_seen == NOW


def test_a_visit_knows_its_landing_page_and_the_one_before() -> None:
    passport, visit = arrive(stranger(), page(url="https://shop.example/a"))
    assert (visit.landing, visit.previous) == ("https://shop.example/a", "")
    passport, visit = arrive(passport, page(NOW + minutes(1), "https://shop.example/b"))
    passport, visit = arrive(passport, page(NOW + minutes(2), "https://shop.example/c"))
    assert (visit.landing, visit.previous) == ("https://shop.example/a", "https://shop.example/b")
    passport, visit = arrive(passport, page(NOW + minutes(60), "https://shop.example/d"))
    assert (visit.landing, visit.previous, visit.started) == ("https://shop.example/d", "", NOW + minutes(60))


def test_booting_the_same_page_again_counts_nothing() -> None:
    passport, first = arrive(stranger(), page(url="https://shop.example/a"))
    same, again = arrive(passport, page(NOW + minutes(45), "https://shop.example/a"), again=True)
    assert same == passport
    assert (again.number, again.pages, again.previous) == (first.number, first.pages, first.previous)


def test_the_first_boot_that_says_again_counts_all_the_same() -> None:
    _, visit = arrive(stranger(), page(), again=True)
    assert (visit.number, visit.pages) == (1, 1)


def test_without_memory_visits_and_their_kin_are_unknown_and_the_visit_still_has_a_beginning() -> None:
    passport, visit = arrive(stranger(memory=False), page())
    assert (visit.memory, visit.number, visit.pages, visit.first_seen) == (False, None, None, None)
    _, later = arrive(passport, page(NOW + minutes(2)))
    assert later.started == NOW


def test_what_cannot_be_counted_is_unknown_although_there_is_memory() -> None:
    _, visit = arrive(stranger(), page(), countable=False)
    assert (visit.memory, visit.number, visit.pages) == (True, None, None)


# -- passport ---------------------------------------------------------------------------------------------------------


def test_a_passport_survives_sealing(tokens: Tokens) -> None:
    passport, _ = arrive(stranger(), page())
    passport = (
        passport.remembering_claimed(7, 1, NOW).remembering_finished(9, 2, NOW + minutes(1)).with_conversation("k")
    )
    issued = passport.issue(tokens, NOW)
    opened = Passport.open(tokens, issued["passport"], site="shop", now=NOW)
    assert opened.version == issued["passport_version"] > passport.version
    assert opened.campaigns == (Memory(7, 1, NOW), Memory(9, 2, NOW + minutes(1), finished=True))
    assert (opened.last_display, opened.conversation, opened.visitor) == (NOW, "k", passport.visitor)


def test_every_issue_is_newer_even_within_one_millisecond_and_when_clocks_go_back(tokens: Tokens) -> None:
    passport, versions = stranger(), []
    for now in (NOW, NOW, NOW - timedelta(hours=1)):
        issued = passport.issue(tokens, now)
        passport = Passport.open(tokens, issued["passport"], site="shop", now=now)
        versions.append(passport.version)
    assert versions == sorted(set(versions))


@pytest.mark.parametrize("address", ["https://shop.example/" + "a%20b" * 2000, "https://shop.example/" + "🙂" * 5000])
def test_a_sealed_passport_stays_small_and_forgets_the_oldest_campaigns_first(tokens: Tokens, address: str) -> None:
    passport, _ = arrive(stranger(), page(url=address, came_from=address))
    passport, _ = arrive(passport, page(url=address[:-1]))
    for campaign in range(1, 3000):
        at = NOW + timedelta(seconds=campaign * 977)
        passport = passport.remembering_claimed(campaign * 7919, 1, at)
        if campaign % 3 == 0:
            replied = Memory(campaign * 7919, 1, at, True, at, at + minutes(1), at + minutes(2))
            passport = passport.remembering(replied).with_conversation("k" * 22, at)
    issued = passport.issue(tokens, NOW)
    assert len(issued["passport"]) <= MAX_SEALED
    kept = Passport.open(tokens, issued["passport"], site="shop", now=NOW).campaigns
    assert len(kept) > 20
    assert [each.campaign for each in kept] == [each.campaign for each in passport.campaigns[-len(kept) :]]


def test_being_shown_again_moves_a_campaign_to_the_newest_and_keeps_it_finished() -> None:
    passport = stranger().remembering_claimed(1, 1, NOW).remembering_claimed(2, 1, NOW).remembering_finished(1, 1, NOW)
    passport = passport.remembering_claimed(1, 1, NOW + minutes(5))
    assert [each.campaign for each in passport.campaigns] == [2, 1]
    memory = passport.recall(1, 1)
    assert memory is not None
    assert memory.finished
    assert memory.claimed_at == NOW + minutes(5)


def test_a_new_generation_forgets_the_one_before() -> None:
    passport = stranger().remembering_finished(1, 1, NOW)
    assert passport.recall(1, 2) is None
    passport = passport.remembering_claimed(1, 2, NOW)
    assert passport.campaigns == (Memory(1, 2, NOW, read_at=NOW, shown_at=NOW),)


def test_a_claim_is_a_display_once_it_is_told_and_counts_in_its_visit_once(tokens: Tokens) -> None:
    at = NOW + timedelta(seconds=7, milliseconds=700)  # kept by the second
    told = Memory(7, 1, at, shown_at=at)

    def kept(passport: Passport) -> Passport:
        return Passport.open(tokens, passport.issue(tokens, at)["passport"], site="shop", now=at)

    passport = kept(stranger().remembering_claimed(7, 1, at))
    assert (passport.history.last("shown", "7"), passport.shown_in_visit) == (None, 0)
    assert passport.recall(7, 1) is not None, "what it is promised is spent all the same"
    for _again in range(2):
        passport = kept(passport.remembering_shown(told))
        assert (passport.history.campaigns("shown"), passport.shown_in_visit) == (frozenset({"7"}), 1)
    shown_at = passport.history.last("shown", "7")
    passport = kept(passport.remembering_claimed(7, 1, at + minutes(5)))
    assert (passport.history.last("shown", "7"), passport.shown_in_visit) == (shown_at, 1)
    later = kept(passport.remembering_shown(Memory(7, 1, at + minutes(5), shown_at=at + minutes(5))))
    assert later.shown_in_visit == 2
    early = replace(passport, visit_started=at + minutes(9))
    assert early.remembering_shown(Memory(7, 1, at + minutes(5), shown_at=at + minutes(5))).shown_in_visit == 1


def test_being_in_a_control_group_is_remembered_and_is_no_display(tokens: Tokens) -> None:
    kept = stranger().remembering_control(7, 1, NOW).issue(tokens, NOW)["passport"]
    passport = Passport.open(tokens, kept, site="shop", now=NOW)
    (memory,) = passport.campaigns
    assert (memory.in_control, memory.finished, memory.last("shown"), passport.last_display) == (
        True,
        False,
        None,
        None,
    )
    assert not passport.history.campaigns("shown")
    granted = passport.remembering_claimed(7, 1, NOW + minutes(1))
    assert not granted.campaigns[0].in_control, "it is shown once there is no group any more"


def test_finishing_twice_changes_nothing() -> None:
    once = stranger().remembering_finished(1, 1, NOW)
    assert once.remembering_finished(1, 1, NOW + minutes(1)) is once


# -- ticket -----------------------------------------------------------------------------------------------------------


def test_a_ticket_gives_back_the_page_view_that_boot_saw(tokens: Tokens) -> None:
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    seen = Visit(
        now=NOW,
        site_time_zone=zone,
        url="https://shop.example/é",
        title="Shop",
        language="vi",
        time_zone="Asia/Saigon",
        screen_width=390,
        screen_height=844,
        touch=True,
        user_agent="Mozilla/5.0 (iPhone)",
        location=Location("VN", "Hanoi", "Hanoi"),
    )
    _, visit = arrive(stranger(), seen)
    sealed = Ticket("shop", "v1", "view1", 4, visit).seal(tokens, NOW)
    opened = Ticket.open(tokens, sealed, site="shop", visitor="v1", site_time_zone=zone, now=NOW)
    assert opened == Ticket("shop", "v1", "view1", 4, replace(visit, visitor="", history=None))


def _without(payload: dict[str, Any], name: str) -> dict[str, Any]:
    return {each: value for each, value in payload.items() if each != name}


@pytest.mark.parametrize(
    "changed",
    [
        lambda payload: payload | {"seen": payload["seen"] | {"mood": "good"}},
        lambda payload: payload | {"seen": _without(payload["seen"], "url")},
        lambda payload: payload | {"seen": _without(payload["seen"], "now")},
        lambda payload: payload | {"place": ["VN", "Hanoi"]},
        *(lambda payload, name=name: _without(payload, name) for name in ("seen", "place", "view", "plan")),
    ],
)
def test_a_ticket_of_another_version_is_refused_in_words(
    tokens: Tokens, changed: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    sealed = Ticket("shop", "v1", "view1", 4, page()).seal(tokens, NOW)
    payload = tokens.open("ticket", sealed, site="shop", visitor="v1", now=NOW)
    other = tokens.seal("ticket", changed(payload), NOW)
    with pytest.raises(Unauthorised) as refused:
        Ticket.open(tokens, other, site="shop", visitor="v1", site_time_zone=ZoneInfo("UTC"), now=NOW)
    assert refused.value.code == "ticket_invalid"
