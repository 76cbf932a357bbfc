"""How facts about visitors and campaigns are said."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from core.deliveries.visitors import Profile
from core.finding import FoundConversation
from core.i18n import _
from core.inbox.conversations import ListedConversation
from core.visits.on_site import VisitorHere


@cache
def _countries() -> dict[str, str]:
    """English names by ISO 3166-1 code, from the time zone database."""
    lines = (files("tzdata.zoneinfo") / "iso3166.tab").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines if line and not line.startswith("#"))


def place(profile: Profile) -> str:
    """City, region and country, as far as they are known; "" if nothing is."""
    country = _countries().get(profile.country, profile.country)
    return ", ".join(filter(None, (profile.city, profile.region, country)))


def visitor(conversation: ListedConversation | FoundConversation) -> str:
    """What to call a visitor: by name, by address, or by where they are."""
    known = conversation.visitor_name or conversation.visitor_email
    if known:
        return known
    profile = conversation.profile
    where = profile.city or _countries().get(profile.country, profile.country)
    return f"Visitor from {where}" if where else "Visitor"


def place_here(visitor: VisitorHere) -> str:
    """City, region and country of somebody on the site, as far as they are known."""
    return place(Profile(country=visitor.country, region=visitor.region, city=visitor.city))


def visitor_here(visitor: VisitorHere) -> str:
    """What to call somebody on the site: by name, by address, or by where they are."""
    where = visitor.city or _countries().get(visitor.country, visitor.country)
    return visitor.name or visitor.email or (f"Visitor from {where}" if where else "Visitor")


def origin(conversation: ListedConversation) -> str:
    """What a conversation began with: a campaign, or one of both sides."""
    return conversation.campaign_name or ("Your team wrote first" if conversation.team_began else "Wrote first")


def campaign(name: str) -> str:
    """What to call a campaign, which has no name before its marketer typed one."""
    return name.strip() or _("Without a name")


def short_address(url: str) -> str:
    """Host and path; query and fragment may hold what does not belong on a screen."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url[:80]
    return f"{parts.netloc}{parts.path}".rstrip("/") or url[:80]


def web_address(url: str) -> str:
    """The address if a click on it is safe (http or https), else ""."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.netloc else ""
