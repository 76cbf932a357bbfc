"""The admin over a database of its own, and people of each role who have it open."""

from __future__ import annotations

import gc
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from nicegui import Client, ui
from nicegui.functions.download import download
from nicegui.functions.navigate import Navigate
from nicegui.functions.notify import notify
from nicegui.testing import User
from nicegui.testing.general import nicegui_reset_globals

from admin_ui.app import assemble
from admin_ui.services import Services
from admin_ui.session import COOKIE
from core import team
from core.plugins import Registry, load_plugins
from core.settings import Settings
from core.storage import Storage
from core.team import sign_in

PASSWORD = "correct horse battery"
ADDRESS = "http://127.0.0.1:8001"

SignInAs = Callable[..., Awaitable[User]]
RETRIES = 50
"""How often a test looks before it is sure; NiceGUI's own three are over within 0.3 s, too soon on a busy machine."""


class PatientUser(User):
    """Somebody who gives a page time."""

    async def should_see(self, *what: Any, retries: int = RETRIES, **which: Any) -> None:
        await super().should_see(*what, retries=retries, **which)

    async def should_not_see(self, *what: Any, retries: int = RETRIES, **which: Any) -> None:
        await super().should_not_see(*what, retries=retries, **which)


@pytest.fixture(autouse=True)
def cheap_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same hashing of passwords with less work: every test signs somebody in."""
    monkeypatch.setattr(sign_in, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with all tables and nothing in them, to be copied for each test."""
    folder = tmp_path_factory.mktemp("template")
    opened = Storage.open(Settings(data_dir=folder))
    opened.migrate()
    opened.close()
    return folder


@pytest.fixture
def settings(tmp_path: Path, template: Path) -> Settings:
    shutil.copytree(template, tmp_path / "data")
    return Settings(data_dir=tmp_path / "data")


@pytest.fixture
def storage(settings: Settings) -> Iterator[Storage]:
    """A new SQLite database with all its tables."""
    opened = Storage.open(settings)
    yield opened
    opened.close()


@pytest.fixture
def registry() -> Registry:
    return load_plugins(entry_points=False)


@pytest.fixture
def services(settings: Settings, storage: Storage, registry: Registry) -> Services:
    return Services(settings, storage, registry)


@pytest.fixture
async def admin(services: Services, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FastAPI]:
    """The running admin, without a server before it."""
    monkeypatch.setenv("NICEGUI_USER_SIMULATION", "true")
    with nicegui_reset_globals():
        app = assemble(services)
        async with app.router.lifespan_context(app):
            yield app
        Client.page_routes.clear()  # or NiceGUI would unload the modules of our pages
    # FastAPI keeps every application in its caches, and NiceGUI looks through all objects several times in each test.
    gc.freeze()
    ui.navigate, ui.notify, ui.download = Navigate(), notify, download


@pytest.fixture
async def browser(admin: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that is signed in nowhere and speaks plain HTTP."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(admin), base_url=ADDRESS) as client:
        yield client


@pytest.fixture
async def sign_in_as(admin: FastAPI, storage: Storage, caplog: pytest.LogCaptureFixture) -> AsyncIterator[SignInAs]:
    """`await sign_in_as("marketer")`: a new employee of that role, signed in, with a browser of their own.

    Pages that fail in a way nobody foresaw fail the test.
    """
    clients: list[httpx.AsyncClient] = []

    async def open_as(role: str = "owner", *, name: str = "", email: str = "") -> User:
        name = name or role.capitalize()
        agent = team.add_agent(storage, email=email or f"{name.lower()}@shop.example", name=name, role=role)
        path = sign_in.make_link(storage, agent.email)
        token = sign_in.use_link(storage, path.rpartition("/")[2], password=PASSWORD)
        client = httpx.AsyncClient(transport=httpx.ASGITransport(admin), base_url=ADDRESS, cookies={COOKIE: token})
        clients.append(client)
        return PatientUser(client)

    yield open_as
    for client in clients:
        await client.aclose()
    failures = [record.getMessage() for record in caplog.get_records("call") if record.levelname == "ERROR"]
    assert not failures


@pytest.fixture
async def owner(sign_in_as: SignInAs) -> User:
    return await sign_in_as("owner")


@pytest.fixture
async def marketer(sign_in_as: SignInAs) -> User:
    return await sign_in_as("marketer")


@pytest.fixture
async def agent(sign_in_as: SignInAs) -> User:
    return await sign_in_as("agent")
