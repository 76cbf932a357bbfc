"""Owners see what is loaded, where from, what it brings, and what of it fails."""

from __future__ import annotations

from pathlib import Path

import pytest
from nicegui.testing import User

from core.plugin_faults import Faults, faults
from core.plugins import Registry, load_plugins
from core.storage import Storage
from tests.admin.campaign_hands import said
from tests.admin.hands import press, until
from tests.unit.test_plugins import RAIN

BROKEN = RAIN.replace('"""A foreign plugin."""', '"""How much it rains at the visitor\'s."""\n__version__ = "1.2"')


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plugins").mkdir()
    return tmp_path / "plugins"


@pytest.fixture
def registry(folder: Path) -> Registry:
    """With a single file beside what is built in."""
    (folder / "rain.py").write_text(BROKEN)
    return load_plugins(folder=folder, entry_points=False)


async def test_a_plugin_says_what_it_is_and_what_it_brings(owner: User, folder: Path) -> None:
    await owner.open("/plugins")
    for words in ("rain.py", "File", "1.2", "How much it rains at the visitor's.", "1 condition: Rain"):
        await owner.should_see(words)
    await owner.should_see(str(folder / "rain.py"))
    assert not said(owner, "You have added none yet")


async def test_what_fails_is_counted_with_its_last_words(
    owner: User, storage: Storage, caplog: pytest.LogCaptureFixture
) -> None:
    mine = Faults()
    for number in range(3):
        mine.note("rain.py", "rain", ValueError(f"drop {number}"))
    mine.note("gone_plugin", "lead_left", OSError("no network"))
    mine.note("plugins.conditions.visits", "visits", KeyError("x"))
    mine.write(storage)
    caplog.clear()  # that they are logged is tested elsewhere
    await owner.open("/plugins")
    await owner.should_see("Rain has failed 3 times, last")
    await owner.should_see("ValueError: drop 2")
    await owner.should_see("Not loaded any more")
    await owner.should_see("Number of visits has failed 1 time, last")
    await press(owner, "Count anew")
    await owner.should_see("What it said when it failed is forgotten.")
    assert len(faults(storage)) == 3
    await press(owner, "Count anew")
    await until(lambda: len(faults(storage)) == 2)


async def test_it_is_searched_by_what_stands_there(owner: User) -> None:
    await owner.open("/plugins?q=rain")
    await owner.should_see("rain.py")
    assert not said(owner, "Number of visits")
    assert not said(owner, "Built in (")
    await owner.open("/plugins?q=browser+visitor")
    await owner.should_see("Browser that the visitor uses")
    assert not said(owner, "rain.py")
    await owner.open("/plugins?q=nowhere")
    await owner.should_see("Nothing found")


async def test_only_owners_see_plugins(marketer: User) -> None:
    assert (await marketer.http_client.get("/plugins")).status_code == 403
