"""What root makes in a data folder, by a command typed with sudo, is left to whom the folder belongs."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.geo import install
from core.settings import Settings
from core.storage import Storage
from core.visits.tokens import Keys
from tests.unit.test_locators import HANOI, mmdb

__all__ = ["mmdb"]


@pytest.fixture
def given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of what was given to the owner of its folder, by somebody who seems to be root."""
    names: list[str] = []

    def note(path: Path, user: int, group: int, *, follow_symlinks: bool = True) -> None:
        assert not follow_symlinks, "a link could lead to what is root's"
        assert (user, group) == (path.parent.stat().st_uid, path.parent.stat().st_gid)
        names.append(path.name)

    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(os, "chown", note)
    return names


def test_databases_are_left_to_the_owner_of_their_folder(given: list[str], tmp_path: Path) -> None:
    storage = Storage.open(Settings(data_dir=tmp_path / "data"))
    storage.migrate()
    storage.close()
    assert given == ["smart-trigger.db", "log.db"]


def test_keys_are_left_to_the_owner_of_their_folder(given: list[str], tmp_path: Path) -> None:
    Keys.add(tmp_path / "secrets")
    folder, draft = given
    assert (folder, draft[:7]) == ("secrets", ".token-")


def test_a_location_database_is_left_to_the_owner_of_its_folder(
    given: list[str], tmp_path: Path, mmdb: Callable[[dict[str, Any]], Path]
) -> None:
    install(Settings(data_dir=tmp_path / "data"), mmdb({"203.0.113.0/24": HANOI}))
    assert given == ["geo.new"]


def test_where_nothing_can_be_given_away_it_works_all_the_same(
    given: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "chown", refuse)
    assert Keys.load(tmp_path / "secrets").newest == "1"
    assert given == []
