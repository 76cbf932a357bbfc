"""A crowd of visitors over some days: what they do goes the product's own way, what comes of it into the ledger."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Final

from core.deliveries.claim_answers import Claim, Granted, Refused
from core.deliveries.claims import claim
from core.deliveries.decisions import Plan
from core.deliveries.events import Event, Told, record
from core.deliveries.visitors import Profile
from core.inbox.contact import FilledIn
from core.inbox.visitor_messages import VisitorMessage, send
from core.jobs import SETTLED
from core.jobs.count_days import count_days
from core.jobs.roll_up import roll_up
from core.visits import Location, Visit, arrive, returns_after_a_while
from core.visits.consent import carry_over
from core.visits.page_events import PageEvent
from core.visits.page_views import PageViewRecorder
from core.visits.passports import DERIVED, Passport
from core.visits.tickets import Ticket
from core.web import boot
from core.web.parts import Parts
from tests.api.conftest import CHROME, Clock
from tests.api.performance.ledger import Display, Ledger, page_of

PHONE: Final = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1"
)
DEVICES: Final = {CHROME: "desktop", PHONE: "phone"}
LANGUAGES: Final = {"en-GB": "en", "de": "de", "vi-VN": "vi", "nb-NO": "no"}
COUNTRIES: Final = ("DE", "VN", "FR", "")
EVENTS: Final[dict[Event, float]] = {"opened": 0.15, "clicked": 0.1, "dismissed": 0.2}


@dataclass
class Person:
    """Somebody with a browser."""

    number: int
    site: str
    pages: tuple[str, ...]
    user_agent: str
    language: str
    country: str
    memory: bool = True
    cookieless: bool = False
    passport: Passport | None = None


@dataclass
class Page:
    """One page view that somebody has open."""

    person: Person
    visit: Visit
    key: str
    own: Passport
    """Their passport then: all that there is of somebody without memory."""
    tries: int = 0

    @property
    def is_over(self) -> bool:
        """Whether its visitor has another name by now: what this page view was given is refused from then on."""
        return self.passport.visitor != self.own.visitor

    @property
    def passport(self) -> Passport:
        return self.person.passport if self.person.memory and self.person.passport else self.own

    @passport.setter
    def passport(self, passport: Passport) -> None:
        self.own = passport
        if self.person.memory:
            self.person.passport = passport


@dataclass
class Crowd:
    """Time goes from one event to the next; every call is made as core.web makes it."""

    parts: Parts
    ledger: Ledger
    chance: random.Random
    goals_of_page: Callable[[int, str], list[str]]
    """What a page reaches, by site and address, as the test means it."""
    goals_of_event: dict[tuple[int, str], str]
    stuck: tuple[datetime, datetime]
    """When nothing of what waits is written."""
    capacity: int
    """Page views that wait at most; with half of them, what waits is written."""
    standing: dict[int, tuple[int, int]] = field(default_factory=dict)
    """The revision and the generation of each campaign that visitors meet."""
    buttons: dict[tuple[int, int], list[dict[str, str]]] = field(default_factory=dict)
    """Those of a message, by campaign and revision."""
    _coming: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    _numbers: Any = field(default_factory=count)
    _waiting: list[tuple[int, str, datetime, str]] = field(default_factory=list)
    _unwritten: int = 0

    def __post_init__(self) -> None:
        recorder = PageViewRecorder(self.parts.storage, self.capacity, on_views=self.parts.goals.viewed)
        object.__setattr__(self.parts, "recorder", recorder)

    @property
    def now(self) -> datetime:
        return self.parts.clock()

    def at(self, moment: datetime, act: Callable[[], None]) -> None:
        heapq.heappush(self._coming, (moment, next(self._numbers), act))

    def after(self, seconds: float, act: Callable[[], None]) -> None:
        self.at(self.now + timedelta(milliseconds=round(seconds * 1000)), act)

    def run(self, until: datetime) -> None:
        clock = self.parts.clock
        assert isinstance(clock, Clock)
        with self.parts.storage.connection(), self.parts.storage.reading_log():  # as a busy thread's, kept open
            while self._coming and self._coming[0][0] < until:
                clock.now, _, act = heapq.heappop(self._coming)
                act()
            clock.now = until
            self.write()

    def happens(self, share: float) -> bool:
        return self.chance.random() < share

    # What runs by itself

    def write(self) -> None:
        """Write what waits, as the recorder's thread does, and what was held back."""
        self.parts.recorder.flush()
        self.parts.held_back.write()
        self._unwritten = 0
        for site, visitor, moment, goal in sorted(self._waiting):
            self.ledger.reached(site, visitor, goal, moment)
        self._waiting.clear()

    def count(self) -> None:
        """The hourly job."""
        self.write()
        roll_up(self.parts.storage, self.now - SETTLED)
        count_days(self.parts.storage, self.now - SETTLED)

    # What people do

    def lives(self, person: Person, first: datetime) -> None:
        """Come once or more often, and open some pages each time."""
        chance, at = self.chance, first
        for _ in range(chance.choices((1, 2, 3), (8, 1, 1))[0]):
            for _ in range(chance.choices((1, 2, 3), (6, 3, 1))[0]):
                url = chance.choice(person.pages)
                self.at(at, lambda url=url: self.open(person, url))  # type: ignore[misc]
                at += timedelta(seconds=chance.randint(20, 900))
            at += timedelta(hours=chance.uniform(1, 40))

    def open(self, person: Person, url: str) -> None:
        """A boot."""
        now, plan = self.now, self.parts.plans.get(person.site)
        passport, returns = self._passport(person, now), False
        seen = Visit(
            now=now, site_time_zone=plan.site.time_zone, url=url, language=person.language,
            user_agent=person.user_agent, location=Location(person.country),
        )  # fmt: skip
        returns = returns_after_a_while(passport, now)
        passport, visit = arrive(passport, seen, countable=not person.cookieless)
        page = Page(person, visit, f"p{next(self._numbers)}", passport)
        page.passport = passport
        residuals = plan.decide(visit, passport, self.parts.registry.observe)
        self._recorded(plan, page, returns)
        if residuals and self.happens(0.7):  # the others leave before
            self.after(self.chance.uniform(1, 40), lambda: self.claim(page, residuals[0].campaign))
        if self.happens(0.06):
            told_later = self.chance.choice((0, 0, 7200))
            name, happened = self.chance.choice(("signed up", "viewed")), now + timedelta(seconds=5)
            self.after(5 + told_later, lambda: self.tell_event(page, name, happened))

    def _passport(self, person: Person, now: datetime) -> Passport:
        derived = f"{DERIVED}{person.number // 2}:{now.astimezone(UTC).date()}" if person.cookieless else None
        sent = person.passport if person.memory else None
        return carry_over(sent, person.site, now, memory=person.memory, derived=derived)

    def _recorded(self, plan: Plan, page: Page, returns: bool) -> None:
        site, visit, passport = plan.site.id, page.visit, page.passport
        self.parts.recorder.record(boot._recorded(page.key, plan.site, passport, visit, returns))
        is_room = self._unwritten < self.capacity
        self.ledger.viewed_page(site, visit.now, recorded=is_room)
        if is_room:
            self._unwritten += 1
            reached = self.goals_of_page(site, visit.url) if page.person.memory else []
            self._waiting += [(site, passport.visitor, visit.now, goal) for goal in reached]
        if self._unwritten >= self.capacity // 2 and not self.stuck[0] <= self.now < self.stuck[1]:
            self.write()

    def claim(self, page: Page, campaign: int) -> None:
        if page.is_over:
            return
        plan, now = self.parts.plans.get(page.person.site), self.now
        ticket = Ticket(page.person.site, page.passport.visitor, page.key, plan.revision, page.visit)
        display = f"d{next(self._numbers)}"
        asked = Claim(
            page.passport, ticket, campaign, display, {"time_on_page": (now - page.visit.now).total_seconds()}
        )
        outcome = claim(self.parts.storage, plan, self.parts.registry, asked, now)
        page.passport = outcome.remembered_by(page.passport)
        if isinstance(outcome, Refused):
            self.parts.held_back.note(outcome, asked, plan, now)
            self._refused(page, campaign, outcome)
        else:
            self._granted(page, campaign, outcome)

    def _refused(self, page: Page, campaign: int, refused: Refused) -> None:
        person = page.person
        where = (
            ("page", page_of(page.visit.url)), ("country", person.country), ("device", DEVICES[person.user_agent]),
            ("language", LANGUAGES[person.language]),
        )  # fmt: skip
        self.ledger.refused(campaign, page.key, refused.code, self.standing[campaign][0], self.now, where)
        page.tries += 1
        if page.tries < 2 and self.happens(0.3):  # the gap may be over by then
            self.after(self.chance.choice((2, 700)), lambda: self.claim(page, campaign))

    def _granted(self, page: Page, campaign: int, granted: Granted) -> None:
        person, display = page.person, granted.display
        self.ledger.granted(
            Display(
                display, self.ledger.sites[campaign], campaign, *self.standing[campaign],
                page.passport.visitor, page.key, self.now, page_of(page.visit.url), person.country,
                DEVICES[person.user_agent], LANGUAGES[person.language],
            )
        )  # fmt: skip
        if self.happens(0.05):
            self.after(3, lambda: self.claim(page, campaign))  # another tab of this page view
        if self.happens(0.04):
            return  # never painted
        late = self.happens(0.06)
        self.after(self.chance.uniform(3600, 100_000) if late else 1, lambda: self.tell(page, display, "shown"))
        for event, share in EVENTS.items():
            if self.happens(share):
                self.after(self.chance.uniform(2, 600), lambda event=event: self.tell(page, display, event))  # type: ignore[misc]
        for _ in range(self.chance.choice((0, 0, 0, 1, 2))):
            self.after(self.chance.uniform(2, 20_000), lambda: self.press(page, display))
        if self.happens(0.05):
            self.after(self.chance.uniform(5, 900), lambda: self.reply(page, display))
        if self.happens(0.15):
            self.after(self.chance.uniform(5, 900), lambda: self.fill_in(page, campaign, display))

    def tell(self, page: Page, display: str, event: Event) -> None:
        for _ in range(0 if page.is_over else 2 if self.happens(0.1) else 1):
            for became in record(self.parts.storage, [Told(display, event)], self.now):
                page.passport = page.passport.remembering(became)
            self.ledger.told(display, event)

    def press(self, page: Page, display: str) -> None:
        of = self.ledger.displays[display]
        buttons = self.buttons.get((of.campaign, of.revision), [])
        if page.is_over or not buttons:
            return
        button = self.chance.choice(buttons)
        for became in record(self.parts.storage, [Told(display, "pressed", button["id"])], self.now):
            page.passport = page.passport.remembering(became)
        self.ledger.pressed(display, button["label"], leads=button["action"] == "link")

    def tell_event(self, page: Page, name: str, happened: datetime) -> None:
        plan, visitor = self.parts.plans.get(page.person.site), page.passport.visitor
        if not page.person.memory:
            return
        event = PageEvent(
            f"e{next(self._numbers)}", plan.site.id, visitor, happened, name, {}, page.visit.url, page.key
        )
        for _ in range(2 if self.happens(0.2) else 1):
            self.parts.page_events.write([event])
            self.parts.goals.told([event])
            if goal := self.goals_of_event.get((plan.site.id, name)):
                self.ledger.reached(plan.site.id, visitor, goal, happened)

    def reply(self, page: Page, display: str) -> None:
        if not page.is_over:
            self._send(page, VisitorMessage(f"m{next(self._numbers)}", "Yes", display=display))
            self.ledger.told(display, "replied")

    def fill_in(self, page: Page, campaign: int, display: str) -> None:
        planned = self.parts.plans.get(page.person.site).campaign(campaign)
        if page.is_over or planned is None or planned.name != "Cart":
            return
        form = FilledIn({"email": f"v{page.person.number}@mail.example"}, consent=True)
        self._send(page, VisitorMessage(f"m{next(self._numbers)}", "", form=form, display=display))
        self.ledger.told(display, "lead")

    def _send(self, page: Page, message: VisitorMessage) -> None:
        plan = self.parts.plans.get(page.person.site)
        sent = send(
            self.parts.storage, plan.site.id, plan.site.recipient, page.passport, Profile.of(page.visit),
            replace(message, url=page.visit.url), self.now,
        )  # fmt: skip
        page.passport = sent.remembered_by(page.passport)
