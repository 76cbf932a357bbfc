"""What would happen on a page view: which campaigns would show, when, in which order, and why the others would not.

Nothing here decides anything: it asks the plan, the rules and the claim's reasons, as visitors meet them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from core.attention.past_visits import PastVisit, newest_visits, past_visit
from core.attention.running import rows_with_revisions
from core.campaigns.drafts import Draft, moment
from core.campaigns.flags import flag_words
from core.deliveries.control_groups import drawn_before, is_drawn
from core.deliveries.decisions import Plan, PlannedCampaign
from core.deliveries.people import browsers_of
from core.deliveries.plans import Published, plan_campaign, site_in_plan
from core.deliveries.recalling import recall
from core.deliveries.shown_before import ShownBefore, shown_before
from core.errors import InvalidRule, NotFound, SmartTriggerError
from core.i18n import _
from core.opening_hours import OpeningHours
from core.plugins import Registry
from core.rules import UNKNOWN
from core.settings import Settings
from core.simulator.made_up import MadeUp, Seen, newcomer, seen_of
from core.simulator.outcomes import Candidate, Simulated, Situation, simulate
from core.simulator.start import Pages, start_page
from core.storage import Storage
from core.storage.fields import from_ms
from core.storage.models import Campaign as CampaignRow
from core.storage.models import Site as SiteRow
from core.team.presence import team_now
from core.visits import Visit, Whereabouts, remembered
from core.visits.history import Memory
from core.visits.passports import DERIVED, Passport

LONG_AGO: Final = timedelta(days=365)
LOOKS_BACK: Final = timedelta(days=7)
"""How far page views are looked at for a page to start on."""
SOMEBODY: Final = "somebody"
"""Who is made up: always the same, so that what goes by who it is (a random share) says the same again."""


@dataclass(frozen=True, slots=True)
class Simulation:
    """A page view, and what would become of every campaign of its site."""

    seen: Seen
    view: PastVisit | None
    """The recorded page view that it started from."""
    outcomes: tuple[Simulated, ...]
    asked: tuple[str, ...]
    """Names of the facts that the campaigns ask for, each once."""
    start: str = ""
    """Address of the page that a newcomer started on; "": it started from `view`."""
    unrecorded: tuple[str, ...] = ()
    """Keys of the condition types of which nothing was recorded with `view`, and nobody has said anything."""


def run(storage: Storage, registry: Registry, settings: Settings, made_up: MadeUp, now: datetime) -> Simulation:
    """Simulate what was made up. Raises NotFound where the site is gone."""
    with storage.connection():
        registry.installation.refresh(storage)
        site = SiteRow.get_or_none(SiteRow.id == made_up.site_id)
        if site is None:
            raise NotFound("site_unknown", _("This site is not here any more. Choose another."))
        view = past_visit(storage, site.id, site.time_zone, made_up.view) if made_up.view else None
        at = _at(made_up, site.time_zone, now)
        candidates = _candidates(registry, site, made_up.campaign_id)
        start = "" if view else made_up.start or _start(storage, registry, site, candidates, at)
        visit = view or _newcomer(registry, settings, site, start, at)
        visit = replace(visit, now=at, opening_hours=OpeningHours.of(site.hours), team=team_now(storage, now))
        planned = [each.planned for each in candidates if each.planned is not None]
        visitor = _visitor_of(storage, site, visit)
        met = _met(storage, planned, visitor, made_up, at)
        drawn = _drawn(storage, planned, visitor, visit, met)
        passport = _passport(site, visit, planned, met, at)
        visit = replace(visit, **remembered(passport))
        if visitor is not None:
            visit = replace(visit, history=recall(storage, visitor.browsers, passport, visit))
    seen = seen_of(registry, visit, made_up.facts, at)
    situation = Situation(seen, passport, met, timedelta(seconds=site.minimum_gap_seconds), drawn)

    def plan_of(planned: Sequence[PlannedCampaign]) -> Plan:
        return Plan(site_in_plan(site), 0, planned)

    asked = {condition.name: None for each in planned for condition in each.rule.conditions}
    outcomes = simulate(candidates, plan_of, situation)
    return Simulation(seen, view, outcomes, tuple(asked), start, _unrecorded(registry, seen) if view else ())


def _at(made_up: MadeUp, time_zone: str, now: datetime) -> datetime:
    try:
        return moment(made_up.at or None, time_zone) or now
    except ValueError:
        return now


def _start(storage: Storage, registry: Registry, site: Any, candidates: Sequence[Candidate], at: datetime) -> str:
    """The page where a newcomer comes: one that the campaign that is tried is for, else the home page."""
    tried = next((each.planned for each in candidates if each.is_draft and each.planned is not None), None)

    @cache
    def recorded() -> tuple[str, ...]:
        newest = newest_visits(storage, site.id, site.time_zone, at - LOOKS_BACK)
        return tuple(dict.fromkeys(each.url for each in newest))

    origins = tuple(each.replace("*.", "") for each in site.origins)
    return start_page(tried.rule if tried else None, registry.condition_types, Pages(origins, recorded))


def _newcomer(registry: Registry, settings: Settings, site: Any, url: str, at: datetime) -> Visit:
    """Somebody who comes for the first time, from where the site's clock is."""
    place = registry.locate(Whereabouts("", {}, site.time_zone), settings)
    return newcomer(at, ZoneInfo(site.time_zone), url, place)


def _unrecorded(registry: Registry, seen: Seen) -> tuple[str, ...]:
    server = (key for key, kind in registry.condition_types.items() if not (kind.browser or kind.takes_key))
    return tuple(key for key in server if not registry.condition_types[key].per_campaign and seen.raw(key) is UNKNOWN)


def _candidates(registry: Registry, site: Any, tried: int | None) -> list[Candidate]:
    """The site's campaigns in their order: those that were published, and the one whose draft is tried."""
    published = {row.id: row for row in rows_with_revisions().where(CampaignRow.site == site)}
    if tried is not None and tried not in published:
        unpublished = CampaignRow.get_or_none(
            CampaignRow.id == tried, CampaignRow.site == site, CampaignRow.deleted_at.is_null()
        )
        published |= {} if unpublished is None else {tried: unpublished}
    ordered = sorted(published.values(), key=lambda row: (row.position, row.id))
    return [_candidate(registry, site, row, is_draft=row.id == tried) for row in ordered]


def _candidate(registry: Registry, site: Any, row: Any, *, is_draft: bool) -> Candidate:
    content = row.draft if is_draft else row.revision.content
    name = Draft.of(content).name.strip() or _("Without a name")
    if not is_draft and row.status != "active":
        return Candidate(row.id, name, None)
    if not is_draft and row.flag:
        return Candidate(row.id, name, None, flag_words(row.flag))
    if is_draft:  # whoever sends it is chosen before it can be published; whom it reaches does not depend on that
        content = {**content, "sender": content.get("sender") or 0}
    number = row.revision_number or 0
    planned, flag = None, ""
    try:
        shown = Published(row.id, row.generation, row.position, "", number, content)
        planned = plan_campaign(shown, site.time_zone, registry)
    except InvalidRule as error:
        flag = error.problems[0].message
    except SmartTriggerError as error:
        flag = error.message
    return Candidate(row.id, name, planned, flag, is_draft, is_draft and _is_unpublished(row))


def _is_unpublished(row: Any) -> bool:
    """Whether the draft says something that no visitor meets once it is on."""
    revision = getattr(row, "revision", None)
    return revision is None or bool(Draft.of(row.draft).visible_differences(Draft.of(revision.content)))


@dataclass(frozen=True, slots=True)
class _Visitor:
    browsers: Sequence[int]
    """Theirs first, then the others of the same person."""
    last_display_at: datetime | None


def _visitor_of(storage: Storage, site: Any, visit: Visit) -> _Visitor | None:
    """Who opened a recorded page; None where nothing is remembered, or a shared id would tell of neighbours."""
    if not visit.visitor or visit.visitor.startswith(DERIVED):
        return None
    rows = storage.execute(
        "SELECT id, person, last_display_at FROM visitor WHERE site_id = %s AND key = %s", (site.id, visit.visitor)
    )
    if not rows:
        return None
    number, person, last_ms = rows[0]
    browsers = browsers_of(storage, site.id, person, number)
    return _Visitor(browsers, None if last_ms is None else from_ms(last_ms))


def _met(
    storage: Storage, planned: Sequence[PlannedCampaign], visitor: _Visitor | None, made_up: MadeUp, at: datetime
) -> dict[int, ShownBefore]:
    """What they have been shown of each campaign: what is known of them, and what was said."""
    met: dict[int, ShownBefore] = {}
    if visitor is not None:
        last = visitor.last_display_at
        for each in planned:
            met[each.id] = shown_before(
                storage, visitor.browsers, each.id, each.generation, page_view="", any_last_at=last, now=at
            )
    if made_up.had or made_up.had_seconds_ago is not None:
        last = at - (LONG_AGO if made_up.had_seconds_ago is None else timedelta(seconds=made_up.had_seconds_ago))
        for each in planned:
            known = replace(met.get(each.id, ShownBefore()), any_last_at=last)
            met[each.id] = replace(known, displays=1, last_at=last) if each.id in made_up.had else known
    return met


def _drawn(
    storage: Storage,
    planned: Sequence[PlannedCampaign],
    visitor: _Visitor | None,
    visit: Visit,
    met: Mapping[int, ShownBefore],
) -> dict[int, bool]:
    """Of which campaigns the visitor is in the control group, and of which not, as nobody is who was shown it before;
    of somebody made up it is not known.
    """
    drawn: dict[int, bool] = {}
    for each in planned:
        if each.id in met and met[each.id].displays:
            drawn[each.id] = False
        elif each.control_group and visit.visitor and visit.memory:
            known = drawn_before(storage, each.id, each.generation, visitor.browsers) if visitor else None
            drawn[each.id] = is_drawn(each.id, visit.visitor, each.control_group) if known is None else known
    return drawn


def _passport(
    site: Any, visit: Visit, planned: Sequence[PlannedCampaign], met: Mapping[int, ShownBefore], at: datetime
) -> Passport:
    """What the visitor's browser would remember of it."""
    passport = Passport.new(site.key, at, memory=visit.memory, visitor=visit.visitor or SOMEBODY)
    for each in planned:
        known = met.get(each.id)
        if known is not None and known.last_at is not None and visit.memory:
            had = Memory(each.id, each.generation, known.last_at, known.read, shown_at=known.last_at)
            passport = passport.remembering_claimed(each.id, each.generation, known.last_at).remembering_shown(had)
    return passport
