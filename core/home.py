"""What somebody finds who begins their day: what runs, what it brought this week, what needs them, what to do first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from core import sites
from core.attention import Concern, concerns
from core.attention.running import RunningCampaign, running_campaigns
from core.performance.ranges import preset, today
from core.performance.report import Figure, Scope, report
from core.plugins import Registry
from core.storage import Storage

WEEK: Final = "7d"
TOLD: Final = ("shown", "read", "replied", "lead", "goal")


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """What a new installation has to do until the first reply is answered; each is done for good."""

    site_id: int | None
    """A site, the first that the widget has not been seen on."""
    site_seen: bool
    colleague: bool
    """Whether anybody beside the first owner works here."""
    campaign_id: int | None
    """The newest campaign."""
    activated: bool
    answered: bool

    @property
    def done(self) -> tuple[bool, ...]:
        """In the order in which they are taken."""
        added, written = self.site_id is not None, self.campaign_id is not None
        return added, self.site_seen, self.colleague, written, self.activated, self.answered

    @property
    def ready(self) -> tuple[bool, ...]:
        """Which of them can be taken, in the same order: what each is about is there."""
        added, written = self.site_id is not None, self.campaign_id is not None
        return True, added, True, added, written, self.activated


@dataclass(frozen=True, slots=True)
class Home:
    """Everything on the page."""

    steps: FirstSteps
    week: tuple[Figure, ...]
    """Those of TOLD that are told, of the last seven days, today included."""
    running: tuple[RunningCampaign, ...]
    brought: Mapping[int, Mapping[str, int]]
    """Figures of this week by campaign, where there are any."""
    concerns: tuple[Concern, ...]


def home(storage: Storage, registry: Registry, now: datetime) -> Home:
    """As it stands now."""
    zones = [ZoneInfo(site.settings.time_zone) for site in sites.sites(storage)] or [ZoneInfo("UTC")]
    week = report(storage, Scope(), preset(WEEK, max(today(zone, now) for zone in zones)), now)
    with storage.connection():
        campaigns = running_campaigns(registry, now)
        return Home(
            steps=_first_steps(storage),
            week=tuple(each for each in week.figures if each.metric in TOLD),
            running=campaigns,
            brought={int(row.key): row.figures for row in week.rows},
            concerns=concerns(storage, registry, campaigns, now),
        )


def _first_steps(storage: Storage) -> FirstSteps:
    ((site_id, seen, people, campaign_id, activated, answered),) = storage.execute(_STEPS)
    return FirstSteps(site_id, bool(seen), people > 1, campaign_id, bool(activated), bool(answered))


_STEPS = """
SELECT (SELECT id FROM site WHERE archived_at IS NULL
        ORDER BY CASE WHEN seen_at IS NULL THEN 0 ELSE 1 END, id LIMIT 1),
       EXISTS (SELECT 1 FROM site WHERE seen_at IS NOT NULL),
       (SELECT COUNT(*) FROM agent),
       (SELECT MAX(id) FROM campaign WHERE deleted_at IS NULL),
       EXISTS (SELECT 1 FROM campaign WHERE revision_number IS NOT NULL),
       EXISTS (SELECT 1 FROM message m JOIN message v ON v.conversation_id = m.conversation_id AND v.seq < m.seq
               WHERE m.author = 'agent' AND v.author = 'visitor')
"""
