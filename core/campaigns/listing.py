"""The list of campaigns: what a marketer filters, sorts and sees in a row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, Final

from peewee import JOIN

from core.campaigns import is_over, site_choice
from core.campaigns.addressees import Addressees
from core.campaigns.draft_problems import SiteChoice, Surroundings, problems
from core.campaigns.drafts import STEPS, Draft
from core.campaigns.flags import flag_words
from core.goals import all_goals
from core.i18n import N_
from core.performance import Counts, counts
from core.plugins import Registry
from core.rules import sentence
from core.storage import Storage
from core.storage.models import Agent, Revision, Site
from core.storage.models import Campaign as CampaignRow
from core.team import Agent as Employee

TABS: Final[Mapping[str, str]] = {
    "all": N_("All"),
    "active": N_("Active"),
    "draft": N_("Draft"),
    "paused": N_("Paused"),
    "ended": N_("Ended"),
    "archived": N_("Archived"),
}
SORTS: Final[Mapping[str, str]] = {
    "priority": N_("Priority"),
    "changed": N_("Last change"),
    "name": N_("Name"),
    "shown": N_("Most shown"),
    "read": N_("Most read"),
    "replied": N_("Most replied"),
}
PAGE_SIZE: Final = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the marketer wants to see; unknown words of an old address count as the defaults."""

    tab: str = "all"
    site_id: int | None = None
    search: str = ""
    sort: str = "priority"
    page: int = 1


@dataclass(frozen=True, slots=True)
class ListedCampaign:
    """A row of the list; message and audience are those that visitors meet, or the draft's before it was published."""

    id: int
    name: str
    site: SiteChoice
    status: str
    """draft | active | paused | ended."""
    archived: bool
    sender: Employee | None
    recipient: str
    """Name of the employee or group, "" if nobody is chosen."""
    audience: str
    """The sentence of who sees it."""
    flag: str
    unpublished: bool
    """A published campaign whose draft has gone on."""
    step: int
    """Number of the first step that is not done, 1 to 5; the steps' number when all are."""
    place: int
    """In its site's order, from 1, whatever the filters hide; 0 for an archived one."""
    places: int
    """How many campaigns that order has."""
    changed_at: datetime
    changed_by: str
    counts: Counts

    @property
    def on(self) -> bool:
        return self.status == "active"


@dataclass(frozen=True, slots=True)
class CampaignList:
    """One page of the list, and the counts on its tabs."""

    rows: tuple[ListedCampaign, ...]
    tabs: Mapping[str, int]
    """Campaigns behind each tab, under the same site and search."""
    found: int
    """Rows on all pages of this tab."""
    page: int
    pages: int
    any_at_all: bool
    """Whether there is any campaign, whatever the filters."""
    sites: tuple[SiteChoice, ...]
    """Sites to filter by."""
    seen: Mapping[int, tuple[int, ...]]
    """Ids of the rows on all pages, by site, in the site's order."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A campaign as read, before anything is put into words."""

    row: Any
    site: SiteChoice
    status: str
    draft: Draft
    published: Draft | None

    @property
    def content(self) -> Draft:
        return self.published or self.draft

    @property
    def tab(self) -> str:
        return "archived" if self.row.archived_at is not None else self.status


def list_campaigns(storage: Storage, registry: Registry, wanted: Wanted | None = None) -> CampaignList:
    """The campaigns on one page of the list; deleted ones are in none."""
    wanted = wanted or Wanted()
    with storage.connection():
        registry.installation.refresh(storage)
        addressees, goals = Addressees.load(storage), all_goals(storage)
        everything = _read(datetime.now(UTC))
        found = [each for each in everything if _matches(each, wanted, addressees)]
        tab = wanted.tab if wanted.tab in TABS else "all"
        tabs = Counter(each.tab for each in found)
        tabs["all"] = len(found) - tabs["archived"]
        shown = [each for each in found if each.tab == tab or (tab == "all" and each.tab != "archived")]
        figures = counts(storage, [each.row.id for each in shown])
        ordered = _sorted(shown, wanted.sort, figures)
        pages = max(1, -(-len(ordered) // PAGE_SIZE))
        page = min(max(wanted.page, 1), pages)
        on_page = ordered[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
        orders = _orders(each for each in everything if each.tab != "archived")
        sites = sorted({each.site for each in everything}, key=lambda each: (each.name.casefold(), each.id))
        return CampaignList(
            rows=tuple(
                _listed(
                    each,
                    orders,
                    Surroundings(registry, addressees, each.site, datetime.now(UTC), goals),
                    figures[each.row.id],
                )
                for each in on_page
            ),
            tabs={name: tabs[name] for name in TABS},
            found=len(ordered),
            page=page,
            pages=pages,
            any_at_all=bool(everything),
            sites=tuple(sites),
            seen=_orders(shown),
        )


def _read(now: datetime) -> list[_Entry]:
    rows = (
        CampaignRow.select(CampaignRow, Site, Agent, Revision)
        .join(Site)
        .switch(CampaignRow)
        .join(Agent, JOIN.LEFT_OUTER, on=CampaignRow.changed_by, attr="changer")
        .switch(CampaignRow)
        .join(
            Revision,
            JOIN.LEFT_OUTER,
            on=((Revision.campaign == CampaignRow.id) & (Revision.number == CampaignRow.revision_number)),
            attr="revision",
        )
        .where(CampaignRow.deleted_at.is_null())
    )
    entries = []
    for row in rows:
        site = site_choice(row.site)
        revision = getattr(row, "revision", None)
        published = Draft.of(revision.content) if revision else None
        over = row.status == "active" and is_over(published, site.time_zone, now)
        entries.append(_Entry(row, site, "ended" if over else row.status, Draft.of(row.draft), published))
    return entries


def _matches(entry: _Entry, wanted: Wanted, addressees: Addressees) -> bool:
    if wanted.site_id is not None and entry.site.id != wanted.site_id:
        return False
    words = wanted.search.casefold().split()
    if not words:
        return True
    text = " ".join(
        (
            entry.draft.name,
            entry.content.name,
            entry.content.text,
            entry.site.name,
            addressees.sender_name(entry.content.sender),
            addressees.recipient_name(entry.content.recipient),
        )
    ).casefold()
    return all(word in text for word in words)


def _by_priority(entry: _Entry) -> tuple[object, ...]:
    return entry.site.name.casefold(), entry.site.id, entry.row.position, entry.row.id


def _orders(entries: Iterable[_Entry]) -> dict[int, tuple[int, ...]]:
    """Ids by site, in the site's order."""
    by_site = groupby(sorted(entries, key=_by_priority), key=lambda each: each.site.id)
    return {site_id: tuple(each.row.id for each in here) for site_id, here in by_site}


def _sorted(entries: Sequence[_Entry], sort: str, figures: Mapping[int, Counts]) -> list[_Entry]:
    by_priority = sorted(entries, key=_by_priority)
    if sort == "changed":
        return sorted(by_priority, key=lambda each: each.row.changed_at, reverse=True)
    if sort == "name":
        return sorted(by_priority, key=lambda each: each.draft.name.casefold())
    if sort in ("shown", "read", "replied"):
        return sorted(by_priority, key=lambda each: int(getattr(figures[each.row.id], sort)), reverse=True)
    return by_priority


def _listed(
    entry: _Entry,
    orders: Mapping[int, tuple[int, ...]],
    around: Surroundings,
    figures: Counts,
) -> ListedCampaign:
    row, content, addressees = entry.row, entry.content, around.addressees
    order = orders.get(entry.site.id, ())
    changer = getattr(row, "changer", None)
    return ListedCampaign(
        id=row.id,
        name=entry.draft.name,
        site=entry.site,
        status=entry.status,
        archived=row.archived_at is not None,
        sender=addressees.sender(content.sender),
        recipient=addressees.recipient_name(content.recipient),
        audience=sentence(content.audience, around.registry.condition_types),
        flag=flag_words(row.flag),
        unpublished=entry.published is not None and bool(entry.draft.visible_differences(entry.published)),
        step=_step(entry, around),
        place=order.index(row.id) + 1 if row.id in order else 0,
        places=len(order),
        changed_at=row.changed_at,
        changed_by=changer.name if changer else "",
        counts=figures,
    )


def _step(entry: _Entry, around: Surroundings) -> int:
    """Number of the step in which a draft waits for its marketer."""
    if entry.published is not None:
        return len(STEPS)
    unfinished = {each.step for each in problems(entry.draft, around)}
    unfinished |= set(STEPS) - set(entry.row.steps_done)
    return next((number for number, key in enumerate(STEPS, start=1) if key in unfinished), len(STEPS))
