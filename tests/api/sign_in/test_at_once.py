"""What happens to accounts when two do something at the same time: the newest password alone counts."""

from __future__ import annotations

from contextlib import suppress

import pytest

from core import team
from core.errors import InvalidInput, NotFound, Unauthorised
from core.storage import Storage
from core.storage.models import Agent, LoginLink, Session
from core.team import sign_in, succession
from tests.api.at_once import interrupted, meanwhile
from tests.api.sign_in.conftest import PASSWORD, enter, token_in

NEW = "a staple of another battery"


def test_who_signs_in_while_their_password_is_replaced_does_not_bring_the_old_one_back(
    storage: Storage, ada: team.Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = token_in(sign_in.make_link(storage, ada.email))
    other = interrupted(monkeypatch, sign_in, "_verify", lambda: sign_in.use_link(storage, link, password=NEW))
    with pytest.raises(Unauthorised):
        enter(storage, PASSWORD)
    other.join()
    assert Session.select().count() == 1, "that of who used the link"
    assert enter(storage, NEW)
    with pytest.raises(Unauthorised):
        enter(storage, PASSWORD)


def test_who_signs_in_while_they_are_deactivated_has_no_session_when_they_come_back(
    storage: Storage, ada: team.Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    team.add_agent(storage, email="bo@shop.example", name="Bo", role="owner")
    other = interrupted(monkeypatch, sign_in, "_verify", lambda: team.deactivate_agent(storage, ada.id))
    with pytest.raises(Unauthorised):
        enter(storage)
    other.join()
    assert Session.select().count() == 0


def test_a_password_that_is_changed_while_another_is_set_by_a_link_is_not_the_last(
    storage: Storage, ada: team.Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, link = enter(storage), token_in(sign_in.make_link(storage, ada.email))
    other = interrupted(monkeypatch, sign_in, "_check_current", lambda: sign_in.use_link(storage, link, password=NEW))
    with pytest.raises(InvalidInput) as refused:
        sign_in.change_password(storage, session, current=PASSWORD, new="whatever somebody else wants")
    other.join()
    assert (refused.value.code, refused.value.field) == ("password_wrong", "current")
    assert enter(storage, NEW)


def test_of_links_that_are_made_at_once_the_newest_alone_works(storage: Storage, ada: team.Agent) -> None:
    with storage.transaction():
        sign_in.make_link(storage, ada.email)
        other = meanwhile(lambda: sign_in.make_link(storage, ada.email))
    other.join()
    assert LoginLink.select().where(LoginLink.used_at.is_null()).count() == 1


def test_two_processes_that_start_first_make_one_owner(storage: Storage) -> None:
    with storage.transaction():
        sign_in.make_link(storage, None)
        other = meanwhile(lambda: sign_in.make_link(storage, None))
    other.join()
    assert (Agent.select().count(), LoginLink.select().count()) == (1, 1)


def test_signing_out_of_what_is_over_stops_nobody_from_using_a_link(
    storage: Storage, ada: team.Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    bo = team.add_agent(storage, email="bo@shop.example", name="Bo", role="agent")
    old, link = enter(storage), token_in(sign_in.make_link(storage, bo.email))
    Session.update(expires_at=0).execute()
    other = interrupted(monkeypatch, sign_in, "_open_session", lambda: sign_in.sign_out(storage, old))
    assert sign_in.use_link(storage, link, password=NEW)
    other.join()


def test_a_link_that_is_used_while_its_employee_is_deactivated_lets_nobody_in(
    storage: Storage, ada: team.Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    bo = team.add_agent(storage, email="bo@shop.example", name="Bo", role="agent")
    link = token_in(sign_in.make_link(storage, bo.email))
    refused: list[str] = []

    def use() -> None:
        with pytest.raises(NotFound) as caught:
            sign_in.use_link(storage, link, password=NEW)
        refused.append(caught.value.code)

    other = interrupted(monkeypatch, Session, "delete", use)
    team.deactivate_agent(storage, bo.id)
    other.join()
    assert refused == ["link_over"]


def test_a_link_that_is_made_while_its_employee_is_deactivated_lets_nobody_in(
    storage: Storage, ada: team.Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    bo = team.add_agent(storage, email="bo@shop.example", name="Bo", role="agent")
    made: list[str] = []

    def make() -> None:
        with suppress(NotFound):  # where it could only be asked for afterwards
            made.append(sign_in.make_link(storage, bo.email))

    other = interrupted(monkeypatch, succession, "hand_over", make)
    team.deactivate_agent(storage, bo.id)
    other.join()
    for path in made:
        with pytest.raises(NotFound):
            sign_in.use_link(storage, token_in(path), password=NEW)
    assert Session.select().where(Session.agent == bo.id).count() == 0


@pytest.mark.parametrize("role", ["agent", "owner"])
def test_a_link_that_is_used_while_its_employee_begins_to_be_deactivated_stops_neither(
    storage: Storage, ada: team.Agent, monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    team.add_agent(storage, email="cy@shop.example", name="Cy", role="owner")
    bo = team.add_agent(storage, email="bo@shop.example", name="Bo", role=role)
    link = token_in(sign_in.make_link(storage, bo.email))
    refused: list[str] = []

    def use() -> None:
        with pytest.raises(NotFound) as caught:
            sign_in.use_link(storage, link, password=NEW)
        refused.append(caught.value.code)

    other = interrupted(monkeypatch, succession, "check_successor", use)
    assert not team.deactivate_agent(storage, bo.id).active
    other.join()
    assert refused == ["link_over"]
