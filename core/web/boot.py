"""`/v1/boot`: the one request that a page view makes; it waits for no database."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any

from flask import Blueprint, Response, request
from pydantic import Field

from core.deliveries.decisions import Plan, SiteInPlan
from core.identity import person, verify
from core.rules.urls import parse_page
from core.rules.watching import watched
from core.storage.fields import to_ms
from core.visits import Visit, arrive, returns_after_a_while
from core.visits.attributes import LeftOut, taken
from core.visits.consent import Settled, carry_over, settle
from core.visits.crawlers import is_crawler
from core.visits.passports import Passport
from core.visits.recorded_view import RecordedView
from core.visits.tickets import Ticket
from core.web.parts import Parts
from core.web.places import place_of_request
from core.web.wire import Address, Language, Sealed, SealedTicket, SiteCall, TimeZone, Title, answer, read, site_of
from core.widget_texts import language_for

MAX_USER_AGENT = 512
Pixels = Annotated[int, Field(ge=0, le=100_000)]


class BootCall(SiteCall):
    """What the browser tells of a page view."""

    passport: Sealed | None = None
    """The newest that this browser has; none on the first page of all."""
    memory: bool
    """Whether the browser can and may remember: false without usable storage and with Global Privacy Control."""
    consent: bool | None = None
    """What the page has said by `smartTrigger("consent", …)`; left out: nothing yet."""
    again: bool = False
    """The same page once more (consent, an expired ticket): no new page is counted."""
    ticket: SealedTicket | None = None
    """With `again`: the last one of this page view, expired or not, so that it stays one page view."""
    automated: bool = False
    """`navigator.webdriver`."""
    url: Address
    """Of the page; cut at 4,096 bytes, as texts that a page tells are cut at their length."""
    referrer: Address = ""
    """`document.referrer`."""
    title: Title = ""
    """Of the page."""
    language: Language = ""
    """`navigator.language`."""
    time_zone: TimeZone = ""
    """As in `Europe/Berlin`."""
    screen: tuple[Pixels, Pixels] | None = None
    """Width and height."""
    touch: bool = False
    """Whether it is a touch screen."""
    who: tuple[Any, Any] | None = None
    """What the page has said by `smartTrigger("identify", attributes, token)`: these two, `null` for what is unsaid."""


def blueprint(parts: Parts) -> Blueprint:
    """The view, with the parts it needs."""
    views = Blueprint("boot", __name__)

    @views.post("/v1/boot")
    def boot() -> Response:
        call = read(BootCall)
        plan = site_of(parts, call)
        user_agent = request.headers.get("User-Agent", "")[:MAX_USER_AGENT]
        if not parts.settings.allow_automated and (call.automated or is_crawler(user_agent)):
            return answer({"off": True})
        parts.limits.check("boot", address=request.remote_addr or "")
        return answer(_boot(parts, plan, call, user_agent))

    return views


def _boot(parts: Parts, plan: Plan, call: BootCall, user_agent: str) -> dict[str, Any]:
    now = parts.clock()
    attributes, left_out = taken(call.who[0] if call.who else None)
    subject = verify(call.who[1] if call.who else None, plan.site.identity, now)
    if isinstance(subject, LeftOut):
        left_out, subject = [*left_out, subject], None
    passport, settled = _passport(parts, plan.site, call, user_agent, now)
    page_view = _page_view(parts, plan.site, call, passport.visitor)
    if subject:
        passport = parts.recognised.hand_to(passport, plan.site.id, person(call.site, subject), now)
    if not passport.shares_its_visitor:
        parts.limits.check("boot", visitor=passport.visitor)
    seen = replace(_seen(parts, plan.site, call, user_agent, now), attributes=attributes, signed_in=bool(subject))
    returns = returns_after_a_while(passport, now)
    passport, visit = arrive(passport, seen, again=call.again, countable=plan.site.consent != "cookieless")
    passport = parts.invitations.hand_to(passport, plan.site.id)
    residuals = plan.decide(visit, passport, parts.registry.observe)
    if call.again and (told := _told(visit)):
        parts.recorder.amend(plan.site.id, passport.visitor, told)
    elif not call.again:
        parts.recorder.record(_recorded(page_view, plan.site, passport, visit, returns))
    fields = {
        **passport.issue(parts.tokens, now),
        "store": settled.store,
        "residuals": [{"campaign": each.campaign, "channel": each.channel, "rule": each.rule} for each in residuals],
        "assets": parts.assets.base,
        "site": _appearance(plan.site, visit.language),
        "conversation": _conversation(passport),
        **({"left_out": [each.as_data() for each in left_out]} if left_out else {}),
    }
    if not residuals:
        return fields if call.again else {**fields, "page_view": page_view}
    ticket = Ticket(plan.site.key, passport.visitor, page_view, plan.revision, visit)
    return {
        **fields,
        "ticket": ticket.seal(parts.tokens, now),
        "visit_seconds": round((now - passport.visit_started).total_seconds(), 3),
        "observers": watched(each.rule for each in residuals if each.rule is not True),
    }


def _passport(
    parts: Parts, site: SiteInPlan, call: BootCall, user_agent: str, now: datetime
) -> tuple[Passport, Settled]:
    """The passport to go on with, and what may be remembered."""
    sent = Passport.open(parts.tokens, call.passport, site=site.key, now=now) if call.passport else None
    remembered = sent is not None and sent.memory
    settled = settle(site.consent, memory=call.memory, consent=call.consent, remembered=remembered)
    derived = None
    if site.consent == "cookieless" and settled.memory:
        derived = parts.salts.visitor(site.key, request.remote_addr or "", user_agent, now)
        if derived is None:
            settled = Settled(memory=False, store=False)
    passport = carry_over(sent, site.key, now, memory=settled.memory, derived=derived)
    return passport, settled


def _page_view(parts: Parts, site: SiteInPlan, call: BootCall, visitor: str) -> str:
    """The id of the page view: the same one when it boots again, so that it is still shown one message at most.

    `visitor` is who the page was first answered for. A page on which nothing could come has no ticket to show.
    """
    known = None
    if call.again:
        sealed = Ticket.page_view_of(parts.tokens, call.ticket, site=call.site) if call.ticket else None
        known = sealed or parts.newest_views.on(site.id, visitor, call.url)
    page_view = known or secrets.token_urlsafe(16)
    parts.newest_views.note(site.id, visitor, call.url, page_view)
    return page_view


def _seen(parts: Parts, site: SiteInPlan, call: BootCall, user_agent: str, now: datetime) -> Visit:
    """The page view, as far as it doesn't take memory."""
    width, height = call.screen or (None, None)
    came_from = _from_elsewhere(site, call)
    return Visit(
        now=now,
        site_time_zone=site.time_zone,
        url=call.url,
        title=call.title,
        referrer=call.referrer,
        came_from=came_from,
        entered_inside=not came_from and parse_page(call.referrer) is not None,
        language=call.language,
        time_zone=call.time_zone,
        screen_width=width,
        screen_height=height,
        touch=call.touch,
        user_agent=user_agent,
        location=place_of_request(parts, call.time_zone),
        opening_hours=site.hours,
        team=parts.team.now,
    )


def _from_elsewhere(site: SiteInPlan, call: BootCall) -> str:
    """The page of another website that led here; "" if none is told, or if it is one of the site's own."""
    from_page, here = parse_page(call.referrer), parse_page(call.url)
    if from_page is None or (here is not None and from_page.host == here.host):
        return ""
    return "" if site.origins.allow(f"{from_page.scheme}://{from_page.host}") else call.referrer


def _recorded(page_view: str, site: SiteInPlan, passport: Passport, visit: Visit, returns: bool) -> RecordedView:
    place = visit.location
    return RecordedView(
        key=page_view,
        site_id=site.id,
        visitor_key=passport.visitor,
        at=visit.now,
        visit=visit.number or 0,
        url=visit.url,
        title=visit.title,
        referrer=visit.referrer,
        country=place.country,
        region=place.region,
        city=place.city,
        device=visit.device,
        language=visit.language,
        facts={
            "memory": visit.memory,
            "pages": visit.pages,
            "time_zone": visit.time_zone,
            "started": to_ms(passport.visit_started),
            **({"came_from": visit.came_from} if visit.came_from else {}),
            **({"way": _way(visit)} if visit.memory else {}),
            **_told(visit),
        },
        returns=returns,
    )


def _way(visit: Visit) -> tuple[str, str, bool]:
    """How a visitor came to this page, which a rule can ask for again: "" for a landing page that is this one."""
    return "" if visit.landing == visit.url else visit.landing, visit.previous, visit.entered_inside


def _told(visit: Visit) -> dict[str, Any]:
    """What the page has told of the visitor, as far as it is kept: nothing of who is not remembered."""
    attributes = {"attributes": dict(visit.attributes)} if visit.attributes and visit.memory else {}
    return attributes | ({"signed_in": True} if visit.signed_in else {})


def _appearance(site: SiteInPlan, language: str) -> dict[str, Any]:
    return {
        "colour": site.colour,
        "text_colour": site.text_colour,
        "position": site.position,
        "launcher": site.launcher,
        "texts": site.texts[language_for(language)],
    }


def _conversation(passport: Passport) -> dict[str, Any] | None:
    """What the passport knows; how far it has come and what is unread are told by the first poll."""
    if not passport.conversation:
        return None
    return {"key": passport.conversation, "last_seq": 0, "unread": 0, "open": True}
