"""What happened, written down event by event by whoever saw it happen: plain Python, nothing of core.performance."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

FIGURES = ("eligible", "shown", "opened", "clicked", "read", "dismissed", "replied", "lead", "goal")
SAYS = {
    "shown": ("shown",),
    "opened": ("shown", "opened"),
    "clicked": ("shown", "clicked"),
    "dismissed": ("shown", "dismissed", "read"),
    "replied": ("shown", "replied", "read"),
    "lead": ("shown", "lead", "read"),
    "pressed": ("shown",),
    "followed": ("shown", "clicked", "read"),
}
"""What each event says of a message."""
HELD_BACK = ("finished", "already_shown", "page_view", "gap")
"""Refusals of visitors who met the conditions."""


@dataclass(frozen=True)
class Measure:
    """By what a revision of a campaign is measured."""

    goal: str
    days: int


@dataclass
class Display:
    """A message that a visitor was granted."""

    id: str
    site: int
    campaign: int
    revision: int
    generation: int
    visitor: str
    page_view: str
    at: datetime
    page: str
    country: str
    device: str
    language: str
    button: str = ""
    """The words of the one that was pressed first."""
    became: set[str] = field(default_factory=set)
    reached: bool = False
    """Its visitor has reached the goal, whether or not it is known yet that the message was shown."""


@dataclass(frozen=True)
class Wanted:
    """What is asked for: days on the sites' clocks, of all, one site or one campaign."""

    first: date
    last: date
    site: int | None = None
    campaign: int | None = None


@dataclass
class Told:
    """What the ledger says to that."""

    alike: Counter[tuple[str, object, frozenset[str]]] = field(default_factory=Counter)
    """How many became the same and share a value of something."""

    def add(self, became: frozenset[str], values: Iterable[tuple[str, object]]) -> None:
        for by, value in values:
            self.alike[by, value, became] += 1

    def by(self, division: str) -> dict[object, Counter[str]]:
        """Figures by value."""
        found: defaultdict[object, Counter[str]] = defaultdict(Counter)
        for (by, value, became), number in self.alike.items():
            if by == division:
                for each in became:
                    found[value][each] += number
        return dict(found)

    @property
    def figures(self) -> Counter[str]:
        return self.by("all").get("", Counter())


Values = tuple[tuple[str, object], ...]
"""What is counted by, and the value there."""


class Ledger:
    """Displays, refusals and page views; and the goals that follow from them, by the rules as the docs say them."""

    def __init__(self, zones: dict[int, ZoneInfo], sites: dict[int, int]) -> None:
        self.zones = zones
        self.sites = sites
        """By campaign."""
        self.measures: dict[tuple[int, int], Measure] = {}
        self.displays: dict[str, Display] = {}
        self.held: dict[tuple[int, str], tuple[int, datetime, Values]] = {}
        """Revision, first moment and where it was, by campaign and page view."""
        self.views: Counter[tuple[int, date]] = Counter()
        self.dropped: Counter[tuple[int, date]] = Counter()
        """Page views by site and its day."""
        self._granted: set[tuple[int, str]] = set()
        self._of_visitor: defaultdict[tuple[int, str], list[Display]] = defaultdict(list)

    # What happens

    def viewed_page(self, site: int, at: datetime, *, recorded: bool) -> None:
        (self.views if recorded else self.dropped)[site, at.astimezone(self.zones[site]).date()] += 1

    def granted(self, display: Display) -> None:
        self.displays[display.id] = display
        self._of_visitor[display.site, display.visitor].append(display)
        self._granted.add((display.campaign, display.page_view))
        self.held.pop((display.campaign, display.page_view), None)

    def refused(self, campaign: int, page_view: str, code: str, revision: int, at: datetime, where: Values) -> None:
        if code in HELD_BACK and (campaign, page_view) not in self._granted:
            self.held.setdefault((campaign, page_view), (revision, at, where))

    def told(self, display: str, event: str) -> None:
        of = self.displays[display]
        of.became.update(SAYS[event])
        if of.reached and not self._counted(of):
            of.became.add("goal")

    def pressed(self, display: str, words: str, *, leads: bool) -> None:
        of = self.displays[display]
        of.button = of.button or words
        self.told(display, "followed" if leads else "pressed")

    def reached(self, site: int, visitor: str, goal: str, at: datetime) -> None:
        """Each campaign that was shown before and not too long ago: the newest shown display, once a generation."""
        fitting: defaultdict[tuple[int, int], list[Display]] = defaultdict(list)
        for each in self._of_visitor[site, visitor]:
            measure = self.measures.get((each.campaign, each.revision))
            if measure is None or measure.goal != goal or each.reached or self._counted(each):
                continue
            if each.at < at <= each.at + timedelta(days=measure.days):
                fitting[each.campaign, each.generation].append(each)
        for displays in fitting.values():
            chosen = max(displays, key=lambda each: ("shown" in each.became, each.at))
            chosen.reached = True
            if "shown" in chosen.became:
                chosen.became.add("goal")

    def _counted(self, display: Display) -> bool:
        return any(
            "goal" in each.became
            for each in self._of_visitor[display.site, display.visitor]
            if (each.campaign, each.generation) == (display.campaign, display.generation)
        )

    # What it comes to

    def tell(self, wanted: Wanted, *, back: timedelta = timedelta(), now: datetime | None = None) -> Told:
        """With `back` and `now`: the days so long before, up to the same time of day as now."""
        told = Told()
        for each in self.displays.values():
            local = self._within(wanted, each.campaign, each.at, back, now)
            if local is not None:
                values = (
                    ("page", each.page), ("country", each.country), ("device", each.device),
                    ("language", each.language), ("button", each.button),
                    *self._places(local, each.campaign, each.revision),
                )  # fmt: skip
                told.add(frozenset(("eligible", *each.became)), values)
        for (campaign, _), (revision, at, where) in self.held.items():
            local = self._within(wanted, campaign, at, back, now)
            if local is not None:
                told.add(frozenset(("eligible",)), (*where, ("button", ""), *self._places(local, campaign, revision)))
        return told

    def viewed(self, wanted: Wanted) -> tuple[int, int]:
        """Page views that were recorded, and those that were dropped."""
        sites = {self.sites[wanted.campaign]} if wanted.campaign else {wanted.site} if wanted.site else set(self.zones)
        recorded, dropped = (
            sum(
                number
                for (site, day), number in happened.items()
                if site in sites and wanted.first <= day <= wanted.last
            )
            for happened in (self.views, self.dropped)
        )
        return recorded, dropped

    @staticmethod
    def _places(local: datetime, campaign: int, revision: int) -> Iterable[tuple[str, object]]:
        day = local.toordinal()
        return (
            ("all", ""), ("day", day), ("hour", day * 24 + local.hour), ("campaign", str(campaign)),
            ("revision", str(revision)), ("cell", (day, campaign, str(revision))),
        )  # fmt: skip

    def _within(
        self, wanted: Wanted, campaign: int, at: datetime, back: timedelta, now: datetime | None
    ) -> datetime | None:
        """The site's clock at that moment, if it belongs to what is asked for."""
        site = self.sites[campaign]
        if wanted.campaign not in (None, campaign) or wanted.site not in (None, site):
            return None
        local = at.astimezone(self.zones[site])
        if not wanted.first - back <= local.date() <= wanted.last - back:
            return None
        if (
            now is not None
            and local.replace(tzinfo=None) >= now.astimezone(self.zones[site]).replace(tzinfo=None) - back
        ):
            return None
        return local


def naive(local: datetime) -> datetime:
    """What a clock shows."""
    return local.replace(tzinfo=None)


def page_of(url: str) -> str:
    """Host and path."""
    return url.partition("//")[2].partition("#")[0].partition("?")[0].rstrip("/")
