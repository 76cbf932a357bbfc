"""Whoever has a page of the admin open is online for everybody who asks."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from nicegui import Client, ui
from nicegui.nicegui import _on_handshake

from admin_ui import online as counting
from admin_ui.pages import visitors
from admin_ui.services import Services
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


async def test_who_is_away_for_longer_than_a_reload_is_not_online_though_the_page_waits_for_them(
    sign_in_as: SignInAs, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "RELOAD_SECONDS", 0.05)
    ada = await sign_in_as("owner", name="Ada")
    page = await ada.open("/team")
    [me] = [f"agent:{each.id}" for each in team.agents(storage)]
    await until(lambda: online(storage) == {me})
    cut(page)
    await until(lambda: online(storage) == set(), "Ada, whose browser is away, not to be online")
    assert page.id in Client.instances, "the page waits for its browser"
    await come_back(page)
    await until(lambda: online(storage) == {me}, "Ada to be back")


async def test_an_absence_as_short_as_a_reload_is_none(sign_in_as: SignInAs, services: Services) -> None:
    ada = await sign_in_as("owner", name="Ada")
    page = await ada.open("/team")
    assert services.online.agents
    cut(page)
    assert services.online.agents
    await come_back(page)
    assert services.online.agents


async def test_nobody_looks_again_and_again_at_a_page_whose_browser_is_away(
    sign_in_as: SignInAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[Client] = []

    async def look_again(_: object) -> None:
        looks.append(ui.context.client)

    monkeypatch.setattr(visitors, "LEAVE_SECONDS", 0.01)
    monkeypatch.setattr(visitors.VisitorsPage, "look_again", look_again)
    ada = await sign_in_as("owner", name="Ada")
    first, other = await ada.open("/visitors"), await ada.open("/visitors")
    await until(lambda: {first, other} <= set(looks), "both pages to be looked at")
    cut(first)
    looks.clear()
    await until(lambda: looks.count(other) > 5, "the page that is here to be looked at")
    assert first not in looks
    await come_back(first)
    await until(lambda: first in looks, "the page that is back to be looked at")


def leave(client: Client) -> None:
    """The browser has closed the page, and did not come back."""
    client.delete()


def cut(client: Client) -> None:
    """The connection to the browser is gone."""
    for socket in list(client._socket_to_document_id):
        client.handle_disconnect(socket)


async def come_back(client: Client) -> None:
    """The browser connects again."""
    told = {"client_id": client.id, "tab_id": client._pinned_tab_id, "document_id": "document"}
    assert await _on_handshake(f"test-again-{client.id}", told)


async def test_how_many_conversations_somebody_takes_is_set_with_them(sign_in_as: SignInAs, storage: Storage) -> None:
    ada = await sign_in_as("owner", name="Ada")
    await ada.open("/team")
    await press(ada, "Add employee")
    await fill(ada, "Name", "Bo")
    await fill(ada, "E-mail", "bo@shop.example")
    await fill(ada, "Conversations at once", 3)
    await press(ada, "Add employee")
    await until(lambda: [each.capacity for each in team.agents(storage) if each.name == "Bo"] == [3])
