"""How facts about visitors and campaigns are said."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from babel import Locale, UnknownLocaleError, dates

from core.deliveries.decision_list import Circumstances
from core.deliveries.visitors import Profile
from core.finding import FoundConversation
from core.i18n import ENGLISH, _, language, languages
from core.i18n.catalogues import locale_of
from core.inbox.conversations import ListedConversation
from core.visits.handles import handle
from core.visits.on_site import VisitorHere


@cache
def _countries() -> dict[str, str]:
    """English names by ISO 3166-1 code, from the time zone database."""
    lines = (files("tzdata.zoneinfo") / "iso3166.tab").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines if line and not line.startswith("#"))


def country(code: str) -> str:
    """The name of a country in the reader's language; the code where it is not known."""
    english = _countries().get(code, code)
    return english if language() == ENGLISH else str(locale_of(language()).territories.get(code, english))


def agreed_to(consent: str) -> str:
    """What a visitor agreed to in a contact form."""
    return _("Agreed to: {words}").format(words=consent)


def browser_language(tag: str) -> str:
    """What the reader calls the language that a browser is set to: "English (United States)"; else the tag."""
    try:
        said = Locale.parse(tag, sep="-").get_display_name(locale_of(language()))
    except (ValueError, UnknownLocaleError):
        return languages.name(languages.primary(tag)) or tag
    return said[:1].upper() + said[1:] if said else tag


def time_zone(name: str) -> str:
    """The city whose clock it is, in the reader's language: "Ho Chi Minh City"; else the name itself."""
    try:
        return dates.get_timezone_location(name, locale=locale_of(language()), return_city=True) if name else ""
    except (LookupError, ValueError):
        return name.replace("_", " ")


def place(profile: Profile) -> str:
    """City, region and country, as far as they are known; "" if nothing is."""
    return ", ".join(filter(None, (profile.city, profile.region, country(profile.country))))


def visitor(conversation: ListedConversation | FoundConversation) -> str:
    """What to call a visitor: by name, by e-mail address, or as a stranger."""
    known = conversation.visitor_name or conversation.visitor_email
    return known or stranger(conversation.visitor_key, _where(conversation.profile))


def visitor_mark(conversation: ListedConversation) -> str:
    """What a visitor's initials are taken from."""
    return conversation.visitor_name or conversation.visitor_email or _letters(conversation.visitor_key)


def stranger(key: str, where: str) -> str:
    """What to call a visitor of whom at most the place is known: by a handle of their own, the same everywhere.

    Without a key, of a page view that is not kept any more, by the place alone.
    """
    if not key:
        return _("Visitor from {place}").format(place=where) if where else _("Visitor")
    said = _("Visitor {handle} from {place}") if where else _("Visitor {handle}")
    return said.format(handle=handle(key), place=where)


def place_here(visitor: VisitorHere) -> str:
    """City, region and country of somebody on the site, as far as they are known."""
    return place(Profile(country=visitor.country, region=visitor.region, city=visitor.city))


def visitor_here(visitor: VisitorHere) -> str:
    """What to call somebody on the site: by name, by e-mail address, or as a stranger."""
    return visitor.name or visitor.email or stranger(visitor.key, _where_here(visitor))


def visitor_here_mark(visitor: VisitorHere) -> str:
    """What the initials of somebody on the site are taken from."""
    return visitor.name or visitor.email or _letters(visitor.key)


def visitor_of(around: Circumstances) -> str:
    """What to call whom a decision was about."""
    known = around.visitor_name or around.visitor_email
    return known or stranger(around.visitor_key, _where(around.profile))


def origin(conversation: ListedConversation) -> str:
    """What a conversation began with: a campaign, or one of both sides."""
    return conversation.campaign_name or (_("Your team wrote first") if conversation.team_began else _("Wrote first"))


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


def _letters(key: str) -> str:
    """The two of a stranger's handle, as words with these initials."""
    return " ".join(handle(key)[:2])


def _where(profile: Profile) -> str:
    return profile.city or country(profile.country)


def _where_here(visitor: VisitorHere) -> str:
    return visitor.city or country(visitor.country)
