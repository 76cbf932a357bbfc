"""Sessions: who is who, for how long, and what a failure tells."""

from __future__ import annotations

from datetime import timedelta

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import VerifyMismatchError

from core import team
from core.errors import NotFound, Unauthorised
from core.storage import Storage
from core.storage.models import Agent, LoginLink, Session
from core.team import sign_in
from tests.api.sign_in.conftest import PASSWORD, enter, let_time_pass, token_in


def test_a_session_belongs_to_who_signed_in(storage: Storage, ada: team.Agent) -> None:
    assert sign_in.agent_of(storage, enter(storage, email=" ADA@shop.example ")) == ada


def test_neither_passwords_nor_tokens_are_kept_readable(storage: Storage, ada: team.Agent) -> None:
    token = enter(storage)
    link = token_in(sign_in.make_link(storage, ada.email))
    kept = f"{Agent.get().password_hash} {[s.token_hash for s in Session.select()]} {LoginLink.get().token_hash}"
    assert Agent.get().password_hash.startswith("$argon2id$")
    for secret in (PASSWORD, token, link):
        assert secret not in kept


@pytest.mark.parametrize("token", ["", "x", "a" * 5000])
def test_a_made_up_session_is_none(storage: Storage, ada: team.Agent, token: str) -> None:
    with pytest.raises(Unauthorised):
        sign_in.agent_of(storage, token)


def test_signing_out_ends_this_session_only(storage: Storage, ada: team.Agent) -> None:
    here, there = enter(storage), enter(storage)
    sign_in.sign_out(storage, here)
    with pytest.raises(Unauthorised):
        sign_in.agent_of(storage, here)
    assert sign_in.agent_of(storage, there).id == ada.id


def test_a_session_lives_on_while_it_is_used_and_ends_after_two_weeks_without(
    storage: Storage, ada: team.Agent
) -> None:
    token = enter(storage)
    for _ in range(3):
        let_time_pass(timedelta(days=10))
        assert sign_in.agent_of(storage, token).id == ada.id
    let_time_pass(timedelta(days=15))
    with pytest.raises(Unauthorised):
        sign_in.agent_of(storage, token)


def test_who_is_deactivated_is_out_at_once_and_can_not_come_back(storage: Storage, ada: team.Agent) -> None:
    bo = team.add_agent(storage, email="bo@shop.example", name="Bo", role="agent")
    token = sign_in.use_link(storage, token_in(sign_in.make_link(storage, bo.email)), password=PASSWORD)
    link = sign_in.make_link(storage, bo.email)
    team.deactivate_agent(storage, bo.id)
    with pytest.raises(Unauthorised):
        sign_in.agent_of(storage, token)
    with pytest.raises(Unauthorised):
        enter(storage, email=bo.email)
    with pytest.raises(NotFound):
        sign_in.use_link(storage, token_in(link), password=PASSWORD)
    with pytest.raises(NotFound):
        sign_in.make_link(storage, bo.email)


def test_every_failure_reads_the_same(storage: Storage, ada: team.Agent) -> None:
    team.add_agent(storage, email="new@shop.example", name="New", role="agent")
    sentences = set()
    for email in ("ada@shop.example", "nobody@shop.example", "new@shop.example", ""):
        with pytest.raises(Unauthorised) as refused:
            enter(storage, "wrong password", email=email)
        sentences.add((refused.value.code, refused.value.message))
    assert len(sentences) == 1


def test_an_unknown_account_costs_as_much_work_as_a_known_one(
    storage: Storage, ada: team.Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified: list[str] = []
    verify = PasswordHasher.verify

    def observed(self: PasswordHasher, hashed: str, password: str) -> bool:
        verified.append(hashed)
        return verify(self, hashed, password)

    monkeypatch.setattr(PasswordHasher, "verify", observed)
    for email in ("ada@shop.example", "nobody@shop.example"):
        with pytest.raises(Unauthorised):
            enter(storage, "wrong password", email=email)
    known, unknown = verified
    assert extract_parameters(known) == extract_parameters(unknown)
    with pytest.raises(VerifyMismatchError):  # worked through to the end, not refused for its shape
        PasswordHasher().verify(unknown, "wrong password")
