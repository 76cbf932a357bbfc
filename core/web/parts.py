"""The parts of the public server, built once and handed on."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from core.announcing import Announcer
from core.deliveries.held_back import HeldBack
from core.deliveries.kept import KeptDecisions
from core.deliveries.plans import TOPIC, Plans
from core.deliveries.recognising import EVERY_SECONDS as RECOGNISED_EVERY_SECONDS
from core.deliveries.recognising import Recognised
from core.goals.watching import WatchedGoals
from core.inbox.invitations import EVERY_SECONDS as INVITATIONS_EVERY_SECONDS
from core.inbox.invitations import TOPIC as INVITATIONS
from core.inbox.invitations import Invitations
from core.live import Refresher, Watcher
from core.plugin_faults import WRITE_EVERY_SECONDS as FAULTS_EVERY_SECONDS
from core.plugins import Registry, load_plugins
from core.settings import Settings
from core.storage import Storage
from core.storage.database import make_private_folder
from core.team.presence import TOPIC as PRESENCE
from core.team.presence import TeamWatch
from core.visits.consent import DailySalts
from core.visits.newest_views import NewestViews
from core.visits.open_tabs import EVERY_SECONDS as TABS_EVERY_SECONDS
from core.visits.open_tabs import OpenTabs
from core.visits.page_events import PageEvents
from core.visits.page_views import PageViewRecorder
from core.visits.tokens import Keys, Tokens
from core.web.assets import WIDGET, Assets, build_assets
from core.web.limits import Limits

log = logging.getLogger("smart_trigger.web")

SALTS_EVERY_SECONDS = 60.0
TEAM_TOPICS = (PRESENCE, "team", "inbox")
TEAM_EVERY_SECONDS = 10.0
"""How late it is noticed that an admin went down without a word."""
TEAM_REST_SECONDS = 0.5
"""Between two looks at the team, however busy the inbox is: what page views go by is a second old at most."""
HELD_BACK_EVERY_SECONDS = 1.0
DECISIONS_EVERY_SECONDS = 1.0


@dataclass(frozen=True)
class Parts:
    """What answering a visitor takes. `start` before the first request, `stop` after the last."""

    settings: Settings
    storage: Storage
    registry: Registry
    tokens: Tokens
    plans: Plans
    goals: WatchedGoals
    salts: DailySalts
    recorder: PageViewRecorder
    newest_views: NewestViews
    page_events: PageEvents
    tabs: OpenTabs
    invitations: Invitations
    recognised: Recognised
    team: TeamWatch
    held_back: HeldBack
    kept: KeptDecisions
    limits: Limits
    assets: Assets
    watcher: Watcher
    announcer: Announcer
    refreshers: tuple[Refresher, ...]
    clock: Callable[[], datetime]

    def start(self) -> None:
        """Read plans and salts, and keep them fresh from now on; returns even while the database is away."""
        self.watcher.start()
        for refresher in self.refreshers:
            refresher.start()
        self.recorder.start()
        self.announcer.start()

    def stop(self) -> None:
        """End all threads, write the page views that wait, and let the connections go."""
        for refresher in self.refreshers:
            refresher.stop()
        self.watcher.stop()
        self.recorder.stop()
        self.held_back.stop()
        self.kept.stop()
        self.announcer.stop()
        self.storage.close()


def now_utc() -> datetime:
    return datetime.now(UTC)


def build(settings: Settings) -> Parts:
    """Everything as the settings say. Raises SmartTriggerError with what to do when something can't be had."""
    make_private_folder(settings.data_dir)
    registry = load_plugins(folder=settings.plugins_dir)
    assets = build_assets(WIDGET, registry.browser_modules, settings.data_dir / "assets")
    return assemble(settings, Storage.open(settings), registry, assets)


def assemble(
    settings: Settings,
    storage: Storage,
    registry: Registry,
    assets: Assets,
    *,
    clock: Callable[[], datetime] = now_utc,
) -> Parts:
    """The parts around what has been opened, loaded and built already."""
    if settings.country_header and not settings.trusted_proxies:
        log.warning(
            "country_header is set, but trusted_proxies is 0: the header %s is not believed. "
            "Set trusted_proxies to the number of your own proxies.",
            settings.country_header,
        )
    watcher = Watcher(storage)
    plans = Plans(storage, registry)
    goals = WatchedGoals(storage, clock)
    salts = DailySalts(storage)
    tabs = OpenTabs(storage)
    invitations = Invitations(storage, clock)
    recognised = Recognised(storage)
    team = TeamWatch(storage, clock)
    held_back = HeldBack(storage)
    kept = KeptDecisions(storage, registry)

    def refresh_plans() -> None:
        goals.refresh()  # first, so that no page is viewed that nobody holds against them
        plans.refresh()

    return Parts(
        settings=settings,
        storage=storage,
        registry=registry,
        tokens=Tokens(Keys.load(settings.data_dir / "secrets")),
        plans=plans,
        goals=goals,
        salts=salts,
        recorder=PageViewRecorder(storage, on_views=goals.viewed),
        newest_views=NewestViews(),
        page_events=PageEvents(storage),
        tabs=tabs,
        invitations=invitations,
        recognised=recognised,
        team=team,
        held_back=held_back,
        kept=kept,
        limits=Limits(enabled=settings.limit_requests, clock=lambda: clock().timestamp()),
        assets=assets,
        watcher=watcher,
        announcer=Announcer(storage, registry),
        refreshers=(
            Refresher(watcher, "plans", [TOPIC], refresh_plans),
            Refresher(watcher, "salts", [], lambda: salts.refresh(clock()), SALTS_EVERY_SECONDS),
            Refresher(watcher, "invitations", [INVITATIONS], invitations.refresh, INVITATIONS_EVERY_SECONDS),
            Refresher(watcher, "who was named", [], recognised.join, RECOGNISED_EVERY_SECONDS),
            Refresher(watcher, "team", TEAM_TOPICS, team.refresh, TEAM_EVERY_SECONDS, TEAM_REST_SECONDS),
            Refresher(watcher, "open tabs", [], tabs.write, TABS_EVERY_SECONDS),
            Refresher(watcher, "what was held back", [], held_back.write, HELD_BACK_EVERY_SECONDS),
            Refresher(watcher, "decisions", [], kept.write, DECISIONS_EVERY_SECONDS),
            Refresher(watcher, "faults of plugins", [], lambda: registry.faults.write(storage), FAULTS_EVERY_SECONDS),
        ),
        clock=clock,
    )
