"""An installation that is here already gets what is new, and keeps what it has."""

from __future__ import annotations

from playhouse.migrations import Runner

from core.storage import Storage
from core.storage.database import MIGRATIONS
from core.storage.models import Compared
from tests.api.conftest import Browser, Demo


def test_control_groups_come_with_an_upgrade(storage: Storage, demo: Demo, browser: Browser) -> None:
    campaign = demo.campaign(frequency="multiple")
    with storage.connection():
        taken = Runner(storage.main, str(MIGRATIONS / "main"), table_name="migration_main").down("0019_control_groups")
    pending = storage.pending_migrations()
    assert storage.migrate() == pending == taken[::-1]
    with storage.connection():
        assert Compared.select().count() == 0
    browser.boot()
    assert "message" in browser.claim(campaign), "what was published before has no group"
