"""Consent: when a visitor is remembered, and where."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.visits.consent import Settled, carry_over, settle, shortened
from core.visits.passports import Passport

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
NOTHING, DAY, LASTING = Settled(False, False), Settled(True, False), Settled(True, True)


@pytest.mark.parametrize(
    ("mode", "memory", "consent", "remembered", "settled"),
    [
        ("granted", True, None, False, LASTING),
        ("granted", True, True, False, LASTING),
        ("granted", True, False, True, NOTHING),
        ("granted", False, None, True, NOTHING),
        ("required", True, None, False, NOTHING),
        ("required", True, True, False, LASTING),
        ("required", True, None, True, LASTING),
        ("required", True, False, True, NOTHING),
        ("required", False, True, True, NOTHING),
        ("cookieless", True, None, False, DAY),
        ("cookieless", True, True, True, DAY),
        ("cookieless", True, False, False, NOTHING),
        ("cookieless", False, None, False, NOTHING),
    ],
)
def test_memory_and_storage_follow_the_mode_and_what_was_said(
    mode: str, memory: bool, consent: bool | None, remembered: bool, settled: Settled
) -> None:
    assert settle(mode, memory=memory, consent=consent, remembered=remembered) == settled


def test_consent_given_on_the_page_keeps_the_visitor_and_their_conversation() -> None:
    before = Passport.new("shop", NOW, memory=False).with_conversation("k")
    after = carry_over(before, "shop", NOW, memory=True)
    assert (after.visitor, after.conversation, after.memory) == (before.visitor, "k", True)


def test_an_id_made_for_a_day_is_never_carried_into_a_lasting_memory() -> None:
    for_a_day = carry_over(None, "shop", NOW, memory=True, derived="~abc")
    assert for_a_day.visitor == "~abc"
    lasting = carry_over(for_a_day, "shop", NOW, memory=True)
    assert lasting.visitor != "~abc"


def test_a_new_day_is_a_new_visitor_on_a_cookieless_site() -> None:
    monday = carry_over(None, "shop", NOW, memory=True, derived="~monday").remembering_claimed(1, 1, NOW)
    assert carry_over(monday, "shop", NOW, memory=True, derived="~monday") == monday
    tuesday = carry_over(monday, "shop", NOW, memory=True, derived="~tuesday")
    assert (tuesday.visitor, tuesday.campaigns) == ("~tuesday", ())


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("198.51.100.7", "198.51.100.0/24"),
        ("::ffff:198.51.100.7", "198.51.100.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_addresses_are_shortened_before_they_are_used(address: str, network: str) -> None:
    assert shortened(address) == network
