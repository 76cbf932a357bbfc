"""Owners make, replace and end the secret that a site's server signs visitors in with."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from nicegui.testing import User

from core.identity import secrets
from core.identity.examples import EXAMPLES
from core.sites import SiteSettings, add_site
from core.storage import Storage
from tests.admin.hands import choose, press, shown, until


@pytest.fixture
def site(storage: Storage) -> int:
    return add_site(storage, SiteSettings("Shop")).id


def said(user: User) -> set[str]:
    return {str(getattr(each, "text", "")) for each in shown(user)}


async def test_a_secret_is_made_shown_and_replaced(owner: User, storage: Storage, site: int) -> None:
    await owner.open(f"/sites/{site}")
    await owner.should_see("nobody counts as signed in")
    await press(owner, "Make a secret")
    await owner.should_see("The secret is made.")
    first = secrets.secret_of(storage, site)
    assert first not in said(owner), "it is shown when asked for"
    await press(owner, "Show secret")
    await until(lambda: first in said(owner))
    await choose(owner, "Signed-in visitors", "New secret")
    await press(owner, "Make a new one")
    await owner.should_see("both count until")
    assert secrets.secret_of(storage, site) != first
    await choose(owner, "Signed-in visitors", "End the old one now")
    await owner.should_see("Does your server sign with the new one?")
    assert secrets.signing(storage, site, datetime.now(UTC)).old_until is not None
    await press(owner, "End the old one")
    await owner.should_see("Only the new secret counts now.")
    assert secrets.signing(storage, site, datetime.now(UTC)).old_until is None
    await press(owner, "How to sign")
    await until(lambda: EXAMPLES["Python"] in said(owner))
    await press(owner, "Close")
    await choose(owner, "Signed-in visitors", "Switch off")
    await press(owner, "Switch off")
    await owner.should_see("Nobody counts as signed in any more.")
    assert secrets.signing(storage, site, datetime.now(UTC)).since is None


async def test_marketers_see_how_it_stands_and_no_secret(marketer: User, storage: Storage, site: int) -> None:
    secret = secrets.new_secret(storage, site, datetime.now(UTC))
    await marketer.open(f"/sites/{site}")
    await marketer.should_see("Secret made")
    assert said(marketer).isdisjoint({secret, "Show secret", "Make a secret"})
