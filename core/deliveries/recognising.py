"""Joins a browser to the person that a site's server has named, who may have met campaigns in other browsers.

A page view waits for no database: boot only notes who it is, the database is asked behind its answer, and a later boot
hands over what was met elsewhere. Claims don't wait for that: they go by all browsers of the person.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final, NamedTuple

from core.storage import Storage
from core.storage.fields import from_ms
from core.visits.history import Memory
from core.visits.passports import Passport

EVERY_SECONDS: Final = 1.0
CAPACITY: Final = 5_000
"""Browsers that wait to be joined at most, and as many that wait for what was found; further ones ask again."""
MOST: Final = 200
"""Campaigns that are brought back, the newest ones."""


class _Browser(NamedTuple):
    site_id: int
    visitor: str
    person: str


class Recognised:
    """Who was named in which browser, until it is joined. Asking touches no database."""

    def __init__(self, storage: Storage, capacity: int = CAPACITY) -> None:
        self._storage: Final = storage
        self._capacity: Final = capacity
        self._lock: Final = threading.Lock()
        self._asked: dict[_Browser, None] = {}
        self._found: dict[_Browser, Sequence[Memory]] = {}
        self._without_row: list[_Browser] = []
        """Whose visitor had no row when they were joined; only the thread that joins touches it."""

    def hand_to(self, passport: Passport, site_id: int, person: str, now: datetime) -> Passport:
        """The passport of this person, with what they have met wherever they were known if that is here by now.

        Another person than before in a browser is another visitor. Nobody is joined without memory, nor by an id that
        neighbours share.
        """
        if not passport.memory or passport.shares_its_visitor:
            return passport
        if passport.person != person:
            if passport.person:
                passport = Passport.new(passport.site, now, memory=True)
            passport = replace(passport, person=person, awaits_met=True)
        if not passport.awaits_met:
            return passport
        browser = _Browser(site_id, passport.visitor, person)
        with self._lock:
            met = self._found.pop(browser, None)
            if met is None:
                if len(self._asked) < self._capacity:
                    self._asked[browser] = None
                return passport
        for each in met:
            passport = passport.remembering(each)
        return replace(passport, awaits_met=False)

    def join(self) -> None:
        """Ask the database for those who wait; they go on waiting if it is away. Peewee's errors come through."""
        self._name_late()
        with self._lock:
            waiting = list(self._asked)
        for browser in waiting:
            met = self._met(browser)
            with self._lock:
                self._asked.pop(browser, None)
                self._found[browser] = met
                while len(self._found) > self._capacity:
                    del self._found[next(iter(self._found))]

    def _met(self, browser: _Browser) -> Sequence[Memory]:
        site_id, visitor, person = browser
        with self._storage.transaction():
            self._name(browser)
            has_row = self._storage.execute(_ROW, (site_id, visitor))
            rows = self._storage.execute(_MET, (site_id, person, MOST))
        if not has_row:
            self._without_row.append(browser)
        return [_memory(*each) for each in reversed(rows)]

    def _name_late(self) -> None:
        """Name those of the last time whose row was not here: a claim may have been making it at that moment."""
        while self._without_row:
            with self._storage.transaction():
                self._name(self._without_row[-1])
            self._without_row.pop()

    def _name(self, browser: _Browser) -> None:
        site_id, visitor, person = browser
        self._storage.execute(_NAME, (person, site_id, visitor, person))


def _memory(campaign: int, generation: int, claimed_ms: int, *acts_ms: int | None) -> Memory:
    read, clicked, replied, shown = (None if each is None else from_ms(each) for each in acts_ms)
    return Memory(campaign, generation, from_ms(claimed_ms), read is not None, read, clicked, replied, shown)


_NAME = "UPDATE visitor SET person = %s WHERE site_id = %s AND key = %s AND person <> %s"
_ROW = "SELECT 1 FROM visitor WHERE site_id = %s AND key = %s"
_MET = """
SELECT d.campaign_id, d.generation, MAX(d.claimed_at), MAX(d.read_at), MAX(d.clicked_at), MAX(d.replied_at),
       MAX(CASE WHEN d.shown_at IS NOT NULL THEN d.claimed_at END)
FROM visitor v JOIN display d ON d.visitor_id = v.id
WHERE v.site_id = %s AND v.person = %s
GROUP BY d.campaign_id, d.generation ORDER BY 3 DESC LIMIT %s
"""
