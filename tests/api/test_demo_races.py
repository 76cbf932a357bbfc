"""Two that put the demo into one database at the same moment, as two machines do that start on one PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core import goals, sites, team
from core.settings import Settings
from core.storage import Storage
from demo import data
from demo.messages import GOALS
from demo.people import PEOPLE
from tests.api.at_once import interrupted


@pytest.mark.parametrize(
    ("module", "name", "furnish"),
    [
        (sites, "add_site", data.ensure_site),
        (sites, "add_site", data.ensure_demo),
        (goals, "add_goal", data.ensure_demo),
    ],
)
def test_who_comes_second_finds_the_demo_and_adds_nothing(
    storage: Storage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    module: Any,
    name: str,
    furnish: Callable[[Storage, Settings], object],
) -> None:
    settings = Settings(data_dir=tmp_path)
    done: list[object] = []
    other = interrupted(monkeypatch, module, name, lambda: done.append(furnish(storage, settings)))
    data.ensure_demo(storage, settings)
    other.join()
    assert len(done) == 1
    assert len(team.agents(storage)) == len(PEOPLE)
    (site,) = sites.sites(storage)
    assert len(goals.all_goals(storage, site.id)) == len(GOALS)


def test_who_changes_the_team_meanwhile_waits_and_is_done_after(
    storage: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noor = team.add_agent(storage, email="noor@shop.example", name="Noor", role="owner")

    def rename() -> None:
        team.edit_agent(storage, noor.id, email=noor.email, name="Noor Haddad", role="owner")

    other = interrupted(monkeypatch, data, "ensure_team", rename)
    data.ensure_demo(storage, Settings(data_dir=tmp_path))
    other.join()
    assert team.agent(storage, noor.id).name == "Noor Haddad"
    assert len(team.agents(storage)) == len(PEOPLE) + 1
