"""An installation that is here already gets what is new, and keeps what it has."""

from __future__ import annotations

import secrets

from playhouse.migrations import Runner

from core.jobs.count_days import count_days
from core.performance.ranges import preset
from core.performance.report import Scope, report
from core.storage import Storage
from core.storage.database import MIGRATIONS
from core.storage.models import Compared, Visitor
from tests.api.conftest import Browser, Clock, Demo


def upgraded(storage: Storage, since: str) -> None:
    """Take migrations back, the newest first, and apply them again."""
    with storage.connection():
        taken = Runner(storage.main, str(MIGRATIONS / "main"), table_name="migration_main").down(since)
    assert storage.migrate() == taken[::-1]


def test_control_groups_come_with_an_upgrade(storage: Storage, demo: Demo, browser: Browser) -> None:
    campaign = demo.campaign(frequency="multiple")
    upgraded(storage, "0019_control_groups")
    with storage.connection():
        assert Compared.select().count() == 0
    browser.boot()
    assert "message" in browser.claim(campaign), "what was published before has no group"


def test_days_keep_what_was_counted_of_visitors_who_are_not_here_any_more(
    storage: Storage, demo: Demo, browser: Browser, clock: Clock
) -> None:
    clock.now = clock.now.replace(hour=10)
    campaign = demo.campaign()
    browser.boot()
    told = {"impression": browser.claim(campaign)["impression"], "event": "shown", "id": secrets.token_urlsafe(16)}
    browser.post("events", events=[told])
    count_days(storage, clock.pass_(days=1))
    with storage.transaction():
        Visitor.delete().execute()
    upgraded(storage, "0018_pressed_button")
    count_days(storage, clock.pass_(hours=1))
    for by, value in (("revision", "1"), ("button", "")):
        for scope in (Scope(None, campaign), Scope()):
            (row,) = report(storage, scope, preset("7d", clock().date()), clock(), by=by).rows
            assert (row.key, row.figures["shown"]) == (value, 1)
