"""Goals: what campaigns are to bring about on a site, an address reached or an event told by its pages.

`watching` knows which page view or event reaches one, `counting` puts that down to the displays that it counts for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal, cast

from core.errors import Conflict, InvalidInput, NotFound, together
from core.i18n import _
from core.rules.texts import fold
from core.rules.values import Url
from core.storage import Storage
from core.storage.campaign_rows import hold_site
from core.storage.models import Goal as GoalRow
from core.storage.models import Site
from core.team.people import check_name, refuse_control

Kind = Literal["address", "event"]
KINDS: Final[tuple[Kind, ...]] = ("address", "event")
MOST_GOALS: Final = 50
"""Goals of one site that are not archived."""
MOST_WANTED: Final = 20
"""Addresses or events of one goal."""
MAX_EVENT: Final = 64
"""Longest name of an event, in characters."""
USUAL_DAYS: Final = 7
MOST_DAYS: Final = 90
"""Days after a display within which its goal can count for it."""


@dataclass(frozen=True, slots=True)
class GoalSettings:
    """What can be edited of a goal."""

    name: str
    kind: Kind = "address"
    wanted: tuple[str, ...] = ()
    """Addresses as the operator *is* takes them, or names of events: one of them is enough."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal of a site; campaigns that have it keep it when it is archived."""

    id: int
    site_id: int
    settings: GoalSettings
    archived: bool = False

    @property
    def name(self) -> str:
        return self.settings.name

    @property
    def wanted_words(self) -> str:
        """What reaches it: "/thanks or /merci"."""
        return either(self.settings.wanted)


def either(words: Sequence[str]) -> str:
    """One of several: "/thanks, /merci or /danke"."""
    *others, last = words
    return _("{others} or {last}").format(others=", ".join(others), last=last) if others else last


Goals = Mapping[int, Goal]
"""Goals by id."""


def all_goals(storage: Storage, site_id: int | None = None) -> Goals:
    """The goals of all sites or of one, archived ones too, by name."""
    with storage.connection():
        query = GoalRow.select() if site_id is None else GoalRow.select().where(GoalRow.site == site_id)
        found = [_goal(row) for row in query]
    return {each.id: each for each in sorted(found, key=lambda each: (each.name.casefold(), each.id))}


def goals_of(goals: Goals, site_id: int) -> tuple[Goal, ...]:
    """Those of this site, archived ones last."""
    here = (each for each in goals.values() if each.site_id == site_id)
    return tuple(sorted(here, key=lambda each: each.archived))


def offered(goals: Goals, site_id: int) -> tuple[Goal, ...]:
    """Those that a campaign of this site can be given, by name."""
    return tuple(each for each in goals_of(goals, site_id) if not each.archived)


def add_goal(storage: Storage, site_id: int, settings: GoalSettings) -> Goal:
    """Make a goal. Raises InvalidInput, NotFound, and Conflict where a site has too many."""
    checked = check_settings(settings)
    with storage.transaction():
        _hold(storage, site_id)
        here = offered(all_goals(storage, site_id), site_id)
        _refuse_taken(checked.name, here)
        if len(here) >= MOST_GOALS:
            raise Conflict(
                "goals_many", _("A site has {most} goals at most. Archive one first.").format(most=MOST_GOALS)
            )
        row = GoalRow.create(site=site_id, created_at=datetime.now(UTC), **_columns(checked))
        storage.touch(*_TOPICS)
        return goal(storage, row.id)


def edit_goal(storage: Storage, goal_id: int, settings: GoalSettings) -> Goal:
    """Change a goal: from now on the new one counts, for campaigns that run too. Raises InvalidInput, NotFound."""
    checked = check_settings(settings)
    with storage.transaction():
        before = goal(storage, goal_id)
        _hold(storage, before.site_id)
        others = [each for each in offered(all_goals(storage, before.site_id), before.site_id) if each.id != goal_id]
        _refuse_taken(checked.name, others)
        GoalRow.update(**_columns(checked)).where(GoalRow.id == goal_id).execute()
        storage.touch(*_TOPICS)
        return goal(storage, goal_id)


def archive_goal(storage: Storage, goal_id: int) -> Goal:
    """Offer a goal to no campaign any more; for those that have it, it goes on counting. Raises NotFound."""
    return _set_archived(storage, goal_id, datetime.now(UTC))


def restore_goal(storage: Storage, goal_id: int) -> Goal:
    """Undo an archiving. Raises NotFound, and InvalidInput where its name has been given to another."""
    return _set_archived(storage, goal_id, None)


def goal(storage: Storage, goal_id: int) -> Goal:
    """One goal, archived or not. Raises NotFound."""
    with storage.connection():
        row = GoalRow.get_or_none(GoalRow.id == goal_id)
        if row is None:
            raise NotFound("goal_unknown", _("This goal is not here any more. Choose another."))
        return _goal(row)


def check_settings(settings: GoalSettings) -> GoalSettings:
    """The settings as they are kept. Raises InvalidInput, whose `field` is the attribute's name."""
    checks: dict[str, Callable[[], Any]] = {
        "name": lambda: check_name(settings.name),
        "kind": lambda: _check_kind(settings.kind),
        "wanted": lambda: _check_wanted(settings),
    }
    return GoalSettings(**together(**checks))


def check_event_name(name: str) -> str:
    """The name of an event as it is kept: one line, single spaces. Raises InvalidInput."""
    name = " ".join(name.split())
    refuse_control(name, "wanted")
    if not name:
        raise InvalidInput("event_missing", _("Type the event's name."), "wanted")
    if len(name) > MAX_EVENT:
        long = _("Shorten the event's name to {most} characters.").format(most=MAX_EVENT)
        raise InvalidInput("event_long", long, "wanted")
    return name


def _check_kind(kind: str) -> str:
    if kind not in KINDS:
        raise InvalidInput("kind", _("Choose an address or an event."), "kind")
    return kind


def _check_wanted(settings: GoalSettings) -> tuple[str, ...]:
    typed = [each.strip() for each in settings.wanted if each.strip()]
    if not typed:
        address = settings.kind == "address"
        todo = _("Type an address, such as /thanks.") if address else _("Type the event's name.")
        raise InvalidInput("wanted_missing", todo, "wanted")
    if len(typed) > MOST_WANTED:
        many = _("These are {n}. Keep at most {most}.").format(n=len(typed), most=MOST_WANTED)
        raise InvalidInput("wanted_many", many, "wanted")
    if settings.kind == "event":
        first = {fold(each): check_event_name(each) for each in reversed(typed)}
        return tuple(reversed(first.values()))
    for each in typed:
        refuse_control(each, "wanted")
    if problem := Url().check("is", typed):
        raise InvalidInput("wanted", problem, "wanted")
    return tuple(dict.fromkeys(typed))


def _refuse_taken(name: str, others: Collection[Goal]) -> None:
    if fold(name) in {fold(each.name) for each in others}:
        raise InvalidInput("goal_name_taken", _("This site has a goal of that name. Choose another name."), "name")


def _hold(storage: Storage, site_id: int) -> None:
    """Two who name goals at once see each other's. Raises NotFound."""
    if Site.get_or_none(Site.id == site_id) is None:
        raise NotFound("site_unknown", _("This site is not here any more. Go back to the list."))
    hold_site(storage, site_id)


def _set_archived(storage: Storage, goal_id: int, moment: datetime | None) -> Goal:
    with storage.transaction():
        found = goal(storage, goal_id)
        if moment is None and found.archived:
            _hold(storage, found.site_id)
            _refuse_taken(found.name, offered(all_goals(storage, found.site_id), found.site_id))
        GoalRow.update(archived_at=moment).where(GoalRow.id == goal_id).execute()
        storage.touch(*_TOPICS)
        return goal(storage, goal_id)


def _columns(settings: GoalSettings) -> dict[str, Any]:
    return {"name": settings.name, "kind": settings.kind, "wanted": list(settings.wanted)}


def _goal(row: GoalRow) -> Goal:
    settings = GoalSettings(row.name, cast(Kind, row.kind), tuple(row.wanted))
    return Goal(row.id, row.site_id, settings, row.archived_at is not None)


_TOPICS: Final = ("plan", "sites")
