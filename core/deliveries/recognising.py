"""Joins a browser to the person that a site's server has named, who may have met campaigns in other browsers."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime

from peewee import PeeweeException
from playhouse.pool import MaxConnectionsExceeded

from core.storage import Storage
from core.storage.fields import from_ms
from core.visits.history import Memory
from core.visits.passports import Passport

log = logging.getLogger("smart_trigger.identity")

MOST = 200
"""Campaigns that are brought back, the newest ones."""


def recognise(storage: Storage, site_id: int, passport: Passport, person: str, now: datetime) -> Passport:
    """The passport of this person: with what they have met wherever they were known, or a new one if it is another's.

    The database is asked once for each browser; where it does not answer, the next page view asks again. Nobody is
    joined without memory, nor by an id that neighbours share.
    """
    if not person or not passport.memory or passport.shares_its_visitor or passport.person == person:
        return passport
    if passport.person:
        passport = Passport.new(passport.site, now, memory=True)
    try:
        with storage.transaction():
            storage.execute(_NAME, (person, site_id, passport.visitor, person))
            met = storage.execute(_MET, (site_id, person, MOST))
    except (PeeweeException, MaxConnectionsExceeded) as error:
        log.warning("a person could not be looked up, the next page view tries again: %s", error)
        return passport
    for campaign, generation, shown, *acts in reversed(met):
        read, clicked, replied = (None if each is None else from_ms(each) for each in acts)
        passport = passport.remembering(
            Memory(campaign, generation, from_ms(shown), read is not None, read, clicked, replied)
        )
    return replace(passport, person=person)


_NAME = "UPDATE visitor SET person = %s WHERE site_id = %s AND key = %s AND person <> %s"
_MET = """
SELECT d.campaign_id, d.generation, MAX(d.claimed_at), MAX(d.read_at), MAX(d.clicked_at), MAX(d.replied_at)
FROM visitor v JOIN display d ON d.visitor_id = v.id
WHERE v.site_id = %s AND v.person = %s
GROUP BY d.campaign_id, d.generation ORDER BY 3 DESC LIMIT %s
"""
