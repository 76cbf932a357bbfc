"""The addresses of the campaign pages."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from core.campaigns.listing import Wanted
from core.i18n import _

CAMPAIGNS = "/campaigns"
LIST = "/campaigns/messages/smart-trigger"
NEW = f"{LIST}/new"
GALLERY = f"{LIST}/gallery"
IMPORT = f"{LIST}/import"
EDIT = f"{LIST}/{{campaign_id}}"
HISTORY = f"{EDIT}/history"
SIMULATOR = f"{CAMPAIGNS}/simulator"
DECISIONS = f"{EDIT}/decisions"
DECISION = f"{CAMPAIGNS}/decisions/{{key}}"


def trail(*, with_list: bool = True) -> tuple[tuple[str, str], ...]:
    """What stands above the pages of campaigns; above the list itself without the list."""
    above = ((_("Campaigns"), CAMPAIGNS), (_("Messages"), LIST))
    return (*above, (_("Smart trigger"), LIST)) if with_list else above


def editor(campaign_id: int, step: str = "") -> str:
    """The editor of a campaign, at a step or where its draft waits."""
    return f"{LIST}/{campaign_id}" + (f"?step={step}" if step else "")


def simulator(campaign_id: int) -> str:
    """The simulator, with the draft of a campaign to be tried."""
    return f"{SIMULATOR}?campaign={campaign_id}"


def decisions(campaign_id: int) -> str:
    """What was decided about a campaign lately."""
    return DECISIONS.format(campaign_id=campaign_id)


def decision(key: str, back: str) -> str:
    """One decision, and why; `back`: the page of ours that it is opened from."""
    return f"{DECISION.format(key=quote(key, safe=''))}?{urlencode({'back': back})}"


def history(campaign_id: int) -> str:
    """What visitors have met of a campaign."""
    return f"{LIST}/{campaign_id}/history"


def on_site(path: str, site_id: int | None) -> str:
    """The gallery or the import, for the site that the list shows."""
    return f"{path}?site={site_id}" if site_id else path


def number(written: str) -> int | None:
    """An id in an address, None for what is none."""
    return int(written) if written.isdecimal() and len(written) < 10 else None


def finished(campaign_id: int) -> str:
    """The list, which says that this draft is not active yet."""
    return f"{LIST}?finished={campaign_id}"


def filtered(wanted: Wanted) -> str:
    """The list with these filters; what is at its default stays out of the address."""
    given = {
        "tab": "" if wanted.tab == "all" else wanted.tab,
        "site": wanted.site_id or "",
        "q": wanted.search,
        "sort": "" if wanted.sort == "priority" else wanted.sort,
        "page": wanted.page if wanted.page > 1 else "",
    }
    query = urlencode({name: value for name, value in given.items() if value})
    return LIST + (f"?{query}" if query else "")


def wanted(tab: str, site: str, search: str, sort: str, page: str) -> Wanted:
    """The filters in an address; nonsense counts as the default."""
    return Wanted(
        tab=tab or "all",
        site_id=number(site),
        search=search[:200],
        sort=sort or "priority",
        page=int(page) if page.isdecimal() and len(page) < 6 else 1,
    )
