"""What happens to the team when two do something at the same time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from core import team
from core.errors import Conflict, InvalidInput, SmartTriggerError
from core.storage import Storage
from core.team import sign_in
from tests.api.at_once import meanwhile


def leave(storage: Storage, owner: team.Agent) -> None:
    team.deactivate_agent(storage, owner.id)


def be_demoted(storage: Storage, owner: team.Agent) -> None:
    team.edit_agent(storage, owner.id, email=owner.email, name=owner.name, role="agent")


@pytest.mark.parametrize("first", [leave, be_demoted])
@pytest.mark.parametrize("second", [leave, be_demoted])
def test_of_two_owners_who_go_at_the_same_time_one_stays(
    storage: Storage,
    first: Callable[[Storage, team.Agent], None],
    second: Callable[[Storage, team.Agent], None],
) -> None:
    pair = [team.add_agent(storage, email=f"{name}@shop.example", name=name, role="owner") for name in ("ada", "bo")]
    together = threading.Barrier(2)

    def attempt(go: Callable[[Storage, team.Agent], None], owner: team.Agent) -> SmartTriggerError | None:
        with storage.connection():
            together.wait()
            try:
                go(storage, owner)
            except SmartTriggerError as error:
                return error
        return None

    with ThreadPoolExecutor(2) as pool:
        refused = [error for error in pool.map(attempt, (first, second), pair) if error is not None]
    assert [(type(error), error.code) for error in refused] == [(Conflict, "last_owner")]
    assert len([each for each in team.agents(storage) if each.active and each.role == "owner"]) == 1


def add(storage: Storage) -> None:
    team.add_agent(storage, email="Bo@shop.example", name="Bo", role="agent")


def edit(storage: Storage) -> None:
    (ada,) = (each for each in team.agents(storage) if each.name == "Ada")
    team.edit_agent(storage, ada.id, email="bo@shop.example", name="Ada", role="owner")


@pytest.mark.parametrize("take", [add, edit])
def test_an_address_that_somebody_takes_meanwhile_is_told_at_its_field(
    storage: Storage, take: Callable[[Storage], None]
) -> None:
    team.add_agent(storage, email="ada@shop.example", name="Ada", role="owner")
    assert refused(storage, lambda: add(storage), lambda: take(storage)) == ("email_taken", "email")


def test_a_first_owner_is_told_too(storage: Storage) -> None:
    token = sign_in.make_link(storage, None).rpartition("/")[2]

    def take() -> None:
        sign_in.use_link(storage, token, password="harbour lights", name="Ada", email="bo@shop.example")

    assert refused(storage, lambda: add(storage), take) == ("email_taken", "email")
    assert sign_in.open_link(storage, token).asks_who, "the link is still good"


def test_a_groups_name_that_somebody_takes_meanwhile_is_told_at_its_field(storage: Storage) -> None:
    support = team.add_group(storage, "Support")

    def add_sales() -> None:
        team.add_group(storage, "Sales")

    def rename() -> None:
        team.edit_group(storage, support.id, name="SALES", member_ids=())

    assert refused(storage, add_sales, rename) == ("group_taken", "name")
    assert refused(storage, lambda: team.add_group(storage, "Returns"), lambda: team.add_group(storage, "returns")) == (
        "group_taken",
        "name",
    )


def refused(storage: Storage, first: Callable[[], object], second: Callable[[], object]) -> tuple[str, str | None]:
    """Code and field of what the second is told, who comes before the first one is done."""
    told: list[InvalidInput] = []

    def come() -> None:
        with pytest.raises(InvalidInput) as raised:
            second()
        told.append(raised.value)

    with storage.transaction():
        first()
        other = meanwhile(come)
    other.join()
    return told[0].code, told[0].field


def test_somebody_is_put_into_a_group_from_both_sides_at_once(storage: Storage) -> None:
    ada = team.add_agent(storage, email="ada@shop.example", name="Ada", role="owner")
    sales = team.add_group(storage, "Sales")
    with storage.transaction():
        team.edit_agent(storage, ada.id, email=ada.email, name="Ada", role="owner", group_ids=[sales.id])
        other = meanwhile(lambda: team.edit_group(storage, sales.id, name="Sales", member_ids=[ada.id]))
    other.join()
    assert team.agent(storage, ada.id).group_ids == (sales.id,)
