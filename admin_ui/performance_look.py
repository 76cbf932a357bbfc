"""What somebody looks at on a performance page: kept in its address, and read from the core in one go."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlencode

from admin_ui import campaign_paths
from core import campaigns, sites
from core.i18n import _
from core.performance.days import clocked_sites
from core.performance.ranges import PRESETS, Range, own, preset, today
from core.performance.report import CAMPAIGN, FIGURES, Report, Scope, has_buttons, report
from core.performance.tallies import DIMENSIONS, OF_ONE_CAMPAIGN
from core.storage import Storage

PERFORMANCE = "/performance"
OF_CAMPAIGN = f"{campaign_paths.LIST}/{{campaign_id}}/performance"
USUAL = "28d"
OWN = "own"


@dataclass(frozen=True, slots=True)
class Look:
    """The filters of a page."""

    campaign_id: int | None = None
    buttons: bool = False
    """Whether the campaign has or had any."""
    site_id: int | None = None
    range: str = USUAL
    first: str = ""
    last: str = ""
    compare: bool = True
    by: str = ""
    metric: str = "shown"

    @property
    def scope(self) -> Scope:
        return Scope(self.site_id, self.campaign_id)

    @property
    def divisions(self) -> tuple[str, ...]:
        """What the table can be divided by: revisions and buttons are those of one campaign."""
        if self.campaign_id:
            return tuple(each for each in DIMENSIONS if each != "button" or self.buttons)
        return (CAMPAIGN, *(each for each in DIMENSIONS if each not in OF_ONE_CAMPAIGN))

    def range_on(self, day: date) -> Range:
        """The range, on that day."""
        if self.range == OWN and (first := _day(self.first)) and (last := _day(self.last)):
            return own(first, last, day)
        return preset(self.range, day)

    @property
    def address(self) -> str:
        """Where this look is; what is at its default stays out."""
        path = of_campaign(self.campaign_id) if self.campaign_id else PERFORMANCE
        given = {
            "site": self.site_id or "",
            "range": "" if self.range == USUAL else self.range,
            "first": self.first if self.range == OWN else "",
            "last": self.last if self.range == OWN else "",
            "compare": "" if self.compare else "no",
            "by": "" if self.by == self.divisions[0] else self.by,
            "metric": "" if self.metric == "shown" else self.metric,
        }
        query = urlencode({name: value for name, value in given.items() if value})
        return path + (f"?{query}" if query else "")

    def behind(self, metric: str) -> str:
        """Where this look is with the list open of what a figure counts."""
        address = replace(self, metric="shown").address
        return f"{address}{'&' if '?' in address else '?'}{urlencode({'behind': metric})}"


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look finds."""

    report: Report
    sites: tuple[tuple[int, str], ...]
    """Those to choose from."""
    live: bool
    """Whether the range goes on."""


def of_campaign(campaign_id: int) -> str:
    return OF_CAMPAIGN.format(campaign_id=campaign_id)


def look(campaign_id: int | None, *, buttons: bool = False, **query: str) -> Look:
    """The filters in an address; nonsense counts as the default."""
    site, name = query.get("site", ""), query.get("range", "")
    found = Look(
        campaign_id=campaign_id,
        buttons=buttons,
        site_id=int(site) if not campaign_id and site.isdecimal() and len(site) < 10 else None,
        range=name if name in (*PRESETS, OWN) else USUAL,
        first=query.get("first", "")[:10],
        last=query.get("last", "")[:10],
        compare=query.get("compare") != "no",
        metric=query.get("metric", "") if query.get("metric") in FIGURES else "shown",
    )
    by = query.get("by", "")
    return replace(found, by=by if by in found.divisions else found.divisions[0])


def see(storage: Storage, look: Look, now: datetime) -> Seen:
    """Everything that the page shows."""
    with storage.connection():
        day = today_at(storage, look, now)
        wanted = look.range_on(day)
        found = report(storage, look.scope, wanted, now, by=look.by, compare=look.compare)
        offered = tuple((each.id, each.name) for each in sites.sites(storage))
    return Seen(found, offered, live=wanted.last >= day)


def name_and_buttons(storage: Storage, campaign_id: int) -> tuple[str, bool]:
    """What a campaign is called, and whether it has or had buttons. Raises NotFound for one that is gone."""
    campaign = campaigns.get(storage, campaign_id)
    with storage.connection():
        return campaign.draft.name.strip() or _("Without a name"), has_buttons(storage, campaign_id)


def today_at(storage: Storage, look: Look, now: datetime) -> date:
    """What day it is at the sites that are looked at; where it is later, if it differs."""
    sites_seen = clocked_sites(storage, look.site_id)
    mine = [each for each in sites_seen if look.campaign_id is None or look.campaign_id in each.campaigns]
    return max((today(each.zone, now) for each in mine or sites_seen), default=now.date())


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
