"""What the tests of the performance page share."""

from __future__ import annotations

import pytest

from core.plugins import Registry
from core.storage import Storage
from tests.admin.performance.shown import Shown


@pytest.fixture(autouse=True)
def no_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The past is made up while the admin runs: no job may have counted it before."""
    monkeypatch.setattr("core.jobs.JOBS", ())


@pytest.fixture
def met(storage: Storage, registry: Registry) -> Shown:
    return Shown(storage, registry)
