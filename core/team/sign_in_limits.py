"""How often one may try to sign in: exponential waits per account and per network address, kept in the database."""

from __future__ import annotations

import hashlib
import ipaddress
from datetime import UTC, datetime, timedelta

from core.errors import TooMany
from core.i18n import ngettext
from core.i18n.figures import number
from core.storage import Storage
from core.storage.fields import to_ms
from core.storage.models import SignInFailure

FREE_TRIES = {"account": 4, "address": 20}
"""Failures that cost no wait; an address may belong to a whole office."""
LONGEST_WAIT = timedelta(minutes=15)
FORGET_AFTER = timedelta(days=1)


def subjects(address: str, email: str) -> tuple[str, ...]:
    """What failures are counted for: the account, and the address (IPv6: its /64) as a hash, never raw."""
    return (f"account:{_digest(email)}", f"address:{_digest(_network(address))}")


def refuse_if_blocked(storage: Storage, names: tuple[str, ...]) -> None:
    """Raise TooMany while any of the subjects has to wait."""
    now = datetime.now(UTC)
    with storage.connection():
        rows = list(SignInFailure.select().where(SignInFailure.subject.in_(names)))
    seconds = max((int((row.until - now).total_seconds()) + 1 for row in rows if row.until > now), default=0)
    if seconds:
        raise TooMany("sign_in_blocked", _wait(seconds), seconds)


def _wait(seconds: int) -> str:
    if seconds < 90:
        return ngettext(
            "Too many failed tries. Wait {n} second, then try again.",
            "Too many failed tries. Wait {n} seconds, then try again.",
            seconds,
        ).format(n=number(seconds))
    minutes = -(-seconds // 60)
    return ngettext(
        "Too many failed tries. Wait {n} minute, then try again.",
        "Too many failed tries. Wait {n} minutes, then try again.",
        minutes,
    ).format(n=number(minutes))


def count_failure(storage: Storage, names: tuple[str, ...]) -> None:
    """Remember a failed try; from the free ones on each doubles the wait."""
    now = datetime.now(UTC)
    with storage.transaction():
        SignInFailure.delete().where(SignInFailure.until < now - FORGET_AFTER).execute()
        for name in names:
            ((failures,),) = storage.execute(_COUNT, (name, to_ms(now)))
            over = failures - FREE_TRIES[name.partition(":")[0]]
            if over > 0:
                wait = min(LONGEST_WAIT, timedelta(seconds=2 ** min(over, 20)))
                SignInFailure.update(until=now + wait).where(SignInFailure.subject == name).execute()


def forget(names: tuple[str, ...]) -> None:
    """Forget the account's failures after a success; the address keeps its own. Needs a transaction."""
    accounts = [name for name in names if name.startswith("account:")]
    SignInFailure.delete().where(SignInFailure.subject.in_(accounts)).execute()


def _network(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network(f"{address}/64", strict=False)) if parsed.version == 6 else address


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


# counts in the database, so that tries at the same time are all counted, and holds the row until the wait is written
_COUNT = """
INSERT INTO sign_in_failure (subject, failures, until) VALUES (%s, 1, %s)
ON CONFLICT (subject) DO UPDATE SET failures = sign_in_failure.failures + 1, until = excluded.until
RETURNING failures
"""
