"""Whoever has a page of the admin open is online for everybody who asks."""

from __future__ import annotations

from datetime import UTC, datetime

from nicegui import Client

from core import team
from core.storage import Storage
from core.team.presence import team_now
from tests.admin.campaign_hands import said
from tests.admin.conftest import SignInAs
from tests.admin.hands import fill, press, until


def online(storage: Storage) -> set[str]:
    return set(team_now(storage, datetime.now(UTC)).online)


async def test_an_open_page_makes_its_reader_online_until_it_has_gone(sign_in_as: SignInAs, storage: Storage) -> None:
    ada, bo = await sign_in_as("owner", name="Ada"), await sign_in_as("agent", name="Bo")
    ids = {each.name: f"agent:{each.id}" for each in team.agents(storage)}
    assert online(storage) == set()
    first = await ada.open("/team")
    await until(lambda: online(storage) == {ids["Ada"]})
    await bo.open("/inbox")
    await until(lambda: online(storage) == set(ids.values()))
    await until(lambda: len(said(ada, "Online")) == 2, "the team page to show both")
    second = await ada.open("/sites")
    leave(first)
    await until(lambda: first.id not in Client.instances)
    assert online(storage) == set(ids.values()), "another page is still open"
    leave(second)
    await until(lambda: online(storage) == {ids["Bo"]})


def leave(client: Client) -> None:
    """The browser has closed the page, and did not come back."""
    client.delete()


async def test_how_many_conversations_somebody_takes_is_set_with_them(sign_in_as: SignInAs, storage: Storage) -> None:
    ada = await sign_in_as("owner", name="Ada")
    await ada.open("/team")
    await press(ada, "Add employee")
    await fill(ada, "Name", "Bo")
    await fill(ada, "E-mail", "bo@shop.example")
    await fill(ada, "Conversations at once", 3)
    await press(ada, "Add employee")
    await until(lambda: [each.capacity for each in team.agents(storage) if each.name == "Bo"] == [3])
