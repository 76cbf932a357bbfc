"""Erases a person: what they filled in, what they wrote, and what is known of them."""

from __future__ import annotations

from collections.abc import Sequence

from core.deliveries.people import hold_person
from core.errors import NotFound
from core.i18n import _
from core.storage import Storage
from core.storage.models import Decision, PageEvent, PageView
from core.visits.passports import DERIVED


def erase_several(storage: Storage, lead_ids: Sequence[int]) -> None:
    """Erase those behind several leads; one that is not here any more is erased already."""
    for each in lead_ids:
        try:
            erase(storage, each)
        except NotFound:  # the same person's as one before, or somebody else was quicker
            continue


def erase(storage: Storage, lead_id: int) -> None:
    """Delete everything about the visitor behind a lead, but that a message was shown. Raises NotFound.

    A person whom the site's server has named is erased in all of their browsers. The rows of visitors stay, without
    anything personal in them, so that *once* still holds. A cookieless visitor's id is that of neighbours, too: there,
    only the lead and its conversation are known to be this person's.
    """
    with storage.transaction():
        rows = storage.execute(_VISITOR, (lead_id,))
        if not rows:
            raise NotFound("lead_unknown", _("This lead is not here any more. Somebody has erased it."))
        visitor, site, key, person = rows[0]
        visitors = {visitor: key}
        if is_shared := key.startswith(DERIVED):
            storage.execute(_CONVERSATION, (lead_id,))
            storage.execute("DELETE FROM lead WHERE id = %s", (lead_id,))
        else:
            if person:
                hold_person(storage, site, person)
                visitors |= dict(storage.execute(_BROWSERS, (site, person)))
            for text in _ALL:
                for each in sorted(visitors, key=visitors.__getitem__):  # the order of core.storage.visitor_rows
                    storage.execute(text, (each,))
        storage.touch("inbox", "leads")
    if not is_shared:
        with storage.reading_log():
            for table in (PageView, PageEvent, Decision):
                for each in visitors.values():
                    table.delete().where(table.site_id == site, table.visitor_key == each).execute()


_VISITOR = "SELECT v.id, v.site_id, v.key, v.person FROM lead l JOIN visitor v ON v.id = l.visitor_id WHERE l.id = %s"
_BROWSERS = "SELECT id, key FROM visitor WHERE site_id = %s AND person = %s"
_CONVERSATION = "DELETE FROM conversation WHERE id = (SELECT conversation_id FROM lead WHERE id = %s)"
_ALL = (
    "UPDATE visitor SET name = '', email = '', person = '', profile = '{}' WHERE id = %s",
    "UPDATE display SET merged = NULL WHERE visitor_id = %s",
    "DELETE FROM compared WHERE visitor_id = %s",
    "DELETE FROM lead WHERE visitor_id = %s",
    "DELETE FROM conversation WHERE visitor_id = %s",
)
