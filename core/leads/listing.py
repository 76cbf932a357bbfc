"""Which leads there are: searched, filtered, paged, and as a table for other programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from core import spreadsheets
from core.errors import NotFound
from core.i18n import N_, _
from core.storage import Storage
from core.storage.fields import from_ms
from core.storage.searching import containing

PAGE_SIZE: Final = 30
MAX_SEARCH: Final = 100
COLUMNS: Final = (
    N_("When (UTC)"), N_("Name"), N_("E-mail"), N_("Phone"), N_("Answers"), N_("Agreed to"), N_("Campaign"),
    N_("Site"), N_("Page"), N_("Country"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which leads somebody looks at."""

    search: str = ""
    """Words of the answers; all must be found."""
    site_id: int | None = None
    campaign_id: int | None = None
    only: tuple[int, ...] = ()
    """Ids of those that are meant; (): all."""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Lead:
    """A row of the list."""

    id: int
    at: datetime
    name: str
    email: str
    phone: str
    answers: Sequence[Mapping[str, str]]
    """All that was filled in: label, kind and value."""
    consent: str
    campaign_id: int | None
    campaign_name: str
    campaign_gone: bool
    """Whether it has been deleted."""
    site_name: str
    conversation: str
    """Its key, "" if it is not here any more."""
    page_url: str
    page_title: str
    country: str

    @property
    def called(self) -> str:
        """How to speak of this lead."""
        return self.name or self.email or self.phone or _("Somebody")


@dataclass(frozen=True, slots=True)
class Leads:
    """A page of leads."""

    rows: Sequence[Lead]
    total: int
    page: int
    pages: int
    any_at_all: bool
    sites: Sequence[tuple[int, str]]
    """Those that have leads."""
    campaigns: Sequence[tuple[int, str]]


def list_leads(storage: Storage, wanted: Wanted) -> Leads:
    """A page of the leads that are wanted, the newest first."""
    where, values = _conditions(wanted)
    with storage.connection():
        ((total,),) = storage.execute(f"SELECT COUNT(*) {_FROM} WHERE {where}", values)
        pages = max(1, -(-total // PAGE_SIZE))
        page = min(max(1, wanted.page), pages)
        rows = storage.execute(f"{_READ} WHERE {where} {_PAGE}", (*values, PAGE_SIZE, (page - 1) * PAGE_SIZE))
        sites = storage.execute("SELECT DISTINCT s.id, s.name FROM lead l JOIN site s ON s.id = l.site_id ORDER BY 2")
        campaigns = storage.execute(_CAMPAIGNS)
    named = tuple((number, json.loads(draft).get("name", "")) for number, draft in campaigns)
    return Leads(tuple(map(_lead, rows)), total, page, pages, bool(sites), tuple(sites), named)


def lead(storage: Storage, lead_id: int) -> Lead:
    """One lead. Raises NotFound."""
    with storage.connection():
        rows = storage.execute(f"{_READ} WHERE l.id = %s", (lead_id,))
    if not rows:
        raise NotFound("lead_unknown", _("This lead is not here any more. Somebody has erased it."))
    return _lead(rows[0])


def as_csv(storage: Storage, wanted: Wanted) -> str:
    """All leads that are wanted, whatever page they are on, as a table with a head."""
    where, values = _conditions(wanted)
    with storage.connection():
        rows = storage.execute(f"{_READ} WHERE {where} ORDER BY l.id DESC", values)
    return spreadsheets.as_csv(map(_, COLUMNS), (_cells(each) for each in map(_lead, rows)))


def _cells(each: Lead) -> Iterator[str]:
    yield f"{each.at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
    yield from (each.name, each.email, each.phone)
    yield "; ".join(f"{one['label']}: {one['value']}" for one in each.answers)
    yield from (each.consent, each.campaign_name, each.site_name, each.page_url, each.country)


def _conditions(wanted: Wanted) -> tuple[str, tuple[Any, ...]]:
    words = wanted.search[:MAX_SEARCH].casefold().split()
    found: list[tuple[str, object]] = [("l.words LIKE %s ESCAPE '!'", containing(word)) for word in words]
    if wanted.site_id is not None:
        found.append(("l.site_id = %s", wanted.site_id))
    if wanted.campaign_id is not None:
        found.append(("l.campaign_id = %s", wanted.campaign_id))
    if wanted.only:
        found.append((f"l.id IN ({', '.join(['%s'] * len(wanted.only))})", wanted.only))
    values = [each for _, value in found for each in (value if isinstance(value, tuple) else (value,))]
    return " AND ".join(["1 = 1", *(text for text, _ in found)]), tuple(values)


def _lead(row: tuple[Any, ...]) -> Lead:
    number, at_ms, name, email, phone, answers, consent, campaign_id, draft, gone, site, key, url, title, country = row
    campaign = json.loads(draft).get("name", "") if draft else ""
    return Lead(
        number, from_ms(at_ms), name, email, phone, json.loads(answers), consent,
        campaign_id, campaign, gone is not None, site, key or "", url, title, country,
    )  # fmt: skip


_FROM = """
FROM lead l JOIN site s ON s.id = l.site_id
LEFT JOIN campaign c ON c.id = l.campaign_id LEFT JOIN conversation v ON v.id = l.conversation_id
"""
_READ = f"""
SELECT l.id, l.created_at, l.name, l.email, l.phone, l.answers, l.consent, c.id, c.draft, c.deleted_at, s.name, v.key,
       l.page_url, l.page_title, l.country {_FROM}
"""
_PAGE = "ORDER BY l.id DESC LIMIT %s OFFSET %s"
_CAMPAIGNS = """
SELECT c.id, c.draft FROM campaign c WHERE EXISTS (SELECT 1 FROM lead l WHERE l.campaign_id = c.id) ORDER BY c.id
"""
