"""How often one may try to sign in."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from core import team
from core.errors import TooMany, Unauthorised
from core.settings import Settings
from core.storage import Storage
from core.storage.models import SignInFailure
from core.team import sign_in_limits
from tests.api.sign_in.conftest import HERE, enter, let_time_pass


def fail(storage: Storage, address: str, email: str) -> None:
    """A failed try, without the work of hashing."""
    sign_in_limits.count_failure(storage, sign_in_limits.subjects(address, email))


def test_after_a_few_failures_one_has_to_wait_twice_as_long_each_time(storage: Storage, ada: team.Agent) -> None:
    for _ in range(5):
        with pytest.raises(Unauthorised):
            enter(storage, "wrong password")
    waits = []
    for _ in range(4):
        with pytest.raises(TooMany) as refused:
            enter(storage)
        waits.append(refused.value.retry_after_seconds)
        let_time_pass(timedelta(seconds=waits[-1]))
        with pytest.raises(Unauthorised):
            enter(storage, "wrong password")
    assert waits == [2, 4, 8, 16]
    assert f"Wait {waits[0]} seconds" not in str(refused.value)
    assert "Wait 16 seconds" in refused.value.message


def test_the_wait_ends_and_a_success_forgets_the_failures(storage: Storage, ada: team.Agent) -> None:
    for _ in range(5):
        with pytest.raises(Unauthorised):
            enter(storage, "wrong password")
    let_time_pass(timedelta(minutes=1))
    enter(storage)
    for _ in range(4):
        with pytest.raises(Unauthorised):
            enter(storage, "wrong password")
    enter(storage)


def test_waiting_survives_a_restart(storage: Storage, ada: team.Agent, settings: Settings) -> None:
    for _ in range(6):
        with pytest.raises((Unauthorised, TooMany)):
            enter(storage, "wrong password")
    again = Storage.open(settings)
    with again.connection(), pytest.raises(TooMany):
        enter(again)
    again.close()


def test_one_address_that_tries_many_accounts_has_to_wait_others_do_not(storage: Storage, ada: team.Agent) -> None:
    for number in range(21):
        fail(storage, HERE, f"user{number}@shop.example")
    with pytest.raises(TooMany):
        enter(storage)
    assert enter(storage, address="198.51.100.1")


def test_failures_at_the_same_time_are_all_counted(storage: Storage) -> None:
    together = threading.Barrier(8)

    def attempt(_: int) -> None:
        together.wait()
        for _ in range(5):
            fail(storage, HERE, "ada@shop.example")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(attempt, range(8)))
    assert [row.failures for row in SignInFailure.select()] == [40, 40]


def test_one_household_of_ipv6_addresses_counts_as_one(storage: Storage, ada: team.Agent) -> None:
    for number in range(21):
        fail(storage, f"2001:db8:1:1::{number + 1:x}", f"user{number}@shop.example")
    with pytest.raises(TooMany):
        enter(storage, address="2001:db8:1:1::ffff")
    assert enter(storage, address="2001:db8:1:2::1")


def test_addresses_are_counted_but_not_kept(storage: Storage, ada: team.Agent) -> None:
    with pytest.raises(Unauthorised):
        enter(storage, "wrong password")
    assert not [row.subject for row in SignInFailure.select() if HERE in row.subject or "ada" in row.subject]
