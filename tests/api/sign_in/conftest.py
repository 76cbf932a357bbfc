"""What tests of signing in share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from core import team
from core.storage import Storage
from core.storage.models import LoginLink, Session, SignInFailure
from core.team import sign_in

PASSWORD = "correct horse battery"
HERE = "192.0.2.7"


@pytest.fixture(autouse=True)
def cheap_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same hashing with less work: these tests hash a lot."""
    monkeypatch.setattr(sign_in, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture(autouse=True)
def connected(storage: Storage) -> Iterator[None]:
    """Tests look into the tables, too."""
    with storage.connection():
        yield


@pytest.fixture
def ada(storage: Storage) -> team.Agent:
    added = team.add_agent(storage, email="ada@shop.example", name="Ada", role="owner")
    sign_in.use_link(storage, token_in(sign_in.make_link(storage, added.email)), password=PASSWORD)
    return team.agent(storage, added.id)


def token_in(path: str) -> str:
    assert path.startswith("/welcome/")
    return path.removeprefix("/welcome/")


def enter(storage: Storage, password: str = PASSWORD, email: str = "ada@shop.example", address: str = HERE) -> str:
    return sign_in.sign_in(storage, email, password, address=address)


def let_time_pass(span: timedelta) -> None:
    """As if everything that is kept had happened earlier."""
    for row in SignInFailure.select():
        SignInFailure.update(until=row.until - span).where(SignInFailure.subject == row.subject).execute()
    for session in Session.select():
        Session.update(expires_at=session.expires_at - span).where(Session.token_hash == session.token_hash).execute()
    for link in LoginLink.select():
        LoginLink.update(expires_at=link.expires_at - span).where(LoginLink.token_hash == link.token_hash).execute()
