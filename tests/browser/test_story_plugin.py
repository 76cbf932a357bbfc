"""A plugin's way from the scaffold to a message on screen: its file in --plugins-dir, and a marketer's campaign."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from cli.scaffold import new_plugin
from core.plugins import load_plugins
from tests.browser.house import House, of_its_own, sign_in, when
from tests.product import Product


@pytest.fixture
def plugins(tmp_path: Path) -> Path:
    """A folder with what the scaffold writes, its package as one file."""
    package, folder = tmp_path / "package", tmp_path / "plugins"
    new_plugin("loyal_customer", package)
    folder.mkdir()
    shutil.copy(package / "loyal_customer" / "__init__.py", folder / "loyal_customer.py")
    shutil.copy(package / "loyal_customer" / "seen.js", folder)
    return folder


@pytest.fixture
def house(tmp_path: Path, plugins: Path, chromium: Browser) -> Iterator[House]:
    """A shop whose product was started with that folder."""
    running = Product(tmp_path / "data", options=("--shop", "--no-demo", "--plugins-dir", str(plugins)))
    with of_its_own(running, chromium) as house:
        house.registry = load_plugins(folder=plugins)
        yield house


def test_what_the_scaffold_wrote_decides_here_and_in_the_browser_and_is_named_in_the_admin(house: House) -> None:
    house.campaign(
        "Good to see you again", when("loyal_customer", "is", True), when("loyal_customer_seen", "at_least", 30)
    )
    house.in_force()
    tab = house.stranger().open("/", clock=True)
    tab.expect_nothing_to_come()
    tab.go("/?from=loyal-customer")
    assert [watched[0] for watched in tab.boot["observers"]] == ["loyal_customer_seen"]
    tab.expect_watching()
    tab.let_pass(seconds=29)
    tab.expect_no_message()
    assert tab.claims == []
    tab.let_pass(seconds=2)
    tab.expect_message("Good to see you again")

    page = house.chromium.new_context().new_page()
    sign_in(page, house.running)
    page.goto(f"{house.running.admin}/plugins")
    expect(page.get_by_text("loyal_customer.py", exact=True)).to_be_visible()
    expect(page.get_by_text("2 conditions: Loyal customer, Loyal customer, seen by the browser")).to_be_visible()
    page.context.close()
