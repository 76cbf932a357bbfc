"""Lists that a page holds whole: searched once they are worth it, found by their address, shown in steps."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from nicegui.testing import User

from admin_ui.components.searched import STEP, Narrow
from core import team
from core.sites import SiteSettings, add_site
from core.storage import Storage
from core.storage.models import Agent
from tests.admin.hands import fill, press, shown, until


def rows(user: User, *names: str) -> set[str]:
    """Which of these names stand there."""
    texts = {str(getattr(each, "text", "") or "") for each in shown(user)}
    return {name for name in names if name in texts}


@pytest.mark.parametrize(
    ("search", "taken"),
    [("", True), ("ada", True), ("CARE ada", True), ("đặng", True), ("bo", False), ("ada bo", False), ("  ", True)],
)
def test_a_row_is_taken_if_it_says_every_word(search: str, taken: bool) -> None:
    assert Narrow(search).takes("Ada Đặng", "Customer care") is taken


async def test_the_team_is_searched_by_all_that_a_row_says(owner: User, storage: Storage) -> None:
    await owner.open("/team")
    assert not rows(owner, "Search"), "four eyes find three people"
    for number in range(8):
        team.add_agent(storage, email=f"{number}@shop.example", name=f"Agent {number}", role="agent")
    bo = team.add_agent(storage, email="bo@shop.example", name="Bo", role="marketer", title="Gardens")
    team.add_group(storage, "Outdoors", [bo.id])
    team.add_group(storage, "Sales")
    everything = ("Bo", "Agent 1", "Outdoors", "Sales")
    await until(lambda: rows(owner, *everything) == set(everything))
    await fill(owner, "Search employees and groups", "outDOORS")
    await until(lambda: rows(owner, *everything) == {"Bo", "Outdoors"})
    await owner.open("/team?q=gardens")
    await until(lambda: rows(owner, *everything) == {"Bo", "Outdoors"}, "Bo, with his group beside him")
    await fill(owner, "Search employees and groups", "nobody")
    await owner.should_see("Nothing found")


async def test_a_great_team_is_shown_in_steps(owner: User, storage: Storage) -> None:
    with storage.transaction():
        for number in range(STEP + 5):
            email = f"{number}@shop.example"
            Agent.create(email=email, name=f"Agent {number:03}", role="agent", created_at=datetime.now(UTC))
    await owner.open("/team")
    assert rows(owner, "Agent 000", f"Agent {STEP + 4:03}") == {"Agent 000"}
    await press(owner, "Show more")
    await until(lambda: rows(owner, "Agent 000", f"Agent {STEP + 4:03}") == {"Agent 000", f"Agent {STEP + 4:03}"})


async def test_sites_are_searched_by_name_and_origin(owner: User, storage: Storage) -> None:
    for number in range(8):
        add_site(storage, SiteSettings(f"Shop {number}", (f"https://{number}.shop.example",)))
    await owner.open("/sites?q=5.shop")
    await until(lambda: rows(owner, "Shop 4", "Shop 5") == {"Shop 5"})
    await fill(owner, "Search sites", "shop 4")
    await until(lambda: rows(owner, "Shop 4", "Shop 5") == {"Shop 4"})
    await fill(owner, "Search sites", "blog")
    await owner.should_see("Nothing found")
