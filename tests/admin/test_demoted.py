"""Roles are read again at every act: who was an owner when the page opened and is one no more changes nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest
from nicegui.testing import User

from core import sites
from core.identity import secrets
from core.sites import SiteSettings, add_site
from core.storage import Storage
from core.storage.models import Agent
from tests.admin.hands import choose, fill, press

SHOP = SiteSettings("Shop", ("https://shop.example",))


async def save(owner: User) -> None:
    await fill(owner, "Name", "Boutique")
    await press(owner, "Save")


async def reword(owner: User) -> None:
    await fill(owner, "Title of the window", "Chat with the shop")
    await press(owner, "Save")


async def archive(owner: User) -> None:
    await choose(owner, "Shop", "Archive")


async def make_a_secret(owner: User) -> None:
    await press(owner, "Make a secret")


@pytest.mark.parametrize(
    ("path", "act"),
    [("/sites/{}", save), ("/sites", archive), ("/sites/{}/texts", reword), ("/sites/{}", make_a_secret)],
    ids=["save", "archive", "reword", "secret"],
)
async def test_a_former_owner_changes_no_site(
    owner: User, storage: Storage, path: str, act: Callable[[User], Awaitable[None]]
) -> None:
    site = add_site(storage, SHOP)
    await owner.open(path.format(site.id))
    await owner.should_see("Shop")
    with storage.transaction():
        Agent.update(role="marketer").execute()
    await act(owner)
    await owner.should_see("does not allow this")
    now = sites.site(storage, site.id)
    assert (now.settings, now.archived, now.texts) == (SHOP, False, {})
    with storage.connection():
        assert secrets.signing(storage, site.id, datetime.now(UTC)).since is None
