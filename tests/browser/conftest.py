"""What the stories share: one house for all of them, swept before each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from tests.browser import house as houses
from tests.browser.desks import Desks
from tests.browser.house import House
from tests.product import Product

PATIENCE_MS = 15_000
"""How long a story waits for what it expects: a busy machine is no fault."""

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def whole_house(running: Product, chromium: Browser) -> House:
    return houses.build(running, chromium)


@pytest.fixture
def house(whole_house: House) -> Iterator[House]:
    """The shop with its team, no campaign, and no gap between messages; at the end no page has complained."""
    whole_house.clear()
    yield whole_house
    assert list(whole_house.leave()) == []


@pytest.fixture(scope="session")
def all_desks(running: Product, chromium: Browser) -> Desks:
    return Desks(running, chromium)


@pytest.fixture
def desks(whole_house: House, all_desks: Desks) -> Iterator[Desks]:
    """Where the house's team works; every tab is closed in the end."""
    yield all_desks
    all_desks.sweep()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "mug.png"
    Image.new("RGB", (1600, 900), "#b3261e").save(path)
    return path
