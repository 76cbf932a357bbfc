"""What was decided about a campaign lately: searched, filtered, paged, with the page and the visitor of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from core.deliveries.decision_rows import COLUMNS, Decision, contents_of, decision, places, read
from core.deliveries.visitors import Profile
from core.storage import Storage
from core.storage.searching import containing
from core.visits.passports import DERIVED

PAGE_SIZE: Final = 30
MAX_SEARCH: Final = 100
MOST_NAMED: Final = 500
"""Visitors whose name or address fits a search, the newest."""
SHOWN: Final = "shown"
REFUSED: Final = "refused"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which decisions somebody looks at."""

    campaign_id: int
    outcome: str = ""
    """SHOWN; REFUSED, for whatever reason; one core.deliveries.shown_before.Refusal; "": all."""
    search: str = ""
    """Words of the page's address or title, or of the visitor's name or e-mail address; all must be found."""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Where a decision fell, and about whom; what is not kept is empty."""

    url: str = ""
    title: str = ""
    visitor_name: str = ""
    """"" until they told it."""
    visitor_email: str = ""
    visitor_key: str = ""
    profile: Profile = field(default_factory=Profile)
    """As the page view told it."""
    conversation: str = ""
    """Key of the one that the message began, else of the visitor's newest."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of the list."""

    decision: Decision
    circumstances: Circumstances


@dataclass(frozen=True, slots=True)
class Decisions:
    """A page of decisions."""

    rows: Sequence[Listed]
    total: int
    page: int
    pages: int
    outcomes: Mapping[str, int]
    """How many there are of each outcome, whatever is searched for; "": shown."""


def list_decisions(storage: Storage, wanted: Wanted) -> Decisions:
    """A page of the decisions that are wanted, the newest first."""
    counted = read(storage, _OUTCOMES, (wanted.campaign_id,))
    where, values = _conditions(storage, wanted)
    ((total,),) = read(storage, f"SELECT COUNT(*) {_FROM} WHERE {where}", values)  # values apart
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, wanted.page), pages)
    rows = read(storage, f"{_READ} WHERE {where} {_PAGE}", (*values, PAGE_SIZE, (page - 1) * PAGE_SIZE))
    return Decisions(_listed(storage, rows), total, page, pages, dict(counted))


def circumstances(storage: Storage, key: str) -> Circumstances:
    """Those of one decision; empty where it is not kept."""
    found = _listed(storage, read(storage, f"{_READ} WHERE d.key = %s", (key,)))
    return found[0].circumstances if found else Circumstances()


def _conditions(storage: Storage, wanted: Wanted) -> tuple[str, tuple[object, ...]]:
    found: list[tuple[str, tuple[object, ...]]] = [("d.campaign_id = %s", (wanted.campaign_id,))]
    if wanted.outcome == REFUSED:
        found.append(("d.outcome <> ''", ()))
    elif wanted.outcome:
        found.append(("d.outcome = %s", ("" if wanted.outcome == SHOWN else wanted.outcome,)))
    for word in wanted.search[:MAX_SEARCH].lower().split():
        like = containing(word)
        said, values = "LOWER(p.url) LIKE %s ESCAPE '!' OR LOWER(p.title) LIKE %s ESCAPE '!'", [like, like]
        if visitors := _called(storage, wanted.campaign_id, like):
            said, values = f"{said} OR d.visitor_key IN ({places(visitors)})", [*values, *visitors]
        found.append((f"({said})", tuple(values)))
    return " AND ".join(text for text, _ in found), tuple(value for _, values in found for value in values)


def _called(storage: Storage, campaign_id: int, like: str) -> Sequence[str]:
    """Keys of the visitors of the campaign's site whose name or address is like this; none of the day (`_visitors`)."""
    with storage.connection():
        return [key for (key,) in storage.execute(_CALLED, (campaign_id, f"{DERIVED}%", like, like, MOST_NAMED))]


def _listed(storage: Storage, rows: Sequence[Sequence[Any]]) -> tuple[Listed, ...]:
    with storage.connection():
        contents = contents_of(storage, {row[3] for row in rows})
        found = [(decision(row, contents), row) for row in rows]
        known = _visitors(storage, {(each.site_id, each.visitor) for each, _ in found})
        began = _conversations(storage, [each.key for each, _ in found])
    return tuple(
        Listed(
            each, _circumstances(row, each.visitor, known.get((each.site_id, each.visitor)), began.get(each.key, ""))
        )
        for each, row in found
    )


def _circumstances(row: Sequence[Any], key: str, visitor: _Known | None, began: str) -> Circumstances:
    url, title, country, region, city, device = (said or "" for said in row[-6:])
    known = visitor or _Known()
    profile = Profile(country=country, region=region, city=city, device=device)
    return Circumstances(url, title, known.name, known.email, key, profile, began or known.conversation)


@dataclass(frozen=True, slots=True)
class _Known:
    name: str = ""
    email: str = ""
    conversation: str = ""


def _visitors(storage: Storage, keys: Iterable[tuple[int, str]]) -> Mapping[tuple[int, str], _Known]:
    """Who is known; a visitor of the day may be a neighbour of who it was, so nothing is told of those."""
    wanted = sorted(each for each in keys if not each[1].startswith(DERIVED))
    if not wanted:
        return {}
    rows = storage.execute(_VISITORS.format(places=places(wanted)), [key for _, key in wanted])
    return {(site, key): _Known(name, email, talk or "") for site, key, name, email, talk in rows}


def _conversations(storage: Storage, displays: Sequence[str]) -> Mapping[str, str]:
    """Conversations by the display that they began in."""
    if not displays:
        return {}
    rows = storage.execute(_BEGAN.format(places=places(displays)), displays)
    return dict(rows)


_FROM = "FROM decision d LEFT JOIN page_view p ON p.key = d.page_view"
_READ = f"SELECT {COLUMNS}, p.url, p.title, p.country, p.region, p.city, p.device {_FROM}"  # our own names
_PAGE = "ORDER BY d.at DESC, d.key LIMIT %s OFFSET %s"
_OUTCOMES = "SELECT outcome, COUNT(*) FROM decision WHERE campaign_id = %s GROUP BY outcome"
_CALLED = """
SELECT v.key FROM visitor v JOIN campaign c ON c.site_id = v.site_id
WHERE c.id = %s AND v.key NOT LIKE %s AND (LOWER(v.name) LIKE %s ESCAPE '!' OR LOWER(v.email) LIKE %s ESCAPE '!')
ORDER BY v.id DESC LIMIT %s
"""
_VISITORS = """
SELECT v.site_id, v.key, v.name, v.email,
       (SELECT c.key FROM conversation c WHERE c.visitor_id = v.id ORDER BY c.id DESC LIMIT 1)
FROM visitor v WHERE v.key IN ({places})
"""
_BEGAN = "SELECT c.display_id, MAX(c.key) FROM conversation c WHERE c.display_id IN ({places}) GROUP BY c.display_id"
