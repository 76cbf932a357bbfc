"""How much one visitor and one address may ask."""

from __future__ import annotations

import pytest

from core.errors import TooMany
from core.web.limits import LIMITS, Limits


def test_limits_are_counted_by_minute_visitor_address_and_call() -> None:
    now = [30.0]
    limits = Limits(clock=lambda: now[0])
    for _ in range(LIMITS["messages"].visitor):
        limits.check("messages", address="198.51.100.7", visitor="v1")
    with pytest.raises(TooMany) as refused:
        limits.check("messages", address="198.51.100.7", visitor="v1")
    assert refused.value.retry_after_seconds == 31
    limits.check("messages", address="198.51.100.7", visitor="v2")
    limits.check("events", address="198.51.100.7", visitor="v1")
    now[0] += 31
    limits.check("messages", address="198.51.100.7", visitor="v1")


def test_addresses_of_one_ipv6_network_count_as_one() -> None:
    limits = Limits(clock=lambda: 0)
    for number in range(LIMITS["messages"].address):
        limits.check("messages", address=f"2001:db8:1:2::{number:x}")
    with pytest.raises(TooMany):
        limits.check("messages", address="2001:db8:1:2:ffff::1")
    limits.check("messages", address="2001:db8:1:3::1")


def test_limits_can_be_left_to_a_proxy() -> None:
    limits = Limits(enabled=False)
    for _ in range(1_000):
        limits.check("messages", address="198.51.100.7", visitor="v1")
